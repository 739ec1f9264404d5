import { familyOf, parseAddress } from "../../codec/prefix.ts";
import { shown } from "../../shown.ts";
import type { Neighbor, NeighborFlag, NeighborState } from "../neighbor.ts";
import { checkDescription, checkFamily, chosenFlags, namesOf, need, pick } from "./description.ts";
import type { LinkIndex } from "./linked.ts";
import type { LinkReference } from "./reference.ts";

/** A family whose neighbors can be changed. */
export type NeighborFamily = "inet" | "inet6" | "bridge";

/**
 * Which neighbor is meant: a link and an address behind it. An entry of a forwarding database has the family `"bridge"`
 * and its link-layer address instead, and more where that alone does not tell it.
 */
export interface NeighborKey
  extends Partial<Pick<Neighbor, "linkLayerAddress" | "flags" | "vlan" | "vni" | "sourceVni" | "port" | "nexthopId">> {
  /** The link behind which the neighbor is; of a proxy the one that answers for it. */
  readonly link: LinkReference;
  /** Address of the neighbor; of an entry of a tunnel that of its other end. */
  readonly destination?: string;
  /**
   * Family of the neighbor; `"bridge"` for an entry of a forwarding database: that of the link itself, or with the flag
   * `"master"` that of the bridge whose port the link is. @default that of `destination`
   */
  readonly family?: NeighborFamily;
  /** Whether the link answers for the neighbor, of which there is a table of its own (`NTF_PROXY`). @default {false} */
  readonly proxy?: boolean;
  /** The link by which a tunnel reaches its other end (`NDA_IFINDEX`). */
  readonly tunnelLink?: LinkReference;
}

/** A neighbor as it is to be. */
export interface NewNeighbor extends NeighborKey, Partial<Pick<Neighbor, "extendedFlags" | "protocol">> {
  /** What is known of the neighbor. @default {"permanent"} */
  readonly state?: NeighborState;
}

const FIELDS = namesOf<NewNeighbor>({
  link: true,
  destination: true,
  linkLayerAddress: true,
  family: true,
  state: true,
  flags: true,
  extendedFlags: true,
  proxy: true,
  vlan: true,
  vni: true,
  sourceVni: true,
  port: true,
  nexthopId: true,
  tunnelLink: true,
  protocol: true,
});
const FAMILIES: readonly NeighborFamily[] = ["inet", "inet6", "bridge"];

/** Throws a `RangeError` for a description with unknown fields, or without what tells a neighbor. */
export function checkNeighbor(subject: string, neighbor: NeighborKey): void {
  checkDescription(subject, neighbor, FIELDS);
  const { link, family, destination, linkLayerAddress } = neighbor;
  need(subject, "a link", link);
  checkFamily(subject, FAMILIES, family);
  if (family === "bridge") need(subject, "a link-layer address", linkLayerAddress);
  else need(subject, "a destination", destination);
}

/** The address by which a neighbor is known. */
export function addressOfNeighbor({ family, destination, linkLayerAddress }: NeighborKey): string {
  return `${family === "bridge" ? linkLayerAddress : destination}`;
}

/** The part of a message that tells which neighbor is meant. */
export function keyOfNeighbor(subject: string, neighbor: NeighborKey, index: LinkIndex): Partial<Neighbor> {
  const { link, family: given, destination, tunnelLink } = neighbor;
  const address = destination === undefined
    ? undefined
    : parseAddress(`${subject}: destination`, destination, given === "bridge" ? undefined : given);
  const family = given ?? familyOf(`${address}`);
  return {
    family,
    index: index(link),
    // Links that are no bridges want it even of an entry that is to go.
    state: "permanent",
    flags: flagsOf(subject, neighbor, family),
    ...(address !== undefined && { destination: address }),
    ...pick(neighbor, ["linkLayerAddress", "vlan", "vni", "sourceVni", "port", "nexthopId"]),
    ...(tunnelLink !== undefined && { tunnelIndex: index(tunnelLink) }),
  };
}

function flagsOf(subject: string, neighbor: NeighborKey, family: NeighborFamily): Neighbor["flags"] {
  const { flags = [] } = neighbor;
  if (!Array.isArray(flags)) throw new RangeError(`${subject}: flags: expected a list, got ${shown(flags)}`);
  const names: Neighbor["flags"] = [...flags, ...chosenFlags(subject, neighbor, ["proxy"])];
  const isSomewhere = family !== "bridge" || names.includes("self") || names.includes("master");
  // As `bridge fdb` does; the kernel would take the bridge's, where the link is a port.
  return isSomewhere ? names : [...names, "self"];
}

/** Whose forwarding database an entry is in: that of its link itself, or that of the bridge whose port the link is. */
export function database({ flags, index, master }: Neighbor): "self" | "master" {
  // What a bridge has for itself is listed as its own.
  return flags.includes("self") || index === master ? "self" : "master";
}

/** What tells a listed neighbor from others. */
export function keyOfListed(neighbor: Neighbor): NeighborKey {
  const { family, index, tunnelIndex } = neighbor;
  const own: readonly NeighborFlag[] = neighbor.flags.includes("proxy") ? ["proxy"] : [];
  const flags = family === "bridge" ? [database(neighbor)] : own;
  return {
    link: index,
    // What is listed has one of these families.
    family: family as NeighborFamily,
    flags,
    ...pick(neighbor, ["destination", "linkLayerAddress", "vlan", "vni", "sourceVni", "port", "nexthopId"]),
    ...(tunnelIndex !== undefined && { tunnelLink: tunnelIndex }),
  };
}
