import process from "node:process";
import { checkSandboxId } from "../netmon/sandbox-id.ts";
import { type Flag, flagDefaults, FlagError, type FlagValues, milliseconds, parseFlags } from "../netmon/flags.ts";
import { levelOf, LEVELS, type LogEntry, type LogFormat, type LogLevel, logLine } from "../netmon/log.ts";
import { QUIET_TIME, runNetmon, TIME_LIMIT } from "../netmon/monitor.ts";
import { STORAGE } from "../netmon/files.ts";
import { DONE, FAILED, type Program, USAGE } from "./command.ts";
import { Interrupted, interruptible } from "./interrupt.ts";
import { writeError } from "./standard-error.ts";
import { openSyslog } from "./syslog.ts";
import { VERSION } from "./version.ts";

const NAME = "kata-netmon";
const DESCRIPTION = "watches the interfaces and the routes of a sandbox's network namespace, and tells the runtime\n" +
  "through its command 'kata-network' which interfaces have become usable, changed or vanished, and what the routes are.";

const FLAGS: Readonly<Record<string, Flag>> = {
  h: { usage: "describe component usage" },
  help: { usage: "", of: "h" },
  d: { usage: "enable debug mode" },
  v: { usage: "display program version and exit" },
  version: { usage: "", of: "v" },
  s: { type: "string", usage: "sandbox id (required)" },
  r: { type: "string", usage: "runtime path (required)" },
  log: {
    type: "string",
    usage: "log messages above specified level: debug, warn, error, fatal or panic",
    fallback: "warn",
  },
  "log-format": { type: "string", usage: "how messages are written: text or json", fallback: "text" },
  compat: {
    usage: "do as the first version: IPv4 only, bare destinations, the kernel's routes, exit on a failing runtime",
  },
  namespace: { type: "string", usage: "watch this network namespace, a name or a path" },
  "quiet-time": {
    type: "duration",
    usage: "how long nothing may change until the runtime is told",
    fallback: `${QUIET_TIME}ms`,
  },
  "time-limit": {
    type: "duration",
    usage: "how long a call of the runtime may take",
    fallback: `${TIME_LIMIT / 1000}s`,
  },
  storage: { type: "string", usage: "where the folders of sandboxes are", fallback: STORAGE },
};

/**
 * Signals that end it with status 1; those of broken memory are left to the runtime, which cannot go on after them. One of
 * the runtimes does not tell of SIGSTKFLT, which no kernel sends.
 */
const FATAL_SIGNALS = ["SIGABRT", "SIGQUIT", "SIGSTKFLT", "SIGSYS", "SIGTRAP"] as const;

/** `netmon`: the sandbox network monitor, with the command line of the program that it replaces. */
export const netmon: Program = {
  summary: "Tells a container runtime about the network of a sandbox.",
  main,
};

async function main(args: readonly string[]): Promise<number> {
  let values: FlagValues;
  try {
    values = parseFlags(FLAGS, args);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    writeError(`${error.message}\nUsage of netlink netmon:\n${flagDefaults(FLAGS)}`);
    return USAGE;
  }
  const isSet = (name: string): boolean => values.get(name) === "true";
  if (isSet("h")) {
    process.stdout.write(`\n${NAME} ${DESCRIPTION}\n`);
    writeError(flagDefaults(FLAGS));
    return DONE;
  }
  if (isSet("v")) {
    process.stdout.write(`${NAME} version ${VERSION}\n`);
    return DONE;
  }
  const wrong = wrongOf(values);
  if (wrong !== undefined) {
    writeError(`Error: ${wrong}\n${flagDefaults(FLAGS)}`);
    return FAILED;
  }
  return await monitor(values);
}

/** What is wrong with the values, if anything is. */
function wrongOf(values: FlagValues): string | undefined {
  const sandboxId = values.get("s") ?? "";
  if (sandboxId === "") return "sandbox id is empty, one must be provided";
  if ((values.get("r") ?? "") === "") return "runtime path is empty, one must be provided";
  const format = values.get("log-format") ?? "text";
  if (format !== "text" && format !== "json") return `not a log format: '${format}': expected text or json`;
  try {
    checkSandboxId(sandboxId);
  } catch (error) {
    return error instanceof Error ? error.message : `${error}`;
  }
  return undefined;
}

async function monitor(values: FlagValues): Promise<number> {
  // What is required is there.
  const [sandboxId, runtime] = [values.get("s")!, values.get("r")!];
  const debug = values.get("d") === "true";
  const levelName = values.get("log") ?? "warn";
  const level = levelOf(levelName);
  // What is wrong with the level itself is told on standard error alone.
  const syslog = level === undefined ? undefined : await openSyslog(NAME, process.pid);
  const format: LogFormat = values.get("log-format") === "json" ? "json" : "text";

  function log(entry: LogEntry): void {
    if (!isWritten(entry.level, level ?? "warning")) return;
    const fields = { name: NAME, pid: process.pid, source: "netmon", sandbox: sandboxId, ...entry.fields };
    const line = logLine({ ...entry, fields }, format, performance.timeOrigin + performance.now());
    writeError(`${line}\n`);
    syslog?.send(entry.level, line);
  }

  if (level === undefined) {
    log({ level: "fatal", message: "cannot set up the log", fields: { error: `not a valid level: '${levelName}'` } });
    return FAILED;
  }
  const stop = new AbortController();
  const namespace = values.get("namespace");
  const storage = values.get("storage");
  const quietTime = milliseconds(values.get("quiet-time") ?? "");
  const timeLimit = milliseconds(values.get("time-limit") ?? "");
  using interrupt = interruptible();
  using _signals = onSignals({
    ...Object.fromEntries(FATAL_SIGNALS.map((name) => [name, () => stop.abort(new FatalSignal(name))])),
    SIGUSR1: () =>
      debug && log({ level: "error", message: "stack", fields: { stack: `${new Error("SIGUSR1").stack}` } }),
  });
  log({ level: "info", message: "announce", fields: { "runtime-path": runtime, debug, "log-level": levelName } });
  try {
    return await runNetmon({
      sandboxId,
      runtime,
      compat: values.get("compat") === "true",
      log,
      ...(namespace !== undefined && { namespace }),
      ...(storage !== undefined && { storage }),
      ...(quietTime !== undefined && { quietTime }),
      ...(timeLimit !== undefined && { timeLimit }),
    }, { signal: AbortSignal.any([interrupt.signal, stop.signal]) });
  } catch (error) {
    // It is told to end, in no other way does it end well.
    if (error instanceof Interrupted) return DONE;
    log({ level: "fatal", ...wordsOf(error) });
    return FAILED;
  } finally {
    syslog?.close();
  }
}

/** A signal that is an end but not a good one. */
class FatalSignal {
  readonly signal: string;

  constructor(signal: string) {
    this.signal = signal;
  }
}

/** What the log tells of why it ends. */
function wordsOf(error: unknown): Pick<LogEntry, "message" | "fields"> {
  if (error instanceof FatalSignal) return { message: "received fatal signal", fields: { signal: error.signal } };
  const { message, cause } = error instanceof Error ? error : new Error(`${error}`);
  if (cause === undefined) return { message, fields: {} };
  return { message, fields: { error: cause instanceof Error ? cause.message : `${cause}` } };
}

function isWritten(level: LogLevel, least: LogLevel): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(least);
}

/** Listens to signals by their names until it is disposed of. */
function onSignals(listeners: Readonly<Record<string, () => unknown>>): Disposable {
  for (const [name, listener] of Object.entries(listeners)) process.on(name, listener);
  return {
    [Symbol.dispose]() {
      for (const [name, listener] of Object.entries(listeners)) process.off(name, listener);
    },
  };
}
