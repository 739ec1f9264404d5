import type { Namespace } from "../../mod.ts";
import { DONE, duration, type Invocation, type Option } from "./command.ts";
import { interruptible } from "./interrupt.ts";
import { isColourful, Output } from "./output.ts";
import { coloured, type Paint, plain } from "./text/paint.ts";

/** The network namespace of a command. */
export const namespaceOption: Option = {
  value: "NAME|PATH|PROCESS",
  help: "Looks into another network namespace; digits are the number of a process in it",
};

/** A namespace as it is called: the number of a process where it is all digits. */
function namespaceOf(text: string): Namespace {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** How long a command may take. */
export const timeoutOption: Option = {
  value: "DURATION",
  help: "Ends with status 124 after this time: 10 or 10s, 500ms, 5m, 1h",
};

/** What a command that talks to the kernel works with. */
export interface Session {
  /** Standard output. */
  readonly output: Output;
  /** Whether it is for programs (`--json`). */
  readonly json: boolean;
  /** Colours what is for people, on a terminal. */
  readonly paint: Paint;
  /** How sockets are opened: where, and until the command is interrupted, out of time, or read by nobody. */
  readonly socket: { readonly signal: AbortSignal; readonly namespace?: Namespace };
}

/** Runs the work of a command to its end, an interruption, or the end of `--timeout`; gives the exit status. */
export async function inSession(invocation: Invocation, work: (session: Session) => Promise<void>): Promise<number> {
  const timeout = invocation.get("timeout");
  const namespace = invocation.get("namespace");
  using interrupt = interruptible(timeout === undefined ? undefined : duration("timeout", timeout));
  await using output = new Output(interrupt.signal);
  const { signal } = output;
  const json = invocation.has("json");
  await work({
    output,
    json,
    paint: !json && await isColourful() ? coloured : plain,
    socket: { signal, ...(namespace === undefined ? {} : { namespace: namespaceOf(namespace) }) },
  });
  return DONE;
}
