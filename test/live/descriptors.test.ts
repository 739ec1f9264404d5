import { expect, test } from "vitest";
import { script } from "./process.ts";
import { describeLive } from "./sandbox.ts";

/** What all programs start with: which descriptors and threads there are, and what has come to them for good. */
const PRELUDE = `
const { NetlinkSocket, watch } = netlink;
const { readdirSync, readFileSync, readlinkSync } = await import("node:fs");
const { setTimeout: sleep } = await import("node:timers/promises");
/** Where a descriptor leads; nothing where it was closed meanwhile, as the one that reads the folder. */
const target = (fd) => { try { return [readlinkSync("/proc/self/fd/" + fd)]; } catch { return []; } };
/** Sockets of the runtime: it makes pairs of them for itself, sooner or later. */
const pairs = () => new Set(readFileSync("/proc/self/net/unix", "utf8").split("\\n").map((line) => "socket:[" + line.trim().split(/ +/)[6] + "]"));
const descriptors = () => {
  const others = pairs();
  return readdirSync("/proc/self/fd").flatMap(target).filter((each) => !others.has(each));
};
const threads = () => readdirSync("/proc/self/task");
/** How many threads an engine may start at any time for itself, to compile and to collect. */
const ENGINE = 4;
/** All that there is, where that is more than before after two seconds at most; else nothing. */
async function left(now, before) {
  for (let i = 0; i < 40 && now().length > before; i++) await sleep(50);
  const all = now();
  return all.length > before ? all : [];
}
async function change(up) {
  await using socket = await NetlinkSocket.open("route");
  socket.send(Uint8Array.of(32, 0, 0, 0, 16, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, up ? 1 : 0, 0, 0, 0, 1, 0, 0, 0));
}
`;

/** Runs the program in an empty network, with leave to look into the process. */
async function program(code: string): Promise<unknown> {
  const { status, stdout, stderr } = await script(PRELUDE + code, ["unshare", "--net"], "--allow-all");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

describeLive("descriptors and threads", () => {
  test.each([
    ["watchers were opened and closed", "const events = await watch(); events.close();"],
    [
      "watchers were waited for and closed",
      "const events = await watch(); const next = events.next(); await events.return(); await next;",
    ],
    [
      "watchers were closed while the first wait began",
      "const events = await watch(); void events.next(); events.close();",
    ],
    [
      "watchers were aborted while they waited",
      `
      const controller = new AbortController();
      const events = await watch({ signal: controller.signal });
      const next = events.next();
      controller.abort();
      await next.catch(() => {});`,
    ],
    [
      "sockets received",
      `
      await using socket = await NetlinkSocket.open("route");
      socket.send(Uint8Array.of(16, 0, 0, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0));
      await socket.receive();`,
    ],
    [
      "were refused",
      `
      await watch({ namespace: "no-such-name" }).catch(() => {});
      await NetlinkSocket.open(31).catch(() => {});`,
    ],
  ])("are as many as before when 1,000 %s", async (_, turn) => {
    const result = await program(`
      const once = async () => { ${turn} };
      for (let i = 0; i < 20; i++) await once();
      await sleep(50);
      const before = [descriptors(), threads()];
      for (let i = 0; i < 1000; i++) await once();
      console.log(JSON.stringify([await left(descriptors, before[0].length), await left(threads, before[1].length + ENGINE)]));`);
    expect(result).toEqual([[], []]);
  });

  test("suffice for 64 watchers at once: each sees everything, and files and names are read meanwhile", async () => {
    const result = await program(`
      const { readFile } = await import("node:fs/promises");
      const { lookup } = await import("node:dns/promises");
      // The threads that read files are those that may be kept waiting.
      const read = async () => [(await readFile("/proc/self/status", "utf8")).length > 0, (await lookup("127.0.0.1")).address];
      await read();
      await (await watch()).return();
      const before = [descriptors(), threads()];
      const all = await Promise.all(Array.from({ length: 64 }, () => watch({ topics: ["link"] })));
      const first = all.map((events) => events.next());
      await sleep(50);
      const waiting = threads();
      const whole = await Promise.all(Array.from({ length: 8 }, read));
      await change(true);
      const seen = await Promise.all(first);
      const second = all.map((events) => events.next());
      await change(false);
      const more = await Promise.all(second);
      await Promise.all(all.map((events) => events.return()));
      console.log(JSON.stringify({
        seen: [seen, more].map((each) => each.filter(({ value }) => value.link.name === "lo").length),
        up: [seen, more].map((each) => each.filter(({ value }) => value.link.flags.includes("up")).length),
        whole: new Set(whole.map(String)).size === 1 && String(whole[0]),
        threads: waiting.length - before[1].length <= ENGINE,
        left: await left(descriptors, before[0].length),
      }));`);
    expect(result).toEqual({ seen: [64, 64], up: [64, 0], whole: "true,127.0.0.1", threads: true, left: [] });
  });

  test("of watchers that are open are one each, and few more for all", async () => {
    const result = await program(`
      await (await watch()).return();
      const before = descriptors().length;
      const all = await Promise.all(Array.from({ length: 20 }, () => watch()));
      const idle = descriptors().length - before;
      for (const events of all) void events.next();
      await sleep(50);
      const waiting = descriptors().length - before;
      for (const events of all) events.close();
      console.log(JSON.stringify([idle, waiting <= 42, await left(descriptors, before)]));`);
    expect(result).toEqual([expect.toSatisfy((idle: number) => idle === 20 || idle === 21), true, []]);
  });
});
