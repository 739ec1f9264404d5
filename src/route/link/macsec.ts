import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { be16, be64, boolean, u32, u64, u8 } from "../../codec/numbers.ts";
import { bytes } from "../../codec/text.ts";

/** The data of a link of the kind `macsec`: Ethernet that is encrypted from neighbor to neighbor (IEEE 802.1AE). */
export interface MacsecData extends Extensible {
  /** Identity of what it sends: its address in the upper 48 bits, its port in the lower 16 (`IFLA_MACSEC_SCI`). */
  readonly sci?: bigint;
  /** Port of that identity, in a request (`IFLA_MACSEC_PORT`). */
  readonly port?: number;
  /** Bytes of the check value, 8 to 16 (`IFLA_MACSEC_ICV_LEN`). */
  readonly checkLength?: number;
  /** Cipher, such as `0x0080c20001000001n` for GCM-AES-128 (`IFLA_MACSEC_CIPHER_SUITE`, `MACSEC_CIPHER_ID_*`). */
  readonly cipherSuite?: bigint;
  /** How far packets may come out of their order (`IFLA_MACSEC_WINDOW`). */
  readonly window?: number;
  /** Number of the key for sending, 0 to 3 (`IFLA_MACSEC_ENCODING_SA`). */
  readonly encodingAssociation?: number;
  /** Whether packets are encrypted, not only protected (`IFLA_MACSEC_ENCRYPT`). */
  readonly encrypt?: boolean;
  /** Whether packets are protected (`IFLA_MACSEC_PROTECT`). */
  readonly protect?: boolean;
  /** Whether packets carry the whole identity (`IFLA_MACSEC_INC_SCI`). */
  readonly includeSci?: boolean;
  /** Whether the identity is the address of an end station (`IFLA_MACSEC_ES`). */
  readonly endStation?: boolean;
  /** Whether packets are marked as copies for one receiver of a passive optical network (`IFLA_MACSEC_SCB`). */
  readonly singleCopyBroadcast?: boolean;
  /** Whether packets that come again are dropped (`IFLA_MACSEC_REPLAY_PROTECT`). */
  readonly replayProtect?: boolean;
  /** What becomes of unprotected packets; a number where it has no name here (`IFLA_MACSEC_VALIDATION`). */
  readonly validation?: "disabled" | "check" | "strict" | number;
  /** Alignment on machines that need it (`IFLA_MACSEC_PAD`). */
  readonly padding?: Uint8Array;
  /** Which hardware encrypts; a number where it has no name here (`IFLA_MACSEC_OFFLOAD`). */
  readonly offload?: "off" | "phy" | "mac" | number;
}

/** `IFLA_INFO_DATA` of a `macsec`. */
export const macsecData: Codec<MacsecData> = attributes<MacsecData>({
  sci: attribute(1, be64),
  port: attribute(2, be16),
  checkLength: attribute(3, u8),
  cipherSuite: attribute(4, u64),
  window: attribute(5, u32),
  encodingAssociation: attribute(6, u8),
  encrypt: attribute(7, boolean(u8)),
  protect: attribute(8, boolean(u8)),
  includeSci: attribute(9, boolean(u8)),
  endStation: attribute(10, boolean(u8)),
  singleCopyBroadcast: attribute(11, boolean(u8)),
  replayProtect: attribute(12, boolean(u8)),
  validation: attribute(13, enumeration(u8, { disabled: 0, check: 1, strict: 2 })),
  padding: attribute(14, bytes),
  offload: attribute(15, enumeration(u8, { off: 0, phy: 1, mac: 2 })),
});
