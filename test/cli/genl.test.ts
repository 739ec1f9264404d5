import { describe, expect, test } from "vitest";
import { plain } from "../../src/cli/text/paint.ts";
import { controllerEventText, controllerText, familyDetails, familyLines } from "../../src/cli/text/genl.ts";
import { DecodeError, NetlinkError } from "../../src/errors.ts";
import {
  defineFamily,
  type FamilyEvent,
  type GenericFamily,
  Genetlink,
  nlctrl,
  type NlctrlNotifications,
} from "../../src/generic/mod.ts";
import { watchFamilies } from "../../src/cli/genl/events.ts";
import { printFamily } from "../../src/cli/genl/families.ts";
import { fakeKernel } from "../../src/testing/mod.ts";

const shop: GenericFamily = {
  id: 20,
  name: "shop",
  version: 7,
  headerSize: 0,
  maximumType: 0,
  commands: [{ number: 1, capabilities: ["do", "dump", "policy"] }, {
    number: 2,
    capabilities: ["administrator", "do"],
  }],
  groups: [{ name: "sales", id: 21 }, { name: "or\x1bders", id: 22 }],
};
const old: GenericFamily = {
  ...shop,
  id: 5,
  name: "a longer name",
  headerSize: 4,
  maximumType: 9,
  commands: [],
  groups: [],
};

describe("families", () => {
  test("have a line each, in columns", () => {
    expect(familyLines([shop, old], plain)).toEqual([
      "20 shop          version 7 commands 2 groups sales or\\x1bders",
      " 5 a longer name version 7 commands 0",
    ]);
    expect(familyLines([], plain)).toEqual([]);
  });

  test("have a line for each group, command and attribute", () => {
    const attribute = { number: 1, type: "u32" } as const;
    const policies = [{
      number: 1,
      do: [
        { ...attribute, minimum: 0n, maximum: 0xffffffffn },
        { ...attribute, number: 2, minimum: 1n },
        { ...attribute, number: 3, type: "s8" as const, minimumSigned: -128n, maximumSigned: 5n },
        { ...attribute, number: 4, type: "binary" as const, minimumLength: 2, maximumLength: 6 },
        { ...attribute, number: 5, type: "binary" as const, minimumLength: 6, maximumLength: 6 },
        { ...attribute, number: 6, type: "uint" as const, mask: 0x11n },
        { ...attribute, number: 7, type: "bitfield32" as const, bitfieldMask: 3 },
        {
          ...attribute,
          number: 8,
          type: "nested" as const,
          attributes: [{ ...attribute, attributes: [attribute] }, { ...attribute, number: 2, type: 99 }],
        },
      ],
      dump: [],
    }];
    expect(familyDetails(shop, policies, plain)).toEqual([
      "shop id 20 version 7",
      "group sales id 21",
      "group or\\x1bders id 22",
      "command 1 do dump policy",
      "  do 1 u32",
      "  do 2 u32 1 to 4294967295",
      "  do 3 s8 -128 to 5",
      "  do 4 binary at least 2 bytes at most 6 bytes",
      "  do 5 binary 6 bytes",
      "  do 6 uint mask 0x11",
      "  do 7 bitfield32 mask 0x3",
      "  do 8 nested",
      "  do 8.1 u32",
      "  do 8.1.1 u32",
      "  do 8.2 99",
      "  dump nothing",
      "command 2 administrator do",
    ]);
    const definition = defineFamily({ name: "shop", commands: { sell: { number: 2, do: {} } } });
    expect(familyDetails(shop, [], plain, [definition]).slice(-2)).toEqual([
      "command 1 do dump policy",
      "command 2 sell administrator do",
    ]);
    expect(familyDetails(old, [], plain)).toEqual(["a longer name id 5 version 7 header 4 bytes attributes up to 9"]);
  });
});

describe("one family", () => {
  /** What is printed of the controller by a kernel that answers about policies like this. */
  async function printed(getPolicy: () => never): Promise<string> {
    const kernel = fakeKernel();
    kernel.generic.add(nlctrl, { getPolicy });
    await using genetlink = await Genetlink.open({ kernel });
    let text = "";
    const output = { write: (line: string) => Promise.resolve(void (text += line)) };
    await printFamily(genetlink.controller, "nlctrl", { output, json: false, paint: plain });
    return text;
  }

  test.each(["ENODATA", "EOPNOTSUPP"])("is printed without policies where the kernel tells none: %s", async (code) => {
    const text = await printed(() => {
      throw new NetlinkError("get policy", code);
    });
    expect(text.split("\n").slice(0, 3)).toEqual([
      "nlctrl id 16 version 2",
      "group notify id 16",
      "command 3 getFamily do dump",
    ]);
  });

  test("is not printed where the kernel refuses to tell", async () => {
    const printing = printed(() => {
      throw new NetlinkError("get policy", "EPERM");
    });
    await expect(printing).rejects.toThrow("Cannot list the policies of family '16': EPERM");
  });
});

describe("what the controller announces", () => {
  const message = { name: "nlctrl newFamily", flags: [], sequence: 0, port: 0 };
  const group = { ...shop, groups: [{ name: "sales", id: 21 }] };

  test.each<readonly [FamilyEvent<NlctrlNotifications> | { type: "overrun"; lost: number }, string]>([
    [{ type: "notification", command: "newFamily", value: shop, message }, "new family shop id 20 version 7"],
    [
      { type: "notification", command: "deleteFamily", value: { id: 20, name: "sh\nop" }, message },
      "deleted family sh\\x0aop id 20",
    ],
    [{ type: "notification", command: "newGroup", value: group, message }, "new group sales id 21 of shop"],
    [{ type: "notification", command: "deleteGroup", value: group, message }, "deleted group sales id 21 of shop"],
    [{ type: "overrun", lost: 2 }, "Lost 2 events"],
    [
      { type: "undecoded", bytes: new Uint8Array(3), error: new DecodeError("expected more"), message },
      "nlctrl newFamily: Cannot decode message: expected more (3 bytes)",
    ],
  ])("%#", (event, text) => expect(controllerEventText(event, plain)).toBe(text));

  test.each<[string | undefined, number, readonly string[]]>([
    [undefined, 4, [
      "new family one id 20 version 1",
      "new group all id 21 of one",
      "new family two id 22 version 1",
      "deleted family two id 22 version 1",
    ]],
    ["two", 2, ["new family two id 22 version 1", "deleted family two id 22 version 1"]],
    ["one", 1, ["new family one id 20 version 1"]],
    ["22", 2, ["new family two id 22 version 1", "deleted family two id 22 version 1"]],
  ])("is printed, of all families or of one, a line each: %s", async (family, lines, expected) => {
    const kernel = fakeKernel();
    await using genetlink = await Genetlink.open({ kernel });
    const printed: string[] = [];
    const output = {
      write: (text: string) => Promise.resolve(void printed.push(text)),
      endWithReader: () => Promise.resolve(),
    };
    const { signal } = new AbortController();
    const complaints: string[] = [];
    const complain = (text: string): void => void complaints.push(text);
    const watching = { output, lines, json: false, paint: plain, socket: { signal }, complain };
    const done = watchFamilies(genetlink.controller, family, watching);
    await expect.poll(() => kernel.sockets).toBe(2);
    await new Promise((resolve) => setTimeout(resolve));
    // What is waited for is not there yet.
    expect(complaints).toEqual(
      family === undefined
        ? []
        : [`netlink: Cannot find family '${family}': ENOENT, the kernel has no such family; it is waited for\n`],
    );
    kernel.generic.add(defineFamily({ name: "one", commands: {}, groups: ["all"] }));
    kernel.generic.add(defineFamily({ name: "two", commands: {} }));
    kernel.generic.remove(defineFamily({ name: "two", commands: {} }));
    await done;
    expect(printed).toEqual(expected.map((line) => `${line}\n`));
    await expect.poll(() => kernel.sockets).toBe(1);
  });

  test("is waited for without a word where the family is there, and with the likely name where it is not", async () => {
    const kernel = fakeKernel();
    kernel.generic.add(defineFamily({ name: "one", commands: {} }));
    await using genetlink = await Genetlink.open({ kernel });
    const said: string[] = [];
    const output = { write: () => Promise.resolve(), endWithReader: () => Promise.resolve() };
    for (const name of ["one", "20", "oen"]) {
      const controller = new AbortController();
      const socket = { signal: controller.signal };
      const complain = (text: string): void => void said.push(`${name}: ${text}`);
      const watching = { output, lines: 1, json: false, paint: plain, socket, complain };
      const done = watchFamilies(genetlink.controller, name, watching);
      await expect.poll(() => kernel.sockets).toBe(2);
      await new Promise((resolve) => setTimeout(resolve));
      controller.abort(new Error("enough"));
      await expect(done).rejects.toThrow("enough");
    }
    expect(said).toEqual([
      "oen: netlink: Cannot find family 'oen': ENOENT, the kernel has no such family (did you mean 'one'?); it is waited for\n",
    ]);
  });

  test("is told of a capture by what its messages say", () => {
    expect(controllerText(shop)).toBe("family shop id 20 version 7 groups sales or\\x1bders");
    expect(controllerText({ id: 20, command: 3 })).toBe("id 20 command 3");
  });
});
