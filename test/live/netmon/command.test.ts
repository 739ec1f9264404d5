import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { RuntimeRoute } from "../../../src/netmon/mod.ts";
import { cli, describeLive, namespace, run, type Sandbox } from "../sandbox.ts";
import { eventually, Netmon } from "./netmon.ts";

/** A namespace with a veth pair: `eth0` is down, its peer `cable` is up. */
function plugged(): Sandbox {
  const home = namespace();
  home.batch([
    "link add eth0 type veth peer name cable",
    // Their addresses would come when they like.
    "link set eth0 addrgenmode none",
    "link set cable addrgenmode none",
    "link set cable up",
  ]);
  return home;
}

/** The monitor of a namespace. */
function netmon(home: Sandbox, args: readonly string[] = [], work = ""): Promise<Netmon> {
  return new Netmon(["-namespace", home.name, ...args], { work }).begun();
}

/** An interface as `ip` has it, in the words of the runtime. */
function witness(home: Sandbox, name: string): unknown {
  const [link] = home.json("address", "show", "dev", name);
  const addresses = link?.["addr_info"] as readonly Readonly<Record<string, unknown>>[];
  return {
    Device: name,
    Name: name,
    IPAddresses: addresses.length === 0 ? null : addresses.map(({ family, local, prefixlen }) => ({
      Family: family === "inet" ? 2 : 10,
      Address: local,
      Mask: `${prefixlen}`,
    })),
    Mtu: link?.["mtu"],
    HwAddr: link?.["address"],
    PciAddr: "",
    LinkType: "veth",
  };
}

describeLive("netlink netmon", () => {
  test.concurrent("does nothing while nothing happens", async () => {
    using home = plugged();
    await using monitor = await netmon(home);
    await delay(1000);
    const before = ticksOf(monitor.pid);
    await delay(3000);
    // A hundredth of a second each.
    expect(ticksOf(monitor.pid) - before).toBeLessThanOrEqual(4);
  });

  test.concurrent("tells of an interface that is plugged in, gets another address, name and size, goes down, up and away", async () => {
    using home = plugged();
    await using monitor = await netmon(home, ["-quiet-time", "200ms"]);
    home.batch([
      "address add 10.0.0.1/24 dev eth0",
      "address add 2001:db8::1/64 dev eth0 nodad",
      "link set eth0 up",
      "route add 10.9.0.0/16 via 10.0.0.2",
      "route add 2001:db8:9::/48 via 2001:db8::2",
      "route add default via 10.0.0.3 src 10.0.0.1",
    ]);
    await monitor.expectTold("add-iface cable", "add-iface eth0", "update-routes 3");
    const [, added, routes] = monitor.calls;
    expect(added).toEqual({
      args: `kata-network add-iface box ${monitor.storage}/box/shared.json`,
      action: "add-iface",
      modes: ["640", "750"],
      content: witness(home, "eth0"),
    });
    expect(routes?.content).toEqual(expect.arrayContaining([
      { Dest: "10.9.0.0/16", Gateway: "10.0.0.2", Device: "eth0", Source: "", Scope: 0 },
      { Dest: "2001:db8:9::/48", Gateway: "2001:db8::2", Device: "eth0", Source: "", Scope: 0 },
      { Dest: "", Gateway: "10.0.0.3", Device: "eth0", Source: "10.0.0.1", Scope: 0 },
    ]));
    await eventually(() => expect(readdirSync(join(monitor.storage, "box"))).toEqual([]));

    monitor.forget();
    home.ip("address", "add", "10.0.7.1/24", "dev", "eth0");
    await monitor.expectTold("add-iface eth0");
    expect(monitor.calls[0]?.content).toMatchObject({
      IPAddresses: expect.arrayContaining([{ Family: 2, Address: "10.0.7.1", Mask: "24" }]),
    });

    monitor.forget();
    home.ip("link", "set", "eth0", "mtu", "1400");
    await monitor.expectTold("add-iface eth0");
    expect(monitor.calls[0]?.content).toMatchObject({ Mtu: 1400 });

    monitor.forget();
    home.ip("link", "set", "eth0", "down");
    // The kernel says nothing of the routes of IPv4 that go with it.
    await monitor.expectTold("update-routes null");

    monitor.forget();
    home.ip("link", "set", "eth0", "name", "eth7");
    await monitor.expectTold("del-iface eth0", "update-routes null");
    monitor.forget();
    home.ip("link", "set", "eth7", "up");
    await monitor.expectTold("add-iface eth7", "update-routes null");
    expect(monitor.calls[0]?.content).toEqual(witness(home, "eth7"));

    monitor.forget();
    home.ip("link", "delete", "eth7");
    await eventually(() =>
      expect(monitor.told.toSorted()).toEqual(["del-iface cable", "del-iface eth7", "update-routes null"])
    );
  });

  test.concurrent("says nothing of a port that comes to a bridge and leaves it, and tells when it moves away", async () => {
    using home = plugged();
    home.batch(["link set eth0 up", "link add br0 type bridge"]);
    await using monitor = await netmon(home);
    home.batch(["link set eth0 master br0", "link set eth0 nomaster"]);
    await delay(300);
    expect(monitor.told).toEqual([]);
    using elsewhere = namespace();
    home.ip("link", "set", "eth0", "netns", elsewhere.name);
    await monitor.expectTold("del-iface eth0", "update-routes null");
    await monitor.logged("an interface moved to another network namespace");
  });

  test.concurrent("tells a thousand routes in a handful of calls, the last of them exactly as they are", async () => {
    using home = plugged();
    home.batch(["address add 10.0.0.1/24 dev eth0", "link set eth0 up"]);
    await using monitor = await netmon(home);
    home.batch(Array.from({ length: 1000 }, (_, i) => `route add 10.${i >> 8}.${i & 255}.7/32 via 10.0.0.2`));
    home.ip("route", "delete", "10.0.9.7/32");
    const expected = home.json("route", "show", "proto", "boot").map(({ dst }) => `${dst}/32`).toSorted();
    expect(expected).toHaveLength(999);
    const last = (): readonly string[] => {
      // These calls are all about routes.
      const routes = monitor.calls.at(-1)?.content as readonly RuntimeRoute[] | undefined;
      return routes?.map(({ Dest }) => Dest).toSorted() ?? [];
    };
    await eventually(() => expect(last()).toEqual(expected));
    await delay(200);
    expect(last()).toEqual(expected);
    expect(monitor.calls.length).toBeLessThanOrEqual(8);
  });

  test.concurrent("waits for quiet as long as it is told to", async () => {
    using home = plugged();
    await using monitor = await netmon(home, ["-quiet-time", "1s"]);
    const begun = performance.now();
    home.ip("link", "set", "eth0", "up");
    await eventually(() => expect(monitor.told).toContain("update-routes null"));
    expect(performance.now() - begun).toBeGreaterThan(1000);
  });

  test.concurrent("calls a runtime again that fails twice, and one that hangs", async () => {
    using home = plugged();
    await using monitor = await netmon(
      home,
      ["-time-limit", "400ms"],
      '[ "$(wc -l < "$here/calls")" -gt 2 ] || exit 3',
    );
    home.batch(["link add ifb7 type ifb", "link set ifb7 addrgenmode none", "link set ifb7 up"]);
    await monitor.expectTold("add-iface ifb7", "add-iface ifb7", "add-iface ifb7", "update-routes null");
    await monitor.logged("status 3");
    await monitor.logged("action=update-routes");

    monitor.forget();
    monitor.work('[ "$(wc -l < "$here/calls")" -gt 1 ] || sleep 60');
    home.ip("link", "set", "ifb7", "mtu", "1400");
    await monitor.expectTold("add-iface ifb7", "add-iface ifb7");
    await monitor.logged("its time of 0.4 s was up");
    await eventually(() => expect(zombiesOf(monitor.pid)).toEqual([]));
  });

  test.concurrent("knows what is there after more events than it was told of", async () => {
    using home = plugged();
    home.batch(["address add 10.0.0.1/24 dev eth0", "link set eth0 up"]);
    await using monitor = await netmon(home);
    monitor.kill("SIGSTOP");
    const routes = Array.from({ length: 20_000 }, (_, i) => `10.9.${i >> 8}.${i & 255}/32`);
    home.batch(routes.map((route) => `route add ${route} via 10.0.0.2`));
    home.batch(["route flush root 10.9.0.0/16", "route add 10.8.0.0/16 via 10.0.0.2", "link delete eth0"]);
    home.batch(["link add ifb7 type ifb", "link set ifb7 addrgenmode none", "link set ifb7 up"]);
    monitor.kill("SIGCONT");
    await monitor.logged("events were lost");
    await eventually(() =>
      expect(monitor.told.toSorted()).toEqual([
        "add-iface ifb7",
        "del-iface cable",
        "del-iface eth0",
        "update-routes null",
      ])
    );
  });

  test.concurrent("waits for a runtime that is missing meanwhile", async () => {
    using home = plugged();
    await using monitor = await netmon(home);
    renameSync(monitor.runtime, `${monitor.runtime}.old`);
    home.ip("link", "set", "eth0", "up");
    await monitor.logged("there is no such file");
    renameSync(`${monitor.runtime}.old`, monitor.runtime);
    const calls = ["add-iface eth0", "add-iface cable", "update-routes null"];
    await eventually(() => expect(monitor.told).toEqual(expect.arrayContaining(calls)));
  });

  test.concurrent.each(["SIGTERM", "SIGINT", "SIGHUP"])(
    "ends well by %s, in the middle of a call too",
    async (signal) => {
      using home = plugged();
      await using monitor = await netmon(home, [], "exec sleep 60");
      home.ip("link", "set", "eth0", "up");
      await eventually(() => expect(monitor.calls.length).toBe(1));
      expect(existsSync(join(monitor.storage, "box/shared.json"))).toBe(true);
      monitor.kill(signal);
      const { status, stdout } = await monitor.outcome;
      expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
      expect(readdirSync(monitor.storage)).toEqual([]);
    },
  );

  test.concurrent.each(["SIGQUIT", "SIGABRT", "SIGTRAP", "SIGSYS"])(
    "ends by %s with status 1, and leaves nothing",
    async (signal) => {
      using home = plugged();
      await using monitor = await netmon(home);
      monitor.kill(signal);
      expect((await monitor.outcome).status).toBe(1);
      expect(monitor.log).toMatch(
        new RegExp(`level=fatal msg="received fatal signal" .*signal=${signal} source=netmon`),
      );
      expect(readdirSync(monitor.storage)).toEqual([]);
    },
  );

  test.concurrent("goes on when nobody reads its log any more", async () => {
    using home = plugged();
    await using monitor = await netmon(home);
    monitor.deafen();
    home.ip("link", "set", "eth0", "up");
    await eventually(() => expect(monitor.told).toContain("update-routes null"));
    monitor.forget();
    home.ip("link", "set", "eth0", "mtu", "1400");
    await monitor.expectTold("add-iface eth0");
    monitor.kill("SIGTERM");
    expect((await monitor.outcome).status).toBe(0);
    expect(readdirSync(monitor.storage)).toEqual([]);
  });

  test.concurrent("announces itself, as text or JSON, and goes on after SIGUSR1, with a word about where it is when it debugs", async () => {
    using home = plugged();
    await using text = await netmon(home, ["-log", "info"]);
    expect(text.log).toMatch(
      new RegExp(
        '^time="[-\\dT:.]+Z" level=info msg=announce debug=false log-level=info name=kata-netmon pid=\\d+ ' +
          `runtime-path=${text.runtime} sandbox=box source=netmon\n`,
      ),
    );
    await using json = await netmon(home, ["--log=debug", "-log-format", "json", "-d=true"]);
    expect(JSON.parse(json.log.split("\n")[0] ?? "")).toMatchObject({
      level: "info",
      msg: "announce",
      name: "kata-netmon",
      pid: json.pid,
      source: "netmon",
      sandbox: "box",
      "runtime-path": json.runtime,
      debug: true,
      "log-level": "debug",
    });

    for (const monitor of [text, json]) monitor.kill("SIGUSR1");
    await json.logged('"msg":"stack"');
    home.ip("link", "set", "eth0", "up");
    await eventually(() => expect(text.told).toContain("add-iface eth0"));
    expect(text.log).not.toContain("msg=stack");
  });

  test.concurrent("ends with status 1 at once where its runtime is missing, or at the first call in the first version", async () => {
    using home = plugged();
    await using missing = new Netmon(["-namespace", home.name, "-r", "/nowhere/runtime"]);
    expect((await missing.outcome).status).toBe(1);
    expect(missing.log).toMatch(
      /level=fatal msg="Cannot run '\/nowhere\/runtime kata-network --help': there is no such file"/,
    );
    expect(existsSync(missing.storage)).toBe(false);

    await using first = await netmon(home, ["-compat", "-r", "/nowhere/runtime"]);
    home.ip("link", "add", "ifb7", "type", "ifb");
    home.ip("link", "set", "ifb7", "up");
    expect((await first.outcome).status).toBe(1);
    expect(first.log).toMatch(/level=fatal msg="Cannot run '\/nowhere\/runtime kata-network add-iface box /);
    expect(readdirSync(first.storage)).toEqual([]);
  });

  test.concurrent("does not wait for a runtime that does not answer at the start, and ends in the middle of that", async () => {
    using home = plugged();
    const folder = mkdtempSync(join(tmpdir(), "netlink-netmon-"));
    const slow = join(folder, "runtime");
    writeFileSync(slow, `#!/bin/sh\n: > ${folder}/asked\nexec sleep 60\n`, { mode: 0o755 });
    await using late = new Netmon(["-namespace", home.name, "-r", slow, "-time-limit", "300ms"]);
    expect((await late.outcome).status).toBe(1);
    expect(late.log).toMatch(/level=fatal msg="Cannot run '\S+ kata-network --help': its time of 0\.3 s was up"/);
    rmSync(join(folder, "asked"));
    await using ended = new Netmon(["-namespace", home.name, "-r", slow]);
    await eventually(() => expect(existsSync(join(folder, "asked"))).toBe(true));
    ended.kill("SIGTERM");
    expect((await ended.outcome).status).toBe(0);
    rmSync(folder, { recursive: true });
  });

  test.concurrent.each([
    ["-log info", ["info", "fatal"]],
    ["-log warn", ["fatal"]],
    ["", ["fatal"]],
    ["-log=FATAL", ["fatal"]],
    ["-log panic", []],
  ])("with '%s' logs what is as important: %j", async (words, levels) => {
    const level = words === "" ? [] : words.split(" ");
    const { status, stderr } = await run(cli(["netmon", "-s", "box", "-r", "/nowhere/runtime", ...level]));
    expect(status).toBe(1);
    expect([...stderr.matchAll(/ level=(\w+) /g)].map(([, name]) => name)).toEqual(levels);
  });

  test.concurrent("goes on where a killed one has left its folder", async () => {
    using home = plugged();
    await using killed = await netmon(home, [], "exec sleep 60");
    home.ip("link", "set", "eth0", "up");
    await eventually(() => expect(killed.calls.length).toBe(1));
    killed.kill("SIGKILL");
    await killed.outcome;
    expect(readdirSync(join(killed.storage, "box"))).toEqual(["shared.json"]);
    await using monitor = await netmon(home, ["-storage", killed.storage]);
    home.ip("link", "set", "eth0", "mtu", "1400");
    await monitor.expectTold("add-iface eth0");
    monitor.kill("SIGTERM");
    expect((await monitor.outcome).status).toBe(0);
    expect(readdirSync(killed.storage)).toEqual([]);
  });

  test.concurrent("runs within a namespace, and has a folder where the runtime looks for it", async () => {
    using home = plugged();
    const storage = "/var/run/kata-containers/netmon/sbs";
    await using monitor = await new Netmon([], { storage, before: ["ip", "netns", "exec", home.name] }).begun();
    expect(readdirSync(storage)).toEqual(["box"]);
    home.ip("link", "set", "eth0", "up");
    await eventually(() => expect(monitor.told).toContain("add-iface eth0"));
    expect(monitor.calls[0]?.args).toMatch(/ box \/var\/run\/kata-containers\/netmon\/sbs\/box\/shared\.json$/);
    expect(monitor.calls[0]?.modes).toEqual(["640", "750"]);
    monitor.kill("SIGTERM");
    expect((await monitor.outcome).status).toBe(0);
    expect(readdirSync(storage)).toEqual([]);
  });

  test.concurrent("does as the first version did, in a namespace by its path too", async () => {
    using home = plugged();
    await using monitor = await new Netmon(["-compat", "-namespace", `/run/netns/${home.name}`]).begun();
    home.batch([
      "link add eth1 type veth peer name cable1",
      "link set eth1 addrgenmode none",
      "address add 10.0.0.1/24 dev eth1",
      "address add 2001:db8::1/64 dev eth1 nodad",
      "link set cable1 addrgenmode none",
      "link set cable1 up",
      "link set eth1 up",
    ]);
    await eventually(() => expect(monitor.told.slice(0, 2).toSorted()).toEqual(["add-iface cable1", "add-iface eth1"]));
    await eventually(() => expect(monitor.told.at(-1)).toBe("update-routes 1"));
    expect(monitor.calls.at(-1)?.content).toEqual([
      { Dest: "10.0.0.0", Gateway: "", Device: "eth1", Source: "10.0.0.1", Scope: 253 },
    ]);
    expect(monitor.calls.find(({ args }) => args.includes("add-iface"))?.content).toBeDefined();
    const eth1 = monitor.calls.map(({ content }) => content).find((one) =>
      one !== null && "Device" in one && one.Device === "eth1"
    );
    expect(eth1).toMatchObject({ IPAddresses: [{ Family: 2, Address: "10.0.0.1", Mask: "24" }] });
  });
});

/** How long a process has worked, in hundredths of a second. */
function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [user, system] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 13);
  return Number(user) + Number(system);
}

/** The children of a process that have ended, and that it has not heard of. */
function zombiesOf(pid: number): readonly string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      return /^State:\s+Z/m.test(status) && new RegExp(`^PPid:\\s+${pid}$`, "m").test(status) ? [name] : [];
    } catch {
      return [];
    }
  });
}
