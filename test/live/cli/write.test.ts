import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NetworkEvent, watch } from "../../../mod.ts";
import { readCapture } from "../../../src/codec/capture.ts";
import { announced } from "../../../src/route/mod.ts";
import { fakeKernel } from "../../../src/testing/mod.ts";
import { addRules } from "../rules.ts";
import { cli, describeLive, namespace, run, type Sandbox } from "../sandbox.ts";
import { subscribed } from "../subscribed.ts";
import { Program } from "./program.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netlink-write-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const CHANGES: readonly string[] = [
  "link set lo up",
  "link add v0 type veth peer name v1",
  "link set v0 up",
  "link set v1 up",
  "address add 10.0.0.1/24 dev v0",
  "route add 10.1.0.0/16 via 10.0.0.2",
  "link set v0 name renamed",
  "rule add fwmark 1 table 100",
  "route delete 10.1.0.0/16",
  "nexthop add id 7 blackhole",
  "link delete renamed",
];

/** Something of every topic that a kernel announces without hardware or routers. */
const EVERYTHING: readonly string[] = [
  "ip link add v0 type veth peer name v1",
  "ip link add br0 type bridge",
  "ip link set v1 master br0",
  "ip link add vx8 type vxlan external vnifilter dstport 4791 local 10.0.0.1",
  ...["lo", "v0", "v1", "br0", "vx8"].map((name) => `ip link set ${name} up`),
  "ip address add 10.0.0.1/24 dev v0",
  "ip address add 2001:db8::1/64 dev v0 nodad",
  "ip route add 10.1.0.0/16 via 10.0.0.2",
  "ip neighbor add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0",
  "ip rule add fwmark 1 table 100",
  "ip nexthop add id 7 via 10.0.0.2 dev v0",
  "sysctl -q -w net.ipv6.conf.all.forwarding=1",
  "bridge mdb add dev br0 port v1 grp 239.1.1.1 permanent",
  "bridge vni add dev vx8 vni 200-202",
  "tc qdisc add dev v0 root handle 1: htb default 0x20",
  "tc class add dev v0 parent 1: classid 1:1 htb rate 1mbit ceil 2mbit burst 15k",
  "tc filter add dev v0 parent 1: protocol ip prio 10 u32 match ip dst 198.51.100.0/24 flowid 1:1",
  "tc qdisc add dev v1 clsact",
  "tc chain add dev v1 ingress chain 9",
  "tc filter add dev v1 egress protocol all u32 match u32 0 0 action mirred ingress mirror dev lo index 99",
  "tc qdisc delete dev v0 root",
  "ip link delete v0",
];

/** What is heard of that. */
const HEARD: readonly string[] = [
  ...["link", "address", "route", "neighbor", "rule", "nexthop", "netconf", "nsid", "mdb", "tunnel"],
  ...["multicastAddress", "anycastAddress", "qdisc", "trafficClass", "filter", "chain"],
];

/** What the monitor printed of the changes, and the file that it wrote. */
async function recorded(home: Sandbox, ...options: readonly string[]): Promise<{ file: string; printed: string }> {
  return await recordedWhile(home, () => home.batch(CHANGES), options);
}

/** The same of what `act` does. */
async function recordedWhile(
  home: Sandbox,
  act: () => void | Promise<void>,
  options: readonly string[],
): Promise<{ file: string; printed: string }> {
  const file = join(folder, `${options.length}${options.join("").slice(-20)}.pcapng`);
  await using program = new Program("monitor", "--namespace", home.name, "--write", file, ...options);
  let isStarted = false;
  const first = program.linesUntil("lo").finally(() => isStarted = true);
  for (let i = 0; !isStarted; i++) {
    home.ip("link", "set", "lo", i % 2 === 0 ? "up" : "down");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await first;
  await act();
  home.ip("link", "set", "lo", "mtu", "4242");
  await program.linesUntil("4242");
  program.kill("SIGINT");
  const { status, stdout, stderr } = await program.outcome;
  expect({ status, stderr }).toEqual({ status: 130, stderr: "" });
  return { file, printed: stdout };
}

/** How many datagrams of a file that ends anywhere were shown. */
function datagramsOf(file: string): number {
  let count = 0;
  try {
    for (const captured of readCapture(readFileSync(file))) if ("bytes" in captured && !captured.comment) count++;
  } catch {
    // The last one is not all there.
  }
  return count;
}

describeLive("monitor --write", () => {
  test.each([
    ["what it printed", []],
    ["the JSON that it printed", ["--json"]],
    ["what it printed of some topics", ["route", "rule", "nexthop", "link"]],
    ["what it printed of one link", ["--link", "lo"]],
  ])("writes a file that decode prints as %s", async (_, options) => {
    await using home = namespace();
    const { file, printed } = await recorded(home, ...options);
    const json = options.includes("--json") ? ["--json"] : [];
    const { status, stdout, stderr } = await run(cli(["decode", ...json, file]));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(printed);
    expect(stdout.split("\n").length).toBeGreaterThan(options.includes("lo") ? 2 : 10);
  });

  test("writes a file that decode prints as all that it printed of every topic", async () => {
    await using home = namespace();
    await using other = namespace();
    const act = async (): Promise<void> => {
      home.ip("netns", "set", other.name, "7");
      for (const line of EVERYTHING) {
        const { stderr } = await run(["ip", "netns", "exec", home.name, ...line.split(" ")]);
        expect(stderr).toBe("");
      }
    };
    const { file, printed } = await recordedWhile(home, act, announced);
    expect(await run(cli(["decode", file]))).toMatchObject({ status: 0, stdout: printed, stderr: "" });
    const { stdout } = await run(cli(["decode", "--json", file]));
    const events = stdout.trim().split("\n").map((line): NetworkEvent => JSON.parse(line));
    expect(events.length).toBe(printed.trim().split("\n").length);
    expect([...new Set(events.map(({ type }) => type))]).toEqual(expect.arrayContaining([...HEARD]));
  });

  test("what stands on standard output stands in the file, though the program was killed", async () => {
    await using home = namespace();
    const file = join(folder, "killed.pcapng");
    await using program = new Program("monitor", "rule", "--namespace", home.name, "--write", file);
    await subscribed(home, program.outcome);
    const printed: string[] = [];
    for (const priority of [1, 2, 3]) {
      addRules(home, priority, 1);
      printed.push(...await program.linesUntil(`${priority}: `));
      expect((await run(cli(["decode", file]))).stdout).toBe(`${printed.join("\n")}\n`);
    }
    program.kill("SIGKILL");
    await program.outcome;
    expect((await run(cli(["decode", file]))).stdout).toBe(`${printed.join("\n")}\n`);
  });

  test("writes what is not shown without waiting for what follows", async () => {
    await using home = namespace();
    const file = join(folder, "quiet.pcapng");
    await using program = new Program("monitor", "rule", "--namespace", home.name, "--write", file);
    await subscribed(home, program.outcome);
    home.ip("link", "set", "lo", "up");
    await expect.poll(() => [...readCapture(readFileSync(file))].filter((captured) => "comment" in captured).length)
      .toBeGreaterThan(0);
  });

  test("says so at once where the file takes nothing", async () => {
    await using home = namespace();
    const none = ["sh", "-c", "trap '' XFSZ && ulimit -f 0 && exec \"$@\"", "sh"];
    const file = join(folder, "full.pcapng");
    const { status, stdout, stderr } = await run([
      ...none,
      ...cli(["monitor", "--namespace", home.name, "--write", file]),
    ]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr.startsWith(`netlink: Cannot write '${file}': `), stderr).toBe(true);
    expect(stderr).toMatch(/^.*file too large.*\n$/i);
  });

  test("prints what it wrote, though the file then takes no more", async () => {
    await using home = namespace();
    const file = join(folder, "filled.pcapng");
    const some = ["sh", "-c", "trap '' XFSZ && ulimit -f 16 && exec \"$@\"", "sh"];
    let isEnded = false;
    const outcome = run([...some, ...cli(["monitor", "rule", "--namespace", home.name, "--write", file])])
      .finally(() => isEnded = true);
    while (!isEnded) {
      addRules(home, 1000, 400);
      home.batch(Array.from({ length: 400 }, (_, i) => `rule delete pref ${1000 + i}`));
      // Lets the end be heard of.
      await Promise.race([outcome, new Promise((resolve) => setTimeout(resolve, 20))]);
    }
    const { status, stdout, stderr } = await outcome;
    expect(status).toBe(1);
    expect(stderr).toMatch(/^netlink: Cannot write '.*filled.pcapng': .*file too large.*\n$/i);
    const written = datagramsOf(file);
    expect(written).toBeGreaterThan(20);
    // One rule each.
    expect(stdout.trim().split("\n").length).toBeGreaterThanOrEqual(written);
  });

  test("writes what a fake kernel can tell again", async () => {
    await using home = namespace();
    const { file, printed } = await recorded(home, "link", "--json");
    const kernel = fakeKernel();
    await using events = await watch({ topics: ["link"], kernel, receiveBuffer: 2 ** 22 });
    kernel.replay(readFileSync(file));
    const again: NetworkEvent[] = [];
    for (const line of printed.trim().split("\n")) {
      const { value } = await events.next();
      if (value !== undefined) again.push(value);
      expect(value).toMatchObject({ type: "link", action: JSON.parse(line).action });
    }
    expect(again.length).toBeGreaterThan(8);
  });

  test("writes losses in their place", async () => {
    await using home = namespace();
    const file = join(folder, "loss.pcapng");
    await using program = new Program(
      "monitor",
      "route",
      "--json",
      "--namespace",
      home.name,
      "--receive-buffer",
      "4096",
      "--write",
      file,
    );
    const many = Array.from({ length: 5000 }, (_, i) => `route add blackhole 10.${i >> 8}.${i & 0xff}.0/24`);
    let isLost = false;
    const lost = program.linesUntil('"overrun"').finally(() => isLost = true);
    while (!isLost) {
      home.batch([...many, "route flush table main"]);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await lost;
    program.kill("SIGTERM");
    const { stdout } = await program.outcome;
    expect((await run(cli(["decode", "--json", file]))).stdout).toBe(stdout);
    expect([...readCapture(readFileSync(file))].some((captured) => "lost" in captured)).toBe(true);
  });

  test("refuses a file that cannot be written, and changes", async () => {
    const missing = await run(cli(["monitor", "--write", join(folder, "no", "such", "folder")]));
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain(`Cannot write '${join(folder, "no", "such", "folder")}'`);
    const changes = await run(cli(["monitor", "--changes", "--write", join(folder, "changes")]));
    expect(changes.status).toBe(2);
    expect(changes.stderr).toContain("Cannot write changes: --write is for events");
  });
});
