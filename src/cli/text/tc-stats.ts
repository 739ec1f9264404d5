import type { TcStatistics } from "../../../mod.ts";

/** What passed a qdisc, a class or an action, and what did not, as `tc -s` says it; nothing where that is unknown. */
export function tcStatsText(stats: TcStatistics<object> | undefined): string {
  const { basic, queue } = stats ?? {};
  if (basic === undefined || queue === undefined) return "";
  const { drops, overlimits, requeues, backlog, length } = queue;
  return `Sent ${basic.bytes} bytes ${stats?.packets64 ?? basic.packets} pkt ` +
    `(dropped ${drops}, overlimits ${overlimits} requeues ${requeues}) backlog ${backlog}b ${length}p`;
}
