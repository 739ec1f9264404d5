import type { Tunnel, TunnelEntry } from "../../../mod.ts";
import { nameOf, type Table } from "../witness.ts";

function entry({ start, end, group, group6, stats }: TunnelEntry): unknown {
  const counters = stats && {
    rx_bytes: stats.rxBytes,
    rx_pkts: stats.rxPackets,
    rx_drops: stats.rxDrops,
    rx_errors: stats.rxErrors,
    tx_bytes: stats.txBytes,
    tx_pkts: stats.txPackets,
    tx_drops: stats.txDrops,
    tx_errors: stats.txErrors,
  };
  const words = {
    vni: start,
    vniEnd: end,
    remote: group ?? group6,
    stats: counters && Object.fromEntries(Object.entries(counters).map(([name, count]) => [name, Number(count)])),
  };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
}

/** `bridge vni`, and `bridge -s vni`. */
export const TUNNEL: Table<Tunnel> = {
  rows: {
    ifname: ({ index }, context) => nameOf(index, context),
    vnis: ({ entries = [] }) => entries.map(entry),
  },
};
