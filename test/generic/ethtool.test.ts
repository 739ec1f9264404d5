import { describe, expect, test } from "vitest";
import { commandsOf } from "../../src/generic/definition.ts";
import {
  bitChange,
  bitNames,
  countersOf,
  defineFamily,
  ethtool,
  type EthtoolBitSet,
  featureStates,
  Genetlink,
  namesIn,
} from "../../src/generic/mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";

const names = ["a", "b", "", "d"];

/** The bits 0 and 3 of those of `names`, in every form that there is; told of are all but the nameless one. */
const forms: Readonly<Record<string, EthtoolBitSet>> = {
  "a list with a mask": {
    size: 4,
    bits: {
      bits: [{ index: 0, name: "a", value: true }, { index: 1, name: "b" }, { index: 3, name: "d", value: true }],
    },
  },
  "words with a mask": { size: 4, value: [0b1001], mask: [0b1011] },
};

describe("the names of the bits of a set", () => {
  test.each(Object.entries(forms))("are those that are set, or told of: %s", (_title, set) => {
    expect(bitNames(set, { names })).toEqual(["a", "d"]);
    expect(bitNames(set, { names, of: "mask" })).toEqual(["a", "b", "d"]);
  });

  test("are all of a list, or of words, without a mask", () => {
    const list: EthtoolBitSet = { noMask: true, bits: { bits: [{ index: 0, name: "a" }, { index: 3, name: "d" }] } };
    for (const set of [list, { noMask: true, value: [0b1001] } as const]) {
      expect(bitNames(set, { names })).toEqual(["a", "d"]);
      expect(bitNames(set, { names, of: "mask" })).toEqual(["a", "d"]);
    }
  });

  test("are numbers where nobody knows them, in words of 32 bits", () => {
    expect(bitNames({ value: [0x80000001, 2] })).toEqual(["0", "31", "33"]);
    expect(bitNames({ bits: { bits: [{ index: 5, value: true }] } })).toEqual(["5"]);
    expect(bitNames({ bits: { bits: [{ index: 1, value: true }] } }, { names })).toEqual(["b"]);
  });

  test("are none of no set, and of an empty one", () => {
    expect([undefined, {}, { bits: {} }, { value: [] }].map((set) => bitNames(set))).toEqual([[], [], [], []]);
  });

  test("that a request switches are those that are told of", () => {
    for (const [wrong, got] of [["rx-gro", "'rx-gro'"], [["rx-gro"], "['rx-gro']"], [undefined, "undefined"]]) {
      expect(() => bitChange(wrong as never)).toThrow(
        new RangeError(`Cannot change bits: expected an object such as { "rx-gro": true }, got ${got}`),
      );
    }
    expect(() => bitChange({ "rx-gro": "on" as never })).toThrow(
      new RangeError("Cannot change bit 'rx-gro': expected true or false, got 'on'"),
    );
    const set = bitChange({ on: true, off: false });
    expect([bitNames(set), bitNames(set, { of: "mask" })]).toEqual([["on"], ["on", "off"]]);
  });
});

test("the names of a string set stand at their numbers", () => {
  const strings = [{ index: 0, value: "a" }, { index: 2, value: "c" }, { index: 1, value: "b" }];
  const message = { stringSets: { sets: [{ id: "test" as const }, { id: "stats" as const, strings: { strings } }] } };
  expect(namesIn(message, "stats")).toEqual(["a", "b", "c"]);
  expect([namesIn(message, "test"), namesIn(message, "features"), namesIn({}, "stats")]).toEqual([[], [], []]);
});

test("counters have the names of their string set", () => {
  const counters = [[{ key: 0, value: 1n }], [{ key: 3, value: 2n }, { key: 9, value: 3n }]];
  expect([...countersOf({ counters }, names)]).toEqual([["a", 1n], ["d", 2n], ["9", 3n]]);
  expect(countersOf({}, names).size).toBe(0);
});

describe("the features of a link", () => {
  const of = (...bits: readonly string[]): EthtoolBitSet => ({
    noMask: true,
    bits: { bits: bits.map((name) => ({ index: names.indexOf(name), name })) },
  });
  const listed = {
    hardware: bitChange({ a: true, b: true, "": false, d: false }),
    wanted: of("a", "b"),
    active: of("a", "d"),
    noChange: of("b"),
  };
  const states = {
    a: { active: true, wanted: true, changeable: true },
    b: { active: false, wanted: true, changeable: false },
    d: { active: true, wanted: false, changeable: false },
  };

  test("are put together by their names", () => {
    expect(Object.fromEntries(featureStates(listed))).toEqual(states);
  });

  test("have the names of the string set where they are announced as words", () => {
    const words = {
      hardware: { size: 4, value: [0b0011], mask: [0b1111] },
      wanted: { noMask: true, size: 4, value: [0b0011] },
      active: { noMask: true, size: 4, value: [0b1001] },
      noChange: { noMask: true, size: 4, value: [0b0010] },
    } as const;
    expect(Object.fromEntries(featureStates(words, names))).toEqual(states);
  });
});

describe("the family", () => {
  test("is one that can be", () => {
    expect(defineFamily(ethtool)).toEqual(ethtool);
  });

  test("needs privileges for all that sets something", () => {
    const setting = commandsOf(ethtool).filter(([name]) => !name.startsWith("get"));
    expect(setting.filter(([, { privileged }]) => privileged !== true)).toEqual([]);
    expect(setting.length).toBeGreaterThan(20);
  });

  test("tests a cable: what is asked, and what is announced when it is done", async () => {
    const kernel = fakeKernel();
    const header = { deviceIndex: 2, deviceName: "eth0" };
    const results = { pairs: [{ pair: "a", code: "ok" }] } as const;
    kernel.generic.add(ethtool, {
      testCable: () =>
        kernel.generic.announce(ethtool, "cableTest", { header, status: "completed", results }, "monitor"),
    });
    await using genetlink = await Genetlink.open({ kernel });
    const family = genetlink.family(ethtool);
    await using events = await family.subscribe();
    await family.execute("testCable", { header: { deviceName: "eth0" } });
    expect((await events.next()).value).toMatchObject({
      type: "notification",
      command: "cableTest",
      value: { header, status: "completed", results },
      message: { name: "ethtool cableTest" },
    });
    expect(kernel.generic.requests.at(-1)).toMatchObject({
      command: "testCable",
      value: { header: { deviceName: "eth0" } },
    });
  });

  test("refuses a word that is none, by its place", async () => {
    const kernel = fakeKernel();
    kernel.generic.add(ethtool, {});
    await using genetlink = await Genetlink.open({ kernel });
    const header = { deviceName: "eth0" };
    // The types forbid them.
    const misspelt = { header, speeed: 1 } as { readonly header: object };
    const family = genetlink.family(ethtool);
    await expect(family.execute("setLinkModes", misspelt)).rejects.toThrow(
      "Cannot execute 'setLinkModes' of family 'ethtool': unknown field 'speeed' (did you mean 'speed'?)",
    );
    const wrong = { header, duplex: "both" } as { readonly header: object };
    await expect(family.execute("setLinkModes", wrong)).rejects.toThrow(
      /^Cannot execute 'setLinkModes' of family 'ethtool': duplex: expected half, full, unknown or a number, got 'both'$/,
    );
  });
});
