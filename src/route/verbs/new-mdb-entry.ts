import { shown } from "../../shown.ts";
import type { MdbEntry } from "../mdb/entry.ts";
import type { MdbRequest, MdbRequestAttributes } from "../mdb/request.ts";
import { checkDescription, namesOf, need, pick } from "./description.ts";
import type { LinkIndex } from "./linked.ts";
import type { LinkReference } from "./reference.ts";

/** Which entry of a multicast database is meant. */
export interface MdbKey
  extends Partial<Pick<MdbEntry, "vlan" | "source" | "destination" | "port" | "vni" | "sourceVni">> {
  /** The bridge, or the tunnel (`vxlan`), whose database it is in. */
  readonly link: LinkReference;
  /** The group: an IPv4, IPv6 or Ethernet address. */
  readonly group: string;
  /** The port of the bridge behind which the member is. @default the bridge, or the tunnel, itself */
  readonly member?: LinkReference;
  /** The link by which a tunnel reaches its other end. */
  readonly tunnelLink?: LinkReference;
}

/** An entry as it is to be. */
export interface NewMdbEntry extends MdbKey, Partial<Pick<MdbEntry, "groupMode" | "protocol">> {
  /**
   * Whether it stays when nobody asks for the group any more; what a bridge itself is to receive of IPv4 and IPv6 cannot.
   * @default {true}
   */
  readonly permanent?: boolean;
  /** Addresses of sources; `groupMode` says whether they are wanted. */
  readonly sources?: readonly string[];
}

const FIELDS = namesOf<NewMdbEntry>({
  link: true,
  group: true,
  member: true,
  vlan: true,
  source: true,
  permanent: true,
  groupMode: true,
  sources: true,
  protocol: true,
  destination: true,
  port: true,
  vni: true,
  sourceVni: true,
  tunnelLink: true,
});

/** Throws a `RangeError` for a description with unknown fields, or without what tells an entry. */
export function checkMdbEntry(subject: string, entry: NewMdbEntry): void {
  checkDescription(subject, entry, FIELDS);
  const { link, group, permanent, port, sources } = entry;
  need(subject, "a link: the bridge or the tunnel", link);
  need(subject, "a group", group);
  if (permanent !== undefined && typeof permanent !== "boolean") {
    throw new RangeError(`${subject}: permanent: expected true or false, got ${shown(permanent)}`);
  }
  if (port !== undefined && typeof port !== "number") {
    const sentence = "expected the UDP port of the other end of a tunnel";
    throw new RangeError(`${subject}: port: ${sentence}, got ${shown(port)} (did you mean 'member'?)`);
  }
  if (sources !== undefined && !Array.isArray(sources)) {
    throw new RangeError(`${subject}: sources: expected a list, got ${shown(sources)}`);
  }
}

/** The request about an entry. */
export function messageOfMdbEntry(entry: NewMdbEntry, index: LinkIndex): MdbRequest {
  const { link, member = link, group, vlan = 0, permanent = true, sources, tunnelLink } = entry;
  const attributes: MdbRequestAttributes = {
    ...pick(entry, ["source", "groupMode", "protocol", "destination", "port", "vni", "sourceVni"]),
    ...(sources !== undefined && { sourceList: { entries: sources.map((address) => ({ address })) } }),
    ...(tunnelLink !== undefined && { tunnelIndex: index(tunnelLink) }),
  };
  return {
    family: "bridge",
    index: index(link),
    entry: { index: index(member), state: permanent ? "permanent" : "temporary", flags: [], vlan, group },
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
}
