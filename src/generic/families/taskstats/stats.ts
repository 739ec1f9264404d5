import type { FixedCodec } from "../../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../../codec/names.ts";
import { except, i64, i8, type NumberCodec, u16, u32, u64, u8 } from "../../../codec/numbers.ts";
import { field, type Grown, struct } from "../../../codec/struct.ts";
import { text } from "../../../codec/text.ts";

/**
 * What a task did, and what it was (`AFORK`, `ASU`, `ACOMPAT`, `ACORE`, `AXSIG`, `AGROUP`): `fork` without a program of its
 * own, `superUser` with privileges that it used, `core` was dumped, `signal` ended it, `group` where it was the last of its
 * process.
 */
export type TaskFlag = "fork" | "superUser" | "compatibility" | "core" | "signal" | "group";

const FLAGS: Readonly<Record<TaskFlag, number>> = {
  fork: 1,
  superUser: 2,
  compatibility: 4,
  core: 8,
  signal: 16,
  group: 32,
};

/** How a task is scheduled (`SCHED_*`). */
export type Scheduler = "normal" | "fifo" | "roundRobin" | "batch" | "idle" | "deadline" | "ext";

const SCHEDULERS: Readonly<Record<Scheduler, number>> = {
  normal: 0,
  fifo: 1,
  roundRobin: 2,
  batch: 3,
  idle: 5,
  deadline: 6,
  ext: 7,
};

/** A moment (`struct __kernel_timespec`). */
export interface TaskTime {
  /** Seconds since 1970 (`tv_sec`). */
  readonly seconds: bigint;
  /** Nanoseconds of the second (`tv_nsec`). */
  readonly nanoseconds: bigint;
}

const time: FixedCodec<TaskTime> = struct<TaskTime>(16, { seconds: field(0, i64), nanoseconds: field(8, i64) });

/**
 * What the kernel counts of a task, or of a whole process (`struct taskstats`). What its version does not have is absent.
 *
 * Of a process there are delays, times and numbers of switches, summed up over its threads, and nothing else. Delays but
 * for CPUs are 0 where the kernel does not measure them (`kernel.task_delayacct`).
 */
export interface TaskStats extends Grown {
  /** Version of the struct, 16 in Linux 6.18 (`version`). */
  readonly version: number;
  /**
   * How the task ended, as `wait` tells it: the status times 256, or the number of the signal; 0 while it lives
   * (`ac_exitcode`).
   */
  readonly exitCode: number;
  /** What the task did, and what it was (`ac_flag`). */
  readonly flags: Flags<TaskFlag>;
  /** Nice value, -20 to 19 (`ac_nice`). */
  readonly nice: number;
  /** How often the task waited for a CPU (`cpu_count`). */
  readonly cpuCount: bigint;
  /** Nanoseconds that it was ready and waited for a CPU (`cpu_delay_total`). */
  readonly cpuDelayTotal: bigint;
  /** How often it waited for block devices (`blkio_count`). */
  readonly blockIoCount: bigint;
  /** Nanoseconds that it waited for block devices (`blkio_delay_total`). */
  readonly blockIoDelayTotal: bigint;
  /** How often it waited for memory to be swapped in (`swapin_count`). */
  readonly swapInCount: bigint;
  /** Nanoseconds that it waited for memory to be swapped in (`swapin_delay_total`). */
  readonly swapInDelayTotal: bigint;
  /** Nanoseconds that it ran, without those that a hypervisor took away (`cpu_run_real_total`). */
  readonly cpuRunRealTotal: bigint;
  /** Nanoseconds that it ran, as the kernel saw them (`cpu_run_virtual_total`). */
  readonly cpuRunVirtualTotal: bigint;
  /** Name of the command, cut to 15 bytes (`ac_comm`). */
  readonly command?: string;
  /** How it is scheduled (`ac_sched`). */
  readonly scheduler?: Scheduler | number;
  /** User (`ac_uid`). */
  readonly uid?: number;
  /** Group (`ac_gid`). */
  readonly gid?: number;
  /** Number of the task; that of a process, 0 (see `tgid`) (`ac_pid`). */
  readonly pid?: number;
  /** Number of the parent process (`ac_ppid`). */
  readonly parentPid?: number;
  /** When it began, in seconds since 1970 (`ac_btime`). */
  readonly beginTime?: number;
  /** Microseconds since it began (`ac_etime`). */
  readonly elapsedTime?: bigint;
  /** Microseconds that it ran its own code (`ac_utime`). */
  readonly userTime?: bigint;
  /** Microseconds that it ran code of the kernel (`ac_stime`). */
  readonly systemTime?: bigint;
  /** Page faults that needed no device (`ac_minflt`). */
  readonly minorFaults?: bigint;
  /** Page faults that needed a device (`ac_majflt`). */
  readonly majorFaults?: bigint;
  /** Memory in use, summed up over the time, in MiB times microseconds (`coremem`). */
  readonly coreMemory?: bigint;
  /** Virtual memory, summed up over the time, in MiB times microseconds (`virtmem`). */
  readonly virtualMemory?: bigint;
  /** Most memory that was in use, in KiB (`hiwater_rss`). */
  readonly peakResidentSize?: bigint;
  /** Most virtual memory, in KiB (`hiwater_vm`). */
  readonly peakVirtualSize?: bigint;
  /** Bytes that it read, from devices or not, down to a multiple of 1024 (`read_char`). */
  readonly readCharacters?: bigint;
  /** Bytes that it wrote, to devices or not, down to a multiple of 1024 (`write_char`). */
  readonly writeCharacters?: bigint;
  /** Calls that read, down to a multiple of 1024 (`read_syscalls`). */
  readonly readSyscalls?: bigint;
  /** Calls that wrote, down to a multiple of 1024 (`write_syscalls`). */
  readonly writeSyscalls?: bigint;
  /** Bytes that were read from devices, down to a multiple of 1024 (`read_bytes`). */
  readonly readBytes?: bigint;
  /** Bytes to be written to devices, down to a multiple of 1024 (`write_bytes`). */
  readonly writeBytes?: bigint;
  /**
   * Bytes of these that were not written after all, since the file was cut off, down to a multiple of 1024
   * (`cancelled_write_bytes`).
   */
  readonly cancelledWriteBytes?: bigint;
  /** How often it gave up the CPU (`nvcsw`). */
  readonly voluntarySwitches?: bigint;
  /** How often the CPU was taken from it (`nivcsw`). */
  readonly involuntarySwitches?: bigint;
  /** Microseconds of its own code, as a CPU at full speed would have taken (`ac_utimescaled`). */
  readonly userTimeScaled?: bigint;
  /** Microseconds of code of the kernel, as a CPU at full speed would have taken (`ac_stimescaled`). */
  readonly systemTimeScaled?: bigint;
  /** Nanoseconds that it ran, as a CPU at full speed would have taken (`cpu_scaled_run_real_total`). */
  readonly cpuScaledRunRealTotal?: bigint;
  /** How often it waited for memory to be reclaimed (`freepages_count`). */
  readonly freePagesCount?: bigint;
  /** Nanoseconds that it waited for memory to be reclaimed (`freepages_delay_total`). */
  readonly freePagesDelayTotal?: bigint;
  /** How often it waited for pages that had been in memory shortly before (`thrashing_count`). */
  readonly thrashingCount?: bigint;
  /** Nanoseconds that it waited for such pages (`thrashing_delay_total`). */
  readonly thrashingDelayTotal?: bigint;
  /** When it began, in seconds since 1970, beyond 2106 too (`ac_btime64`). */
  readonly beginTime64?: bigint;
  /** How often it waited for memory to be compacted (`compact_count`). */
  readonly compactCount?: bigint;
  /** Nanoseconds that it waited for memory to be compacted (`compact_delay_total`). */
  readonly compactDelayTotal?: bigint;
  /** Number of its process (`ac_tgid`). */
  readonly tgid?: number;
  /** Microseconds since its process began (`ac_tgetime`). */
  readonly processElapsedTime?: bigint;
  /** Device of the file that it runs, 0 for threads of the kernel (`ac_exe_dev`). */
  readonly executableDevice?: bigint;
  /** Inode of the file that it runs (`ac_exe_inode`). */
  readonly executableInode?: bigint;
  /** How often it waited for a copy of a page that was shared (`wpcopy_count`). */
  readonly writeProtectCopyCount?: bigint;
  /** Nanoseconds that it waited for such copies (`wpcopy_delay_total`). */
  readonly writeProtectCopyDelayTotal?: bigint;
  /** How often interrupts kept it from running (`irq_count`). */
  readonly irqCount?: bigint;
  /** Nanoseconds that interrupts kept it from running (`irq_delay_total`). */
  readonly irqDelayTotal?: bigint;
  /** Longest wait for a CPU, in nanoseconds (`cpu_delay_max`). */
  readonly cpuDelayMax?: bigint;
  /** Shortest wait for a CPU, in nanoseconds (`cpu_delay_min`). */
  readonly cpuDelayMin?: bigint;
  /** Longest wait for block devices, in nanoseconds (`blkio_delay_max`). */
  readonly blockIoDelayMax?: bigint;
  /** Shortest wait for block devices, in nanoseconds (`blkio_delay_min`). */
  readonly blockIoDelayMin?: bigint;
  /** Longest wait for memory to be swapped in, in nanoseconds (`swapin_delay_max`). */
  readonly swapInDelayMax?: bigint;
  /** Shortest wait for memory to be swapped in, in nanoseconds (`swapin_delay_min`). */
  readonly swapInDelayMin?: bigint;
  /** Longest wait for memory to be reclaimed, in nanoseconds (`freepages_delay_max`). */
  readonly freePagesDelayMax?: bigint;
  /** Shortest wait for memory to be reclaimed, in nanoseconds (`freepages_delay_min`). */
  readonly freePagesDelayMin?: bigint;
  /** Longest wait for pages that had been in memory shortly before, in nanoseconds (`thrashing_delay_max`). */
  readonly thrashingDelayMax?: bigint;
  /** Shortest wait for pages that had been in memory shortly before, in nanoseconds (`thrashing_delay_min`). */
  readonly thrashingDelayMin?: bigint;
  /** Longest wait for memory to be compacted, in nanoseconds (`compact_delay_max`). */
  readonly compactDelayMax?: bigint;
  /** Shortest wait for memory to be compacted, in nanoseconds (`compact_delay_min`). */
  readonly compactDelayMin?: bigint;
  /** Longest wait for a copy of a page that was shared, in nanoseconds (`wpcopy_delay_max`). */
  readonly writeProtectCopyDelayMax?: bigint;
  /** Shortest wait for a copy of a page that was shared, in nanoseconds (`wpcopy_delay_min`). */
  readonly writeProtectCopyDelayMin?: bigint;
  /** Longest wait for the end of interrupts, in nanoseconds (`irq_delay_max`). */
  readonly irqDelayMax?: bigint;
  /** Shortest wait for the end of interrupts, in nanoseconds (`irq_delay_min`). */
  readonly irqDelayMin?: bigint;
  /** When the longest wait for a CPU ended (`cpu_delay_max_ts`). */
  readonly cpuDelayMaxTime?: TaskTime;
  /** When the longest wait for block devices ended (`blkio_delay_max_ts`). */
  readonly blockIoDelayMaxTime?: TaskTime;
  /** When the longest wait for memory to be swapped in ended (`swapin_delay_max_ts`). */
  readonly swapInDelayMaxTime?: TaskTime;
  /** When the longest wait for memory to be reclaimed ended (`freepages_delay_max_ts`). */
  readonly freePagesDelayMaxTime?: TaskTime;
  /** When the longest wait for pages that had been in memory shortly before ended (`thrashing_delay_max_ts`). */
  readonly thrashingDelayMaxTime?: TaskTime;
  /** When the longest wait for memory to be compacted ended (`compact_delay_max_ts`). */
  readonly compactDelayMaxTime?: TaskTime;
  /** When the longest wait for a copy of a page that was shared ended (`wpcopy_delay_max_ts`). */
  readonly writeProtectCopyDelayMaxTime?: TaskTime;
  /** When the longest wait for the end of interrupts ended (`irq_delay_max_ts`). */
  readonly irqDelayMaxTime?: TaskTime;
}

/** Length of the struct in its first version, in bytes. */
const OLDEST = 80;
const version: NumberCodec = except(u16, 15, "since Linux 6.14 and 6.15 had its new members between the others");

/** `struct taskstats`. */
export const taskStats: FixedCodec<TaskStats> = struct<TaskStats>(688, {
  version: field(0, version),
  exitCode: field(4, u32),
  flags: field(8, flags(u8, FLAGS)),
  nice: field(9, i8),
  cpuCount: field(16, u64),
  cpuDelayTotal: field(24, u64),
  blockIoCount: field(32, u64),
  blockIoDelayTotal: field(40, u64),
  swapInCount: field(48, u64),
  swapInDelayTotal: field(56, u64),
  cpuRunRealTotal: field(64, u64),
  cpuRunVirtualTotal: field(72, u64),
  command: field(80, text(32)),
  scheduler: field(112, enumeration(u8, SCHEDULERS)),
  uid: field(120, u32),
  gid: field(124, u32),
  pid: field(128, u32),
  parentPid: field(132, u32),
  beginTime: field(136, u32),
  elapsedTime: field(144, u64),
  userTime: field(152, u64),
  systemTime: field(160, u64),
  minorFaults: field(168, u64),
  majorFaults: field(176, u64),
  coreMemory: field(184, u64),
  virtualMemory: field(192, u64),
  peakResidentSize: field(200, u64),
  peakVirtualSize: field(208, u64),
  readCharacters: field(216, u64),
  writeCharacters: field(224, u64),
  readSyscalls: field(232, u64),
  writeSyscalls: field(240, u64),
  readBytes: field(248, u64),
  writeBytes: field(256, u64),
  cancelledWriteBytes: field(264, u64),
  voluntarySwitches: field(272, u64),
  involuntarySwitches: field(280, u64),
  userTimeScaled: field(288, u64),
  systemTimeScaled: field(296, u64),
  cpuScaledRunRealTotal: field(304, u64),
  freePagesCount: field(312, u64),
  freePagesDelayTotal: field(320, u64),
  thrashingCount: field(328, u64),
  thrashingDelayTotal: field(336, u64),
  beginTime64: field(344, u64),
  compactCount: field(352, u64),
  compactDelayTotal: field(360, u64),
  tgid: field(368, u32),
  processElapsedTime: field(376, u64),
  executableDevice: field(384, u64),
  executableInode: field(392, u64),
  writeProtectCopyCount: field(400, u64),
  writeProtectCopyDelayTotal: field(408, u64),
  irqCount: field(416, u64),
  irqDelayTotal: field(424, u64),
  cpuDelayMax: field(432, u64),
  cpuDelayMin: field(440, u64),
  blockIoDelayMax: field(448, u64),
  blockIoDelayMin: field(456, u64),
  swapInDelayMax: field(464, u64),
  swapInDelayMin: field(472, u64),
  freePagesDelayMax: field(480, u64),
  freePagesDelayMin: field(488, u64),
  thrashingDelayMax: field(496, u64),
  thrashingDelayMin: field(504, u64),
  compactDelayMax: field(512, u64),
  compactDelayMin: field(520, u64),
  writeProtectCopyDelayMax: field(528, u64),
  writeProtectCopyDelayMin: field(536, u64),
  irqDelayMax: field(544, u64),
  irqDelayMin: field(552, u64),
  cpuDelayMaxTime: field(560, time),
  blockIoDelayMaxTime: field(576, time),
  swapInDelayMaxTime: field(592, time),
  freePagesDelayMaxTime: field(608, time),
  thrashingDelayMaxTime: field(624, time),
  compactDelayMaxTime: field(640, time),
  writeProtectCopyDelayMaxTime: field(656, time),
  irqDelayMaxTime: field(672, time),
}, { minimum: OLDEST });
