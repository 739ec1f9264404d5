import { readFileSync } from "node:fs";

/** For how many milliseconds this thread has waited for a processor so far; 0 where the kernel does not tell. */
function waited(): number {
  try {
    const [, nanoseconds] = readFileSync("/proc/thread-self/schedstat", "utf8").split(" ");
    return Number(nanoseconds) / 1e6;
  } catch {
    return 0;
  }
}

/** A clock in milliseconds that stands still while others have the processors and this thread wants one. */
export function ownTime(): number {
  for (let before = waited();;) {
    const now = performance.now();
    const after = waited();
    // It did not have to wait between the two looks.
    if (after === before) return now - after;
    before = after;
  }
}
