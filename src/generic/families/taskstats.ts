import { defineFamily, type DoCommand, type FamilyDefinition, type NotificationDefinition } from "../definition.ts";
import { type CgroupMessage, cgroupMessage, type CgroupQuery, cgroupQuery } from "./taskstats/cgroup.ts";
import { type TaskMessage, taskMessage, type TaskQuery, taskQuery } from "./taskstats/message.ts";

/** What can be asked about tasks. */
export interface TaskstatsCommands {
  /**
   * What a task or a process has used so far, or with `listen` the ends of tasks; needs `CAP_NET_ADMIN` on the machine
   * (`TASKSTATS_CMD_GET`).
   */
  readonly get: DoCommand<TaskQuery, TaskMessage>;
  /** In which states the tasks of a control group are (`CGROUPSTATS_CMD_GET`). */
  readonly getCgroup: DoCommand<CgroupQuery, CgroupMessage>;
}

/** What is told of tasks. */
export interface TaskstatsNotifications {
  /** A task has ended, with all that it used; with its process where it was the last of several (`TASKSTATS_CMD_NEW`). */
  readonly exit: NotificationDefinition<TaskMessage>;
}

/**
 * What tasks use, while they live and when they end, and in which states those of control groups are (`TASKSTATS`; the
 * commands for control groups are the kernel's `cgroupstats`, in the same family).
 *
 * Ends are told to sockets in the first network namespace alone, of who asked for them from the first namespaces of users
 * and processes.
 *
 * @example What this process has used
 * ```ts
 * import process from "node:process";
 * import { Genetlink, taskstats } from "@netlink/ffi/generic";
 *
 * await using genetlink = await Genetlink.open();
 * // needs CAP_NET_ADMIN on the machine
 * const { task } = await genetlink.family(taskstats).request("get", { pid: process.pid });
 * console.log(task?.stats?.command, task?.stats?.userTime, task?.stats?.readBytes);
 * ```
 *
 * @example What every program has used, when it ends
 * ```ts
 * import { Genetlink, taskstats } from "@netlink/ffi/generic";
 *
 * const cpus = "0"; // all of them are in /sys/devices/system/cpu/possible
 * await using genetlink = await Genetlink.open();
 * // needs CAP_NET_ADMIN on the machine
 * const options = { atEnd: { deregisterCpus: cpus } };
 * for await (const event of await genetlink.family(taskstats).listen("get", { registerCpus: cpus }, options)) {
 *   if (event.type === "notification") console.log(event.value.task?.stats?.command);
 * }
 * ```
 */
export const taskstats: FamilyDefinition<TaskstatsCommands, TaskstatsNotifications, never> = defineFamily({
  name: "TASKSTATS",
  commands: {
    get: { number: 1, replyNumber: 2, do: { request: taskQuery, reply: taskMessage }, privileged: true },
    getCgroup: { number: 4, replyNumber: 5, do: { request: cgroupQuery, reply: cgroupMessage } },
  },
  notifications: { exit: { number: 2, value: taskMessage } },
});
