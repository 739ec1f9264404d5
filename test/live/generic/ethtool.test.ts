import { expect, test } from "vitest";
import { NetlinkSocket } from "../../../mod.ts";
import { toJson } from "../../../src/cli/json.ts";
import { type Codec, decode, encode, type Layout } from "../../../src/codec/codec.ts";
import { NLMSG_DONE, NLMSG_ERROR, walkMessages } from "../../../src/codec/framing.ts";
import { commandsOf } from "../../../src/generic/definition.ts";
import {
  type AcceptedAttribute,
  bitChange,
  bitNames,
  ethtool,
  featureStates,
  Genetlink,
  namesIn,
} from "../../../src/generic/mod.ts";
import { toHex } from "../../codec/golden.ts";
import { datagram } from "../../generic/datagram.ts";
import { describeLive, describeWhere, hasTunnels, namespace, run, type Sandbox } from "../sandbox.ts";
import { PAIR } from "./channels.ts";

/** A namespace with a pair of links that are up. */
function prepared(): Sandbox {
  const home = namespace();
  home.batch([PAIR, "link set v0 up", "link set v1 up"]);
  return home;
}

const header = { deviceName: "v0" };

/** What `/sys` tells of v0 in a namespace. */
async function sysfs({ name }: Sandbox): Promise<object> {
  const files = "cd /sys/class/net/v0 && cat ifindex carrier speed duplex && ls queues";
  const { stdout, stderr } = await run(["ip", "netns", "exec", name, "sh", "-c", files]);
  expect(stderr).toBe("");
  const [index, carrier, speed, duplex, ...queues] = stdout.trim().split("\n");
  const count = (kind: string): number => queues.filter((queue) => queue.startsWith(kind)).length;
  return {
    index: Number(index),
    link: carrier === "1",
    speed: Number(speed),
    duplex,
    rx: count("rx-"),
    tx: count("tx-"),
  };
}

describeLive("ethtool", () => {
  test("can what the kernel says that it can, with the same privileges", async () => {
    await using genetlink = await Genetlink.open();
    const { commands } = await genetlink.controller.get("ethtool");
    const newest = Math.max(...commands.map(({ number }) => number));
    const ours = commandsOf(ethtool).filter(([, { number }]) => number <= newest).map(([, command]) => ({
      number: command.number,
      capabilities: [
        ...(command.do === undefined ? [] : ["do"]),
        ...(command.dump === undefined ? [] : ["dump"]),
        "policy",
        ...(command.privileged ? ["namespaceAdministrator"] : []),
      ],
    }));
    expect(commands.filter(({ number }) => number <= ours.length)).toEqual(ours);
  });

  test("asks with the types that the kernel accepts", async () => {
    await using genetlink = await Genetlink.open();
    const compared: string[] = [];
    const compare = (path: string, accepted: readonly AcceptedAttribute[], { layout }: Codec<unknown>): void => {
      const fields = Object.entries("fields" in layout && layout.type === "attributes" ? layout.fields : {});
      for (const { number, type, attributes } of accepted) {
        const [name = `${number}`, field] = fields.find(([, field]) => field.type === number) ?? [];
        // A newer kernel may accept more.
        const codec = field?.element ?? field?.codec;
        if (codec === undefined || codec.layout.type === "array") continue;
        compared.push(`${path}.${name}`);
        expect([`${path}.${name}`, typeOf(codec.layout)]).toEqual([`${path}.${name}`, type]);
        if (attributes !== undefined) compare(`${path}.${name}`, attributes, codec);
      }
    };
    for (const { number, do: once, dump } of await genetlink.controller.policies("ethtool")) {
      const [name, command] = commandsOf(ethtool).find(([, command]) => command.number === number) ?? [];
      if (command?.do?.request !== undefined) compare(`${name}`, once ?? [], command.do.request);
      if (command?.dump?.request !== undefined) compare(`${name}`, dump ?? [], command.dump.request);
    }
    expect(compared).toEqual(expect.arrayContaining(["setRings.rxBufferLength", "setRss.flowHash.gtpuDl6"]));
    expect(compared.length).toBeGreaterThan(300);
  });

  test("says of a link what /sys says, before and after a change", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    const told = async (): Promise<object> => {
      const [{ header: told, link }, { speed, duplex }, { rxCount, txCount }] = await Promise.all([
        family.request("getLinkState", { header }),
        family.request("getLinkModes", { header }),
        family.request("getChannels", { header }),
      ]);
      return { index: told?.deviceIndex, link, speed, duplex, rx: rxCount, tx: txCount };
    };
    expect(await told()).toEqual(await sysfs(home));
    expect(await told()).toMatchObject({ link: true, rx: 4, tx: 4 });
    await family.execute("setChannels", { header, rxCount: 3, txCount: 2 });
    home.ip("link", "set", "v1", "down");
    expect(await told()).toEqual(await sysfs(home));
    expect(await told()).toMatchObject({ link: false, rx: 3, tx: 2 });
  });

  test("lists every link, and of a link that it is asked for by its index no other", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    const links = home.json("link", "show");
    const known = links.map((link) => ({
      header: { deviceIndex: link["ifindex"], deviceName: link["ifname"] },
      link: (link["flags"] as readonly string[]).includes("LOWER_UP"),
    }));
    const byIndex = (all: readonly { readonly header?: { readonly deviceIndex?: unknown } }[]) =>
      all.toSorted((a, b) => Number(a.header?.deviceIndex) - Number(b.header?.deviceIndex));
    // The carrier of a loopback is there even where it is down.
    expect(byIndex(await family.dump("getLinkState")).slice(1)).toEqual(byIndex(known).slice(1));
    for (const { header } of known.slice(1)) {
      const { deviceIndex } = header as { readonly deviceIndex: number };
      expect((await family.request("getLinkState", { header: { deviceIndex } })).header).toEqual(header);
    }
  });

  test("switches features, and tells what that changed", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    const sets = { sets: [{ id: "features" as const }] };
    const names = namesIn(await family.request("getStrings", { header: {}, stringSets: sets }), "features");
    const CHECKSUM = "tx-checksum-ip-generic";
    const SEGMENTATION = "tx-tcp-segmentation";
    const before = featureStates(await family.request("getFeatures", { header }));
    expect(before.get(CHECKSUM)).toEqual({ active: true, wanted: true, changeable: true });
    expect([...before.keys()]).toEqual(names.filter((name) => name !== ""));

    await using events = await family.subscribe("monitor");
    const reply = await family.request("setFeatures", { header, wanted: bitChange({ [CHECKSUM]: false }) });
    // Without checksums there are no segments, which were not asked to go.
    expect(bitNames(reply.active, { of: "mask" })).toEqual(expect.arrayContaining([CHECKSUM, SEGMENTATION]));
    expect(bitNames(reply.active)).toEqual([]);
    const after = featureStates(await family.request("getFeatures", { header }));
    expect(after.get(CHECKSUM)).toEqual({ active: false, wanted: false, changeable: true });
    expect(after.get(SEGMENTATION)).toEqual({ active: false, wanted: true, changeable: true });

    const { value: event } = await events.next();
    if (event?.type !== "notification" || event.command !== "features") throw new Error(`Got ${toJson(event)}`);
    expect(event.value.header).toMatchObject(header);
    // It is announced as words, and asked for as a list.
    expect(event.value.active?.bits).toBeUndefined();
    expect(featureStates(event.value, names)).toEqual(after);
    const words = await family.request("getFeatures", { header: { ...header, flags: ["compactBitsets"] } });
    expect(featureStates(words, names)).toEqual(after);

    const silent = { header: { ...header, flags: ["omitReply" as const] }, wanted: bitChange({ [CHECKSUM]: true }) };
    await family.execute("setFeatures", silent);
    expect(featureStates(await family.request("getFeatures", { header }))).toEqual(before);
  });

  test("announces what somebody sets", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    await using events = await family.subscribe("monitor");
    await family.execute("setChannels", { header, txCount: 3 });
    const channels = await family.request("getChannels", { header });
    expect((await events.next()).value).toMatchObject({ command: "channels", value: channels });
  });

  test("says which attribute it means, by its name", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(ethtool);
    const refusals = await Promise.allSettled([
      family.request("getLinkInfo", { header: { deviceName: "none" } }),
      family.request("getLinkInfo", { header: {} }),
      family.execute("setChannels", { header, rxCount: 99 }),
      family.execute("setFeatures", { header, wanted: bitChange({ nonsense: true }) }),
      family.request("getRings", { header }),
      family.request("getStrings", { header: {}, stringSets: { sets: [{ id: "stats" }] } }),
    ]);
    expect(refusals).toMatchObject([
      { reason: { code: "ENODEV", ack: { path: "header.deviceName" } } },
      { reason: { code: "EINVAL", ack: { path: "header" } } },
      { reason: { code: "EINVAL", ack: { path: "rxCount" } } },
      { reason: { code: "EOPNOTSUPP", ack: { message: "bit name not found" } } },
      { reason: { code: "EOPNOTSUPP" } },
      { reason: { code: "EINVAL", ack: { message: "requested per device strings without dev" } } },
    ]);
  });

  test("says nothing that is not written again as it was", async () => {
    await using home = prepared();
    const kinds = await survivors(home);
    expect(kinds).toEqual(expect.arrayContaining(["getStrings", "getLinkModes", "getFeatures", "getStats"]));
  });

  describeWhere(hasTunnels, "leave to open /dev/net/tun", "of a tap", () => {
    const header = { deviceName: "t0" };

    function prepared(): Sandbox {
      const home = namespace();
      home.ip("tuntap", "add", "t0", "mode", "tap");
      return home;
    }

    test("announces what somebody sets", async () => {
      await using home = prepared();
      await using genetlink = await Genetlink.open({ namespace: home.name });
      const family = genetlink.family(ethtool);
      await using events = await family.subscribe("monitor");
      await family.execute("setCoalesce", { header, rxMaxFrames: 5 });
      const coalesce = await family.request("getCoalesce", { header });
      expect(coalesce).toMatchObject({ header, rxMaxFrames: 5 });
      expect((await events.next()).value).toMatchObject({ command: "coalesce", value: coalesce });
      await family.execute("setDebug", { header, messageMask: bitChange({ drv: true, link: true }) });
      await family.execute("setDebug", { header, messageMask: bitChange({ drv: false, tx_err: true }) });
      const { messageMask } = await family.request("getDebug", { header });
      expect(bitNames(messageMask)).toEqual(["link", "tx_err"]);
      expect((await events.next()).value).toMatchObject({ command: "debug", value: { header } });
    });

    test("says nothing that is not written again as it was", async () => {
      await using home = prepared();
      expect(await survivors(home)).toEqual(expect.arrayContaining(["getCoalesce", "getDebug"]));
    });
  });
});

/** The commands that list something in a namespace, all of which is the same when it is written again. */
async function survivors(home: Sandbox): Promise<readonly string[]> {
  await using socket = await NetlinkSocket.open("generic", { namespace: home.name });
  await using genetlink = await Genetlink.open({ namespace: home.name });
  const { id: type } = await genetlink.controller.get("ethtool");
  const more: Readonly<Record<string, object>> = {
    getStrings: { stringSets: { sets: [{ id: "features" }, { id: "linkModes" }] } },
    getStats: { groups: bitChange({ "eth-mac": true, rmon: true }) },
  };
  const read = new Set<string>();
  const [REQUEST, DUMP] = [1, 0x300];
  const tries = commandsOf(ethtool).flatMap(([name, { number, dump }]) =>
    [[], ["compactBitsets"], ["stats"]].map((flags) => ({ name, number, dump, flags }))
  );
  for (const { name, number: command, dump: { request: codec, reply } = {}, flags } of tries) {
    if (codec === undefined || reply === undefined) continue;
    const value = { header: { flags }, ...more[name] };
    socket.send(datagram({ type, flags: REQUEST | DUMP, command, codec, value }));
    for (let done = false; !done;) {
      const received = await socket.receive();
      walkMessages(new DataView(received.buffer), received.length, (message) => {
        done ||= message.type === NLMSG_DONE || message.type === NLMSG_ERROR;
        if (message.type !== type) return;
        const bytes = received.subarray(message.offset + 4, message.offset + message.length);
        const value = decode(reply, bytes);
        expect(toHex(encode(reply, value))).toBe(toHex(bytes));
        expect(toJson(value)).not.toContain('"unknown"');
        read.add(name);
      });
    }
  }
  return [...read];
}

/** What the kernel calls the type of a payload. */
function typeOf(layout: Layout): string {
  const number = "number" in layout ? layout.number : layout;
  if (number.type === "uint") return number.signed ? "sint" : "uint";
  if (number.type === "number") return `${number.signed ? "s" : "u"}${number.size * 8}`;
  return { text: "nulString", bytes: "binary", attributes: "nested" }[layout.type as string] ?? layout.type;
}
