import { expect, test } from "vitest";
import { NetlinkError, Rtnetlink } from "../../../mod.ts";
import { numbered, u32, u64 } from "../../../src/codec/mod.ts";
import { defineFamily, FamilyNotFoundError, Genetlink } from "../../../src/generic/mod.ts";
import { describeLive, namespace, type Sandbox } from "../sandbox.ts";
import { descriptors, gained, script } from "../process.ts";
import { ethtool, PAIR } from "./channels.ts";

/** A namespace with a pair of links. */
function prepared(): Sandbox {
  const home = namespace();
  home.batch([PAIR]);
  return home;
}

describeLive("a family", () => {
  test("answers questions about one thing and about all of them", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    const [link] = home.json("link", "show", "dev", "v0");
    const v0 = {
      header: { deviceIndex: link?.["ifindex"], deviceName: "v0" },
      rxMax: 4,
      txMax: 4,
      rxCount: 4,
      txCount: 4,
    };
    expect(await family.request("get", { header: { deviceName: "v0" } })).toEqual(v0);
    expect(await family.request("get", { header: { deviceIndex: v0.header.deviceIndex as number } })).toEqual(v0);
    const all = await family.dump("get", { header: {} });
    expect(all.map(({ header }) => header?.deviceName).toSorted()).toEqual(["v0", "v1"]);
    expect(all).toContainEqual(v0);
  });

  test("lists what rtnetlink lists", async () => {
    await using home = prepared();
    const device = numbered({ index: u32, padding: u32, xdpFeatures: u64 });
    const netdev = defineFamily({ name: "netdev", commands: { get: { number: 1, dump: { reply: device } } } });
    await using genetlink = await Genetlink.open({ namespace: home.name });
    await using rtnetlink = await Rtnetlink.open({ namespace: home.name });
    const [devices, links] = await Promise.all([genetlink.family(netdev).dump("get"), rtnetlink.links.list()]);
    expect(devices.map(({ index }) => index)).toEqual(links.map(({ index }) => index));
    expect(devices.every(({ xdpFeatures }) => typeof xdpFeatures === "bigint")).toBe(true);
  });

  test("says which attribute it means, by its name", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    const header = { deviceName: "v0" };
    const refusals: readonly (readonly [object, object])[] = [
      [{ header: { deviceName: "none" } }, { code: "ENODEV", ack: { path: "header.deviceName" } }],
      [{ header, rxCount: 99 }, { code: "EINVAL", ack: { path: "rxCount" } }],
      [{ header, rxMax: 1 }, { code: "EINVAL", ack: { path: "rxMax" } }],
      [{}, { code: "EINVAL", ack: { missing: "header" } }],
    ];
    for (const [value, refusal] of refusals) await expect(family.execute("set", value)).rejects.toMatchObject(refusal);
    await expect(family.execute("set", { header, rxCount: 99 })).rejects.toThrow(
      /^Cannot execute 'set' of family 'ethtool': EINVAL, Invalid argument: .* \(rxCount\)$/,
    );
  });

  test("carries out what is asked in one turn, each with a result of its own", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    const counts = [1, 2, 99, 3];
    const results = await Promise.allSettled(
      counts.map((rxCount) => family.execute("set", { header: { deviceName: "v0" }, rxCount })),
    );
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(await family.request("get", { header: { deviceName: "v0" } })).toMatchObject({ rxCount: 3 });
  });

  test("that the kernel does not have is told, with why it could not be loaded", async () => {
    const cause = new Error("nobody loads modules here");
    const loadModule = (): never => {
      throw cause;
    };
    const none = defineFamily({ name: "no such family", commands: { a: { number: 1, do: {} } }, modules: ["none"] });
    await using genetlink = await Genetlink.open({ loadModule });
    const failing = genetlink.family(none).execute("a");
    await expect(failing).rejects.toBeInstanceOf(FamilyNotFoundError);
    await expect(failing).rejects.toMatchObject({ code: "ENOENT", family: "no such family", cause });
  });

  test("refuses what needs privileges to those who have none", async () => {
    await using home = prepared();
    // The family is looked for as an ordinary user too.
    const { stdout, stderr } = await script(
      `const { Genetlink } = await import("${new URL("../../../src/generic/mod.ts", import.meta.url).href}");
       const { ethtool } = await import("${new URL("channels.ts", import.meta.url).href}");
       await using genetlink = await Genetlink.open();
       const family = genetlink.family(ethtool);
       console.log((await family.dump("get", { header: {} })).length);
       await family.execute("set", { header: { deviceName: "v0" }, rxCount: 1 }).catch(({ code }) => console.log(code));`,
      ["nsenter", `--net=/run/netns/${home.name}`, "setpriv", "--bounding-set=-all", "--inh-caps=-all"],
    );
    expect({ stdout, stderr }).toEqual({ stdout: "2\nEPERM\n", stderr: "" });
  });
});

describeLive("what a family announces", () => {
  test("comes when something changes, and not before", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    await family.execute("set", { header: { deviceName: "v1" }, rxCount: 3 });
    await using events = await family.subscribe("monitor");
    await family.execute("set", { header: { deviceName: "v0" }, rxCount: 2 });
    expect((await events.next()).value).toMatchObject({
      type: "notification",
      command: "changed",
      value: { header: { deviceName: "v0" }, rxCount: 2 },
      message: { name: "ethtool changed" },
    });
  });

  test("is counted where it finds no room, and the stream goes on", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    await using events = await family.subscribe("monitor", { receiveBuffer: 0 });
    const COUNT = 500;
    const change = (rxCount: number): Promise<void> => family.execute("set", { header: { deviceName: "v0" }, rxCount });
    await change(3);
    for (let i = 0; i < COUNT - 1; i++) await change(1 + i % 2);
    let [received, lost] = [0, 0];
    for await (const event of events) {
      if (event.type === "overrun") lost += event.lost;
      else if (event.type === "notification") received++;
      if (received + lost >= COUNT) break;
    }
    expect(received + lost).toBe(COUNT);
    expect(lost).toBeGreaterThan(COUNT / 2);
  });

  test("can be waited for, and no more at once: by close, by its signal, and by leaving the loop", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    // What the runtime needs to wait is there from now on.
    await using other = await family.subscribe("monitor");
    const idle = other.next();
    const before = descriptors();
    const controller = new AbortController();
    await using closed = await family.subscribe("monitor");
    await using aborted = await family.subscribe("monitor", { signal: controller.signal });
    const waiting = [closed.next(), aborted.next()];
    closed.close();
    controller.abort(new Error("enough"));
    expect(await Promise.allSettled(waiting)).toEqual([
      { status: "fulfilled", value: { done: true, value: undefined } },
      { status: "rejected", reason: new Error("enough") },
    ]);
    const left = await family.subscribe("monitor");
    await family.execute("set", { header: { deviceName: "v0" }, rxCount: 1 });
    for await (const event of left) {
      expect(event.type).toBe("notification");
      break;
    }
    await closed[Symbol.asyncDispose]();
    await aborted[Symbol.asyncDispose]();
    expect(gained(before)).toEqual([]);
    expect(await idle).toMatchObject({ value: { type: "notification" } });
  });

  test("needs a group that the kernel has", async () => {
    await using genetlink = await Genetlink.open();
    const before = descriptors();
    const wrong = defineFamily({ name: "ethtool", commands: {}, groups: ["monitors"] });
    const failing = genetlink.family(wrong).subscribe("monitors");
    await expect(failing).rejects.toBeInstanceOf(NetlinkError);
    await expect(failing).rejects.toThrow("Cannot subscribe to 'monitors' of family 'ethtool': ENOENT");
    await expect.poll(() => gained(before)).toEqual([]);
  });
});
