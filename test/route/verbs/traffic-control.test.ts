import { describe, expect, test } from "vitest";
import { Rtnetlink } from "../../../mod.ts";
import { type FakeHandler, fakeKernel } from "../../../src/testing/mod.ts";

/** What a caller gives who has no type checker, and what is said of it behind "Cannot". */
type Wrong = readonly [argument: unknown, said: string];

const WRONG: Readonly<Record<string, readonly Wrong[]>> = {
  qdiscs: [
    [{ lnik: 1 }, "list qdiscs: unknown option 'lnik' (did you mean 'link'?)"],
    [{ invisible: 1 }, "list qdiscs: invisible: expected true or false, got 1"],
    [
      { parent: "1:10000" },
      "list qdiscs: parent: expected none, root, ingress, or a handle such as 1: or 1:10, got '1:10000'",
    ],
    [{ kind: 5 }, "list qdiscs: kind: expected text, got 5"],
  ],
  trafficClasses: [
    [{}, "list traffic classes: expected a link"],
    [
      { link: 5, parent: "top" },
      "list traffic classes: parent: expected none, root, ingress, or a handle such as 1: or 1:10, got 'top'",
    ],
    [
      { link: 5, qdisc: "1:" },
      "list traffic classes: unknown option 'qdisc', expected one of link, kind, parent, signal",
    ],
  ],
  filters: [
    [{}, "list filters: expected a link or a block"],
    [{ link: 5, block: 1 }, "list filters: expected either a link or a block"],
    [{ block: 1, parent: "root" }, "list filters: expected either a link or a block"],
    [{ block: 0 }, "list filters: expected a block from 1 to 4294967295, got 0"],
    [
      { link: 5, parent: 1 },
      "list filters: parent: expected none, root, ingress, egress, or a handle such as 1: or 1:10, got 1",
    ],
    [{ link: 5, priority: 65536 }, "list filters: priority: expected a number from 0 to 65535, got 65536"],
    [{ link: 5, protocol: "ip" }, "list filters: protocol: expected a number from 0 to 65535, got 'ip'"],
  ],
  chains: [
    [{}, "list chains: expected a link or a block"],
    [{ link: 5, chain: -1 }, "list chains: chain: expected a number from 0 to 4294967295, got -1"],
  ],
  trafficActions: [
    [{}, "list traffic actions: expected a kind"],
    [{ kind: "gact", terse: "yes" }, "list traffic actions: terse: expected true or false, got 'yes'"],
    [{ kind: 1 }, "list traffic actions: actions.0.kind: expected text, got 1"],
  ],
};

describe("nothing is asked of the kernel where the caller is wrong:", () => {
  const all = Object.entries(WRONG).flatMap(([noun, wrong]) => wrong.map((one) => [noun, ...one] as const));

  test.each(all)("%s.list(%j)", async (noun, argument, said) => {
    const kernel = fakeKernel();
    await using rtnetlink = await Rtnetlink.open({ kernel });
    // Each is a noun with this verb.
    const { list } = Reflect.get(rtnetlink, noun) as { list(argument: unknown): Promise<unknown> };
    await expect(list.call(Reflect.get(rtnetlink, noun), argument)).rejects.toThrow(new RangeError(`Cannot ${said}`));
    expect(kernel.requests).toEqual([]);
  });
});

/** A kernel with two links, and whatever else is asked for. */
function kernelWith(handler: FakeHandler) {
  return fakeKernel((request) =>
    request.topic === "link" ? [{ index: 3, name: "v0" }, { index: 4, name: "v1" }] : handler(request)
  );
}

describe("the kernel compares little, so what it tells too much is left out:", () => {
  test("qdiscs by link, kind and parent", async () => {
    const qdiscs = [
      { index: 3, handle: "1:", parent: "root", kind: "htb" },
      { index: 3, handle: "10:", parent: "1:10", kind: "pfifo" },
      { index: 4, handle: "1:", parent: "root", kind: "pfifo" },
    ] as const;
    const kernel = kernelWith(() => qdiscs);
    await using rtnetlink = await Rtnetlink.open({ kernel });
    const { qdiscs: verbs } = rtnetlink;
    expect(await verbs.list()).toMatchObject(qdiscs);
    expect(await verbs.list({ link: "v0" })).toMatchObject(qdiscs.slice(0, 2));
    expect(await verbs.list({ kind: "pfifo", parent: "root" })).toMatchObject(qdiscs.slice(2));
    expect(await verbs.list({ parent: "0001:0010" })).toMatchObject(qdiscs.slice(1, 2));
    expect(await verbs.list({ parent: "FFFF:FFFF" })).toMatchObject([qdiscs[0], qdiscs[2]]);
    await verbs.list({ invisible: true });
    const asked = kernel.requests.filter(({ topic }) => topic === "qdisc").map(({ value }) => value);
    expect(asked.map((value) => value !== undefined && "dumpInvisible" in value)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test("classes by kind and parent, of one link", async () => {
    const classes = [
      { index: 3, handle: "1:1", parent: "root", kind: "htb" },
      { index: 3, handle: "1:10", parent: "1:1", kind: "htb" },
    ] as const;
    const kernel = kernelWith(() => classes);
    await using rtnetlink = await Rtnetlink.open({ kernel });
    expect(await rtnetlink.trafficClasses.list({ link: 3, parent: "1:01" })).toMatchObject(classes.slice(1));
    expect(await rtnetlink.trafficClasses.list({ link: 3, kind: "drr" })).toEqual([]);
    expect(kernel.requests[0]).toMatchObject({ verb: "get", topic: "trafficClass", value: { index: 3 } });
  });

  test("filters by all that they are told by", async () => {
    const filters = [
      { index: 3, parent: "1:", protocol: 0x0800, priority: 1, chain: 0, kind: "u32" },
      { index: 3, parent: "1:", protocol: 0x0800, priority: 1, chain: 7, kind: "u32" },
      { index: 3, parent: "1:", protocol: 0x0800, priority: 2, chain: 7, kind: "flower" },
    ] as const;
    const kernel = kernelWith(() => filters);
    await using rtnetlink = await Rtnetlink.open({ kernel });
    expect(await rtnetlink.filters.list({ link: 3, chain: 7 })).toMatchObject(filters.slice(1));
    expect(await rtnetlink.filters.list({ link: 3, kind: "u32", priority: 1 })).toMatchObject(filters.slice(0, 2));
    expect(await rtnetlink.filters.list({ link: 3, parent: "ingress", protocol: 3 })).toEqual([]);
    expect(kernel.requests.at(-1)).toMatchObject({
      topic: "filter",
      value: { index: 3, parent: "ingress", protocol: 3, priority: 0 },
    });
  });

  test("chains of a block", async () => {
    const kernel = kernelWith(() => [{ chain: 0 }, { chain: 7 }]);
    await using rtnetlink = await Rtnetlink.open({ kernel });
    const [seven] = await rtnetlink.chains.list({ block: 22, chain: 7 });
    expect(seven).toMatchObject({ chain: 7 });
    await rtnetlink.chains.remove({ ...seven!, index: -1, block: 22 });
    const value = { block: 22, chain: 7 };
    expect(kernel.requests).toMatchObject(["get", "delete"].map((verb) => ({ topic: "chain", verb, value })));
  });

  test("actions come in parts", async () => {
    const kernel = kernelWith(() => [
      { count: 1, actions: [{ kind: "gact", index: 1 }] },
      { count: 1, actions: [{ kind: "gact", index: 2 }] },
      {},
    ]);
    await using rtnetlink = await Rtnetlink.open({ kernel });
    expect(await rtnetlink.trafficActions.list({ kind: "gact", terse: true })).toMatchObject([
      { kind: "gact" },
      { kind: "gact" },
    ]);
    expect(kernel.requests).toMatchObject([
      { topic: "trafficAction", value: { actions: [{ kind: "gact" }], flags: { value: ["largeDump", "terseDump"] } } },
    ]);
  });
});

/** What of traffic control can be changed. */
type Changed = "qdiscs" | "trafficClasses" | "filters" | "chains" | "trafficActions";

describe("nothing is sent where a description cannot be:", () => {
  test.each<readonly [noun: Changed, verb: string, argument: unknown, said: string | RegExp]>([
    ["qdiscs", "add", { kind: "pfifo" }, "add qdisc: expected a link"],
    ["qdiscs", "add", "root", "add qdisc: expected an object with fields, got 'root'"],
    ["qdiscs", "set", { link: 3, knid: "pfifo" }, "set qdisc: unknown field 'knid' (did you mean 'kind'?)"],
    ["qdiscs", "add", { dev: 3 }, "add qdisc: unknown field 'dev' (did you mean 'link'?)"],
    [
      "qdiscs",
      "replace",
      { link: 3, kind: "pfifo", options: { limti: 5 } },
      "replace qdisc of link 3: options: unknown field 'limti' (did you mean 'limit'?)",
    ],
    [
      "qdiscs",
      "add",
      { link: 3, kind: "tbf", options: { parameters: { rate: { rate: -1 } } } },
      "add qdisc to link 3: options.parameters.rate.rate: expected a number from 0 to 4294967295, got -1",
    ],
    [
      "qdiscs",
      "remove",
      { link: 3, parent: "top" },
      "remove qdisc of link 3: parent: expected none, root, ingress, or a handle such as 1: or 1:10, got 'top'",
    ],
    ["trafficClasses", "add", { link: 3, kind: "htb" }, "add traffic class: expected a handle"],
    ["trafficClasses", "remove", { handle: "1:1" }, "remove traffic class: expected a link"],
    ["filters", "add", { kind: "u32" }, "add filter: expected a link or a block"],
    [
      "trafficClasses",
      "add",
      { link: 3, handle: 5, kind: "htb" },
      /class to link 3: handle: expected none, .*, got 5$/,
    ],
    [
      "trafficClasses",
      "set",
      { link: 3, handle: 5, kind: "htb" },
      /class of link 3: handle: expected none, .*, got 5$/,
    ],
    ["trafficClasses", "remove", { link: 3, handle: 5 }, /class of link 3: handle: expected none, .*, got 5$/],
    [
      "qdiscs",
      "replace",
      { link: 3, kind: "pfifooo", options: { limit: 1 } },
      /^Cannot replace qdisc of link 3: options: expected 'kind' to be one of bfifo, .*, got 'pfifooo' \(did you mean 'pfifo'\?\)$/,
    ],
    [
      "trafficClasses",
      "add",
      { link: 3, handle: "1:1", kind: "hbt", options: {} },
      /got 'hbt' \(did you mean 'htb'\?\)$/,
    ],
    ["filters", "add", { link: 3, kind: "u23", options: {} }, /got 'u23' \(did you mean 'u32'\?\)$/],
    ["filters", "add", { link: 3, kind: "bpf", options: { actions: [{ kind: "gatc", options: {} }] } }, /mean 'gact'/],
    ["trafficActions", "add", { kind: "gatc", options: {} }, /got 'gatc' \(did you mean 'gact'\?\)$/],
    [
      "filters",
      "add",
      { link: 3, kind: "u32", options: { selector: { keyCount: 1, keys: [{}, {}] } } },
      "add filter to link 3: options.selector.keyCount: expected 2, as many as there are keys, got 1",
    ],
    ["filters", "remove", { link: 3 }, "remove filter: expected a priority (flush removes all filters of a chain)"],
    [
      "filters",
      "flush",
      { link: 3, priority: 1 },
      "flush filters: unknown field 'priority', expected one of link, parent, block, chain",
    ],
    ["filters", "flush", { chain: 1 }, "flush filters: expected a link or a block"],
    ["filters", "add", { link: 3, block: 1 }, "add filter: expected either a link or a block"],
    ["filters", "get", { link: 3, handle: 1 }, "get filter: expected a priority"],
    ["filters", "get", { link: 3, priority: 1 }, "get filter: expected a handle"],
    ["filters", "get", { priority: 1, handle: 1 }, "get filter: expected a link or a block"],
    [
      "filters",
      "get",
      { link: 3, priority: 1, handle: -1 },
      "get filter of link 3: handle: expected a number from 0 to 4294967295, got -1",
    ],
    ["chains", "get", { link: 3 }, "get chain: expected the number of a chain"],
    ["chains", "add", { link: 3 }, "add chain: expected the number of a chain"],
    ["chains", "remove", { chain: 3 }, "remove chain: expected a link or a block"],
    ["trafficActions", "get", { index: 1 }, "get traffic action: expected a kind"],
    [
      "trafficActions",
      "get",
      { kind: "gact", idnex: 1 },
      "get traffic action: unknown field 'idnex' (did you mean 'index'?)",
    ],
    ["trafficActions", "add", {}, "add traffic action: expected an action with a kind"],
    ["trafficActions", "remove", { kind: "gact" }, "remove traffic action: expected an index"],
    [
      "trafficActions",
      "add",
      { kind: "gact", options: { parameters: { action: "explode" } } },
      /^Cannot add traffic action 'gact': actions.0.options.parameters.action: expected /,
    ],
  ])("%s.%s(%j)", async (noun, verb, argument, said) => {
    const kernel = fakeKernel();
    await using rtnetlink = await Rtnetlink.open({ kernel });
    const verbs = rtnetlink[noun];
    // Each has this verb, and throws at once or later.
    const call = async (): Promise<unknown> => await Reflect.get(verbs, verb).call(verbs, argument);
    const message = await call().then(
      () => "nothing",
      (error: unknown) => error instanceof RangeError ? error.message : `${error}`,
    );
    if (typeof said === "string") expect(message).toBe(`Cannot ${said}`);
    else expect(message).toMatch(said);
    expect(kernel.requests).toEqual([]);
  });
});

test("what is counted in options nobody has to count", async () => {
  const kernel = fakeKernel();
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const keys = [{ value: 1 }, { value: 2 }] as const;
  const instructions = [{ code: 6 }] as const;
  const actions = [
    { kind: "pedit", options: { selector: { keys } } },
    { kind: "bpf", options: { instructions } },
  ] as const;
  await rtnetlink.filters.add({ link: 3, kind: "u32", options: { selector: { keys }, actions } });
  await rtnetlink.filters.add({ link: 3, kind: "bpf", options: { instructions } });
  expect(kernel.requests.map(({ value }) => value)).toMatchObject([
    {
      options: {
        selector: { keyCount: 2, keys },
        actions: [
          { options: { selector: { keyCount: 2, keys } } },
          { options: { instructionCount: 1, instructions } },
        ],
      },
    },
    { options: { instructionCount: 1, instructions } },
  ]);
});

test("options are sent as the kernel takes them, which is not always how it lists them", async () => {
  const kernel = fakeKernel();
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const { filters, qdiscs } = rtnetlink;
  await qdiscs.add({ link: 3, kind: "htb" });
  await qdiscs.add({ link: 3, kind: "htb", options: { global: { version: 0x30011, defaultClass: 5 } } });
  await filters.add({ link: 3, kind: "u32", options: { flags: ["skipHardware", "notInHardware"] } });
  await filters.add({ link: 3, kind: "bpf", options: { flags: ["actDirect"], filterFlags: ["inHardware"] } });
  expect(kernel.requests.map(({ value }) => value)).toMatchObject([
    { options: { global: { version: 3, rateToQuantum: 10, defaultClass: 0 } } },
    { options: { global: { version: 3, rateToQuantum: 10, defaultClass: 5 } } },
    { options: { flags: ["skipHardware"] } },
    { options: { flags: ["actDirect"], filterFlags: [] } },
  ]);
});

test("where nothing is told, qdiscs are at the root, classes in their qdisc, and filters see all packets", async () => {
  const kernel = fakeKernel(({ topic }) => topic === "link" ? [{ index: 3, name: "v0" }] : undefined);
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const { qdiscs, trafficClasses, filters } = rtnetlink;
  await qdiscs.add({ link: "v0", kind: "noqueue" });
  await qdiscs.replace({ link: 3, kind: "ingress" });
  await trafficClasses.add({ link: 3, handle: "1:10", kind: "htb" });
  await filters.set({ link: 3, kind: "bpf", priority: 7 });
  await filters.add({ block: 7, kind: "bpf" });
  const changes = kernel.requests.filter(({ verb }) => verb === "new");
  expect(changes).toMatchObject([
    {
      value: { index: 3, parent: "root", kind: "noqueue" },
      message: { flags: expect.arrayContaining(["create", "exclusive"]) },
    },
    {
      value: { index: 3, parent: "ingress", kind: "ingress" },
      message: { flags: expect.arrayContaining(["create", "replace"]) },
    },
    { value: { index: 3, parent: "1:", handle: "1:10" } },
    { value: { index: 3, protocol: 3, priority: 7, kind: "bpf" } },
    { value: { block: 7, protocol: 3 } },
  ]);
  expect(changes[3]?.message.flags).not.toContain("create");
});

test("where the kernel tells nothing of what is asked for, it is not there", async () => {
  await using rtnetlink = await Rtnetlink.open({ kernel: fakeKernel(() => undefined) });
  const { filters, chains, trafficActions } = rtnetlink;
  const asked = [
    filters.get({ link: 3, priority: 1, handle: 1 }),
    chains.get({ link: 3, chain: 1 }),
    trafficActions.get({ kind: "gact", index: 1 }),
  ];
  for (const promise of asked) await expect(promise).rejects.toMatchObject({ code: "ENOENT" });
});
