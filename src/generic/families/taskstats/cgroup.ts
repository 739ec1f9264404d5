import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { u32, u64 } from "../../../codec/numbers.ts";
import { field, type Grown, struct } from "../../../codec/struct.ts";

/** Which control group is asked about. */
export interface CgroupQuery extends Extensible {
  /** Descriptor of its directory, opened by this process, in a hierarchy of version 1 (`CGROUPSTATS_CMD_ATTR_FD`). */
  readonly fd: number;
}

/** `CGROUPSTATS_CMD_ATTR_*`. */
export const cgroupQuery: Codec<CgroupQuery> = attributes<CgroupQuery>({ fd: attribute(1, u32) });

/** How many tasks of a control group are in which state (`struct cgroupstats`). */
export interface CgroupStats extends Grown {
  /** Tasks that sleep (`nr_sleeping`). */
  readonly sleeping: bigint;
  /** Tasks that run, or could (`nr_running`). */
  readonly running: bigint;
  /** Tasks that are stopped (`nr_stopped`). */
  readonly stopped: bigint;
  /** Tasks that sleep and cannot be woken by signals (`nr_uninterruptible`). */
  readonly uninterruptible: bigint;
  /** Tasks that wait for devices, where the kernel measures delays (`nr_io_wait`). */
  readonly ioWait: bigint;
}

/** What the kernel tells of a control group. */
export interface CgroupMessage extends Extensible {
  /** Its tasks (`CGROUPSTATS_TYPE_CGROUP_STATS`). */
  readonly stats?: CgroupStats;
}

/** `CGROUPSTATS_TYPE_*`. */
export const cgroupMessage: Codec<CgroupMessage> = attributes<CgroupMessage>({
  stats: attribute(
    1,
    struct<CgroupStats>(40, {
      sleeping: field(0, u64),
      running: field(8, u64),
      stopped: field(16, u64),
      uninterruptible: field(24, u64),
      ioWait: field(32, u64),
    }),
  ),
});
