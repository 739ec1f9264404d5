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
  const { name, namespace, port, address } = changes;
  if (namespace !== undefined && name !== undefined && !isWhole(name)) {
    throw new RangeError(`${subject}: expected a whole name, since the kernel tells no other in another namespace`);
  }
  if (namespace !== undefined && port !== undefined) {
    throw new RangeError(`${subject}: port: expected no namespace beside it, where it has to be set later`);
  }
  // What hardware the link has, and which form of addresses, is not known yet.
  const isIp = typeof address === "string" && parseIp(address) !== undefined;
  checkEncodable(operation, { ...plainMessage(operation, changes), type: isIp ? "ipip" : "ether" });
}

/**
 * The changes of `link` as they stand in a message, but for what they refer to; throws a `RangeError` for what such a
 * link cannot get.
 */
export function changeMessage(operation: string, changes: LinkChanges, link: Link): Partial<Link> {
  const { index, type, kind } = link;
  const { data } = changes;
  if (type === "ether") checkEthernet(operation, changes);
  const message = { ...plainMessage(operation, changes), index, type };
  if (data === undefined) return message;
  if (kind === undefined) throw new RangeError(`Cannot ${operation}: data: expected a link of some kind, got hardware`);
  checkData(`Cannot ${operation}`, kind, data);
  return { ...message, linkInfo: kindInfo(kind, data) };
}

function plainMessage(operation: string, changes: LinkChanges): Partial<Link> {
  const { alias } = changes;
  return {
    ...settingsMessage(changes),
    ...pick(changes, LATER),
    ...(alias === undefined ? {} : aliasMessage(operation, alias)),
  };
}

/** What a link is to be as a port of a master of this kind, as it stands in a message. */
export function portInfo(
  operation: string,
  portKind: string | undefined,
  port: NonNullable<LinkChanges["port"]>,
): LinkInfo {
  if (portKind === undefined) throw new RangeError(`Cannot ${operation}: port: expected a link with a master`);
  // The codec finds out whether the data is that of the kind.
  return { portKind, portData: port } as LinkInfo;
}
