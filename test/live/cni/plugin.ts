/**
 * `host-device` as a process of its own: with another folder for its records, and killed at a call that is named by its
 * name and number, before or after it is made, or as it prints its result. It fails where it ends in another namespace.
 *
 * @module
 */
import { readdirSync, readlinkSync } from "node:fs";
import process from "node:process";
import { hostDevice, runPlugin } from "../../../src/cni/mod.ts";
import { Faults } from "./faults.ts";

const [records = "", name = "", number, when] = process.argv.slice(2);

const home = readlinkSync("/proc/self/ns/net");
const faults = await Faults.open();
faults.arm({ name, number: Number(number) }, (call) => {
  if (when === "after") call();
  process.kill(process.pid, "SIGKILL");
  return call();
});

process.exitCode = await runPlugin(hostDevice({ records, kernel: faults.kernel }), {
  stdout(text) {
    if (name === "print") process.kill(process.pid, "SIGKILL");
    process.stdout.write(text);
    return Promise.resolve();
  },
});

const away = readdirSync("/proc/self/task").filter((thread) =>
  readlinkSync(`/proc/self/task/${thread}/ns/net`) !== home
);
if (away.length > 0) throw new Error(`Cannot end in another network namespace: threads ${away.join(", ")} are away`);
