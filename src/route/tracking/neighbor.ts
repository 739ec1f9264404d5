import type { Neighbor } from "../neighbor.ts";
import type { Tracking } from "./tracking.ts";

/**
 * Neighbors of both families, proxies, and the entries of forwarding databases. A bridge knows an address once, behind
 * whichever port it is; a tunnel may have several ends for one address.
 */
export const neighborTracking: Tracking<Neighbor> = {
  queries: [{ family: "unspec" }, { family: "unspec", flags: ["proxy"] }, { family: "bridge" }],
  holds: ({ family }) => family === "inet" || family === "inet6" || family === "bridge",
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
