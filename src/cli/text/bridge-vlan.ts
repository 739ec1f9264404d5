import type { BridgeVlanDatabase, BridgeVlanEntry, BridgeVlanOptions } from "../../../mod.ts";
import { line, seconds, word } from "./words.ts";

function range(first: number | undefined, last: number | undefined): string {
  return last === undefined || last === first ? `${first}` : `${first}-${last}`;
}

function digit(on: boolean): string {
  return on ? "1" : "0";
}

function entryText(entry: BridgeVlanEntry): string {
  const { info, state, stats, tunnel } = entry;
  return line(
    `vlan ${range(info?.id, entry.range)}`,
    ...info?.flags ?? [],
    word("state", state),
    word("tunnel_id", tunnel?.id),
    word("mcast_router", entry.multicastRouter),
    word("mcast_max_groups", entry.multicastMaxGroups),
    word("mcast_n_groups", entry.multicastGroups),
    entry.neighborSuppress ? "neigh_suppress" : "",
    word("rx_packets", stats?.rxPackets),
    word("rx_bytes", stats?.rxBytes),
    word("tx_packets", stats?.txPackets),
    word("tx_bytes", stats?.txBytes),
  );
}

function optionsText(options: BridgeVlanOptions): string {
  return line(
    `global ${range(options.id, options.range)}`,
    word("mcast_snooping", options.multicastSnooping, digit),
    word("mcast_querier", options.multicastQuerier, digit),
    word("mcast_igmp_version", options.multicastIgmpVersion),
    word("mcast_mld_version", options.multicastMldVersion),
    word("mcast_query_interval", options.multicastQueryInterval, seconds),
    word("msti", options.spanningTree),
  );
}

/** The VLANs of a port or a bridge. */
export function bridgeVlanParts({ entries = [], globalOptions = [] }: BridgeVlanDatabase): readonly string[] {
  return [...entries.map(entryText), ...globalOptions.map(optionsText)];
}
