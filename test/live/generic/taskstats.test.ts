import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import process from "node:process";
import { beforeAll, expect, test } from "vitest";
import { NetlinkSocket } from "../../../mod.ts";
import { taskQuery } from "../../../src/generic/families/taskstats/message.ts";
import { Genetlink, type TaskMessage, type TaskQuery, type TaskStats, taskstats } from "../../../src/generic/mod.ts";
import { datagram } from "../../generic/datagram.ts";
import { linkAt, script } from "../process.ts";
import { cli, describeLive, describeWhere, isPrivileged, root, run, UNPRIVILEGED } from "../sandbox.ts";

/** Whether we are in the first namespaces of users and processes, which alone may listen; they have these numbers. */
const isFirst = linkAt("/proc/self/ns/user").includes("user:[4026531837]") &&
  linkAt("/proc/self/ns/pid").includes("pid:[4026531836]");

/** All CPUs that there can be. */
const cpus = readFileSync("/sys/devices/system/cpu/possible", "utf8").trim();

/** The first network namespace, the only one to which ends are told: that with the least number. */
function firstNamespace(): string {
  const paths = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((pid) => `/proc/${pid}/ns/net`);
  const numbers = paths.flatMap((path) => linkAt(path).map((link) => [Number(/\d+/.exec(link)?.[0]), path] as const));
  return numbers.toSorted(([a], [b]) => a - b)[0]?.[1] ?? "";
}

/** What files of `/proc` with a name and a value in each line say. */
function table(path: string): ReadonlyMap<string, bigint> {
  const rows = readFileSync(path, "utf8").matchAll(/^(\w+):\s+(\d+)(?: kB|\s|$)/gm);
  return new Map([...rows].map(([, name = "", value = ""]) => [name, BigInt(value)]));
}

/** What `/proc` says of a task, by our names. */
function witness(pid: number): Partial<TaskStats> {
  const folder = `/proc/${pid}/task/${pid}`;
  const status = table(`${folder}/status`);
  // Behind the name of the command, from the third on.
  const stat = readFileSync(`${folder}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  const [ran, waited, turns] = readFileSync(`${folder}/schedstat`, "utf8").trim().split(" ").map(BigInt);
  const executable = statSync(`/proc/${pid}/exe`, { bigint: true });
  const number = (field: number): number => Number(stat[field - 3]);
  const count = (name: string): bigint => status.get(name) ?? -1n;
  return {
    command: readFileSync(`${folder}/comm`, "utf8").trim(),
    parentPid: number(4),
    minorFaults: BigInt(number(10)),
    majorFaults: BigInt(number(12)),
    nice: number(19),
    uid: Number(count("Uid")),
    gid: Number(count("Gid")),
    pid: Number(count("Pid")),
    tgid: Number(count("Tgid")),
    peakVirtualSize: count("VmPeak"),
    voluntarySwitches: count("voluntary_ctxt_switches"),
    involuntarySwitches: count("nonvoluntary_ctxt_switches"),
    cpuRunVirtualTotal: ran ?? -1n,
    cpuDelayTotal: waited ?? -1n,
    cpuCount: turns ?? -1n,
    executableInode: executable.ino,
    executableDevice: executable.dev,
  };
}

/** Most memory that was in use, in KiB; the kernel tells it here as exactly as it takes no time to know. */
function peak(pid: number): number {
  return Number(table(`/proc/${pid}/status`).get("VmHWM"));
}

/** How far two such numbers may be apart. */
const BLUR = 2048;

/** What `/proc` says of the reading and writing of a task, which is told down to multiples of 1024. */
function inputAndOutput(pid: number): Partial<TaskStats> {
  const io = table(`/proc/${pid}/task/${pid}/io`);
  const count = (name: string): bigint => (io.get(name) ?? -1n) & ~1023n;
  return {
    readCharacters: count("rchar"),
    writeCharacters: count("wchar"),
    readSyscalls: count("syscr"),
    writeSyscalls: count("syscw"),
    readBytes: count("read_bytes"),
    writeBytes: count("write_bytes"),
    cancelledWriteBytes: count("cancelled_write_bytes"),
  };
}

/** A process that has begun to sleep, and is killed in the end. */
async function asleep(): Promise<AsyncDisposable & { readonly pid: number; readonly child: ChildProcess }> {
  const child = spawn("nice", ["-n", "5", "sleep", "1000"], { stdio: "ignore" });
  await once(child, "spawn");
  // A process that was started has a number.
  const pid = child.pid!;
  await expect.poll(() => readFileSync(`/proc/${pid}/stat`, "utf8")).toMatch(/^\d+ \((sleep|coreutils|busybox)\) S/);
  return {
    pid,
    child,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "close");
    },
  };
}

describeLive("what a task has used", () => {
  describeWhere(isPrivileged, "CAP_NET_ADMIN outside of a user namespace", "with privileges on the machine", () => {
    test("is what /proc says of it, while it sleeps", async () => {
      await using genetlink = await Genetlink.open();
      await using sleeper = await asleep();
      const started = Math.floor(Date.now() / 1000);
      const { task } = await genetlink.family(taskstats).request("get", { pid: sleeper.pid });
      const known = { ...witness(sleeper.pid), ...inputAndOutput(sleeper.pid) };
      expect(task).toMatchObject({ pid: sleeper.pid, stats: { ...known, exitCode: 0, scheduler: "normal" } });
      const { version, beginTime, beginTime64, elapsedTime, userTime, systemTime } = task?.stats ?? {};
      expect(known.nice).toBe(5);
      expect(Math.abs(Number(task?.stats?.peakResidentSize) - peak(sleeper.pid))).toBeLessThan(BLUR);
      expect(version).toBeGreaterThanOrEqual(8);
      expect(Math.abs(started - (beginTime ?? 0))).toBeLessThanOrEqual(2);
      if (beginTime64 !== undefined) expect(beginTime64).toBe(BigInt(beginTime ?? 0));
      expect((userTime ?? 0n) + (systemTime ?? 0n)).toBeLessThanOrEqual(elapsedTime ?? 0n);
      expect(elapsedTime).toBeLessThan(60_000_000n);
      expect(task).not.toHaveProperty("unknown");
    });

    test("is between what /proc says of ourselves before and behind", async () => {
      await using genetlink = await Genetlink.open();
      const family = genetlink.family(taskstats);
      await family.find();
      const before = { ...witness(process.pid), ...inputAndOutput(process.pid) };
      const { task, process: none } = await family.request("get", { pid: process.pid });
      const behind = { ...witness(process.pid), ...inputAndOutput(process.pid) };
      expect(none).toBeUndefined();
      const counters = Object.entries(before).flatMap(([name, value]) =>
        typeof value === "bigint" ? [[name, value] as const] : []
      );
      expect(counters.length).toBeGreaterThan(12);
      for (const [name, least] of counters) {
        const value = Reflect.get(task?.stats ?? {}, name);
        expect(value, name).toBeGreaterThanOrEqual(least);
        expect(value, name).toBeLessThanOrEqual(Reflect.get(behind, name));
      }
      const { command, parentPid, uid, nice } = before;
      expect(task?.stats).toMatchObject({ command, parentPid, uid, nice, pid: process.pid });
    });

    test("is summed up for a process", async () => {
      await using genetlink = await Genetlink.open();
      await using sleeper = await asleep();
      const { task, process: whole } = await genetlink.family(taskstats).request("get", { tgid: sleeper.pid });
      const { cpuCount, cpuRunVirtualTotal, voluntarySwitches } = witness(sleeper.pid);
      expect(task).toBeUndefined();
      expect(whole).toMatchObject({
        tgid: sleeper.pid,
        stats: { cpuCount, cpuRunVirtualTotal, voluntarySwitches, command: "" },
      });
    });

    test("is that of a task that there is", async () => {
      await using genetlink = await Genetlink.open();
      const family = genetlink.family(taskstats);
      await expect(family.request("get", { pid: 2 ** 31 - 1 })).rejects.toMatchObject({ code: "ESRCH" });
      await expect(family.request("get", {})).rejects.toMatchObject({ code: "EINVAL" });
    });
  });

  test("is for those who have privileges on the machine", async () => {
    const { stdout } = await script(
      `import { Genetlink, taskstats } from "file://${root}src/generic/mod.ts";
      await using genetlink = await Genetlink.open();
      await genetlink.family(taskstats).request("get", { pid: 1 }).catch(({ code }) => console.log(code));`,
      UNPRIVILEGED,
    );
    expect(stdout).toBe("EPERM\n");
  });

  test("in a control group is told for hierarchies of version 1 alone", async () => {
    await using genetlink = await Genetlink.open();
    for (const path of ["/sys/fs/cgroup", "/"]) {
      const fd = openSync(path, "r");
      try {
        // The machine may have version 1 there.
        const outcome = await genetlink.family(taskstats).request("getCgroup", { fd }).catch((error) => error.code);
        if (typeof outcome === "string") expect(outcome).toBe("EINVAL");
        else expect(outcome.stats?.running).toBeGreaterThan(0n);
      } finally {
        closeSync(fd);
      }
    }
  });
});

describeLive("ends of tasks", () => {
  const needs = "CAP_NET_ADMIN in the first namespaces of users and processes";
  describeWhere(isPrivileged && isFirst, needs, "with privileges in the first namespaces", () => {
    let namespace = "";
    beforeAll(() => void (namespace = firstNamespace()));

    /** The end of a process that `end` brings about, of all that are told. */
    async function endOf(end: () => Promise<number>): Promise<TaskMessage> {
      await using genetlink = await Genetlink.open({ namespace });
      const options = { atEnd: { deregisterCpus: cpus } };
      await using exits = await genetlink.family(taskstats).listen("get", { registerCpus: cpus }, options);
      const pid = await end();
      for await (const event of exits) {
        if (event.type === "notification" && event.value.task?.pid === pid) return event.value;
      }
      throw new Error("Cannot find the end");
    }

    test("are told with all that was used, and how", async () => {
      const { task, process: whole } = await endOf(async () => {
        const child = spawn("sh", ["-c", "exit 3"], { stdio: "ignore" });
        await once(child, "close");
        return child.pid ?? 0;
      });
      expect(task?.stats).toMatchObject({ command: "sh", exitCode: 3 * 256, parentPid: process.pid, pid: task?.pid });
      expect(task?.stats?.flags).not.toContain("signal");
      expect(task?.stats?.minorFaults).toBeGreaterThan(0n);
      // It had one task alone.
      expect(whole).toBeUndefined();
      expect(task).not.toHaveProperty("unknown");
    });

    test("by a signal have its number", async () => {
      const { task } = await endOf(async () => {
        await using sleeper = await asleep();
        sleeper.child.kill("SIGKILL");
        await once(sleeper.child, "close");
        return sleeper.pid;
      });
      expect(task?.stats).toMatchObject({ exitCode: 9, nice: 5, flags: expect.arrayContaining(["signal"]) });
    });

    test("of many tasks end with their process", async () => {
      await using genetlink = await Genetlink.open({ namespace });
      const options = { atEnd: { deregisterCpus: cpus } };
      await using exits = await genetlink.family(taskstats).listen("get", { registerCpus: cpus }, options);
      let pid: number | undefined;
      // Every runtime has threads.
      await run(cli(["--help"]), { started: (child) => pid = child.pid });
      for await (const event of exits) {
        if (event.type !== "notification" || event.value.process?.tgid !== pid) continue;
        expect(event.value.process?.stats?.cpuRunVirtualTotal).toBeGreaterThan(0n);
        expect(event.value.task?.stats?.flags).toContain("group");
        break;
      }
    });

    test("on CPUs that cannot be there are told to nobody", async () => {
      await using genetlink = await Genetlink.open({ namespace });
      for (const [registerCpus, code] of [["0-100000", "ERANGE"], ["nonsense", "EINVAL"]] as const) {
        const refused = genetlink.family(taskstats).listen("get", { registerCpus });
        await expect(refused).rejects.toMatchObject({ code });
      }
    });

    test.each([[true, false], [false, true]])(
      "are told to the next socket with the port unless the first says its end: %s",
      async (says, isTold) => {
        const id = await (async () => {
          await using genetlink = await Genetlink.open({ namespace });
          return (await genetlink.family(taskstats).find()).id;
        })();
        const request = (value: TaskQuery): Uint8Array => {
          const NLM_F_REQUEST = 1;
          return datagram({ type: id, flags: NLM_F_REQUEST, command: 1, codec: taskQuery, value });
        };
        const first = await NetlinkSocket.open("generic", { namespace });
        first.send(request({ registerCpus: cpus }));
        if (says) first.atClose(request({ deregisterCpus: cpus }));
        await first[Symbol.asyncDispose]();
        await using next = await NetlinkSocket.open("generic", { namespace });
        expect(next.port).toBe(first.port);
        await run(["true"]);
        expect(next.receiveNow() !== undefined).toBe(isTold);
      },
    );
  });
});
