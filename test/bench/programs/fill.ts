import { spawnSync } from "node:child_process";

/** Lets another process make changes, to its end; what they are waits in the queues of sockets. */
export function fill(batch: string): void {
  const { status, stderr } = spawnSync("ip", ["-batch", batch], { encoding: "utf8" });
  if (status !== 0) throw new Error(`Cannot fill the queue: ${stderr}`);
}
