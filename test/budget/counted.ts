import type { Binding } from "../../mod.ts";
import type { FakeKernel } from "../../src/testing/mod.ts";

/** A kernel, and which calls it got since the last time that somebody asked. */
export interface CountedKernel {
  /** What the calls go through. */
  readonly binding: Binding;
  /** How often each function was called, and under `wait` how often somebody waited for something to read. */
  readonly calls: () => Readonly<Record<string, number>>;
}

/** Announces so many routes, each to a network of its own; `first` is the number of the first. */
export function announceRoutes(kernel: FakeKernel, count: number, first = 0): void {
  for (let i = first; i < first + count; i++) {
    const destination = `10.${i >> 16}.${(i >> 8) & 0xff}.${i & 0xff}`;
    kernel.announce({ type: "route", action: "new", route: { destination, prefixLength: 32, outputLink: 3 } });
  }
}

/** Counts the calls that a kernel gets. */
export function counted(kernel: FakeKernel): CountedKernel {
  let counts: Record<string, number> = {};
  const libc = Object.fromEntries(
    Object.entries(kernel.libc).map(([name, call]: [string, (...values: never[]) => number]) => [
      name,
      (...values: never[]) => {
        counts[name] = (counts[name] ?? 0) + 1;
        return call(...values);
      },
    ]),
    // It has the same functions.
  ) as unknown as Binding["libc"];
  const watchReadable: Binding["watchReadable"] = (fd, ready) => {
    const watched = kernel.watchReadable(fd, ready);
    const arm = (): void => {
      counts["wait"] = (counts["wait"] ?? 0) + 1;
      watched.arm();
    };
    return { ...watched, arm, stop: () => watched.stop() };
  };
  return {
    binding: { libc, watchReadable },
    calls() {
      const made = counts;
      counts = {};
      return made;
    },
  };
}
