import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { binding } from "../../ffi/mod.ts";
import { type Namespace, NetlinkError, watch } from "../../mod.ts";
import { openNamespace } from "../../src/namespace.ts";
import { descriptors, gained, linkAt, namespacesOfThreads, sleeper } from "./process.ts";
import { describeLive, namespace, run, Sandbox } from "./sandbox.ts";

/** How many are opened at the same time. */
const MANY = 20;

/** The first event of `ifb7` in a namespace where `make` makes it. */
async function seen(place: Namespace, make: () => unknown): Promise<unknown> {
  await using watcher = await watch({ namespace: place, topics: ["link"] });
  await make();
  const { value } = await watcher.next();
  return value;
}

const MADE = { type: "link", action: "new", link: { name: "ifb7", kind: "ifb" } };
const ADD = ["link", "add", "ifb7", "type", "ifb"];

let home = "";
let folder = "";
beforeAll(() => {
  home = readlinkSync("/proc/self/ns/net");
  folder = mkdtempSync(join(tmpdir(), "netlink-namespace-"));
  writeFileSync(join(folder, "file"), "");
  spawnSync("mkfifo", [join(folder, "fifo")]);
});
afterAll(() => rmSync(folder, { recursive: true }));

describeLive("another namespace", () => {
  test("is found by its name", async () => {
    await using other = namespace();
    expect(await seen(other.name, () => other.ip(...ADD))).toMatchObject(MADE);
  });

  test("is found by its path", async () => {
    await using other = namespace();
    expect(await seen(`/run/netns/${other.name}`, () => other.ip(...ADD))).toMatchObject(MADE);
  });

  test("is found by a URL, whatever characters its name has", async () => {
    await using other = new Sandbox(`nt ${process.pid} %41 é#?`);
    const url = pathToFileURL(`/run/netns/${other.name}`);
    expect(url.href).toContain("%20");
    expect(await seen(url, () => other.ip(...ADD))).toMatchObject(MADE);
    expect(await seen(other.name, () => other.ip("link", "set", "ifb7", "up"))).toMatchObject(MADE);
  });

  test("is found by the number of a process, and by its path", async () => {
    await using other = await sleeper("--net");
    const { pid } = other;
    const enter = ["nsenter", "--net", "--target", `${pid}`];
    expect(await seen(pid, () => run([...enter, "ip", ...ADD]))).toMatchObject(MADE);
    const up = ["ip", "link", "set", "ifb7", "up"];
    expect(await seen(`/proc/${pid}/ns/net`, () => run([...enter, ...up]))).toMatchObject(MADE);
  });

  test("is not our own: its events do not come to us, nor ours to it", async () => {
    await using other = namespace();
    await using another = namespace();
    await using watcher = await watch({ namespace: other.name, topics: ["link"] });
    await using ours = await watch({ topics: ["link"] });
    another.ip("link", "add", "ifb8", "type", "ifb");
    other.ip(...ADD);
    expect((await watcher.next()).value).toMatchObject(MADE);
    const quiet = new Promise((resolve) => setTimeout(() => resolve("quiet"), 300));
    expect(await Promise.race([ours.next(), quiet])).toBe("quiet");
  });

  test("stays watched when its name is gone", async () => {
    const other = namespace();
    await using watcher = await watch({ namespace: other.name, topics: ["link"] });
    // The link keeps the number of its namespace: a second name for it is enough to reach it.
    const child = spawn("nsenter", [`--net=/run/netns/${other.name}`, "sh", "-c", `read _ && ip ${ADD.join(" ")}`]);
    await expect.poll(() => linkAt(`/proc/${child.pid}/ns/net`)).not.toEqual([home]);
    other[Symbol.dispose]();
    child.stdin.end("\n");
    expect((await watcher.next()).value).toMatchObject(MADE);
  });
});

/** The error with which watching there fails. */
function failure(place: Namespace): Promise<unknown> {
  return watch({ namespace: place }).then(() => undefined, (error: unknown) => error);
}

describeLive("what is no namespace", () => {
  let before: readonly string[] = [];
  beforeEach(async () => {
    // The first socket brings descriptors that stay, for all that wait.
    await (await watch()).return();
    before = descriptors();
  });

  test.each([
    ["no such name", () => "no-such-name", "ENOENT"],
    ["no such path", () => join(folder, "missing"), "ENOENT"],
    ["no such URL", () => pathToFileURL(join(folder, "missing")), "ENOENT"],
    ["a path through a file", () => join(folder, "file", "net"), "ENOTDIR"],
    ["a file", () => join(folder, "file"), "EINVAL"],
    ["a folder", () => folder, "EINVAL"],
    ["a FIFO that nobody writes", () => join(folder, "fifo"), "EINVAL"],
    ["the folder of all names", () => "..", "EINVAL"],
    ["a namespace of another kind", () => "/proc/self/ns/uts", "EINVAL"],
    ["no such process", () => 2 ** 22 + 1, "ENOENT"],
    ["a number that no process has", () => 2 ** 53, "ENOENT"],
  ])("%s is refused, with the value", async (_, place, code) => {
    const error = await failure(place());
    const called = `network namespace ${typeof place() === "number" ? `of process ${place()}` : `'${place()}'`}`;
    expect(error).toBeInstanceOf(NetlinkError);
    expect(error).toMatchObject({ code, operation: expect.stringContaining(called) });
    expect(`${error}`).toContain(`${called}: ${code}, `);
    const { libc } = await binding();
    expect(() => openNamespace(libc, place())).toThrow(`Cannot open ${called}: ${code}, `);
    expect(gained(before)).toEqual([]);
    expect(new Set(namespacesOfThreads())).toEqual(new Set([home]));
  });

  test.each([
    ["", "expected a name, path, process or URL, got ''"],
    ["a\0b", "expected a name, path, process or URL, got 'a\0b'"],
    [0, "expected the number of a process, got 0"],
    [-1, "expected the number of a process, got -1"],
    [1.5, "expected the number of a process, got 1.5"],
    [NaN, "expected the number of a process, got NaN"],
    [Infinity, "expected the number of a process, got Infinity"],
    [new URL("https://example.org/run/netns/blue"), "expected a file: URL, got 'https://example.org/run/netns/blue'"],
    [new URL("file://example.org/blue"), "expected a file: URL, got 'file://example.org/blue'"],
    [new URL("file:///run/netns/a%00b"), "expected a name, path, process or URL, got 'file:///run/netns/a%00b'"],
  ])("%j is a mistake", async (place, expected) => {
    const error = await failure(place);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message: `Cannot open network namespace: ${expected}` });
    expect(gained(before)).toEqual([]);
  });
});

describeLive("a descriptor", () => {
  test("is that of the namespace, however it is called", async () => {
    const { libc } = await binding();
    await using named = namespace();
    await using process = await sleeper("--net");
    const path = `/run/netns/${named.name}`;
    const [ofName, ofProcess] = [statSync(path).ino, statSync(`/proc/${process.pid}/ns/net`).ino];
    expect(new Set([ofName, ofProcess, statSync("/proc/self/ns/net").ino]).size).toBe(3);
    const places = [named.name, path, pathToFileURL(path), process.pid, `/proc/${process.pid}/ns/net`];
    const found = places.map((place) => {
      const fd = openNamespace(libc, place);
      try {
        return statSync(`/proc/self/fd/${fd}`).ino;
      } finally {
        libc.close(fd);
      }
    });
    expect(found).toEqual([ofName, ofName, ofName, ofProcess, ofProcess]);
    expect(new Set(namespacesOfThreads())).toEqual(new Set([home]));
  });
});

describeLive("afterwards", () => {
  test(`every thread is in its own namespace again, though ${MANY} were opened at once`, async () => {
    await (await watch()).return();
    const before = descriptors();
    const others = Array.from({ length: MANY }, () => namespace());
    try {
      const opened = others.map(({ name }) => watch({ namespace: name, topics: ["link"] }));
      const watchers = await Promise.all(opened);
      // Each was opened in its own.
      others.forEach((other, i) => other.ip("link", "add", `ifb${i + 100}`, "type", "ifb"));
      const first = await Promise.all(watchers.map((watcher) => watcher.next()));
      expect(first.map(({ value }) => value?.type === "link" && value.link.name))
        .toEqual(others.map((_, i) => `ifb${i + 100}`));
      const threads = namespacesOfThreads();
      expect(threads.length).toBeGreaterThan(1);
      expect(new Set(threads)).toEqual(new Set([home]));
      // The runtime may still have some of the processes that have ended.
      await expect.poll(() => gained(before).filter((target) => target.startsWith("socket:")).length).toBe(MANY);
      expect(gained(before).filter((target) => target.startsWith("net:"))).toEqual([]);
      await Promise.all(watchers.map((watcher) => watcher.return()));
      expect(gained(before)).toEqual([]);
    } finally {
      for (const other of others) other[Symbol.dispose]();
    }
  });

  test("no descriptor is left of watchers that were closed while the next were opened", async () => {
    await (await watch()).return();
    const before = descriptors();
    await using other = namespace();
    for (let i = 0; i < MANY; i++) {
      const watcher = await watch({ namespace: other.name, topics: ["link"] });
      const next = watcher.next();
      // Long enough that it waits.
      await new Promise((resolve) => setTimeout(resolve, 5));
      watcher.close();
      expect(await next).toEqual({ done: true, value: undefined });
    }
    await expect.poll(() => gained(before)).toEqual([]);
  });

  test("a process that is started is in our namespace", async () => {
    await using other = namespace();
    await using _watcher = await watch({ namespace: other.name });
    expect(await run(["readlink", "/proc/self/ns/net"])).toMatchObject({ status: 0, stdout: `${home}\n` });
  });
});
