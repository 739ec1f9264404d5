import { expect } from "vitest";
import { Rtnetlink } from "../../../mod.ts";
import { namespace, run, type Sandbox } from "../sandbox.ts";

/** What counts down, or counts up, while we look. */
const TIMES: ReadonlySet<string> = new Set([
  "valid_life_time",
  "preferred_life_time",
  "expires",
  "idle_time",
  "unbalanced_time",
]);
/** What runs in a bridge, whatever it was told. */
const TIMER = /_timer$/;
/** What the kernel lists in the order of its hash tables. */
const IN_NO_ORDER = /^bridge | neighbor /;
/** How far apart two of them may be, in seconds. */
const TOLERANCE = 3;

/** What ours says, with the times of theirs where they are about the same. */
function settled(ours: unknown, theirs: unknown, name = ""): unknown {
  if (typeof ours === "number" && typeof theirs === "number") {
    if (TIMER.test(name)) return theirs;
    if (TIMES.has(name)) return Math.abs(ours - theirs) <= TOLERANCE ? theirs : ours;
  }
  if (Array.isArray(ours)) return ours.map((value, i) => settled(value, Array.isArray(theirs) ? theirs[i] : undefined));
  if (typeof ours !== "object" || ours === null) return ours;
  // Objects of JSON.
  const other = (theirs ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(ours).map(([key, value]) => [key, settled(value, other[key], key)]));
}

/** Two equal networks, one of which we change and the other `ip`: what it prints of them must be the same. */
export class Twins implements AsyncDisposable {
  /** The namespace that our verbs change. */
  readonly ours: Sandbox;
  /** The namespace that `ip` changes. */
  readonly theirs: Sandbox;
  /** Our verbs. */
  readonly rtnetlink: Rtnetlink;

  private constructor(ours: Sandbox, theirs: Sandbox, rtnetlink: Rtnetlink) {
    this.ours = ours;
    this.theirs = theirs;
    this.rtnetlink = rtnetlink;
  }

  /** Makes the namespaces with a virtual cable from `v0` to `v1`, and whatever else these commands of `ip` make. */
  static async make(...commands: readonly string[]): Promise<Twins> {
    const [ours, theirs] = [namespace(), namespace()];
    for (const sandbox of [ours, theirs]) {
      sandbox.batch([
        "link set lo up",
        "link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02",
        // Their own addresses would come when they please.
        ...["v0", "v1"].flatMap((link) => [`link set ${link} addrgenmode none`, `link set ${link} up`]),
        ...commands,
      ]);
    }
    return new Twins(ours, theirs, await Rtnetlink.open({ namespace: ours.name }));
  }

  /** Expects that `ip`, or `bridge`, prints the same of both, in any order where that is random; returns what that is. */
  async expectSame(command: string): Promise<readonly Record<string, unknown>[]> {
    const [program = "", ...args] = command.split(" ");
    const [ours, theirs] = await Promise.all([this.ours, this.theirs].map(async ({ name }) => {
      const { stdout, stderr } = await run([program, "-n", name, "-j", "-d", ...args]);
      expect(stderr).toBe("");
      // Every command that shows something prints a list of objects.
      const printed = JSON.parse(stdout) as readonly Record<string, unknown>[];
      return IN_NO_ORDER.test(command)
        ? printed.toSorted((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
        : printed;
    }));
    expect(settled(ours, theirs)).toEqual(theirs);
    return theirs ?? [];
  }

  /** Lets `ip`, or `bridge`, change its namespace; gives what it complains of. */
  async change(command: string): Promise<string> {
    const [program = "", ...args] = command.split(" ");
    return (await run([program, "-n", this.theirs.name, ...args])).stderr;
  }

  /** Ends the verbs and deletes the namespaces. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.rtnetlink[Symbol.asyncDispose]();
    this.ours[Symbol.dispose]();
    this.theirs[Symbol.dispose]();
  }
}
