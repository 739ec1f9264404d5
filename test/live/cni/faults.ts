import { type Binding, binding, type Libc } from "../../../ffi/mod.ts";

/** The error that a call fails with (`EIO`), which the kernel gives to none of them. */
const EIO = 5;

/** What is done instead of a call; gives what the call seems to return. */
export type Fault = (call: () => number) => number;

/** The kernel does nothing, and says so. */
export const refused: Fault = () => -EIO;

/** The kernel does it, and we do not get to know. */
export const unanswered: Fault = (call) => {
  call();
  return -EIO;
};

/** The calls that ask the kernel for something. What reads answers and closes descriptors is not among them. */
const CALLS = ["open", "setns", "socket", "bind", "connect", "send", "read", "write"] as const;

/** What changes a link, as a call is named (`RTM_NEWLINK`). */
export const SETTING_A_LINK = "send 16";

/** Any call that changes more than a descriptor of ours, as a name. */
export const CHANGING = "changing";

/** One of the calls that a program makes. */
export interface Call {
  /** What it does: the function, with the path that is opened or the number of the message that is sent. */
  readonly name: string;
  /** Which one it is among those of its name, from 1. Others may come in between: a dump may be asked for once more. */
  readonly number: number;
}

/** Whether a call changes more than a descriptor of ours. */
export function isChanging({ name }: Call): boolean {
  return /^(send|write)\b/.test(name);
}

/** The machine's kernel, of which one call fails. */
export class Faults {
  /** What opens sockets to it. */
  readonly kernel: Binding;
  #calls: Call[] = [];
  #next: (Call & { readonly fault: Fault }) | undefined;
  #isAway = false;

  private constructor({ libc, watchReadable }: Binding) {
    const calls = Object.fromEntries(CALLS.map((name) => [name, this.#faulty(libc, name)]));
    this.kernel = { libc: { ...libc, ...calls }, watchReadable };
  }

  /** Makes one of which nothing fails yet. */
  static async open(): Promise<Faults> {
    return new Faults(await binding());
  }

  /** The calls since the last time. */
  take(): readonly Call[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  /** Has one call fail, counted from now on. */
  arm(call: Call, fault: Fault): void {
    this.take();
    this.#next = { ...call, fault };
  }

  /** Has no call fail any more; gives whether the one has failed that was to fail. */
  disarm(): boolean {
    const isDone = this.#next === undefined;
    this.#next = undefined;
    return isDone;
  }

  #faulty(libc: Libc, name: typeof CALLS[number]): (...args: readonly unknown[]) => number {
    // What goes in is what the very function gets.
    const real = libc[name].bind(libc) as (...args: readonly unknown[]) => number;
    return (...args) => {
      const call = (): number => real(...args);
      // The way back from a namespace is none that may fail: the process ends where it does.
      const isReturn = name === "setns" && this.#isAway;
      const result = isReturn ? call() : this.#made(nameOf(name, args), call);
      if (name === "setns" && result >= 0) this.#isAway = !this.#isAway;
      return result;
    };
  }

  /** A call that may be the one. */
  #made(name: string, call: () => number): number {
    const made = { name, number: this.#calls.filter((one) => one.name === name).length + 1 };
    this.#calls.push(made);
    const next = this.#next;
    const isMeant = (one: Call): boolean => next?.name === CHANGING ? isChanging(one) : one.name === next?.name;
    if (next === undefined || !isMeant(made) || this.#calls.filter(isMeant).length !== next.number) return call();
    this.#next = undefined;
    return next.fault(call);
  }
}

function nameOf(name: string, [first, second]: readonly unknown[]): string {
  if (name === "open" && first instanceof Uint8Array) return `open ${new TextDecoder().decode(first.subarray(0, -1))}`;
  // The type of a message is behind its length, and below 256 here.
  if (name === "send" && second instanceof Uint8Array) return `send ${second[4]}`;
  return name;
}
