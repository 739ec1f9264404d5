import type { Nexthop } from "../../../mod.ts";
import { mark, nameOf, near, type Table, text, witnessed, words } from "../witness.ts";
import { ENCAP, tunnelId } from "./encap.ts";
import { NEXT_HOP_FLAGS } from "./route.ts";

/** Hundredths of a second as `ip` prints them. */
function seconds(hundredths: number | bigint | undefined): number | undefined {
  return hundredths === undefined ? undefined : Number(hundredths) / 100;
}

const RESILIENT: Table<NonNullable<Nexthop["resilientGroup"]>> = {
  rows: {
    buckets: ({ buckets }) => buckets,
    idle_timer: ({ idleTimer }) => seconds(idleTimer),
    unbalanced_timer: ({ unbalancedTimer }) => seconds(unbalancedTimer),
    unbalanced_time: ({ unbalancedTime }) => near(seconds(unbalancedTime)),
  },
};

/** `ip nexthop`. */
export const NEXTHOP: Table<Nexthop> = {
  rows: {
    ...ENCAP,
    id: (nexthop) => tunnelId(nexthop) ?? nexthop.id,
    group: ({ group }) => group?.map(({ id, weight }) => weight === 1 ? { id } : { id, weight }),
    type: ({ groupType }) => groupType === "multipath" ? undefined : text(groupType),
    resilient_args: ({ resilientGroup }, context, theirs) =>
      resilientGroup && witnessed(RESILIENT, resilientGroup, theirs ?? {}, context),
    gateway: ({ gateway }) => gateway,
    dev: ({ outputLink }, context) => nameOf(outputLink, context),
    scope: ({ scope }) => text(scope),
    blackhole: ({ blackhole }) => mark(blackhole ?? false),
    protocol: ({ protocol }) => text(protocol),
    flags: ({ flags }) => words(flags, NEXT_HOP_FLAGS),
    fdb: ({ fdb }) => mark(fdb ?? false),
  },
};

const BUCKET: Table<NonNullable<Nexthop["resilientBucket"]>> = {
  rows: {
    index: ({ index }) => index,
    idle_time: ({ idleTime }) => near(seconds(idleTime)),
    nhid: ({ nexthopId }) => nexthopId,
  },
};

/** `ip nexthop bucket`. */
export const NEXTHOP_BUCKET: Table<Nexthop> = {
  rows: {
    id: ({ id }) => id,
    bucket: ({ resilientBucket }, context, theirs) =>
      resilientBucket && witnessed(BUCKET, resilientBucket, theirs ?? {}, context),
    flags: ({ flags }) => words(flags, NEXT_HOP_FLAGS),
  },
};
