// idle SECONDS bare|watch: does nothing, with a watcher or without.
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { cpuSeconds } from "./stopwatch.ts";

const [, , seconds, what] = process.argv;
/** How long the start may still be at work, in milliseconds. */
const SETTLE = 1000;

const watcher = what === "watch" ? await (await import("../../../mod.ts")).watch() : undefined;
const next = watcher?.next();
await setTimeout(SETTLE);
const before = cpuSeconds();
await setTimeout(Number(seconds) * 1000);
const cpu = cpuSeconds() - before;
watcher?.close();
if ((await next)?.done === false) throw new Error("Cannot be idle: something happened");
console.log(JSON.stringify({ wall: [Number(seconds)], cpu: [cpu] }));
