// latency COUNT PRODUCER...: the same as the program of this name, with the least that hears of a change in a runtime:
// no queue, no promise of ours, and whatever goes wrong ends in a time limit.
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { monotonicClock } from "../clock.ts";
import { cpuSeconds } from "../stopwatch.ts";
import { RouteSums } from "../sums.ts";
import { isDeno, libc, rtnetlink } from "./libc.ts";
import { readRoute } from "./route.ts";

/** What this file uses of the other runtime; its own types do not tell of the descriptor. */
declare const Bun: { connect(options: object): Promise<{ terminate(): void }> };

const [, , count, producer = "", ...args] = process.argv;
const all = Number(count);
const warmUp = Math.floor(all / 10);
const received: number[] = [];
let before = 0;
let after = 0;
const sums = new RouteSums();
const clock = await monotonicClock();

/** Takes a datagram of one event; returns whether it was the last. */
function take({ buffer, byteOffset, length }: Uint8Array): boolean {
  const route = readRoute(new DataView(buffer, byteOffset, length), 0, length);
  received.push(clock());
  sums.add(route);
  if (sums.count === warmUp) before = cpuSeconds();
  if (sums.count === all) after = cpuSeconds();
  return sums.count === all;
}

// SOCK_NONBLOCK
const fd = rtnetlink(0x800);
// RTMGRP_IPV4_ROUTE, in struct sockaddr_nl.
libc.bind(fd, Uint8Array.of(16, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0), 12);
const ended = once(spawn(producer, args, { stdio: "inherit" }), "exit");
if (isDeno) {
  // POLLIN
  const readable = new Int16Array(new Int32Array([fd, 1]).buffer);
  const bytes = new Uint8Array(64 * 1024);
  for (let isDone = false; !isDone;) {
    await libc.pollLater(readable, 1, -1);
    for (let length; !isDone && (length = libc.recv(fd, bytes, bytes.length, 0)) > 0;) {
      isDone = take(bytes.subarray(0, length));
    }
  }
} else {
  await new Promise<void>((resolve, reject) => {
    const data = (socket: { terminate(): void }, datagram: Uint8Array): void => {
      if (!take(datagram)) return;
      socket.terminate();
      resolve();
    };
    Bun.connect({ fd, socket: { binaryType: "uint8array", data, error: reject } }).catch(reject);
  });
}
await ended;
console.log(JSON.stringify({ received, cpu: [(after - before) / (all - warmUp)], sums }));
