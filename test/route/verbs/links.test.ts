import { describe, expect, test } from "vitest";
import { decode } from "../../../src/codec/codec.ts";
import { hintOfChanges } from "../../../src/route/verbs/link-hints.ts";
import { checkNewLink } from "../../../src/route/verbs/new-link.ts";
import { stats64 } from "../../../src/route/link/stats.ts";
import { type Link, type LinkChanges, NetlinkError, type NewLink, Rtnetlink } from "../../../mod.ts";
import { type FakeHandler, type FakeKernel, fakeKernel, type FakeRequest } from "../../../src/testing/mod.ts";
import { shown } from "../../../src/shown.ts";

/** A link that is there. */
const V0: Partial<Link> = {
  index: 7,
  name: "v0",
  type: "ether",
  flags: ["up"],
  linkInfo: { kind: "veth", portKind: "bridge" },
  master: 3,
  parent: 8,
};
const BR0: Partial<Link> = { index: 3, name: "br0", type: "ether", linkInfo: { kind: "bridge" } };
const ETH0: Partial<Link> = { index: 2, name: "eth0", type: "ether" };
const TUNNEL: Partial<Link> = { index: 9, name: "ip0", type: "ipip", linkInfo: { kind: "novel" } };

const STATS = decode(stats64, new Uint8Array(23 * 8).fill(1));

/** A request as far as tests look at it: what it does, its flags beside those that all have, and its payload. */
type Told = readonly [verb: string, flags: string, value: Partial<Link>];

/** What the members of the header are where a request says nothing of them. */
const EMPTY: Readonly<Record<string, unknown>> = { family: "unspec", type: "netrom", index: 0, flags: "", change: "" };

/** What was asked of a kernel, without what is in every message. */
function told(kernel: FakeKernel): readonly Told[] {
  return kernel.requests.map((request) => {
    const { verb, message, value = {} } = request as Extract<FakeRequest, { readonly topic: "link" }>;
    const bare = Object.entries(value).filter(([name, field]) =>
      name !== "extendedMask" && name !== "kind" && EMPTY[name] !== (Array.isArray(field) ? field.join() : field)
    );
    return [
      verb,
      message.flags.filter((flag) => flag !== "request" && flag !== "ack").join(" "),
      Object.fromEntries(bare),
    ];
  });
}

/** The index of the link that a request is about. */
function indexIn(request: FakeRequest): number {
  return request.topic === "link" ? request.value?.index ?? 0 : 0;
}

/** The changes among what was asked. */
function changes(kernel: FakeKernel): readonly Told[] {
  return told(kernel).filter(([verb]) => verb !== "get");
}

/** A kernel with some links, which tells of those that are made. */
const some: FakeHandler = ({ verb, value }) =>
  verb === "get" ? [V0, BR0, ETH0, TUNNEL] : verb === "new" ? { ...value } : undefined;

async function open(handler: FakeHandler = some): Promise<{ kernel: FakeKernel; rtnetlink: Rtnetlink }> {
  const kernel = fakeKernel(handler);
  return { kernel, rtnetlink: await Rtnetlink.open({ kernel }) };
}

/** The error of what is refused before anything is asked of the kernel. */
async function mistake(run: (links: Rtnetlink["links"]) => Promise<unknown>): Promise<string> {
  const { kernel, rtnetlink } = await open();
  await using _ = rtnetlink;
  const error = await run(rtnetlink.links).then(() => undefined, (error: unknown) => error);
  expect(error).toBeInstanceOf(RangeError);
  expect(kernel.requests).toEqual([]);
  return (error as RangeError).message;
}

describe("a link that cannot be made", () => {
  const NAME =
    "expected 1 to 15 bytes without '/', ':' and white space, other than '.' and '..', and '%' only as one '%d'";

  test.each([
    "",
    ".",
    "..",
    "a/b",
    "a:b",
    "a b",
    "a\tb",
    "a\u00e0",
    "sixteen-bytes-xx",
    "ähnlich-lange-x",
    "a%s",
    "%d%d",
  ])(
    "is called %j",
    async (name) => {
      expect(await mistake((links) => links.add({ name, kind: "veth" })))
        .toBe(`Cannot add link '${name}': name: ${NAME}, got '${name}'`);
    },
  );

  test.each<[object, string]>([
    [{ kind: "veth", mtuu: 1 }, "unknown field 'mtuu' (did you mean 'mtu'?)"],
    [{ kind: "vxlan", id: 7 }, "unknown field 'id' (it belongs in data)"],
    [{ kind: "bridge", peer: {} }, "unknown field 'peer' (only a veth has one)"],
    [{ kind: "veth", data: {} }, "unknown field 'data' (the other end of a veth is its peer)"],
    [{ kind: "veth", peer: { nmae: "v1" } }, "unknown field 'peer.nmae' (did you mean 'peer.name'?)"],
    [{ kind: "veth", peer: { parent: "v1" } }, "unknown field 'peer.parent' (set it when the link is there)"],
    [{ kind: "veth", peer: "v1" }, "peer: expected an object with fields, got 'v1'"],
    [{ kind: "veth", peer: { name: "a b" } }, `peer: name: ${NAME}, got 'a b'`],
    [{ kind: "veth", peer: { index: 0 } }, "peer: index: expected a number from 1 to 2147483647, got 0"],
    [{ kind: "veth", peer: { up: 1 } }, "peer: up: expected true or false, got 1"],
    [
      { kind: "veth", peer: { mtu: -1 } },
      "linkInfo.data.peer.mtu: expected a number from 0 to 4294967295, got -1",
    ],
    [
      { kind: "veth", peer: { namespace: "blue", up: true } },
      "peer: up: expected no namespace beside it, where it has to be set later",
    ],
    [
      { kind: "veth", peer: { address: "02:00" } },
      "peer: address: expected 6 bytes such as 02:00:00:00:00:01, got '02:00'",
    ],
    [{ kind: "" }, "expected a kind such as 'veth', got ''"],
    [{}, "expected a kind such as 'veth', got undefined"],
    [{ kind: "macvlan", link: "v0" }, "unknown field 'link' (it is called parent here)"],
    [{ kind: "macvlan" }, "expected a parent"],
    [{ kind: "vlan", data: { id: 5 } }, "expected a parent"],
    [{ kind: "vxlan", data: { remote: "192.0.2.1" } }, "unknown field 'data.remote' (did you mean 'data.group'?)"],
    [{ kind: "vxlan", data: { link: "v0" } }, "linkInfo.data.link: expected a number from 0 to 4294967295, got 'v0'"],
    [{ kind: 7 }, "expected a kind such as 'veth', got 7"],
    [{ kind: "bridge", data: { ageing: 1 } }, "linkInfo.data: unknown field 'ageing'"],
    [{ kind: "bridge", data: 7 }, "linkInfo.data: expected an object with fields, got 7"],
    [{ kind: "vxlan", data: { ttl: 256 } }, "linkInfo.data.ttl: expected a number from 0 to 255, got 256"],
    [
      { kind: "novel", data: { local: "192.0.2.1" } },
      "data: expected a Uint8Array, since 'novel' has no schema here, got an object",
    ],
    [{ kind: "veth", mtu: 1.5 }, "mtu: expected a whole number from 0 to 4294967295, got 1.5"],
    [{ kind: "veth", mtu: "1500" }, "mtu: expected a number from 0 to 4294967295, got '1500'"],
    [{ kind: "veth", address: "xx" }, "address: expected 6 bytes such as 02:00:00:00:00:01, got 'xx'"],
    [
      { kind: "dummy", broadcast: "ff:ff:ff:ff:ff:ff:ff" },
      "broadcast: expected 6 bytes such as 02:00:00:00:00:01, got 'ff:ff:ff:ff:ff:ff:ff'",
    ],
    [
      { kind: "nosuch", address: "xx" },
      "address: expected hexadecimal bytes such as 02:00:00:00:00:01, got 'xx'",
    ],
    [{ kind: "veth", alias: "é".repeat(128) }, `alias: expected a text of at most 255 bytes, got '${"é".repeat(128)}'`],
    [{ kind: "veth", alias: 7 }, "alias: expected a text of at most 255 bytes, got 7"],
    [{ kind: "veth", alternativeNames: "alt" }, "alternativeNames: expected a list, got 'alt'"],
    [{ kind: "veth", alternativeNames: [""] }, "alternativeNames: expected 1 to 127 bytes without '/', got ''"],
    [
      { kind: "veth", alternativeNames: ["x".repeat(128)] },
      `alternativeNames: expected 1 to 127 bytes without '/', got '${"x".repeat(128)}'`,
    ],
    [{ kind: "veth", index: -1 }, "index: expected a number from 1 to 2147483647, got -1"],
    [{ kind: "veth", up: "yes" }, "up: expected true or false, got 'yes'"],
    [{ kind: "veth", master: "" }, "master: expected the name or the index of a link, or 0 for none, got ''"],
    [{ kind: "veth", master: null }, "master: expected the name or the index of a link, or 0 for none, got null"],
    [{ kind: "vlan", parent: 0 }, "parent: expected the name or the index of a link, got 0"],
    [{ kind: "veth", linkMode: "on" }, "linkMode: expected default, dormant, testing or a number, got 'on'"],
    [
      { kind: "veth", namespace: "blue" },
      "expected a whole name, since the kernel tells no other in another namespace",
    ],
  ])("is %j", async (link, expected) => {
    // What the type checker would refuse.
    expect(await mistake((links) => links.add(link as NewLink))).toBe(`Cannot add link: ${expected}`);
  });

  test.each([
    [{ alias: "x" }, "alias"],
    [{ alternativeNames: ["x"] }, "alternativeNames"],
  ])("has %j in another namespace", async (field, name) => {
    expect(await mistake((links) => links.add({ name: "v9", kind: "veth", namespace: "blue", ...field })))
      .toBe(`Cannot add link 'v9': ${name}: expected no namespace beside it, where it has to be set later`);
  });

  test.each([undefined, null, "v0"])("is %j", async (link) => {
    // What the type checker would refuse.
    expect(await mistake((links) => links.add(link as unknown as NewLink)))
      .toBe(`Cannot add link: expected an object with fields, got ${shown(link)}`);
  });
});

test("a new link has the fields of its kind, for the compiler too", () => {
  const links: readonly NewLink[] = [
    { name: "x", kind: "vxlan", data: { id: 7 } },
    { name: "x", kind: "veth", peer: { name: "y" } },
    { name: "x", kind: "novel", data: new Uint8Array() },
    // @ts-expect-error It belongs in data.
    { name: "x", kind: "vxlan", id: 7 },
    // @ts-expect-error There is no such field.
    { name: "x", kind: "vxlan", data: { idd: 7 } },
    // @ts-expect-error It is the data of another kind.
    { name: "x", kind: "vxlan", data: { ageingTime: 7 } },
    // @ts-expect-error Only a veth has one.
    { name: "x", kind: "bridge", peer: { name: "y" } },
    // @ts-expect-error There is no such field.
    { name: "x", kind: "veth", peer: { nmae: "y" } },
    // @ts-expect-error It has no kind.
    { name: "x" },
  ];
  expect(links.filter((link) => {
    try {
      return checkNewLink("add link", link);
    } catch {
      return true;
    }
  })).toHaveLength(6);
});

describe("a change that cannot be", () => {
  test.each<[object, string]>([
    [{ mut: 1 }, "unknown field 'mut' (did you mean 'mtu'?)"],
    [{ kind: "veth" }, "unknown field 'kind'"],
    [{ name: "a/b" }, expect.stringMatching(/^Cannot set link 'v0': name: expected 1 to 15 bytes .*, got 'a\/b'$/)],
    [{ address: "xx" }, "address: expected hexadecimal bytes such as 02:00:00:00:00:01, got 'xx'"],
    [{ carrier: 1 }, "carrier: expected true or false, got 1"],
    [{ mtu: -1 }, "mtu: expected a number from 0 to 4294967295, got -1"],
    [{ namespace: "blue", name: "v%d" }, "expected a whole name, since the kernel tells no other in another namespace"],
    [{ namespace: { descriptor: -1 } }, "expected a descriptor of a network namespace, got -1"],
    [{ namespace: "" }, "Cannot open network namespace: expected a name, path, process or URL, got ''"],
    [{ namespace: 0 }, "Cannot open network namespace: expected the number of a process, got 0"],
    [{ namespace: null }, "Cannot open network namespace: expected a name, path, process or URL, got null"],
    [{ namespace: "blue", port: {} }, "port: expected no namespace beside it, where it has to be set later"],
  ])("is %j", async (change, expected) => {
    expect(await mistake((links) => links.set("v0", change as LinkChanges)))
      .toEqual(
        typeof expected !== "string" || expected.startsWith("Cannot") ? expected : `Cannot set link 'v0': ${expected}`,
      );
  });

  test.each<[string, object, string]>([
    [
      "v0",
      { address: "02:00:00:00:00:01:02" },
      "address: expected 6 bytes such as 02:00:00:00:00:01, got '02:00:00:00:00:01:02'",
    ],
    ["ip0", { address: "02:00:00:00:00:01" }, "address: expected an IPv4 or IPv6 address, got '02:00:00:00:00:01'"],
    ["eth0", { data: {} }, "data: expected a link of some kind, got hardware"],
    ["br0", { data: { ageingTiem: 1 } }, "linkInfo.data: unknown field 'ageingTiem' (did you mean 'ageingTime'?)"],
    ["ip0", { data: {} }, "data: expected a Uint8Array, since 'novel' has no schema here, got an object"],
    ["br0", { port: {} }, "port: expected a link with a master"],
    ["v0", { port: { isolatd: true } }, "linkInfo.portData: unknown field 'isolatd' (did you mean 'isolated'?)"],
  ])("of %s is %j, which is seen when the link is known", async (name, change, expected) => {
    const { kernel, rtnetlink } = await open();
    await using _ = rtnetlink;
    await expect(rtnetlink.links.set(name, change as LinkChanges)).rejects
      .toThrow(new RangeError(`Cannot set link '${name}': ${expected}`));
    expect(changes(kernel)).toEqual([]);
  });
});

describe("another mistake", () => {
  const NO_LINK = "expected the name or the index of a link, got";

  test.each<[string, (links: Rtnetlink["links"]) => Promise<unknown>, string]>([
    ["no name", (links) => links.get(""), `Cannot get link: ${NO_LINK} ''`],
    ["a name with a slash", (links) => links.remove("a/b"), `Cannot remove link 'a/b': ${NO_LINK} 'a/b'`],
    [
      "a name that is too long",
      (links) => links.set("x".repeat(128), {}),
      `Cannot set link: ${NO_LINK} '${"x".repeat(128)}'`,
    ],
    ["an index below 1", (links) => links.get(0), `Cannot get link: ${NO_LINK} 0`],
    ["an index that is none", (links) => links.get(1.5), `Cannot get link: ${NO_LINK} 1.5`],
    ["no link", (links) => links.get(undefined as unknown as string), `Cannot get link: ${NO_LINK} undefined`],
    [
      "a filter that does not exist",
      (links) => links.list({ knid: "veth" } as object),
      "Cannot list links: unknown option 'knid' (did you mean 'kind'?)",
    ],
    [
      "a filter of the wrong type",
      (links) => links.list({ up: 1 } as object),
      "Cannot list links: up: expected true or false, got 1",
    ],
    [
      "a master that is none",
      (links) => links.list({ master: null } as object),
      "Cannot list links: master: expected the name or the index of a link, or 0 for none, got null",
    ],
    [
      "a group by name",
      (links) => links.list({ group: "x" } as object),
      "Cannot list links: group: expected a number, got 'x'",
    ],
    [
      "a kind that is no text",
      (links) => links.list({ kind: 7 } as object),
      "Cannot list links: linkInfo.kind: expected text, got 7",
    ],
    [
      "an option that does not exist",
      (links) => links.get("v0", { stat: true } as object),
      "Cannot get link 'v0': unknown option 'stat' (did you mean 'stats'?)",
    ],
    [
      "no changes",
      (links) => links.set("v0", undefined as unknown as LinkChanges),
      "Cannot set link 'v0': expected an object with fields, got undefined",
    ],
    [
      "an empty alternative name",
      (links) => links.addAlternativeName("v0", ""),
      "Cannot add alternative name '' to link 'v0': expected 1 to 127 bytes without '/', got ''",
    ],
    [
      "an alternative name that is too long",
      (links) => links.removeAlternativeName("v0", "ö".repeat(64)),
      `Cannot remove alternative name '${"ö".repeat(64)}' from link 'v0': expected 1 to 127 bytes without '/', got '${
        "ö".repeat(64)
      }'`,
    ],
  ])("is %s", async (_, run, expected) => {
    expect(await mistake(run)).toBe(expected);
  });
});

describe("a link that is made", () => {
  const CREATE = "echo exclusive create";

  test("comes from the echo of the one request that it takes", async () => {
    const { kernel, rtnetlink } = await open();
    await using _ = rtnetlink;
    const link = await rtnetlink.links.add({ name: "v9", kind: "dummy", mtu: 1400, up: true, arp: false });
    expect(link).toMatchObject({ name: "v9", kind: "dummy", mtu: 1400 });
    expect(told(kernel)).toEqual([
      ["new", CREATE, {
        name: "v9",
        mtu: 1400,
        flags: ["up", "noArp"],
        change: ["up", "noArp"],
        linkInfo: { kind: "dummy" },
      }],
    ]);
  });

  test.each<[NewLink, Partial<Link>]>([
    [{ name: "x", kind: "vlan", parent: "v0", data: { id: 7, protocol: "802.1ad" } }, {
      parent: 7,
      linkInfo: { kind: "vlan", data: { id: 7, protocol: "802.1ad" } },
    }],
    [{ name: "x", kind: "bond", data: { mode: "802.3ad", miiInterval: 100 } }, {
      linkInfo: { kind: "bond", data: { mode: "802.3ad", miiInterval: 100 } },
    }],
    [{ name: "x", kind: "vrf", data: { table: 10 } }, { linkInfo: { kind: "vrf", data: { table: 10 } } }],
    [{ name: "x", kind: "ipvlan", parent: 7, data: { mode: "l3" } }, {
      parent: 7,
      linkInfo: { kind: "ipvlan", data: { mode: "l3" } },
    }],
    [
      { name: "x", kind: "novel", data: Uint8Array.of(8, 0, 1, 0, 7, 0, 0, 0) },
      {
        linkInfo: { kind: "novel", unknown: [{ type: 2, nested: true, data: Uint8Array.of(8, 0, 1, 0, 7, 0, 0, 0) }] },
      },
    ],
    [
      {
        name: "x",
        kind: "veth",
        address: "02:00:00:00:00:09",
        group: 5,
        transmitQueueLength: 9,
        transmitQueues: 2,
        receiveQueues: 3,
        gsoMaxSize: 9000,
      },
      {
        address: "02:00:00:00:00:09",
        group: 5,
        transmitQueueLength: 9,
        transmitQueues: 2,
        receiveQueues: 3,
        gsoMaxSize: 9000,
        linkInfo: { kind: "veth" },
      },
    ],
    [{ name: "x", kind: "veth", master: 0 }, { linkInfo: { kind: "veth" } }],
  ])("is told to the kernel: %j", async (link, expected) => {
    const { kernel, rtnetlink } = await open();
    await using _ = rtnetlink;
    await rtnetlink.links.add(link);
    expect(changes(kernel)).toEqual([["new", CREATE, { name: "x", ...expected }]]);
  });

  test("has a peer in the same request", async () => {
    const { kernel, rtnetlink } = await open();
    await using _ = rtnetlink;
    await rtnetlink.links.add({ name: "x", index: 20, kind: "veth", peer: { name: "y", index: 21, mtu: 1400 } });
    expect(changes(kernel)).toEqual([["new", CREATE, {
      name: "x",
      index: 20,
      linkInfo: { kind: "veth", data: { peer: expect.objectContaining({ name: "y", index: 21, mtu: 1400 }) } },
    }]]);
  });

  test("is asked for by its name where the kernel does not tell it", async () => {
    const { kernel, rtnetlink } = await open(({ verb }) => verb === "get" ? V0 : []);
    await using _ = rtnetlink;
    expect(await rtnetlink.links.add({ name: "v0", kind: "veth" })).toMatchObject({ index: 7, name: "v0" });
    expect(told(kernel).map(([verb, , { name }]) => [verb, name])).toEqual([["new", "v0"], ["get", "v0"]]);
  });

  test("is the newest of its kind where the kernel does not tell which name it chose", async () => {
    const links = [{ ...V0, index: 12 }, { ...V0, index: 30 }, { ...V0, index: 20 }, { ...BR0, index: 40 }];
    const { rtnetlink } = await open(({ verb }) => verb === "get" ? links : []);
    await using _ = rtnetlink;
    expect(await rtnetlink.links.add({ kind: "veth" })).toMatchObject({ index: 30 });
    expect(await rtnetlink.links.add({ name: "v%d", kind: "veth" })).toMatchObject({ index: 30 });
  });

  test("is an error where it is not there when it is asked for", async () => {
    const { rtnetlink } = await open(() => []);
    await using _ = rtnetlink;
    await expect(rtnetlink.links.add({ name: "v0", kind: "veth" })).rejects
      .toThrow("Cannot add link 'v0': ENODEV, No such device");
    await expect(rtnetlink.links.add({ kind: "veth" })).rejects.toThrow("Cannot add link: ENODEV, No such device");
  });

  test("gets an index beside that of its peer, since the kernel heeds none without the other", async () => {
    const { kernel, rtnetlink } = await open((request) => {
      if (request.verb !== "new") return V0;
      if (indexIn(request) < 13) throw new NetlinkError("answer", indexIn(request) === 11 ? 17 : 16);
      return { ...V0, index: 13 };
    });
    await using _ = rtnetlink;
    expect(await rtnetlink.links.add({ name: "v0", kind: "veth", peer: { index: 10 } })).toMatchObject({ index: 13 });
    expect(changes(kernel).map(([, , { index }]) => index)).toEqual([11, 12, 13]);
  });

  test("gets no index beside the largest one", async () => {
    const { kernel, rtnetlink } = await open();
    await using _ = rtnetlink;
    await rtnetlink.links.add({ name: "v0", kind: "veth", peer: { index: 2 ** 31 - 1 } });
    expect(changes(kernel).map(([, , { index }]) => index)).toEqual([1]);
  });

  test("is refused when no index beside that of its peer is free, and at once for another reason", async () => {
    const { kernel, rtnetlink } = await open((request) => {
      throw new NetlinkError("answer", indexIn(request) < 100 ? 17 : 1);
    });
    await using _ = rtnetlink;
    await expect(rtnetlink.links.add({ kind: "veth", peer: { index: 10 } })).rejects.toMatchObject({ code: "EEXIST" });
    expect(kernel.requests).toHaveLength(8);
    await expect(rtnetlink.links.add({ kind: "veth", peer: { index: 100 } })).rejects.toMatchObject({ code: "EPERM" });
    expect(kernel.requests).toHaveLength(9);
  });

  test("gets its alias when it is there, and is removed again where that fails", async () => {
    let isRefused = false;
    const { kernel, rtnetlink } = await open(({ verb, message }) => {
      if (verb === "get") return [V0, BR0];
      if (verb === "new" && message.flags.includes("create")) return V0;
      if (verb === "new" && isRefused) throw new NetlinkError("answer", 12);
      return [];
    });
    await using _ = rtnetlink;
    await rtnetlink.links.add({ name: "v0", kind: "veth", alias: "naïve" });
    isRefused = true;
    await expect(rtnetlink.links.add({ name: "v0", kind: "veth", alias: "naïve" })).rejects
      .toThrow("Cannot add link 'v0': ENOMEM, Cannot allocate memory");
    const made = ["new", CREATE, { name: "v0", linkInfo: { kind: "veth" } }];
    const named = ["new", "", { index: 7, alias: "naïve" }];
    expect(changes(kernel)).toEqual([made, named, made, named, ["delete", "", { index: 7 }]]);
  });

  test("sets nothing on a link that was there before", async () => {
    const { kernel, rtnetlink } = await open(({ verb }) => {
      if (verb === "get") return [V0];
      throw new NetlinkError("answer", 17);
    });
    await using _ = rtnetlink;
    await expect(rtnetlink.links.add({ name: "v0", kind: "veth", alias: "mine" })).rejects
      .toThrow("Cannot add link 'v0': EEXIST, File exists (the name 'v0' may be taken)");
    expect(told(kernel)).toHaveLength(1);
  });

  test.each<[NewLink, string, string]>([
    [{ kind: "ifb" }, "EEXIST", ""],
    [{ kind: "ifb", name: "i%d" }, "EEXIST", ""],
    [{ kind: "ifb", name: "e0", index: 5 }, "EEXIST", " (the name 'e0' or the index 5 may be taken)"],
    [{ kind: "gre", name: "e0", data: { ttl: 1 } }, "EEXIST", " (the name 'e0' or the data may be taken)"],
    [
      { kind: "veth", name: "e0", index: 5, peer: { name: "e1", index: 6 } },
      "EEXIST",
      " (the name 'e0', the peer's name 'e1', the index 5 or the peer's index 6 may be taken)",
    ],
    [{ kind: "veth", name: "e0", index: 5, peer: { name: "e1" } }, "EBUSY", " (the index 5 may be taken)"],
    [{ kind: "macvlan", name: "e0", parent: 7 }, "EBUSY", ""],
    [{ kind: "nothing", name: "e0" }, "EOPNOTSUPP", " (kind 'nothing')"],
    [
      { kind: "bridge", name: "e0", data: { vlanFiltering: true } },
      "EOPNOTSUPP",
      " (kind 'bridge' or something of its data)",
    ],
    [{ kind: "ifb", name: "e0" }, "EPERM", " (it takes CAP_NET_ADMIN)"],
  ])("tells what of it may be the reason: %j, %s", async (link, code, hint) => {
    const { rtnetlink } = await open(({ verb }) => {
      if (verb === "get") return [V0];
      throw new NetlinkError("answer", code);
    });
    await using _ = rtnetlink;
    const error: unknown = await rtnetlink.links.add(link).catch((error) => error);
    expect(error).toMatchObject({ code, ...(hint !== "" && { hint: hint.slice(2, -1) }) });
    expect(`${error}`).toBe(
      `${new NetlinkError(link.name === undefined ? "add link" : `add link '${link.name}'`, code)}${hint}`,
    );
  });

  test("has its peer up when both are there", async () => {
    const { kernel, rtnetlink } = await open(({ verb, message }) =>
      verb === "get" ? [V0, BR0, { ...V0, index: 8, name: "v1" }] : message.flags.includes("create") ? V0 : undefined
    );
    await using _ = rtnetlink;
    await rtnetlink.links.add({ name: "v0", kind: "veth", peer: { name: "v1", up: true, master: "br0" } });
    expect(changes(kernel).at(-1)).toEqual([
      "new",
      "",
      { index: 8, flags: ["up"], change: ["up"], master: 3 },
    ]);
  });
});

describe("a link that is changed", () => {
  async function asked(link: string | number, change: LinkChanges): Promise<readonly Told[]> {
    const { kernel, rtnetlink } = await open();
    await using _ = rtnetlink;
    await rtnetlink.links.set(link, change);
    return changes(kernel);
  }

  test.each<[LinkChanges, Partial<Link>]>([
    [{ mtu: 1400, group: 7, name: "w0" }, { mtu: 1400, group: 7, name: "w0" }],
    [{ up: true, promiscuous: false }, { flags: ["up"], change: ["up", "promiscuous"] }],
    [{ arp: true, allMulticast: true }, { flags: ["allMulticast"], change: ["noArp", "allMulticast"] }],
    [{ alias: "" }, { alias: "" }],
    [{ master: 0 }, { master: 0 }],
    [{ master: "br0" }, { master: 3 }],
    [{ carrier: false, protoDown: true, linkMode: "dormant" }, {
      carrier: false,
      protoDown: true,
      linkMode: "dormant",
    }],
    [{ protoDownReason: { mask: 1, value: 1 } }, { protoDownReason: { mask: 1, value: 1 } }],
    [{ port: { isolated: true } }, { linkInfo: { portKind: "bridge", portData: { isolated: true } } }],
  ])("is told by its index: %j", async (change, expected) => {
    expect(await asked("v0", change)).toEqual([["new", "", { index: 7, type: "ether", ...expected }]]);
  });

  test.each([{ address: "192.0.2.1" }, { broadcast: "192.0.2.2" }])(
    "has an address in the form of its hardware: %j",
    async (change) => {
      expect(await asked("ip0", change)).toEqual([["new", "", { index: 9, type: "ipip", ...change }]]);
    },
  );

  test("has its kind beside the data of it", async () => {
    expect(await asked("br0", { data: { ageingTime: 100 } })).toEqual([
      ["new", "", { index: 3, type: "ether", linkInfo: { kind: "bridge", data: { ageingTime: 100 } } }],
    ]);
  });

  test("goes down before it is renamed, where it shall do both", async () => {
    expect(await asked("v0", { name: "w0", up: false })).toEqual([
      ["new", "", { index: 7, change: ["up"] }],
      ["new", "", { index: 7, type: "ether", name: "w0", change: ["up"] }],
    ]);
  });

  test("becomes a port before it is told as which", async () => {
    expect(await asked("v0", { master: "br0", port: { cost: 9 } })).toEqual([
      ["new", "", { index: 7, type: "ether", master: 3 }],
      ["new", "", { index: 7, type: "ether", linkInfo: { portKind: "bridge", portData: { cost: 9 } } }],
    ]);
  });

  test("is told nothing as a port where it did not get the master", async () => {
    const { kernel, rtnetlink } = await open(({ verb }) => {
      if (verb === "get") return [V0, BR0];
      throw new NetlinkError("answer", 16);
    });
    await using _ = rtnetlink;
    await expect(rtnetlink.links.set("v0", { master: "br0", port: { cost: 9 } })).rejects.toMatchObject({
      code: "EBUSY",
    });
    expect(changes(kernel)).toHaveLength(1);
  });

  test.each<[LinkChanges, string, string | undefined]>([
    [{ name: "w0" }, "EEXIST", "the name 'w0' may be taken"],
    [{ name: "w0", namespace: 7 }, "EEXIST", "the name 'w0' may be taken"],
    [{ namespace: 7 }, "EEXIST", "its name may be taken"],
    [{ mtu: 1400 }, "EEXIST", undefined],
    [{ name: "w0" }, "EBUSY", undefined],
  ])("tells what of it may be the reason: %j, %s", (changes, code, hint) => {
    expect(hintOfChanges(new NetlinkError("set link", code), changes)).toBe(hint);
    expect(hintOfChanges(new NetlinkError("set link", code, { ack: { message: "why" } }), changes)).toBeUndefined();
  });

  test("is not found", async () => {
    const { rtnetlink } = await open();
    await using _ = rtnetlink;
    await expect(rtnetlink.links.set("v5", {})).rejects.toThrow("Cannot set link 'v5': ENODEV, No such device");
    await expect(rtnetlink.links.set("v0", { master: "br9" })).rejects
      .toThrow("Cannot set link 'v0': link 'br9': ENODEV, No such device");
    await expect(rtnetlink.links.set("v0", { master: 99 })).rejects
      .toThrow("Cannot set link 'v0': link 99: ENODEV, No such device");
  });
});

describe("links that are listed", () => {
  const LINKS: readonly Partial<Link>[] = [
    V0,
    { ...BR0, group: 5 },
    { index: 8, name: "v1", flags: ["up"], linkInfo: { kind: "veth" } },
  ];

  async function listed(query: object): Promise<readonly unknown[]> {
    const { rtnetlink } = await open(() => LINKS);
    await using _ = rtnetlink;
    return (await rtnetlink.links.list(query)).map(({ name }) => name);
  }

  test.each<[object, readonly string[]]>([
    [{}, ["v0", "br0", "v1"]],
    [{ kind: "veth" }, ["v0", "v1"]],
    [{ kind: "nosuch" }, []],
    [{ master: "br0" }, ["v0"]],
    [{ master: 3, kind: "veth" }, ["v0"]],
    [{ master: 0 }, ["br0", "v1"]],
    [{ up: true }, ["v0", "v1"]],
    [{ up: false }, ["br0"]],
    [{ group: 5 }, ["br0"]],
  ])("are those that fit %j, though the kernel lists all", async (query, expected) => {
    expect(await listed(query)).toEqual(expected);
  });

  test("are asked for with what the kernel compares", async () => {
    const { kernel, rtnetlink } = await open(() => LINKS);
    await using _ = rtnetlink;
    await rtnetlink.links.list({ kind: "veth", master: 3, up: true });
    expect(told(kernel).at(-1)).toEqual(["get", "root match", { linkInfo: { kind: "veth" }, master: 3 }]);
  });
});

describe("a link that is asked for", () => {
  test.each<[string | number, object]>([
    ["v0", { name: "v0" }],
    [7, { index: 7 }],
    ["a-name-of-sixteen", { alternativeName: "a-name-of-sixteen" }],
  ])("is found by %j", async (link, by) => {
    const { kernel, rtnetlink } = await open(() => V0);
    await using _ = rtnetlink;
    await rtnetlink.links.get(link).catch(() => {});
    expect(told(kernel)).toEqual([["get", "", by]]);
  });

  test("is ENODEV where it is not there, by the name that was given", async () => {
    const { rtnetlink } = await open(() => undefined);
    await using _ = rtnetlink;
    const error = await rtnetlink.links.get("eth9").catch((error) => error);
    expect(error).toBeInstanceOf(NetlinkError);
    expect(error).toMatchObject({ code: "ENODEV", operation: "get link 'eth9'" });
  });

  test("comes with its counters only where they are asked for", async () => {
    const { rtnetlink } = await open(() => ({ ...V0, stats: STATS }));
    await using _ = rtnetlink;
    expect(Object.keys(await rtnetlink.links.get("v0"))).not.toContain("stats");
    expect((await rtnetlink.links.get("v0", { stats: true })).stats).toEqual(STATS);
    expect((await rtnetlink.links.list()).flatMap(Object.keys)).not.toContain("stats");
    expect((await rtnetlink.links.list({ stats: true }))[0]?.stats).toEqual(STATS);
  });
});

describe("who gives up waiting", () => {
  test("gets the reason, and is not waited for", async () => {
    const { kernel, rtnetlink } = await open(() => new Promise(() => {}));
    await using _ = rtnetlink;
    const controller = new AbortController();
    const { signal } = controller;
    const asked = [
      rtnetlink.links.add({ name: "x", kind: "veth" }, { signal }),
      rtnetlink.links.set("v0", { mtu: 1400 }, { signal }),
      rtnetlink.links.remove("v0", { signal }),
      rtnetlink.links.get("v0", { signal }),
    ].map((promise) => promise.then(() => "done", (error) => error));
    await expect.poll(() => kernel.requests.length).toBeGreaterThan(0);
    controller.abort("enough");
    expect(await Promise.all(asked)).toEqual(["enough", "enough", "enough", "enough"]);
  });

  test("before the start, asks for nothing", async () => {
    const { kernel, rtnetlink } = await open();
    await using _ = rtnetlink;
    const signal = AbortSignal.abort("never");
    await expect(rtnetlink.links.add({ name: "x", kind: "veth" }, { signal })).rejects.toBe("never");
    await expect(rtnetlink.links.set("v0", {}, { signal })).rejects.toBe("never");
    expect(kernel.requests).toEqual([]);
  });
});
