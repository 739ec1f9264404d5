import { shown } from "../../shown.ts";
import type { Link } from "../link.ts";
import type { LinkDataByKind } from "../link/info.ts";
import { need, pick } from "./description.ts";
import { checkFields } from "./fields.ts";
import { checkData, hasDataField, kindInfo } from "./link-kind.ts";
import { checkAlternativeName, isWhole } from "./link-name.ts";
import type { Place } from "./link-namespace.ts";
import {
  aliasMessage,
  checkEncodable,
  checkEthernet,
  checkSettings,
  FLAG_SETTINGS,
  LINK_SETTINGS,
  type LinkSettings,
  PLAIN_SETTINGS,
  settingsMessage,
} from "./link-settings.ts";
import { findBy, type LinkReference, MAX_INDEX } from "./reference.ts";

/** The other end of a `veth` that is to be made. In another namespace its flags, its master and its alias are set later. */
export interface NewPeer extends LinkSettings, Pick<Link, "transmitQueues" | "receiveQueues"> {
  /** Number of the link in its namespace. @default one of the kernel's choice */
  readonly index?: number;
}

/** A link that is to be made, whatever its kind. */
export interface NewLinkSettings extends NewPeer {
  /** Alternative names, each up to 127 bytes (`IFLA_ALT_IFNAME`). */
  readonly alternativeNames?: readonly string[];
  /** The link below, such as the one whose packets a `vlan` tags (`IFLA_LINK`). */
  readonly parent?: LinkReference;
}

/**
 * A link that is to be made: without a `name` the kernel chooses one, such as `veth0`, and puts a number for `%d` in it.
 *
 * The kernel makes no `tun` and no `tap` this way, and says so (`EOPNOTSUPP`): those are made through `/dev/net/tun`.
 */
export type NewLink =
  & NewLinkSettings
  & (
    | {
      readonly [Kind in Exclude<keyof LinkDataByKind, "veth">]: {
        /** What the link is (`IFLA_INFO_KIND`). */
        readonly kind: Kind;
        /** What is special to the kind (`IFLA_INFO_DATA`). */
        readonly data?: LinkDataByKind[Kind];
      };
    }[Exclude<keyof LinkDataByKind, "veth">]
    | {
      /** One end of a virtual cable (`IFLA_INFO_KIND`). */
      readonly kind: "veth";
      /** The other end (`VETH_INFO_PEER`). @default {{}} */
      readonly peer?: NewPeer;
    }
    | {
      /** What the link is, such as `"dummy"` (`IFLA_INFO_KIND`). */
      readonly kind: string;
      /** What is special to a kind that has no schema here: its attributes (`IFLA_INFO_DATA`). */
      readonly data?: Uint8Array;
    }
  );

/** A link that is to be made, of a kind that is not known yet. */
export interface AnyNewLink extends NewLinkSettings {
  readonly kind: string;
  readonly data?: LinkDataByKind[keyof LinkDataByKind] | Uint8Array;
  readonly peer?: NewPeer;
}

/** What a link is told only when it is made, by attributes of the same name. */
type Made = "index" | "transmitQueues" | "receiveQueues";

const MADE: readonly Made[] = ["index", "transmitQueues", "receiveQueues"];
const PEER_FIELDS: readonly string[] = [...LINK_SETTINGS, ...MADE];
const FIELDS: readonly string[] = [...PEER_FIELDS, "alternativeNames", "parent", "kind"];
/** What the kernel sets only when the link is there, and only in the namespace of the request. */
const LATER: readonly (keyof NewLinkSettings)[] = ["alias", "alternativeNames"];
const PEER_LATER: readonly (keyof LinkSettings)[] = ["alias", "master", ...FLAG_SETTINGS];
/** The kinds that are Ethernet links, as far as it matters here. */
const ETHERNET: ReadonlySet<string> = new Set(
  ["bond", "bridge", "dummy", "ifb", "macvlan", "macvtap", "veth", "vlan", "vrf", "vxlan"],
);

/** The kinds that are nothing without a link below. */
const ON_PARENT: ReadonlySet<string> = new Set(["vlan", "macvlan", "macvtap"]);

/** How errors call a link that is to be made. */
export function additionOf(link: NewLink): string {
  // Nothing but the type checker keeps a caller from giving no object.
  const { name } = (link ?? {}) as Partial<NewLink>;
  return name === undefined ? "add link" : `add link '${name}'`;
}

/** What a new link refers to, where it refers to anything. */
export interface NewLinkReferences {
  /** The namespace of the link. */
  readonly place?: Place | undefined;
  /** The namespace of its peer. */
  readonly peerPlace?: Place | undefined;
  /** The link below. */
  readonly parent?: Link | undefined;
  /** The link above. */
  readonly master?: Link | undefined;
}

/** A new link as it stands in a message. */
export function newLinkMessage(
  link: AnyNewLink,
  { place, peerPlace, parent, master }: NewLinkReferences,
): Partial<Link> {
  const { kind, data, peer } = link;
  // What is missing in the header is zero.
  const other = {
    ...made(pick<NewPeer, keyof NewPeer>(peer ?? {}, [...PLAIN_SETTINGS, ...MADE])),
    ...peerPlace,
  } as Link;
  return {
    ...made(link),
    ...place,
    ...(parent && { parent: parent.index }),
    ...(master && { master: master.index }),
    linkInfo: kindInfo(kind, peer === undefined ? data : { peer: other }),
  };
}

/** What is set when the link `made` is there, as it stands in messages: of itself and of its peer. */
export function laterMessages(
  operation: string,
  { alias, peer = {} }: AnyNewLink,
  made: Link,
  peerMaster: Link | undefined,
): readonly Partial<Link>[] {
  const ofPeer: Partial<Link> = {
    ...settingsMessage(pick<NewPeer, keyof NewPeer>(peer, FLAG_SETTINGS)),
    ...(peer.alias === undefined ? {} : aliasMessage(operation, peer.alias)),
    ...(peerMaster && { master: peerMaster.index }),
  };
  return [
    ...(alias === undefined ? [] : [{ index: made.index, ...aliasMessage(operation, alias) }]),
    // Each end of a pair tells the other.
    ...(Object.keys(ofPeer).length === 0 ? [] : [{ index: made.parent!, ...ofPeer }]),
  ];
}

function made(link: NewPeer): Partial<Link> {
  return { ...settingsMessage(link), ...pick<NewPeer, Made>(link, MADE) };
}

/** Throws a `RangeError` for what cannot be a new link. */
export function checkNewLink(operation: string, link: AnyNewLink): void {
  const subject = `Cannot ${operation}`;
  checkFields(subject, link, [...FIELDS, link?.kind === "veth" ? "peer" : "data"], {
    hint(name) {
      if (name === "link" || name === "dev") return "it is called parent here";
      if (name === "peer") return "only a veth has one";
      if (name === "data") return "the other end of a veth is its peer";
      return hasDataField(link.kind, name) ? "it belongs in data" : undefined;
    },
  });
  const { name, kind, data, peer, parent, namespace, alternativeNames = [] } = link;
  if (typeof kind !== "string" || kind === "") {
    throw new RangeError(`${subject}: expected a kind such as 'veth', got ${shown(kind)}`);
  }
  checkMade(operation, link, LATER);
  if (ETHERNET.has(kind)) checkEthernet(operation, link);
  if (ON_PARENT.has(kind)) need(subject, "a parent", parent);
  if (parent !== undefined) findBy(`${subject}: parent`, parent);
  if (!Array.isArray(alternativeNames)) {
    throw new RangeError(`${subject}: alternativeNames: expected a list, got ${shown(alternativeNames)}`);
  }
  for (const name of alternativeNames) checkAlternativeName(`${subject}: alternativeNames`, name);
  if (namespace !== undefined && !isWhole(name)) {
    throw new RangeError(`${subject}: expected a whole name, since the kernel tells no other in another namespace`);
  }
  checkData(subject, kind, data);
  if (peer !== undefined) checkPeer(operation, peer);
  checkEncodable(operation, newLinkMessage(link, {}));
}

function checkPeer(operation: string, peer: NewPeer): void {
  checkFields(`Cannot ${operation}`, peer, PEER_FIELDS, {
    within: "peer",
    hint: (name) => FIELDS.includes(name) ? "set it when the link is there" : undefined,
  });
  checkMade(`${operation}: peer`, peer, PEER_LATER);
  checkEthernet(`${operation}: peer`, peer);
}

function checkMade<T extends NewPeer>(
  operation: string,
  link: T,
  later: readonly (keyof T & string)[],
): void {
  checkSettings(operation, link);
  const { index, namespace } = link;
  if (index !== undefined && !(Number.isInteger(index) && index > 0 && index <= MAX_INDEX)) {
    throw new RangeError(`Cannot ${operation}: index: expected a number from 1 to ${MAX_INDEX}, got ${shown(index)}`);
  }
  const early = namespace === undefined ? undefined : later.find((name) => link[name] !== undefined);
  if (early === undefined) return;
  throw new RangeError(`Cannot ${operation}: ${early}: expected no namespace beside it, where it has to be set later`);
}
