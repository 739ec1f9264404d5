import type { Neighbor } from "../../../mod.ts";
import { mark, nameOf, near, nonZero, type Table, text, words } from "../witness.ts";

/** Seconds of hundredths, without a fraction. */
function seconds(hundredths: number | undefined): unknown {
  return near(hundredths === undefined ? undefined : Math.trunc(hundredths / 100));
}

const NEIGHBOR_TIMES: Table<Neighbor>["rows"] = {
  used: ({ cacheInfo }) => seconds(cacheInfo?.used),
  updated: ({ cacheInfo }) => seconds(cacheInfo?.updated),
};

/** `ip -s neighbor show`. */
export const NEIGHBOR: Table<Neighbor> = {
  rows: {
    ...NEIGHBOR_TIMES,
    dst: ({ destination }) => destination,
    dev: ({ index }, context) => nameOf(index, context),
    lladdr: ({ linkLayerAddress }) => linkLayerAddress,
    router: ({ flags }) => mark(flags.includes("router")),
    proxy: ({ flags }) => mark(flags.includes("proxy")),
    extern_learn: ({ flags }) => mark(flags.includes("externallyLearned")),
    offload: ({ flags }) => mark(flags.includes("offloaded")),
    managed: ({ extendedFlags = [] }) => mark(extendedFlags.includes("managed")),
    refcnt: ({ cacheInfo }) => near(nonZero(cacheInfo?.references), 1),
    confirmed: ({ cacheInfo }) => seconds(cacheInfo?.confirmed),
    probes: ({ probes }) => probes,
    state: ({ state, flags }) => flags.includes("proxy") ? undefined : [`${state}`.toUpperCase()],
    protocol: ({ protocol }) => protocol === "unspec" ? undefined : text(protocol),
  },
};

/** The states that `bridge` has words for, the first of which counts where there are several (`NUD_*`). */
const STATES: readonly (readonly [bit: number, name: string, word: string])[] = [
  [0xc0, "noArpPermanent", "permanent"],
  [0x80, "permanent", "permanent"],
  [0x40, "noArp", "static"],
  [0x04, "stale", "stale"],
  [0x02, "reachable", ""],
];

function fdbState({ state }: Neighbor): string | undefined {
  return STATES.find(([bit, name]) => typeof state === "number" ? (state & bit) === bit : state === name)?.[2];
}

/** `bridge -s fdb show`. */
export const FDB: Table<Neighbor> = {
  rows: {
    ...NEIGHBOR_TIMES,
    mac: ({ linkLayerAddress }) => linkLayerAddress,
    ifname: ({ index }, context) => nameOf(index, context),
    dst: ({ destination }) => destination,
    vlan: ({ vlan }) => vlan,
    port: ({ port }) => port,
    vni: ({ vni }) => vni,
    src_vni: ({ sourceVni }) => sourceVni,
    viaIf: ({ tunnelIndex }, context) => nameOf(tunnelIndex, context),
    nhid: ({ nexthopId }) => nexthopId,
    linkNetNsId: ({ linkNamespaceId }) => linkNamespaceId,
    master: ({ master }, context) => nameOf(master, context),
    flags: ({ flags }) =>
      words(flags, {
        self: "self",
        router: "router",
        externallyLearned: "extern_learn",
        offloaded: "offload",
        sticky: "sticky",
      }),
    state: fdbState,
  },
};
