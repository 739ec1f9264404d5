import type { Netconf } from "../../../mod.ts";
import { nameOf, type Table } from "../witness.ts";

/** What is no link (`NETCONFA_IFINDEX_*`). */
const GENERAL: Readonly<Record<number, string>> = { [-1]: "all", [-2]: "default" };

function on(value: number | undefined): boolean | undefined {
  return value === undefined ? undefined : value !== 0;
}

/** `ip netconf`. */
export const NETCONF: Table<Netconf> = {
  rows: {
    family: ({ family }) => family,
    interface: ({ index }, context) => GENERAL[index ?? 0] ?? nameOf(index, context),
    forwarding: ({ forwarding }) => on(forwarding),
    rp_filter: ({ reversePathFilter }) => reversePathFilter,
    mc_forwarding: ({ multicastForwarding }) => on(multicastForwarding),
    proxy_neigh: ({ proxyNeighbor }) => on(proxyNeighbor),
    ignore_routes_with_linkdown: ({ ignoreRoutesWithLinkDown }) => on(ignoreRoutesWithLinkDown),
    input: ({ input }) => on(input),
  },
  sometimes: {
    bc_forwarding: ({ broadcastForwarding }) => on(broadcastForwarding),
    force_forwarding: ({ forceForwarding }) => on(forceForwarding),
  },
};
