import { parseIp } from "../../codec/address.ts";
import type { Link } from "../link.ts";
import type { LinkDataByKind, LinkInfo, PortDataByKind } from "../link/info.ts";
import { pick } from "./description.ts";
import { checkFields } from "./fields.ts";
import { checkData, kindInfo } from "./link-kind.ts";
import { isWhole } from "./link-name.ts";
import {
  aliasMessage,
  checkEncodable,
  checkEthernet,
  checkSettings,
  LINK_SETTINGS,
  type LinkSettings,
  settingsMessage,
} from "./link-settings.ts";

/** What of a link is to be changed; what is missing stays as it is. */
export interface LinkChanges extends LinkSettings, Pick<Link, "carrier" | "protoDown" | "protoDownReason"> {
  /** What is special to the link's kind; the bytes of its attributes where the kind has no schema (`IFLA_INFO_DATA`). */
  readonly data?: LinkDataByKind[Exclude<keyof LinkDataByKind, "veth">] | Uint8Array;
  /** What the link is as a port of its master, or of the one that it gets (`IFLA_INFO_SLAVE_DATA`). */
  readonly port?: PortDataByKind[keyof PortDataByKind];
}

/** What only a link that is there can be told, by attributes of the same name. */
const LATER = ["carrier", "protoDown", "protoDownReason"] as const;
const FIELDS: readonly (keyof LinkChanges)[] = [...LINK_SETTINGS, ...LATER, "data", "port"];

/** Throws a `RangeError` for changes that no link can get. */
export function checkChanges(operation: string, changes: LinkChanges): void {
  const subject = `Cannot ${operation}`;
  checkFields(subject, changes, FIELDS);
  checkSettings(operation, changes);
  const { name, namespace, port, address, broadcast } = changes;
  if (namespace !== undefined && name !== undefined && !isWhole(name)) {
    throw new RangeError(`${subject}: expected a whole name, since the kernel tells no other in another namespace`);
  }
  if (namespace !== undefined && port !== undefined) {
    throw new RangeError(`${subject}: port: expected no namespace beside it, where it has to be set later`);
  }
  // What hardware the link has, and which form of addresses, is not known yet.
  const isIp = [address, broadcast].some((text) => typeof text === "string" && parseIp(text) !== undefined);
  checkEncodable(operation, { ...plainMessage(operation, changes), type: isIp ? "ipip" : "ether" });
}

/**
 * The changes of `link` as they stand in a message, but for what they refer to; throws a `RangeError` for what such a
 * link cannot get. `portKind` is the kind of the master whose port it is.
 */
export function changeMessage(
  operation: string,
  changes: LinkChanges,
  { index, type, kind }: Link,
  portKind: string | undefined,
): Partial<Link> {
  if (type === "ether") checkEthernet(operation, changes);
  const subject = `Cannot ${operation}`;
  const info = { ...dataInfo(subject, kind, changes), ...portInfo(subject, portKind, changes) };
  return {
    ...plainMessage(operation, changes),
    index,
    type,
    // The codec finds out whether the data is that of the kinds.
    ...(Object.keys(info).length === 0 ? {} : { linkInfo: info as LinkInfo }),
  };
}

function plainMessage(operation: string, changes: LinkChanges): Partial<Link> {
  const { alias } = changes;
  return {
    ...settingsMessage(changes),
    ...pick(changes, LATER),
    ...(alias === undefined ? {} : aliasMessage(operation, alias)),
  };
}

function dataInfo(subject: string, kind: string | undefined, { data }: LinkChanges): object {
  if (data === undefined) return {};
  if (kind === undefined) throw new RangeError(`${subject}: data: expected a link of some kind, got hardware`);
  checkData(subject, kind, data);
  return kindInfo(kind, data);
}

function portInfo(subject: string, portKind: string | undefined, { port }: LinkChanges): object {
  if (port === undefined) return {};
  if (portKind === undefined) throw new RangeError(`${subject}: port: expected a link with a master`);
  return { portKind, portData: port };
}
