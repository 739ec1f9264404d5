import type { Family } from "../family.ts";
import type { Neighbor } from "../neighbor.ts";
import type { Tracking } from "./tracking.ts";

const HELD: ReadonlySet<Family> = new Set<Family>(["inet", "inet6", "bridge"]);
/** The lowest bit of the first byte of a group address. */
const GROUP = 0x1;

/**
 * Whether the kernel made the entry for its own use, of which it tells nobody: what needs no search, since it stands for
 * many (224.0.0.22), and the group addresses that a link listens to.
 */
function isOfItsOwn({ family, type, flags, linkLayerAddress, destination }: Neighbor): boolean {
  if (family !== "bridge") return type === "multicast" || type === "broadcast";
  const isGroup = (parseInt(linkLayerAddress ?? "", 16) & GROUP) !== 0;
  return isGroup && flags.includes("self") && destination === undefined;
}

/**
 * Neighbors of both families, proxies, and the entries of forwarding databases. A bridge knows an address once, behind
 * whichever port it is; a tunnel may have several ends for one address.
 */
export const neighborTracking: Tracking<Neighbor> = {
  queries: [{ family: "unspec" }, { family: "unspec", flags: ["proxy"] }, { family: "bridge" }],
  holds: (neighbor) => HELD.has(neighbor.family) && !isOfItsOwn(neighbor),
  kept: (neighbor) => neighbor,
  key({ family, index, destination, linkLayerAddress, flags, master, vlan, vni, sourceVni, port, tunnelIndex }) {
    if (family !== "bridge") return `${index} ${destination} ${flags.includes("proxy") ? "proxy" : ""}`;
    if (master !== undefined && !flags.includes("self")) return `bridge ${master} ${linkLayerAddress} ${vlan ?? ""}`;
    return `self ${index} ${linkLayerAddress} ${vlan ?? ""} ${destination ?? ""} ${port ?? ""} ${vni ?? ""} ${
      sourceVni ?? ""
    } ${tunnelIndex ?? ""}`;
  },
  volatile: new Set(["cacheInfo", "probes"]),
};
