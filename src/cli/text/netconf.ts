import type { Netconf } from "../../../mod.ts";
import type { Names } from "./names.ts";
import { line, word } from "./words.ts";

/** What is no link: the settings of all, and those that new ones begin with (`NETCONFA_IFINDEX_*`). */
const GENERAL: Readonly<Record<number, string>> = { [-1]: "all", [-2]: "default" };

function onOff(value: number): string {
  return value === 0 ? "off" : "on";
}

/** Settings of a link in one line. */
export function netconfText(netconf: Netconf, names: Names): string {
  const { family, index } = netconf;
  return line(
    `${family}`,
    index === undefined ? "" : GENERAL[index] ?? `dev ${names.text(index)}`,
    word("forwarding", netconf.forwarding, onOff),
    word("force_forwarding", netconf.forceForwarding, onOff),
    word("rp_filter", netconf.reversePathFilter),
    word("mc_forwarding", netconf.multicastForwarding, onOff),
    word("bc_forwarding", netconf.broadcastForwarding, onOff),
    word("proxy_neigh", netconf.proxyNeighbor, onOff),
    word("ignore_routes_with_linkdown", netconf.ignoreRoutesWithLinkDown, onOff),
    word("input", netconf.input, onOff),
  );
}
