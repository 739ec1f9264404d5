import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { u32, u8 } from "../../../codec/numbers.ts";
import { bytes } from "../../../codec/text.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** Memory of the pluggable module of a link (`ETHTOOL_A_MODULE_EEPROM_*`). */
export interface EthtoolModuleEeprom extends Extensible {
  /** Which link (`ETHTOOL_A_MODULE_EEPROM_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Where to read in the page, 0 to 255 (`ETHTOOL_A_MODULE_EEPROM_OFFSET`). */
  readonly offset?: number;
  /** How many bytes, 1 to 128 (`ETHTOOL_A_MODULE_EEPROM_LENGTH`). */
  readonly length?: number;
  /** Number of the page (`ETHTOOL_A_MODULE_EEPROM_PAGE`). */
  readonly page?: number;
  /** Number of the bank (`ETHTOOL_A_MODULE_EEPROM_BANK`). */
  readonly bank?: number;
  /** Address of the memory on the bus, such as 0x50, up to 0x7f (`ETHTOOL_A_MODULE_EEPROM_I2C_ADDRESS`). */
  readonly i2cAddress?: number;
  /** What stands there (`ETHTOOL_A_MODULE_EEPROM_DATA`). */
  readonly data?: Uint8Array;
}

/** `ETHTOOL_A_MODULE_EEPROM_*`. */
export const moduleEeprom: Codec<EthtoolModuleEeprom> = attributes<EthtoolModuleEeprom>({
  header: attribute(1, header, { nested: true }),
  offset: attribute(2, u32),
  length: attribute(3, u32),
  page: attribute(4, u8),
  bank: attribute(5, u8),
  i2cAddress: attribute(6, u8),
  data: attribute(7, bytes),
});

/** What is read: a part of a page that does not cross its half at 128. */
export type EthtoolEepromQuery =
  & Required<Pick<EthtoolModuleEeprom, "offset" | "length" | "page" | "i2cAddress">>
  & Pick<EthtoolModuleEeprom, "bank">;
