import { CLOEXEC, type Libc, NONBLOCK, type Watch, type WatchReadable } from "./libc.ts";
import { PollSet } from "./readiness.ts";

/** How many turns of the microtask queue a reader gets to come back before the next call. */
const TURNS = 8;
/** How long to wait after a failed call, in milliseconds. */
const RETRY = 10;

/**
 * One `poll` call for the whole process, on one thread of the runtime's pool.
 *
 * The pool has 32 threads, which files and names share: with a call for each descriptor, 32 watchers would stop them
 * all. So one call has all descriptors that are armed, and an eventfd that ends it when the set changes; closing a
 * descriptor would not end it. While nothing is armed no call is under way, and the process may end.
 */
export function sharedPoll(
  libc: Libc,
  pollLater: (fds: Int16Array, count: number) => Promise<number>,
): WatchReadable {
  const watched = new Set<PolledDescriptor>();
  const armed = new Set<PolledDescriptor>();
  const signal = BigUint64Array.of(1n);
  const bytes = new Uint8Array(signal.buffer);
  const scratch = new Uint8Array(8);
  let eventfd = -1;
  let polling: readonly PolledDescriptor[] = [];
  let call: Promise<number> | undefined;
  let running = false;

  interface PolledDescriptor {
    readonly fd: number;
    readonly ready: () => void;
  }

  /** Ends the call that is under way, so that the next one has the set as it is now. */
  function wake(): void {
    if (call !== undefined) libc.write(eventfd, bytes);
  }

  async function run(): Promise<void> {
    // What is armed in the same turn goes into the same call.
    await null;
    while (armed.size > 0) {
      polling = [...armed];
      const set = new PollSet([eventfd, ...polling.map(({ fd }) => fd)]);
      call = pollLater(set.words, polling.length + 1);
      const count = await call;
      call = undefined;
      if (count < 0) {
        await new Promise((resolve) => setTimeout(resolve, RETRY));
        continue;
      }
      if (set.isReady(0)) libc.read(eventfd, scratch);
      polling.forEach((descriptor, i) => {
        if (set.isReady(i + 1) && armed.delete(descriptor)) descriptor.ready();
      });
      // Most readers want more at once; with them in the next call, none has to end it.
      for (let turn = 0; turn < TURNS; turn++) await null;
    }
    running = false;
  }

  return (fd, ready): Watch => {
    const descriptor: PolledDescriptor = { fd, ready: () => ready() };
    if (eventfd < 0) {
      eventfd = libc.eventfd(0, CLOEXEC | NONBLOCK);
      if (eventfd < 0) throw new Error(`Cannot make an eventfd: error ${-eventfd}`);
    }
    watched.add(descriptor);
    return {
      arm() {
        if (!watched.has(descriptor) || armed.has(descriptor)) return;
        armed.add(descriptor);
        if (!polling.includes(descriptor)) wake();
        if (!running) void run();
        running = true;
      },
      async stop() {
        if (!watched.delete(descriptor)) return;
        armed.delete(descriptor);
        // The call must have returned before the descriptor is closed, since its number may be given out again.
        wake();
        await call;
        if (watched.size > 0 || eventfd < 0) return;
        libc.close(eventfd);
        eventfd = -1;
      },
    };
  };
}
