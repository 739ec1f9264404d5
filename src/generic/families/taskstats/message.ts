import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/numbers.ts";
import { cstring } from "../../../codec/text.ts";
import { type TaskStats, taskStats } from "./stats.ts";

/** Which task or process is asked about, or on which CPUs ends of tasks shall be told of: one of these. */
export interface TaskQuery extends Extensible {
  /** Number of the task, which is a thread (`TASKSTATS_CMD_ATTR_PID`). */
  readonly pid?: number;
  /** Number of the process, whose threads are taken together (`TASKSTATS_CMD_ATTR_TGID`). */
  readonly tgid?: number;
  /** The CPUs to listen to, such as `"0-3,7"`, none that cannot be there (`TASKSTATS_CMD_ATTR_REGISTER_CPUMASK`). */
  readonly registerCpus?: string;
  /** The CPUs to listen to no more (`TASKSTATS_CMD_ATTR_DEREGISTER_CPUMASK`). */
  readonly deregisterCpus?: string;
}

/** `TASKSTATS_CMD_ATTR_*`. */
export const taskQuery: Codec<TaskQuery> = attributes<TaskQuery>({
  pid: attribute(1, u32),
  tgid: attribute(2, u32),
  registerCpus: attribute(3, cstring),
  deregisterCpus: attribute(4, cstring),
});

/** What is counted, and of whom. */
export interface TaskAggregate extends Extensible {
  /** Number of the task (`TASKSTATS_TYPE_PID`). */
  readonly pid?: number;
  /** Number of the process (`TASKSTATS_TYPE_TGID`). */
  readonly tgid?: number;
  /** What is counted (`TASKSTATS_TYPE_STATS`). */
  readonly stats?: TaskStats;
}

const aggregate: Codec<TaskAggregate> = attributes<TaskAggregate>({
  pid: attribute(1, u32),
  tgid: attribute(2, u32),
  stats: attribute(3, taskStats),
});

/** What the kernel tells of a task, of a process, or of both when the last of several tasks of a process ends. */
export interface TaskMessage extends Extensible {
  /** The task (`TASKSTATS_TYPE_AGGR_PID`). */
  readonly task?: TaskAggregate;
  /** The process (`TASKSTATS_TYPE_AGGR_TGID`). */
  readonly process?: TaskAggregate;
}

/** `TASKSTATS_TYPE_*`. */
export const taskMessage: Codec<TaskMessage> = attributes<TaskMessage>({
  task: attribute(4, aggregate),
  process: attribute(5, aggregate),
});
