import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decode, NetlinkError } from "../../mod.ts";
import { type Infer, numbered, u32 } from "../../src/codec/mod.ts";
import { defineFamily, FamilyNotFoundError, Genetlink, nlctrl } from "../../src/generic/mod.ts";
import { controllerMessage } from "../../src/generic/families/nlctrl/message.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";
import { golden, hex, survives } from "../codec/golden.ts";
import { datagram } from "./datagram.ts";

type Part = Infer<typeof controllerMessage>;

const shop = defineFamily({
  name: "shop",
  version: 7,
  commands: {
    get: { number: 1, do: {}, dump: { reply: numbered({ id: u32 }) } },
    sell: { number: 2, do: {}, privileged: true },
    list: { number: 3, dump: { reply: numbered({ id: u32 }) } },
    count: { number: 4, dump: { reply: numbered({ id: u32 }) } },
  },
  groups: ["sales", "orders"],
});

let kernel: FakeKernel;
let genetlink: Genetlink;
beforeEach(async () => {
  kernel = fakeKernel();
  kernel.generic.add(shop);
  genetlink = await Genetlink.open({ kernel });
});
afterEach(async () => {
  await genetlink[Symbol.asyncDispose]();
  expect(kernel.sockets).toBe(0);
});

describe("families", () => {
  test("are listed with their commands and groups", async () => {
    expect(await genetlink.controller.list()).toEqual([
      {
        id: 16,
        name: "nlctrl",
        version: 2,
        headerSize: 0,
        maximumType: 0,
        commands: [{ number: 3, capabilities: ["do", "dump"] }, { number: 10, capabilities: ["dump"] }],
        groups: [{ name: "notify", id: 16 }],
      },
      {
        id: 20,
        name: "shop",
        version: 7,
        headerSize: 0,
        maximumType: 0,
        commands: [
          { number: 1, capabilities: ["do", "dump"] },
          { number: 2, capabilities: ["administrator", "do"] },
          { number: 3, capabilities: ["dump"] },
          { number: 4, capabilities: ["dump"] },
        ],
        groups: [{ name: "sales", id: 21 }, { name: "orders", id: 22 }],
      },
    ]);
  });

  test("are found by name and by number", async () => {
    const { controller } = genetlink;
    expect(await controller.get(20)).toEqual(await controller.get("shop"));
    for (const none of ["shoe", 21]) {
      await expect(controller.get(none)).rejects.toBeInstanceOf(FamilyNotFoundError);
      await expect(controller.get(none)).rejects.toMatchObject({ family: none, code: "ENOENT" });
    }
    await expect(controller.get("none")).rejects.toThrow(
      "Cannot find family 'none': ENOENT, the kernel has no such family",
    );
    await expect(controller.get(-1)).rejects.toThrow("id: expected a number from 0 to 65535, got -1");
    for (const [wrong, got] of [["", "''"], [undefined, "undefined"], [{}, "an object"]]) {
      // What the types forbid is the point.
      await expect(controller.get(wrong as string)).rejects.toThrow(
        new RangeError(`Cannot find family: expected its name or its number, got ${got}`),
      );
    }
  });
});

/** Policies as the kernel tells them: one attribute, or the policies of one command, in a message. */
function policy(index: number, number: number, rule: object): Part {
  return { id: 20, policies: [{ key: index, value: [{ key: number, value: rule as never }] }] };
}

function commandPolicy(command: number, indexes: object): Part {
  return { id: 20, commandPolicies: [{ key: command, value: indexes }] };
}

describe("policies", () => {
  test("are told by command, with what is nested inside", async () => {
    kernel.generic.add(nlctrl, {
      getPolicy: () => [
        commandPolicy(1, { do: 0, dump: 1 }),
        commandPolicy(2, { do: 0 }),
        policy(0, 1, { type: "u32", minimum: 1n, maximum: 9n }),
        policy(0, 2, { type: "nested", policy: 2, maximumType: 1 }),
        policy(2, 1, { type: "nulString", maximumLength: 15 }),
        policy(2, 3, { type: 99 }),
      ],
    });
    const inside = [
      { number: 1, type: "u32", minimum: 1n, maximum: 9n },
      {
        number: 2,
        type: "nested",
        policy: 2,
        maximumType: 1,
        attributes: [{ number: 1, type: "nulString", maximumLength: 15 }, { number: 3, type: 99 }],
      },
    ];
    expect(await genetlink.controller.policies("shop")).toEqual([
      // That of a list of which nothing is told lets nothing pass.
      { number: 1, do: inside, dump: [] },
      { number: 2, do: inside },
    ]);
    expect(kernel.generic.requests).toMatchObject([{ command: "getPolicy", mode: "dump", value: { name: "shop" } }]);
  });

  test("that stand in themselves end there", async () => {
    kernel.generic.add(nlctrl, {
      getPolicy: () => [
        commandPolicy(1, { do: 0 }),
        policy(0, 1, { type: "nested", policy: 1 }),
        policy(1, 1, { type: "nested", policy: 0 }),
        policy(1, 2, { type: "nestedArray", policy: 1 }),
      ],
    });
    expect(await genetlink.controller.policies(20)).toEqual([{
      number: 1,
      do: [{
        number: 1,
        type: "nested",
        policy: 1,
        attributes: [{ number: 1, type: "nested", policy: 0 }, { number: 2, type: "nestedArray", policy: 1 }],
      }],
    }]);
  });

  test("of commands that only list are asked for one by one, since the kernel calls all of them 0", async () => {
    const capabilities = ["dump", "policy"] as const;
    kernel.generic.add(nlctrl, {
      getFamily: () => ({
        id: 20,
        name: "shop",
        commands: [
          { number: 1, capabilities: ["do", "policy"] as const },
          { number: 3, capabilities },
          { number: 4, capabilities },
          { number: 5, capabilities: ["dump"] as const },
        ],
      }),
      getPolicy: ({ command }) =>
        command === undefined
          ? [commandPolicy(1, { do: 0 }), commandPolicy(0, { dump: 1 }), commandPolicy(0, { dump: 2 })]
          : [commandPolicy(0, { dump: 0 }), policy(0, command, { type: "flag" })],
    });
    expect(await genetlink.controller.policies("shop")).toEqual([
      { number: 1, do: [] },
      { number: 3, dump: [{ number: 3, type: "flag" }] },
      { number: 4, dump: [{ number: 4, type: "flag" }] },
    ]);
  });

  test("are none of a family that checks nothing, and an error of one that is not there", async () => {
    expect(await genetlink.controller.policies("shop")).toEqual([]);
    kernel.generic.add(nlctrl, {
      getPolicy() {
        throw new NetlinkError("get policy", "ENOENT");
      },
    });
    const failing = genetlink.controller.policies("none");
    await expect(failing).rejects.toBeInstanceOf(FamilyNotFoundError);
    await expect(failing).rejects.toThrow("Cannot find family 'none': ENOENT");
  });
});

describe("messages of the controller", () => {
  test("are as the kernel sends them", () => {
    // A family of a running kernel, as it announced it.
    const part = survives(
      controllerMessage,
      `0b 00 02 00 6e 6c 63 74 72 6c 00 00 | 06 00 01 00 10 00 00 00 | 08 00 03 00 02 00 00 00
       08 00 04 00 00 00 00 00 | 08 00 05 00 00 00 00 00
       2c 00 06 00 | 14 00 01 00 08 00 01 00 03 00 00 00 08 00 02 00 0e 00 00 00
                     14 00 02 00 08 00 01 00 0a 00 00 00 08 00 02 00 0c 00 00 00
       1c 00 07 00 | 18 00 01 00 08 00 02 00 10 00 00 00 0b 00 01 00 6e 6f 74 69 66 79 00 00`,
    );
    expect(part).toEqual({
      name: "nlctrl",
      id: 16,
      version: 2,
      headerSize: 0,
      maximumType: 0,
      commands: [
        { number: 3, capabilities: ["do", "dump", "policy"] },
        { number: 10, capabilities: ["dump", "policy"] },
      ],
      groups: [{ id: 16, name: "notify" }],
    });
  });

  test("about policies have numbers for names", () => {
    golden(
      controllerMessage,
      {
        id: 16,
        commandPolicies: [{ key: 3, value: { do: 0, dump: 1 } }],
        policies: [{ key: 0, value: [{ key: 2, value: { type: "nulString", maximumLength: 15 } }] }],
      },
      `06 00 01 00 10 00 00 00
       18 00 09 80 | 14 00 03 80 | 08 00 01 00 00 00 00 00 08 00 02 00 01 00 00 00
       1c 00 08 80 | 18 00 00 80 | 14 00 02 80 | 08 00 01 00 0c 00 00 00 08 00 07 00 0f 00 00 00`,
    );
  });

  test("are decoded without a socket, with the kernel's names", () => {
    const message = { type: 16, command: 2, codec: controllerMessage, value: { id: 21, name: "shop" } };
    const [told, ...more] = decode(datagram(message), { protocol: "generic" });
    expect(told).toEqual({
      type: "generic",
      family: 16,
      command: 2,
      version: 1,
      value: { id: 21, name: "shop" },
      bytes: hex("06 00 01 00 15 00 00 00 09 00 02 00 73 68 6f 70 00 00 00 00"),
      message: { name: "CTRL_CMD_DELFAMILY", flags: [], sequence: 0, port: 0 },
    });
    expect(more).toEqual([]);
    const [unknown] = decode(datagram({ ...message, command: 77 }), { protocol: "generic" });
    expect(unknown).toMatchObject({ message: { name: "CTRL_CMD_77" }, value: { id: 21 } });
  });

  test("are decoded as far as they can be read", () => {
    const wrong = { type: 16, command: 1, codec: numbered({ id: u32 }), value: { id: 21 } };
    expect([...decode(datagram(wrong), { protocol: "generic" })]).toMatchObject([
      { type: "generic", value: { unknown: [{ type: 1 }] } },
      { type: "undecoded", error: { path: ["id"] }, message: { name: "CTRL_CMD_NEWFAMILY" } },
    ]);
  });
});
