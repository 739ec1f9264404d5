import type { Nexthop, NexthopGroupMember } from "../../../mod.ts";
import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";
import { way } from "./route.ts";

/** Hundredths of a second as people read them. */
function seconds(hundredths: number | bigint): string {
  return `${Number(hundredths) / 100}`;
}

function member({ id, weight }: NexthopGroupMember): string {
  return weight === 1 ? `${id}` : `${id},${weight}`;
}

/** A nexthop object in one line. */
export function nexthopText(nexthop: Nexthop, names: Names, paint: Paint): string {
  const { id = 0, group, groupType, resilientGroup = {} } = nexthop;
  const { buckets, idleTimer, unbalancedTimer, unbalancedTime } = resilientGroup;
  const part = (text: string): string => paint(nexthop.family === "inet6" ? "inet6" : "inet", text);
  const words = [
    `id ${id}`,
    group === undefined ? "" : `group ${group.map(member).join("/")}`,
    groupType === undefined || groupType === "multipath" ? "" : `type ${groupType}`,
    buckets === undefined ? "" : `buckets ${buckets}`,
    idleTimer === undefined ? "" : `idle_timer ${seconds(idleTimer)}`,
    unbalancedTimer === undefined ? "" : `unbalanced_timer ${seconds(unbalancedTimer)}`,
    unbalancedTime === undefined ? "" : `unbalanced_time ${seconds(unbalancedTime)}`,
    ...way(nexthop, names, part),
    nexthop.scope === "global" ? "" : `scope ${nexthop.scope}`,
    nexthop.blackhole ? "blackhole" : "",
    nexthop.protocol === "unspec" ? "" : `proto ${nexthop.protocol}`,
    ...nexthop.flags,
    nexthop.fdb ? "fdb" : "",
  ];
  return words.filter((word) => word !== "").join(" ");
}

/** A bucket of a group in one line. */
export function nexthopBucketText({ id = 0, resilientBucket = {}, flags }: Nexthop): string {
  const { index = 0, idleTime = 0n, nexthopId = 0 } = resilientBucket;
  return [`id ${id} index ${index} idle_time ${seconds(idleTime)} nhid ${nexthopId}`, ...flags].join(" ");
}
