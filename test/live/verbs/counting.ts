import { type Binding, binding } from "../../../ffi/mod.ts";

/** The machine's kernel, and how many datagrams it got. */
export interface Counting {
  /** What opens a socket that is counted. */
  readonly kernel: Binding;
  /** How many datagrams were sent since the last call. */
  readonly sends: () => number;
}

/** Counts what is sent to the machine's kernel. */
export async function counting(): Promise<Counting> {
  const { libc, watchReadable } = await binding();
  let count = 0;
  const send: typeof libc.send = (fd, bytes, flags) => {
    count++;
    return libc.send(fd, bytes, flags);
  };
  return {
    kernel: { libc: { ...libc, send }, watchReadable },
    sends() {
      const sent = count;
      count = 0;
      return sent;
    },
  };
}
