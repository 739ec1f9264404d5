import type { Libc, Watch, WatchReadable } from "./libc.ts";

/** There is something to read (`POLLIN`). */
const POLLIN = 0x1;
/** Length of `struct pollfd` in units of 16 bits: the descriptor (two), what is awaited, and what came. */
const WORDS = 4;

/** The `struct pollfd` array of a `poll` call. */
export class PollSet {
  /** The array as the C library takes it; not to be touched while a call is under way. */
  readonly words: Int16Array<ArrayBuffer>;
  readonly #descriptors: Int32Array;

  /** Makes a set of descriptors, each of which waits for something to read. */
  constructor(fds: readonly number[]) {
    this.words = new Int16Array(fds.length * WORDS);
    this.#descriptors = new Int32Array(this.words.buffer);
    fds.forEach((fd, i) => {
      this.#descriptors[i * WORDS / 2] = fd;
      this.words[i * WORDS + 2] = POLLIN;
    });
  }

  /** Whether anything came to the descriptor at `index`: data, an error, a hang-up. */
  isReady(index: number): boolean {
    return this.words[index * WORDS + 3] !== 0;
  }
}

/** How long a look at the descriptors is put off, in milliseconds: at first, and at most. */
const SHORTEST = 1;
const LONGEST = 20;

/**
 * Looks now and then whether something came: for where nothing better can be had. It costs a few wake-ups a second and
 * up to 20 ms of latency.
 */
export function timedPoll(libc: Libc): WatchReadable {
  return (fd, ready): Watch => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let delay = SHORTEST;
    let stopped = false;

    function look(): void {
      timer = undefined;
      const set = new PollSet([fd]);
      if (libc.poll(set.words, 1) > 0) {
        delay = SHORTEST;
        ready();
      } else {
        delay = Math.min(delay * 2, LONGEST);
        timer = setTimeout(look, delay);
      }
    }

    return {
      arm() {
        if (!stopped) timer ??= setTimeout(look, delay);
      },
      stop() {
        stopped = true;
        clearTimeout(timer);
        return Promise.resolve();
      },
    };
  };
}
