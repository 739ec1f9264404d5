import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../../codec/codec.ts";
import { mapped } from "../../../codec/mapped.ts";
import { u32 } from "../../../codec/numbers.ts";
import { type IpvsDaemon, ipvsDaemon } from "./daemon.ts";
import { type IpvsDestination, ipvsDestination } from "./destination.ts";
import { type IpvsService, ipvsService } from "./service.ts";

/** What stands in a message of IPVS (`IPVS_CMD_ATTR_*`); which of it, depends on the command. */
export interface IpvsMessage extends Extensible {
  /** The service (`IPVS_CMD_ATTR_SERVICE`). */
  readonly service?: IpvsService;
  /** The destination (`IPVS_CMD_ATTR_DEST`). */
  readonly destination?: IpvsDestination;
  /** The daemon (`IPVS_CMD_ATTR_DAEMON`). */
  readonly daemon?: IpvsDaemon;
  /** Seconds that an idle connection of TCP is remembered (`IPVS_CMD_ATTR_TIMEOUT_TCP`). */
  readonly tcpTimeout?: number;
  /** The same for one of which an end said that it sends no more (`IPVS_CMD_ATTR_TIMEOUT_TCP_FIN`). */
  readonly tcpFinTimeout?: number;
  /** Seconds that packets of UDP count as one connection (`IPVS_CMD_ATTR_TIMEOUT_UDP`). */
  readonly udpTimeout?: number;
}

/** What IPVS says of itself (`IPVS_INFO_ATTR_*`). */
export interface IpvsInfo extends Extensible {
  /** Its version, such as `"1.2.1"` (`IPVS_INFO_ATTR_VERSION`). */
  readonly version?: string;
  /** Places in the table of connections (`IPVS_INFO_ATTR_CONN_TAB_SIZE`). */
  readonly connectionTableSize?: number;
}

/** What all messages of IPVS but one consist of. */
export const ipvsMessage: Codec<IpvsMessage> = attributes<IpvsMessage>({
  service: attribute(1, ipvsService),
  destination: attribute(2, ipvsDestination),
  daemon: attribute(3, ipvsDaemon),
  tcpTimeout: attribute(4, u32),
  tcpFinTimeout: attribute(5, u32),
  udpTimeout: attribute(6, u32),
});

/** Two bytes and a byte each, as text (`IP_VS_VERSION_CODE`). */
const version: FixedCodec<string> = mapped(u32, {
  from: (code) => `${code >>> 16}.${code >>> 8 & 0xff}.${code & 0xff}`,
  to(text) {
    const [major = -1, minor = -1, patch = -1] = /^\d{1,5}\.\d{1,3}\.\d{1,3}$/.test(text)
      ? text.split(".").map(Number)
      : [];
    const isWhole = major >= 0 && major <= 0xffff && minor <= 0xff && patch <= 0xff;
    return isWhole ? major * 0x10000 + minor * 0x100 + patch : undefined;
  },
  expected: "a version such as 1.2.1",
});

/** What `IPVS_CMD_GET_INFO` is answered with. */
export const ipvsInfo: Codec<IpvsInfo> = attributes<IpvsInfo>({
  version: attribute(1, version),
  connectionTableSize: attribute(2, u32),
});
