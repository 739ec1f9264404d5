import { type NetworkChange, NetworkState, type SocketOptions } from "../../mod.ts";
import { Backoff } from "./backoff.ts";
import { Batches } from "./batches.ts";
import { fileText } from "./convert.ts";
import { SharedFile, STORAGE } from "./files.ts";
import { Ledger, type Task, taskName } from "./ledger.ts";
import type { LogEntry, LogFields, LogLevel } from "./log.ts";
import { checkRuntime, type Runtime, runtimeFunction, runtimeProgram } from "./runtime.ts";
import { checkSandboxId } from "./sandbox-id.ts";

/** How long nothing may change until the runtime is told, in milliseconds. */
export const QUIET_TIME = 50;
/** How long a call of the runtime may take, in milliseconds. */
export const TIME_LIMIT = 30_000;

/** What is monitored, and who is told of it. */
export interface NetmonOptions extends Omit<SocketOptions, "signal"> {
  /** The id of the sandbox: a letter or a digit, and up to 254 more, `_`, `.` or `-`. */
  readonly sandboxId: string;
  /**
   * The runtime: the path of a program, which is called as
   * `PROGRAM kata-network add-iface|del-iface|update-routes SANDBOX FILE`, or a function.
   */
  readonly runtime: string | Runtime;
  /**
   * Whether it does as the first version of the monitor did: IPv4 alone, destinations without lengths, the kernel's own
   * routes too, no word of what changes of an interface, and the end as soon as the runtime fails. @default {false}
   */
  readonly compat?: boolean;
  /** How long nothing may change until the runtime is told, in milliseconds. @default {50} */
  readonly quietTime?: number;
  /** How long a program may take for a call, in milliseconds; then it is ended, and the call has failed. @default {30000} */
  readonly timeLimit?: number;
  /** Where the folders of sandboxes are. @default {"/var/run/kata-containers/netmon/sbs"} */
  readonly storage?: string;
  /** Takes the entries of the log. */
  readonly log?: (entry: LogEntry) => void;
}

/** How a monitor is ended. */
export interface NetmonRunOptions {
  /** Ends it when it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Tells a container runtime which interfaces of a network namespace become usable, change and vanish, and what its
 * routes are, until `signal` is aborted; then it rejects with the reason, and its folder is gone.
 *
 * One call at a time: what changes during a call, or within the quiet time, is told together. A call that fails is tried
 * again, after 100 milliseconds at first and 10 seconds at most, and what it tells is how things are then.
 *
 * Throws a `RangeError` for an option that cannot be, an `Error` where the program of the runtime cannot be started or
 * refuses `kata-network --help` (not with `compat`), and a {@linkcode NetlinkError} where the network cannot be watched.
 *
 * @example
 * ```ts ignore
 * import { runNetmon } from "@netlink/ffi/netmon";
 *
 * const runtime = ({ action, content }) => console.log(action, content);
 * await runNetmon({ sandboxId: "one", runtime, namespace: "/proc/4242/ns/net" }, { signal });
 * ```
 */
export async function runNetmon(options: NetmonOptions, { signal }: NetmonRunOptions = {}): Promise<never> {
  const monitor = new Monitor(options, signal ?? new AbortController().signal);
  return await monitor.run();
}

class Monitor {
  readonly #options: NetmonOptions;
  readonly #signal: AbortSignal;
  readonly #runtime: Runtime;
  readonly #backoff = new Backoff();

  constructor(options: NetmonOptions, signal: AbortSignal) {
    checkNetmonOptions(options);
    const { runtime, timeLimit = TIME_LIMIT } = options;
    this.#options = options;
    this.#signal = signal;
    this.#runtime = typeof runtime === "function" ? runtimeFunction(runtime) : runtimeProgram(runtime, timeLimit);
  }

  async run(): Promise<never> {
    const {
      sandboxId,
      runtime,
      compat = false,
      quietTime = QUIET_TIME,
      timeLimit = TIME_LIMIT,
      storage,
      log: _,
      ...socket
    } = this.#options;
    const signal = this.#signal;
    if (typeof runtime === "string" && !compat) await checkRuntime(runtime, { timeLimit, signal });
    await using file = await SharedFile.open(storage ?? STORAGE, sandboxId);
    await using state = await NetworkState.open({ ...socket, signal, topics: ["link", "address", "route"] });
    using batches = new Batches(state, quietTime);
    const ledger = new Ledger(state, compat);
    this.#log("info", "monitoring", { interfaces: ledger.interfaces });
    for (;;) {
      const changes = await batches.next({ signal, timeout: this.#backoff.rest }).catch((cause) => {
        throw signal.aborted ? cause : new Error("Error while listening on netlink socket", { cause });
      });
      this.#tell(changes);
      ledger.note(changes);
      const left = new Set<string>();
      for (const task of ledger.tasks()) {
        const isDone = this.#backoff.isDue(taskName(task)) && await this.#carryOut(task, file);
        if (isDone) ledger.done(task);
        else left.add(taskName(task));
      }
      this.#backoff.keep(left);
    }
  }

  /** Whether the runtime was told. */
  async #carryOut(task: Task, file: SharedFile): Promise<boolean> {
    const { action, content } = task;
    const { sandboxId, compat = false } = this.#options;
    const signal = this.#signal;
    const told = { action, ...(content !== null && "Name" in content && { interface: content.Name }) };
    try {
      await file.write(fileText(content));
      await this.#runtime({ action, sandboxId, file: file.path, content }, { signal });
      signal.throwIfAborted();
      await file.remove();
    } catch (error) {
      if (signal.aborted || compat) throw error;
      const pause = this.#backoff.fail(taskName(task));
      const reason = error instanceof Error ? error.message : `${error}`;
      this.#log("error", "the runtime has failed", { ...told, error: reason, "again-after-ms": pause });
      return false;
    }
    this.#log("info", "the runtime was told", told);
    return true;
  }

  /** Writes to the log what the runtime is not told. */
  #tell(changes: readonly NetworkChange[]): void {
    for (const change of changes) {
      if (change.type === "overrun") {
        this.#log("warning", "events were lost; what is there was listed anew", { lost: change.lost });
      } else if (change.type === "link" && change.action === "remove" && change.link.newNamespaceId !== undefined) {
        const { name = "", newNamespaceId } = change.link;
        this.#log("info", "an interface moved to another network namespace", { name, "namespace-id": newNamespaceId });
      } else if (change.type === "address" && this.#options.compat) {
        this.#log("debug", "changes of addresses are not supported", { index: change.address.index });
      }
    }
  }

  #log(level: LogLevel, message: string, fields: LogFields): void {
    this.#options.log?.({ level, message, fields });
  }
}

/** Throws a `RangeError` for options that cannot be; those of sockets are checked where these are made. */
function checkNetmonOptions({ sandboxId, runtime, quietTime, timeLimit, storage }: NetmonOptions): void {
  checkSandboxId(sandboxId);
  if (storage === "") throw new RangeError("Cannot run netmon: expected a folder as storage, got ''");
  if (typeof runtime !== "function" && (typeof runtime !== "string" || runtime === "")) {
    throw new RangeError(`Cannot run netmon: expected the path of a runtime or a function, got '${runtime}'`);
  }
  for (const [name, value] of Object.entries({ quietTime, timeLimit })) {
    if (value === undefined || value >= 0 && value < 2 ** 31) continue;
    throw new RangeError(`Cannot run netmon: expected milliseconds as ${name}, up to 24 days, got ${value}`);
  }
}
