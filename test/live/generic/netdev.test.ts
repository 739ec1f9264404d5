import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bitChange, ethtool, familyFromSpec, Genetlink, netdev, type NetdevQueue } from "../../../src/generic/mod.ts";
import { specification } from "../../generic/specs/read.ts";
import { describeLive, describeWhere, isPrivileged, namespace, type Sandbox } from "../sandbox.ts";
import { PAIR } from "./channels.ts";

/** A namespace whose `lo` is up, with a pair of links of four queues that are up or down. */
function prepared(state: "up" | "down"): Sandbox {
  const home = namespace();
  home.batch(["link set lo up", PAIR, `link set v0 ${state}`, `link set v1 ${state}`]);
  return home;
}

/** Index of a link, as `ip` has it. */
function indexOf(home: Sandbox, name: string): number {
  return Number(home.json("link", "show", "dev", name)[0]?.["ifindex"]);
}

describeLive("netdev", () => {
  test("tells of the devices that ip tells of, all and each", async () => {
    await using home = prepared("down");
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(netdev);
    const devices = await family.dump("getDevice");
    expect(devices.map(({ index }) => index)).toEqual(home.json("link").map((link) => link["ifindex"]));
    for (const device of devices) {
      expect(await family.request("getDevice", { index: device.index ?? 0 })).toEqual(device);
      expect(device).not.toHaveProperty("unknown");
    }
    // So is the driver of these, and the loopback device has none.
    expect(devices[0]).toMatchObject({ xdpFeatures: [], xdpRxMetadata: [] });
    expect(devices[1]?.xdpRxMetadata).toEqual(expect.arrayContaining(["timestamp", "hash"]));
    await expect(family.request("getDevice", { index: 99 })).rejects.toMatchObject({ code: "ENODEV" });
  });

  test("has a queue for each that ip counts, where the link is up", async () => {
    await using home = prepared("up");
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(netdev);
    const queues = await family.dump("getQueue");
    const counts = home.json("link").flatMap((link) =>
      (["rx", "tx"] as const).map((type) => [link["ifindex"], type, link[`num_${type}_queues`]])
    );
    expect(counts).toContainEqual([expect.any(Number), "tx", 4]);
    for (const [linkIndex, type, count] of counts) {
      const own = queues.filter((queue) => queue.linkIndex === linkIndex && queue.type === type);
      expect(own.map(({ id }) => id)).toEqual(Array.from({ length: Number(count) }, (_, id) => id));
    }
    const linkIndex = indexOf(home, "v0");
    const own = queues.filter((queue) => queue.linkIndex === linkIndex);
    expect(await family.dump("getQueue", { linkIndex })).toEqual(own);
    const last: NetdevQueue = await family.request("getQueue", { linkIndex, type: "tx", id: 3 });
    expect(last).toEqual({ linkIndex, type: "tx", id: 3 });
    await expect(family.request("getQueue", { linkIndex, type: "rx", id: 4 })).rejects.toMatchObject({
      code: "EINVAL",
    });
  });

  test("has the same devices and queues for a family of a specification", async () => {
    await using home = prepared("up");
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(familyFromSpec(specification("netdev")));
    const links = home.json("link");
    expect((await family.dump("devGet")).map(({ ifindex }) => ifindex)).toEqual(links.map((link) => link["ifindex"]));
    for (const { ifindex, num_rx_queues: rx, num_tx_queues: tx } of links) {
      const queues = (type: string, count: unknown): readonly object[] =>
        Array.from({ length: Number(count) }, (_, id) => ({ ifindex, type, id }));
      const own = await family.dump("queueGet", { ifindex });
      expect(own).toEqual([...queues("rx", rx), ...queues("tx", tx)]);
      for (const queue of own) expect(await family.request("queueGet", queue)).toEqual(queue);
    }
  });

  describeWhere(isPrivileged, "CAP_NET_ADMIN outside of a user namespace", "with privileges on the machine", () => {
    test("sets how NAPI instances work, and names their threads", async () => {
      await using home = prepared("up");
      await using genetlink = await Genetlink.open({ namespace: home.name });
      const family = genetlink.family(netdev);
      const linkIndex = indexOf(home, "v0");
      expect(await family.dump("getNapi", { linkIndex })).toEqual([]);
      // With this, the driver has one for each queue that receives.
      await genetlink.family(ethtool).execute("setFeatures", {
        header: { deviceName: "v0" },
        wanted: bitChange({ "rx-gro": true }),
      });
      const instances = await family.dump("getNapi", { linkIndex });
      expect(instances).toHaveLength(4);
      const id = instances[0]?.id ?? 0;
      expect(instances[0]).toMatchObject({ linkIndex, deferHardIrqs: 0, groFlushTimeout: 0, threaded: "disabled" });
      const settings = { deferHardIrqs: 5, groFlushTimeout: 20_000, irqSuspendTimeout: 2n ** 33n };
      await family.execute("setNapi", { id, ...settings, threaded: "enabled" });
      const now = await family.request("getNapi", { id });
      expect(now).toEqual({ linkIndex, id, ...settings, threaded: "enabled", pid: expect.any(Number) });
      expect(readFileSync(`/proc/${now.pid}/comm`, "utf8")).toBe(`napi/v0-${id}\n`);
      expect((await family.dump("getNapi", { linkIndex })).slice(1)).toEqual(instances.slice(1));
      await expect(family.execute("setNapi", { id, deferHardIrqs: 2 ** 31 })).rejects.toMatchObject({
        code: "ERANGE",
        ack: { path: "deferHardIrqs" },
      });
    });
  });

  test("announces devices that come, change and go", async () => {
    await using home = prepared("up");
    await using genetlink = await Genetlink.open({ namespace: home.name });
    await using events = await genetlink.family(netdev).subscribe("mgmt");
    await genetlink.family(ethtool).execute("setFeatures", {
      header: { deviceName: "v0" },
      wanted: bitChange({ "rx-gro": true }),
    });
    // What v0 receives with care can be sent to it by v1.
    const index = indexOf(home, "v1");
    const changed = await genetlink.family(netdev).request("getDevice", { index });
    expect(changed.xdpFeatures).toContain("ndoXmit");
    expect((await events.next()).value).toMatchObject({ command: "changeDevice", value: changed });
    home.batch(["link add v2 type veth peer name v3"]);
    const added = ["v2", "v3"].map((name) => indexOf(home, name));
    home.batch(["link delete v2"]);
    const told = new Map<unknown, string[]>(added.map((index) => [index, []]));
    while ([...told.values()].some((commands) => commands.at(-1) !== "deleteDevice")) {
      const { value: event } = await events.next();
      if (event?.type !== "notification" || !("index" in event.value)) throw new Error(`What is ${event?.type}?`);
      told.get(event.value.index)?.push(event.command);
    }
    for (const commands of told.values()) expect(commands[0]).toBe("newDevice");
  });

  test("says what this kernel does not count, and lists what there is of pages and counters", async () => {
    await using home = prepared("up");
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(netdev);
    // No driver of a virtual link has these.
    expect(await family.dump("getPagePool")).toEqual([]);
    expect(await family.dump("getQueueStats", { scope: ["queue"] })).toEqual([]);
    await expect(family.request("getPagePool", { id: 1 })).rejects.toMatchObject({ code: "ENOENT" });
    await expect(family.dump("getQueueStats", { linkIndex: indexOf(home, "v0") })).rejects.toMatchObject({
      code: "EOPNOTSUPP",
      ack: { path: "linkIndex" },
    });
    await expect(family.dump("getQueueStats", { scope: ["0x2"] })).rejects.toMatchObject({ ack: { path: "scope" } });
  });
});
