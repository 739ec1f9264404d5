import type { LinkStats, MulticastCounters, SpanningTreeCounters, Stats } from "../../../mod.ts";
import { type Context, nameOf, type Row, witnessed } from "../witness.ts";
import { RECEIVED, SENT } from "./link.ts";

function numbers(values: Readonly<Record<string, bigint | undefined>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value = 0n]) => [name, Number(value)]));
}

function linkStats(stats: LinkStats | undefined, context: Context, theirs: unknown): unknown {
  if (stats === undefined) return undefined;
  // An object of ip's JSON, of which nothing tells carriers here.
  const { rx, tx } = theirs as { readonly rx: unknown; readonly tx: unknown };
  const { carrier_changes: _, ...sent } = witnessed(SENT, { stats, carrierChanges: 0 }, tx, context);
  return { rx: witnessed(RECEIVED, stats, rx, context), tx: sent };
}

function multicast(counters: MulticastCounters | undefined): unknown {
  if (counters === undefined) return undefined;
  const { igmpV1Queries, igmpV2Queries, igmpV3Queries, igmpV1Reports, igmpV2Reports, igmpV3Reports } = counters;
  const { mldV1Queries, mldV2Queries, mldV1Reports, mldV2Reports, igmpLeaves, mldLeaves } = counters;
  const versions = (...all: readonly { readonly rx: bigint; readonly tx: bigint }[]): unknown =>
    numbers(Object.fromEntries(all.flatMap(({ rx, tx }, i) => [[`rx_v${i + 1}`, rx], [`tx_v${i + 1}`, tx]])));
  return {
    igmp_queries: versions(igmpV1Queries, igmpV2Queries, igmpV3Queries),
    igmp_reports: versions(igmpV1Reports, igmpV2Reports, igmpV3Reports),
    igmp_leaves: numbers({ rx: igmpLeaves.rx, tx: igmpLeaves.tx }),
    igmp_parse_errors: Number(counters.igmpParseErrors),
    mld_queries: versions(mldV1Queries, mldV2Queries),
    mld_reports: versions(mldV1Reports, mldV2Reports),
    mld_leaves: numbers({ rx: mldLeaves.rx, tx: mldLeaves.tx }),
    mld_parse_errors: Number(counters.mldParseErrors),
  };
}

function spanningTree(counters: SpanningTreeCounters | undefined): unknown {
  return counters && numbers({
    rx_bpdu: counters.rxBpdu,
    tx_bpdu: counters.txBpdu,
    rx_tcn: counters.rxTcn,
    tx_tcn: counters.txTcn,
    transition_blk: counters.blockingTransitions,
    transition_fwd: counters.forwardingTransitions,
  });
}

/** What `ip stats` prints of each suite of counters, by its words. */
const SUITES: Readonly<Record<string, Row<Stats>>> = {
  link: ({ link }, context, theirs) => ({ stats64: linkStats(link, context, theirs) }),
  "xstats bridge mcast": ({ extended }) => ({ multicast: multicast(extended?.bridge?.multicast) }),
  "xstats bridge stp": ({ extended }) => ({ stp: spanningTree(extended?.bridge?.spanningTree) }),
  "xstats bond 802.3ad": ({ extended }) => ({ "802.3ad": extended?.bond?.lacp }),
  "xstats_slave bridge mcast": ({ portExtended }) => ({ multicast: multicast(portExtended?.bridge?.multicast) }),
  "xstats_slave bridge stp": ({ portExtended }) => ({ stp: spanningTree(portExtended?.bridge?.spanningTree) }),
  "xstats_slave bond 802.3ad": ({ portExtended }) => ({ "802.3ad": portExtended?.bond?.lacp }),
  "offload cpu_hit": ({ offload }, context, theirs) => ({ stats64: linkStats(offload?.cpuHit, context, theirs) }),
  "offload hw_stats_info": ({ offload }) => ({ info: { l3_stats: offload?.hardwareInfo?.l3Stats } }),
  "offload l3_stats": ({ offload }) => ({ info: offload?.hardwareInfo?.l3Stats, stats64: offload?.l3Stats }),
  "afstats mpls": ({ familySpecific }) => ({ mpls_stats: familySpecific?.mpls }),
};

/** A suite of counters of a link as `ip stats` prints it. */
export interface Suite {
  readonly ifindex: number;
  readonly group: string;
  readonly subgroup?: string;
  readonly suite?: string;
  readonly stats64?: unknown;
}

/** What `ip stats` has to print in the place of what it did print. */
export function suiteOf(ours: readonly Stats[], theirs: Suite, context: Context): unknown {
  const { ifindex, group, subgroup, suite, stats64 } = theirs;
  const stats = ours.find(({ index }) => index === ifindex);
  const words = [group, subgroup, suite].filter((word) => word !== undefined).join(" ");
  const told = stats === undefined ? {} : SUITES[words]?.(stats, context, stats64);
  const all = { ifindex, ifname: nameOf(ifindex, context), group, subgroup, suite, ...told ?? { "no suite": words } };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
