import { once } from "node:events";
import { readFileSync, readlinkSync, statSync, symlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { Worker } from "node:worker_threads";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { binding, type Libc, MS_BIND, O_CREAT } from "../../ffi/mod.ts";
import { createNamespace, deleteNamespace, listNamespaces, NetlinkError, watch } from "../../mod.ts";
import { descriptors, gained, namespacesOfThreads, script, sleeper } from "./process.ts";
import { describeLive, namespace, root, run, Sandbox } from "./sandbox.ts";

/** How many are made. */
const MANY = 200;

let home = "";
let names = 0;
let name = "";
let path = "";
beforeAll(() => {
  home = readlinkSync("/proc/self/ns/net");
});
beforeEach(() => {
  name = `named-${process.pid}-${names++}`;
  path = `/run/netns/${name}`;
});

/** Runs `ip` and returns what it printed. */
async function ip(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await run(["ip", ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** The mounts of a process at a path, without the numbers that the kernel gave them. */
function mountsAt(path: string, pid: number | "self" = "self"): readonly string[] {
  return mounts(readFileSync(`/proc/${pid}/mountinfo`, "utf8"), path);
}

function mounts(mountinfo: string, path: string): readonly string[] {
  return mountinfo.split("\n").filter((line) => line.split(" ")[4] === path)
    .map((line) => line.replace(/^\d+ \d+ /, "").replaceAll(/:\d+ /g, ": ").replace(/:\[\d+\]/, ":[]"));
}

/** The error with which something fails. */
function failure(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(() => undefined, (error: unknown) => error);
}

/** A name that is there as long as it is in scope. */
async function created(name: string): Promise<AsyncDisposable> {
  await createNamespace(name);
  return { [Symbol.asyncDispose]: () => deleteNamespace(name) };
}

describeLive("a namespace that we make", () => {
  test("is one for ip, as those that it makes itself", async () => {
    await using theirs = namespace();
    await createNamespace(name);
    expect((await ip("netns", "list")).split("\n")).toContain(name);
    expect(mountsAt(path)).toHaveLength(1);
    expect(mountsAt(path)[0]?.replace(name, theirs.name)).toBe(mountsAt(`/run/netns/${theirs.name}`)[0]);
    const [ours, other] = [statSync(path), statSync(`/run/netns/${theirs.name}`)];
    expect([ours.dev, ours.mode, ours.uid]).toEqual([other.dev, other.mode, other.uid]);
    expect(new Set([`net:[${ours.ino}]`, `net:[${other.ino}]`, home]).size).toBe(3);
    const links = await ip("-n", name, "-d", "-j", "link");
    expect(JSON.parse(links)).toMatchObject([{ ifname: "lo", ifindex: 1, operstate: "DOWN", flags: ["LOOPBACK"] }]);
    expect(links).toBe(await ip("-n", theirs.name, "-d", "-j", "link"));
    await ip("netns", "delete", name);
    expect(await listNamespaces()).not.toContain(name);
  });

  test("can be watched", async () => {
    await using _ours = await created(name);
    await using watcher = await watch({ namespace: name, topics: ["link"] });
    await ip("-n", name, "link", "set", "lo", "up");
    expect((await watcher.next()).value).toMatchObject({ type: "link", link: { name: "lo", index: 1 } });
  });

  test.each([
    ["with a space and more", () => `${name} %41 é#?`],
    ["with a line feed", () => `${name}\n`],
    ["that looks like an option", () => `--${name}`],
    ["that looks like a number", () => `${process.pid}`],
    ["of 255 bytes", () => `${name}é`.padEnd(254, "x")],
  ])("can have a name %s", async (_, make) => {
    const odd = make();
    await createNamespace(odd);
    expect(await listNamespaces()).toContain(odd);
    await (await watch({ namespace: odd })).return();
    await deleteNamespace(odd);
    expect(await listNamespaces()).not.toContain(odd);
  });

  test("may be made by a thread that is not the first", async () => {
    const worker = new Worker(
      `import("${root}mod.ts").then(({ createNamespace }) => createNamespace("${name}"))
        .then(() => "made", String).then((outcome) => require("node:worker_threads").parentPort.postMessage(outcome));`,
      { eval: true },
    );
    const [outcome] = await once(worker, "message");
    const threads = namespacesOfThreads();
    await worker.terminate();
    expect(outcome).toBe("made");
    expect(`net:[${statSync(path).ino}]`).not.toBe(home);
    expect(new Set(threads)).toEqual(new Set([home]));
    await deleteNamespace(name);
  });

  test("is not made again", async () => {
    await using _ours = await created(name);
    const { ino } = statSync(path);
    const error = await failure(createNamespace(name));
    expect(error).toBeInstanceOf(NetlinkError);
    expect(`${error}`).toBe(`NetlinkError: Cannot create network namespace '${name}': EEXIST, File exists`);
    expect(statSync(path).ino).toBe(ino);
  });

  test("is made once, though it is asked for at the same time", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => createNamespace(name)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", ...Array(4).fill("rejected")]);
    expect(mountsAt(path)).toHaveLength(1);
    await deleteNamespace(name);
  });
});

describeLive("a namespace that we delete", () => {
  test("may be one of ip", async () => {
    new Sandbox(name);
    expect(await listNamespaces()).toContain(name);
    await deleteNamespace(name);
    expect(await listNamespaces()).not.toContain(name);
    expect(mountsAt(path)).toEqual([]);
    expect(await ip("netns", "list")).not.toContain(name);
  });

  test("is gone in other mount namespaces too", async () => {
    await createNamespace(name);
    await using other = await sleeper("--mount", "--propagation", "slave");
    expect(mountsAt(path, other.pid)).toHaveLength(1);
    await deleteNamespace(name);
    expect(mountsAt(path, other.pid)).toEqual([]);
  });

  test("may be a name that has lost its namespace", async () => {
    await createNamespace(name);
    expect(await run(["umount", path])).toMatchObject({ status: 0 });
    await deleteNamespace(name);
    expect(await listNamespaces()).not.toContain(name);
  });

  test("is no more than a name, where it is a symbolic link to another", async () => {
    await using theirs = namespace();
    symlinkSync(`/run/netns/${theirs.name}`, path);
    await deleteNamespace(name);
    expect(await listNamespaces()).not.toContain(name);
    expect(mountsAt(`/run/netns/${theirs.name}`)).toHaveLength(1);
  });

  test("has to be there", async () => {
    const error = await failure(deleteNamespace(name));
    expect(error).toBeInstanceOf(NetlinkError);
    const expected = `Cannot delete network namespace '${name}': ENOENT, No such file or directory`;
    expect(error).toMatchObject({ code: "ENOENT", message: expected });
  });
});

describeLive("a list of namespaces", () => {
  test("has the names that ip lists, in the order of the alphabet", async () => {
    await using _b = new Sandbox(`${name}-b`);
    await using _c = await created(`${name}-c`);
    await using _a = await created(`${name}-a`);
    const listed = (await ip("netns", "list")).trimEnd().split("\n").map((line) => line.replace(/ \(id: \d+\)$/, ""));
    expect(listed).toEqual(expect.arrayContaining(["a", "b", "c"].map((end) => `${name}-${end}`)));
    expect(await listNamespaces()).toEqual(listed.sort());
  });
});

describeLive("a name that cannot be", () => {
  const expected = "expected a name of 1 to 255 bytes, none of them '/' or NUL, other than '.' and '..', got";
  test.each(["", ".", "..", "/", "a/b", "/run/netns/a", "a\0b", "x".repeat(256), "é".repeat(128)])(
    "%j is a mistake",
    async (wrong) => {
      for (const [verb, attempt] of [["create", createNamespace], ["delete", deleteNamespace]] as const) {
        const error = await failure(attempt(wrong));
        expect(error).toBeInstanceOf(RangeError);
        expect(error).toMatchObject({ message: `Cannot ${verb} network namespace: ${expected} '${wrong}'` });
      }
    },
  );

  test.each([[undefined, "undefined"], [7, "7"], [{}, "an object"]])("%o is one too", async (wrong, shown) => {
    // Nothing but the compiler keeps a caller from it.
    const error = await failure(createNamespace(wrong as string));
    expect(`${error}`).toBe(`RangeError: Cannot create network namespace: ${expected} ${shown}`);
  });

  test("an option that does not exist is a mistake too", async () => {
    const options: object = { lib: "libc.so.6" };
    const error = await failure(createNamespace(name, options));
    expect(`${error}`).toBe("RangeError: Cannot create network namespace: unknown option 'lib' (did you mean 'libc'?)");
    expect(await failure(deleteNamespace(name, options))).toBeInstanceOf(RangeError);
  });
});

const EPERM = 1;
const EINVAL = 22;

/** Another answer to some calls of the C library. */
type Change = (libc: Libc) => Partial<Libc>;

async function changed(change: Change): ReturnType<typeof binding> {
  const { libc, watchReadable } = await binding();
  return { libc: { ...libc, ...change(libc) }, watchReadable };
}

/** Refuses to open what these flags are for. */
function refuseOpening(refused: (flags: number) => boolean): Change {
  return ({ open }) => ({ open: (path, flags) => refused(flags) ? -EPERM : open(path, flags) });
}

/** Ways in which the making of a namespace can fail, by the operation that fails; only sharing has no source. */
const FAILURES: readonly (readonly [operation: string, change: Change])[] = [
  ["make '/run/netns' for network namespace 'NAME'", () => ({ mkdir: () => -EPERM })],
  [
    "mount '/run/netns' for network namespace 'NAME'",
    () => ({ mount: ([first]) => first === 0 ? -EINVAL : -EPERM }),
  ],
  ["share '/run/netns' for network namespace 'NAME'", () => ({ mount: () => -EPERM })],
  ["create network namespace 'NAME'", refuseOpening((flags) => (flags & O_CREAT) !== 0)],
  ["open the network namespace of this thread", refuseOpening((flags) => (flags & O_CREAT) === 0)],
  ["unshare network namespace 'NAME'", () => ({ unshare: () => -EPERM })],
  [
    "mount network namespace 'NAME' at '/run/netns/NAME'",
    ({ mount }) => ({ mount: (from, to, flags) => flags === MS_BIND ? -EPERM : mount(from, to, flags) }),
  ],
];

describeLive("a failure", () => {
  beforeEach(async () => {
    // There have been others, and the folder is mounted.
    await using _first = await created(`${name}-first`);
  });

  test.each(FAILURES)("to %s leaves nothing", async (operation, change) => {
    const before = descriptors();
    const error = await failure(createNamespace(name, { kernel: await changed(change) }));
    expect(error).toBeInstanceOf(NetlinkError);
    expect(error).toMatchObject({ code: "EPERM", operation: operation.replaceAll("NAME", name) });
    expect(await listNamespaces()).not.toContain(name);
    expect(gained(before)).toEqual([]);
    expect(new Set(namespacesOfThreads())).toEqual(new Set([home]));
  });

  test("to come back ends the process", async () => {
    const { status, stdout, stderr } = await script(`
      const { libc, watchReadable } = await binding();
      await netlink.createNamespace("${name}", { kernel: { libc: { ...libc, setns: () => -1 }, watchReadable } });
      console.log("went on");
    `);
    const expected =
      "Cannot return from another network namespace: EPERM, Operation not permitted; ending the process\n";
    expect({ status, stdout, stderr }).toEqual({ status: 134, stdout: "", stderr: expected });
    await deleteNamespace(name);
  });

  test("without the privilege is told, and what is there stays", async () => {
    await using _ours = await created(name);
    const { stdout, stderr } = await script(
      `
      for (const attempt of [netlink.createNamespace("${name}-more"), netlink.deleteNamespace("${name}")]) {
        await attempt.catch((error) => console.log(error.operation, error.code));
      }
    `,
      ["setpriv", "--bounding-set=-all", "--inh-caps=-all"],
    );
    expect(stderr).toBe("");
    expect(stdout).toBe(
      `share '/run/netns' for network namespace '${name}-more' EPERM\ndelete network namespace '${name}' EPERM\n`,
    );
    expect(mountsAt(path)).toHaveLength(1);
    expect(await listNamespaces()).not.toContain(`${name}-more`);
  });
});

/** Runs commands, and another among them, where no namespace was ever made, and tells what is there then. */
function fresh(commands: string): readonly string[] {
  // The folder of the machine is among the mounts even where something hides it.
  const forget = "while umount --lazy /run/netns 2> /dev/null; do :; done";
  const prepare = `umask 022 && umount --lazy /run && { ${forget}; } && mount -t tmpfs tmpfs /run`;
  const all = `${prepare} && ${commands} && stat -c %a /run/netns && ls -1 /run/netns && cat /proc/self/mountinfo`;
  return ["unshare", "--mount", "sh", "-c", all, "sh"];
}

describeLive("the folder of the names", () => {
  const create = 'await netlink.createNamespace("blue");';

  test("is made as ip makes it", async () => {
    const [ours, theirs] = await Promise.all([script(create, fresh('"$@"')), run(fresh("ip netns add blue"))]);
    for (const { status, stdout, stderr } of [ours, theirs]) {
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toMatch(/^755\nblue\n\d+ /);
      expect(mounts(stdout, "/run/netns")).toEqual([expect.stringMatching(/ \/netns \/run\/netns .* shared: /)]);
    }
    for (const path of ["/run/netns", "/run/netns/blue"]) {
      expect(mounts(ours.stdout, path)).toEqual(mounts(theirs.stdout, path));
    }
  });

  test("is mounted once, whoever comes first", async () => {
    const { stdout, stderr } = await script(create, fresh('ip netns add green && "$@" && ip netns add red'));
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^755\nblue\ngreen\nred\n/);
    for (const path of ["/run/netns", "/run/netns/blue", "/run/netns/green", "/run/netns/red"]) {
      expect(mounts(stdout, path)).toHaveLength(1);
    }
  });

  test("is mounted once, though another process does so meanwhile", async () => {
    const { stdout, stderr } = await script(
      `
      const { libc, watchReadable } = await binding();
      const folder = new TextEncoder().encode("/run/netns\\0");
      let tries = 0;
      const flock = (...held) => {
        // As the other would.
        if (++tries === 3) libc.mount(folder, folder, 0x5000);
        return tries > 3 ? libc.flock(...held) : -11;
      };
      await netlink.createNamespace("blue", { kernel: { libc: { ...libc, flock }, watchReadable } });
      console.log(tries);
    `,
      fresh('"$@"'),
    );
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^4\n755\nblue\n/);
    expect(mounts(stdout, "/run/netns")).toEqual([expect.stringContaining(" shared: ")]);
  });

  test("is mounted in the end, though another process never lets go", async () => {
    const { stdout, stderr } = await script(create, fresh('mkdir /run/netns && flock /run/netns "$@"'));
    expect(stderr).toBe("");
    expect(mounts(stdout, "/run/netns")).toEqual([expect.stringContaining(" shared: ")]);
  });

  test("may be the one of old versions, where names are deleted too", async () => {
    const old = "mount -t tmpfs tmpfs /var && mkdir -p /run/netns /var/run/netns && touch /var/run/netns/old";
    const { status, stderr } = await script(
      'await netlink.deleteNamespace("old");',
      fresh(`${old} && "$@" && rmdir /var/run/netns`),
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describeLive("afterwards", () => {
  test(`every thread is in its own namespace, though ${MANY} were made and others failed`, async () => {
    await (await created(name))[Symbol.asyncDispose]();
    const before = descriptors();
    const kernels = await Promise.all(FAILURES.map(([, change]) => changed(change)));
    const made = Array.from({ length: MANY }, (_, i) => `${name}-${i}`);
    const outcomes = await Promise.all(made.flatMap((name, i) => [
      createNamespace(name).then(() => "made", String),
      // What threads the runtime has are at work meanwhile.
      readFile("/proc/self/status").then(() => "read", String),
      createNamespace(`${name}-not`, { kernel: kernels[i % kernels.length]! }).then(() => "made", () => "failed"),
    ]));
    const threads = namespacesOfThreads();
    expect(new Set(outcomes)).toEqual(new Set(["made", "read", "failed"]));
    expect(threads.length).toBeGreaterThan(1);
    expect(new Set(threads)).toEqual(new Set([home]));
    expect(await run(["readlink", "/proc/self/ns/net"])).toMatchObject({ status: 0, stdout: `${home}\n` });
    expect((await listNamespaces()).filter((other) => other.startsWith(`${name}-`))).toEqual(made.toSorted());
    expect(new Set(made.map((name) => statSync(`/run/netns/${name}`).ino)).size).toBe(MANY);
    await Promise.all(made.map((name) => deleteNamespace(name)));
    expect((await listNamespaces()).filter((other) => other.startsWith(`${name}-`))).toEqual([]);
    expect(gained(before)).toEqual([]);
  });
});
