import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { u32 } from "../../codec/numbers.ts";
import { cstring } from "../../codec/text.ts";

/** A link as a port of its device (`IFLA_DEVLINK_PORT`). */
export interface LinkDevlinkPort extends Extensible {
  /** Name of the bus, such as `"pci"` (`DEVLINK_ATTR_BUS_NAME`). */
  readonly busName?: string;
  /** Name of the device on its bus (`DEVLINK_ATTR_DEV_NAME`). */
  readonly deviceName?: string;
  /** Number of the port in its device (`DEVLINK_ATTR_PORT_INDEX`). */
  readonly index?: number;
}

/** `IFLA_DEVLINK_PORT`. */
export const linkDevlinkPort: Codec<LinkDevlinkPort> = attributes<LinkDevlinkPort>({
  busName: attribute(1, cstring),
  deviceName: attribute(2, cstring),
  index: attribute(3, u32),
});
