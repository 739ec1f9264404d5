import { F_DUPFD_CLOEXEC, type Libc, type Watch, type WatchReadable } from "./libc.ts";
import { timedPoll } from "./readiness.ts";

/** What this file uses of the runtime's socket. */
interface Socket {
  pause(): unknown;
  resume(): unknown;
  ref(): void;
  unref(): void;
  terminate(): void;
}

/** What the runtime calls when something happens to a socket. */
interface SocketHandlers {
  readonly binaryType: "uint8array";
  data(socket: Socket, datagram: Uint8Array): void;
  close(): void;
  error(): void;
}

/** What this file uses of the runtime; its own types do not tell of the descriptor. */
declare const Bun: {
  connect(options: { readonly fd: number; readonly socket: SocketHandlers }): Promise<Socket>;
};

/**
 * The runtime's own event loop, which adopts any stream socket by its descriptor: no thread, no wake-up without cause.
 *
 * It gets a duplicate, since it closes what it is given. It receives one datagram a turn, with room for half a mebibyte,
 * and hands it over; the rest is for the reader to fetch. While nobody waits, one datagram may arrive at most: then
 * the socket is paused, and the kernel goes on to queue. Where the loop refuses the descriptor, a timer looks instead.
 */
export function eventLoop(libc: Libc): WatchReadable {
  return (fd, ready): Watch => {
    let armed = false;
    let paused = false;
    let stopped = false;
    let socket: Socket | undefined;
    let adoption: Promise<void> | undefined;
    let fallback: Watch | undefined;

    const handlers: SocketHandlers = {
      binaryType: "uint8array",
      data(from, datagram) {
        if (stopped) return;
        if (armed) {
          disarm(from);
        } else {
          paused = true;
          from.pause();
        }
        ready(datagram);
      },
      // The duplicate is gone, not the descriptor: the next one that waits adopts it anew, after a look at what is there.
      close() {
        socket = undefined;
        adoption = undefined;
        if (stopped || !armed) return;
        armed = false;
        ready();
      },
      error() {},
    };

    /** What nobody waits for does not keep the process. */
    function disarm(from: Socket): void {
      armed = false;
      from.unref();
    }

    async function adopt(): Promise<void> {
      const duplicate = libc.fcntl(fd, F_DUPFD_CLOEXEC, 0);
      try {
        if (duplicate < 0) throw new Error(`Cannot duplicate descriptor ${fd}: error ${-duplicate}`);
        socket = await Bun.connect({ fd: duplicate, socket: handlers });
      } catch {
        // What is refused is not closed either.
        if (duplicate >= 0) libc.close(duplicate);
        fallback = timedPoll(libc)(fd, () => {
          armed = false;
          ready();
        });
        if (armed && !stopped) fallback.arm();
        return;
      }
      if (!armed) socket.unref();
    }

    return {
      arm() {
        if (armed || stopped) return;
        armed = true;
        if (fallback !== undefined) return fallback.arm();
        adoption ??= adopt();
        socket?.ref();
        if (paused) {
          paused = false;
          socket?.resume();
        }
      },
      async stop() {
        if (stopped) return;
        stopped = true;
        const early = socket;
        early?.terminate();
        // One that is still being adopted can be closed only afterwards.
        await adoption;
        if (socket !== early) socket?.terminate();
        await fallback?.stop();
      },
    };
  };
}
