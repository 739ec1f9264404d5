import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { describeLive, namespace, type Sandbox } from "../sandbox.ts";
import { eventually, Netmon } from "./netmon.ts";

/**
 * What the heap of a runtime may grow by before it is tidied up, in kibibytes; 100,000 routes that are kept take twice as
 * much.
 */
const SLACK = 64 * 1024;

/** How much memory a process has, in kibibytes. */
function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

/** Has routes come and go, a thousand at a time: so many events in all. */
function churn(home: Sandbox, events: number): void {
  const routes = Array.from({ length: 1000 }, (_, i) => `route add 10.9.${i >> 8}.${i & 255}/32 via 10.0.0.2`);
  // It deletes them one by one, a few in a message.
  const round = [...routes, "route flush root 10.9.0.0/16"];
  home.batch(Array<readonly string[]>(events / 2 / routes.length).fill(round).flat());
}

describeLive("netlink netmon", () => {
  test("keeps nothing of 100,000 events about routes that came and went", async () => {
    using home = namespace();
    home.batch([
      "link add eth0 type veth peer name cable",
      "link set cable up",
      "address add 10.0.0.1/24 dev eth0",
      "link set eth0 up",
    ]);
    await using monitor = await new Netmon(["-namespace", home.name]).begun();
    /** Waits until the runtime knows that all of them are gone, and measures. */
    async function settled(): Promise<number> {
      home.ip("route", "add", "10.8.0.0/16", "via", "10.0.0.2");
      await eventually(() => expect(monitor.told.at(-1)).toBe("update-routes 1"));
      home.ip("route", "delete", "10.8.0.0/16");
      await eventually(() => expect(monitor.told.at(-1)).toBe("update-routes null"));
      monitor.forget();
      await delay(200);
      return residentOf(monitor.pid);
    }
    churn(home, 20_000);
    const before = await settled();
    churn(home, 100_000);
    expect(await settled() - before).toBeLessThan(SLACK);
  });
});
