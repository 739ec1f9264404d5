import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Readable } from "node:stream";
import { expect, test } from "vitest";
import { addRules } from "../live/rules.ts";
import { cli, describeLive, namespace, type Outcome, run, type Sandbox } from "../live/sandbox.ts";
import { subscribed } from "../live/subscribed.ts";

/** `netlink monitor` in a process of its own, which watches already. */
interface Monitor {
  readonly pid: number;
  readonly stdout: Readable;
  readonly ending: Promise<Outcome>;
}

/** Starts it, after these words. */
async function monitor(home: Sandbox, args: readonly string[], before: readonly string[] = []): Promise<Monitor> {
  let child: ChildProcess | undefined;
  const ending = run([...before, ...cli(["monitor", "--namespace", home.name, ...args])], {
    started: (started) => child = started,
  });
  await subscribed(home, ending);
  // A process that has subscribed was started, with pipes.
  return { pid: child!.pid!, stdout: child!.stdout!, ending };
}

/** The line of a rule that {@linkcode addRules} added. */
function rule(priority: number): string {
  return `${priority}: from all lookup main proto static\n`;
}

const QUIET = { signal: null, stderr: "" };

describeLive("netlink monitor", () => {
  test.each([["SIGHUP", 129], ["SIGINT", 130], ["SIGTERM", 143]] as const)(
    "ends with %s and status %i",
    async (signal, status) => {
      await using home = namespace();
      const { pid, ending } = await monitor(home, ["rule"]);
      addRules(home, 1, 1);
      process.kill(pid, signal);
      expect(await ending).toMatchObject({ ...QUIET, status });
    },
  );

  test("ends with SIGTERM though nobody reads what it printed", async () => {
    await using home = namespace();
    const folder = mkdtempSync(join(tmpdir(), "netlink-monitor-"));
    const pipe = join(folder, "pipe");
    expect((await run(["mkfifo", pipe])).status).toBe(0);
    const reader = openSync(pipe, "r+");
    try {
      const into = ["sh", "-c", 'pipe=$1 && shift && exec "$@" > "$pipe"', "sh", pipe];
      const { pid, ending } = await monitor(home, ["rule", "--json"], into);
      // Far more than a pipe holds.
      addRules(home, 1, 3000);
      await new Promise((resolve) => setTimeout(resolve, 300));
      process.kill(pid, "SIGTERM");
      expect(await ending).toMatchObject({ ...QUIET, status: 143 });
    } finally {
      closeSync(reader);
      rmSync(folder, { recursive: true });
    }
  });

  test("ends quietly when nobody reads any more", async () => {
    await using home = namespace();
    const pipeline = ["sh", "-c", '{ "$@"; echo "status $?" >&2; } | head -n 1', "sh"];
    const { ending } = await monitor(home, ["rule"], pipeline);
    addRules(home, 1, 1);
    let priority = 2;
    let ended = false;
    void ending.then(() => ended = true);
    // It hears of it when it writes the next line.
    while (!ended) {
      addRules(home, priority++, 1);
      await Promise.race([ending, new Promise((resolve) => setTimeout(resolve, 20))]);
    }
    expect(await ending).toMatchObject({ stdout: rule(1), stderr: "status 0\n" });
  });

  test("ends when nobody reads any more, though nothing happens", async () => {
    await using home = namespace();
    const pipeline = ["sh", "-c", '{ "$@"; echo "status $?" >&2; } | head -n 1', "sh"];
    const { ending } = await monitor(home, ["rule"], pipeline);
    addRules(home, 1, 1);
    expect(await ending).toMatchObject({ stdout: rule(1), stderr: "status 0\n" });
  });

  test("says why it cannot write", async () => {
    await using home = namespace();
    const { ending } = await monitor(home, ["rule"], ["sh", "-c", 'exec "$@" > /dev/full', "sh"]);
    addRules(home, 1, 1);
    const { status, stderr } = await ending;
    expect(stderr).toMatch(/^netlink: Cannot write to standard output: .*no space left on device.*\n$/i);
    expect(status).toBe(1);
  });

  test("--count ends it after so many lines, whatever else it waits for", async () => {
    await using home = namespace();
    const { ending } = await monitor(home, ["rule", "--count", "2", "--timeout", "1h"]);
    addRules(home, 1, 3);
    expect(await ending).toEqual({ ...QUIET, status: 0, stdout: rule(1) + rule(2) });
  });

  test("--timeout ends it with status 124, with what it printed until then", async () => {
    await using home = namespace();
    const start = performance.now();
    const { ending } = await monitor(home, ["rule", "--timeout", "2"]);
    addRules(home, 1, 1);
    expect(await ending).toEqual({ ...QUIET, status: 124, stdout: rule(1) });
    expect(performance.now() - start).toBeGreaterThan(2000);
  });

  test("--link shows one link by its name, however late it gets it, until it loses it", async () => {
    await using home = namespace();
    home.ip("link", "set", "lo", "up");
    const { ending } = await monitor(home, ["link", "address", "rule", "--link", "wanted", "--count", "9"]);
    home.batch([
      "link add other type ifb",
      "address add 10.0.0.1/24 dev other",
      "link set other name wanted",
      "address add 10.0.0.2/24 dev wanted",
      "link add another type ifb",
      "address add 10.0.0.3/24 dev another",
      "rule add pref 5 iif another table main",
      "rule add pref 6 iif wanted table main",
      "link set wanted name lost",
      "address add 10.0.0.4/24 dev lost",
      "link set another name wanted",
      "address delete 10.0.0.3/24 dev wanted",
      "link delete wanted",
    ]);
    const { stdout, ...rest } = await ending;
    expect(rest).toEqual({ ...QUIET, status: 0 });
    const lines = stdout.split("\n").slice(0, -1).map((line) =>
      line.replace(/^\d+: /, "").split(" ").slice(0, 3).join(" ")
    );
    expect(lines).toEqual([
      // The kernel tells addresses again when their link gets another name.
      "wanted: <BROADCAST,NOARP> mtu",
      "wanted inet 10.0.0.1/24",
      "wanted inet 10.0.0.2/24",
      "from all iif",
      "lost: <BROADCAST,NOARP> mtu",
      "wanted: <BROADCAST,NOARP> mtu",
      "wanted inet 10.0.0.3/24",
      "Deleted 3: wanted",
      "Deleted 3: wanted:",
    ]);
  });

  test("--link takes digits for an index", async () => {
    await using home = namespace();
    const { ending } = await monitor(home, ["link", "address", "rule", "--link", "1", "--count", "3"]);
    home.batch([
      "link add 1 type ifb",
      "address add 10.0.0.1/24 dev 1",
      "address add 10.0.0.2/24 dev lo",
      "rule add pref 5 iif 1 table main",
      "rule add pref 6 iif lo table main",
      "link set lo mtu 1400",
    ]);
    const { stdout, ...rest } = await ending;
    expect(rest).toEqual({ ...QUIET, status: 0 });
    expect(stdout.split("\n").map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      "1: lo inet",
      "6: from all",
      "1: lo: <LOOPBACK>",
      "",
    ]);
  });

  test("--link shows what else is about one link, and nothing that is about none", async () => {
    await using home = namespace();
    home.batch([
      "link add v0 type veth peer name v1",
      "link add br0 type bridge",
      "link set v0 master br0",
      "link set br0 up",
    ]);
    const { ending } = await monitor(home, ["netconf", "mdb", "nsid", "--link", "v0", "--count", "2"]);
    home.ip("netns", "set", home.name, "7");
    for (const [port, state] of [["br0", "temp"], ["v0", "permanent"]] as const) {
      const entry = ["mdb", "add", "dev", "br0", "port", port, "grp", "239.9.9.9", state];
      expect(await run(["bridge", "-n", home.name, ...entry])).toMatchObject({ stderr: "" });
    }
    for (const link of ["v1", "v0"]) {
      const setting = `net.ipv4.conf.${link}.rp_filter=2`;
      expect(await run(["ip", "netns", "exec", home.name, "sysctl", "-q", "-w", setting])).toMatchObject({
        stderr: "",
      });
    }
    expect(await ending).toEqual({
      ...QUIET,
      status: 0,
      stdout: "dev br0 port v0 grp 239.9.9.9 permanent proto static\ninet dev v0 rp_filter loose\n",
    });
  });

  test.each([[[]], [["--json"]]])(
    "--table, --family and --action leave out all else, in every form: %j",
    async (form) => {
      await using home = namespace();
      home.batch([
        "link add v0 type veth peer name v1",
        "link set v0 addrgenmode none up",
        "address add 10.0.0.1/24 dev v0",
      ]);
      const filter = ["--table", "main", "--table", "1000", "--family", "inet", "--action", "delete"];
      const { ending } = await monitor(home, ["address", "route", ...filter, ...form, "--count", "3"]);
      for (const verb of ["add", "delete"]) {
        home.batch([
          `route ${verb} 10.1.0.0/16 dev v0 table 100`,
          `route ${verb} 2001:db8::/64 dev v0`,
          `address ${verb} 10.0.0.2/24 dev v0`,
          `route ${verb} 10.2.0.0/16 dev v0 table 1000`,
          `route ${verb} 10.3.0.0/16 dev v0`,
        ]);
      }
      const { stdout, ...rest } = await ending;
      expect(rest).toEqual({ ...QUIET, status: 0 });
      const words = [/10\.0\.0\.2/, /10\.2\.0\.0/, /10\.3\.0\.0/];
      expect(stdout.trim().split("\n").map((line, i) => words[i]?.test(line))).toEqual([true, true, true]);
    },
  );

  test("--json with --link tells just what is about it, without a word of other links", async () => {
    await using home = namespace();
    home.batch(["link add v0 type veth peer name v1", "link add w0 type veth peer name w1", "link set w0 up"]);
    const { ending } = await monitor(home, ["address", "--json", "--link", "v0", "--link", "w1", "--count", "2"]);
    home.batch(["w0", "v0", "v1", "w1"].map((link, i) => `address add 10.0.0.${i}/32 dev ${link}`));
    const { stdout, ...rest } = await ending;
    expect(rest).toEqual({ ...QUIET, status: 0 });
    expect([...stdout.matchAll(/"local":"([^"]+)"/g)].map(([, local]) => local)).toEqual(["10.0.0.1", "10.0.0.3"]);
  });

  test("--receive-buffer is what the kernel is asked for", async () => {
    await using home = namespace();
    const { pid, ending } = await monitor(home, ["--receive-buffer", "32K"]);
    const inside = ["nsenter", `--net=/run/netns/${home.name}`, "ss", "--no-header", "-f", "netlink", "-a", "-m"];
    const { stdout } = await run(inside);
    expect(stdout).toContain(`rb${2 * 32 * 1024},`);
    process.kill(pid, "SIGTERM");
    await ending;
  });

  test("--namespace takes the number of a process", async () => {
    await using home = namespace();
    home.ip("link", "add", "ifb7", "type", "ifb");
    const inside = ["nsenter", `--net=/run/netns/${home.name}`, "sh", "-c", 'exec "$@"', "sh"];
    const { stdout } = await run([
      ...inside,
      "sh",
      "-c",
      `${cli(["list", "links", "--namespace", "$$"]).join(" ")}; :`,
    ]);
    expect(stdout).toContain("ifb7");
    expect(await run(cli(["list", "links", "--namespace", "4194305"]))).toEqual({
      status: 1,
      signal: null,
      stdout: "",
      stderr: "netlink: Cannot open network namespace of process 4194305: ENOENT, No such file or directory\n",
    });
  });

  test("--namespace takes a path, and one that is none is told by the system", async () => {
    await using home = namespace();
    const ending = run(cli(["monitor", "link", "--count", "1", "--namespace", `/run/netns/${home.name}`]));
    await subscribed(home, ending);
    home.ip("link", "add", "ifb7", "type", "ifb");
    expect(await ending).toMatchObject({ ...QUIET, status: 0, stdout: expect.stringContaining("ifb7") });
    expect(await run(cli(["monitor", "--namespace", "no-such-name"]))).toEqual({
      status: 1,
      signal: null,
      stdout: "",
      stderr: "netlink: Cannot open network namespace 'no-such-name': ENOENT, No such file or directory\n",
    });
  });

  test("names links as they are called, and leaves no colours in a pipe", async () => {
    await using home = namespace();
    home.ip("link", "add", "before", "type", "ifb");
    const { stdout: lines, ending } = await monitor(home, ["address", "--count", "3"]);
    home.ip("address", "add", "10.0.0.1/24", "dev", "before");
    // It has listed the names when it prints, and not as soon as it has subscribed.
    await once(lines, "data");
    home.batch([
      "link set before name after",
      "address add 10.0.0.2/24 dev after",
    ]);
    const { stdout } = await ending;
    expect(stdout.split("\n").map((line) => line.split(" ").slice(1, 4).join(" ")))
      // The kernel tells addresses again when their link gets another name.
      .toEqual(["before inet 10.0.0.1/24", "after inet 10.0.0.1/24", "after inet 10.0.0.2/24", ""]);
    expect(stdout).not.toContain("\x1b");
  });
});
