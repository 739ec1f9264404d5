import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { attributes, cstring, encode, i32, numbered, u32, u8 } from "../../src/codec/mod.ts";
import { bytes } from "../../src/codec/text.ts";
import { decode, InterruptedError, NetlinkError } from "../../mod.ts";
import { defineFamily, FamilyNotFoundError, Genetlink } from "../../src/generic/mod.ts";
import { errno } from "../../src/errno.ts";
import { type FakeCall, type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";
import { hex, toHex } from "../codec/golden.ts";
import { datagram } from "../generic/datagram.ts";

// What gnlpy's messages, families and sockets do, and what they got wrong, by the numbers of its description (GN-09 to
// GN-19, GN-B1 to GN-B13).

const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const MULTI = 2;
const DUMP_INTERRUPTED = 0x10;

const item = numbered({ id: u32, name: cstring, byte: u8 });
const shop = defineFamily({
  name: "shop",
  commands: {
    get: { number: 1, do: { request: item, reply: item }, dump: { reply: item } },
    remove: { number: 2, do: { request: item } },
    tidy: { number: 3, do: {} },
  },
});

/** Commands that are carried out, and reply nothing. */
const quiet = { get: () => undefined, remove: () => undefined, tidy: () => undefined };

let kernel: FakeKernel;
let genetlink: Genetlink;
beforeEach(async () => {
  kernel = fakeKernel();
  genetlink = await Genetlink.open({ kernel });
});
afterEach(async () => {
  await genetlink[Symbol.asyncDispose]();
  expect(kernel.sockets).toBe(0);
});

/** The sequence and the port of a request, which its answers repeat. */
function answering({ message: { sequence } }: FakeCall): { readonly sequence: number; readonly port: number } {
  return { sequence, port: 2 ** 31 };
}

/** The end of a list, or an error, as raw bytes. */
function control(type: number, error: number, to: { readonly sequence: number; readonly port: number }) {
  return { type, flags: MULTI, ...to, codec: bytes, value: encode(i32, error) };
}

/** The datagrams that are sent. */
function sent(): { readonly kernel: Pick<FakeKernel, "libc" | "watchReadable">; readonly datagrams: Uint8Array[] } {
  const datagrams: Uint8Array[] = [];
  const { libc, watchReadable } = kernel;
  const send: typeof libc.send = (fd, datagram, flags) => {
    datagrams.push(datagram.slice());
    return libc.send(fd, datagram, flags);
  };
  return { kernel: { watchReadable, libc: { ...libc, send } }, datagrams };
}

describe("a message", () => {
  test("is a command by name, with its number, the version, two zeros and the attributes: GN-09, GN-10", async () => {
    kernel.generic.add(shop, quiet);
    const recorded = sent();
    await using own = await Genetlink.open({ kernel: recorded.kernel });
    await own.family(shop).execute("remove", { byte: 7 });
    const [, message = new Uint8Array()] = recorded.datagrams;
    expect(toHex(message)).toBe(toHex(hex(`1c 00 00 00 14 00 05 00 02 00 00 00 00 00 00 00 02 01 00 00
      05 00 03 00 07 00 00 00`)));
  });

  test("wants an acknowledgement, and has no attributes where the command has none: GN-09", async () => {
    kernel.generic.add(shop, quiet);
    await genetlink.family(shop).execute("tidy");
    expect(kernel.generic.requests.at(-1)).toEqual({
      family: "shop",
      command: "tidy",
      mode: "do",
      value: {},
      message: { name: "shop tidy", flags: ["request", "ack"], sequence: 2, port: 0 },
    });
  });

  test("of a command that is none is refused with those that there are: GN-09", async () => {
    const family = genetlink.family(shop);
    await expect(family.request("gte" as "get")).rejects.toThrow(
      new RangeError("Cannot request 'gte' of family 'shop': expected one of get, remove, tidy (did you mean 'get'?)"),
    );
    await expect(family.dump("remove" as "get")).rejects.toThrow(
      new RangeError(
        "Cannot dump 'remove' of family 'shop': it can only be requested or executed, expected one of get",
      ),
    );
  });

  test("of another family in the reply is told, not taken for ours: GN-15", async () => {
    kernel.generic.add(shop, {
      get: (_, call) =>
        datagram({ type: 77, command: 1, ...answering(call), codec: item, value: { id: 1 } }, {
          ...control(NLMSG_ERROR, 0, answering(call)),
        }),
    });
    await expect(genetlink.family(shop).request("get", {})).rejects.toThrow(
      "expected a message of family 20, got one of 77",
    );
  });

  test("with another command in the reply is told", async () => {
    kernel.generic.add(shop, {
      get: (_, call) =>
        datagram({ type: 20, command: 9, ...answering(call), codec: item, value: { id: 1 } }, {
          ...control(NLMSG_ERROR, 0, answering(call)),
        }),
    });
    await expect(genetlink.family(shop).request("get", {})).rejects.toThrow("expected command 1 in the reply, got 9");
  });
});

describe("a definition", () => {
  test("has no two commands with one number, and no other knows of it: GN-11", () => {
    const twice = { one: { number: 1, do: {} }, two: { number: 1, do: {} } };
    expect(() => defineFamily({ name: "twice", commands: twice })).toThrow(
      "Cannot define family 'twice': two: expected a number of its own, got 1 of 'one'",
    );
    expect(defineFamily({ name: "shop", commands: {} })).not.toBe(shop);
  });

  test("has version 1 where it tells none: GN-09", () => {
    expect(shop.version).toBe(1);
  });
});

describe("a family", () => {
  test("is found by its name when it is first used, and once: GN-12, GN-17", async () => {
    kernel.generic.add(shop, quiet);
    const family = genetlink.family(shop);
    expect(kernel.generic.requests).toEqual([]);
    await Promise.all([family.execute("tidy"), family.execute("tidy")]);
    expect(kernel.generic.requests).toMatchObject([
      { family: "nlctrl", command: "getFamily", value: { name: "shop" } },
      { family: "shop", command: "tidy" },
      { family: "shop", command: "tidy" },
    ]);
  });

  test("is told by the controller with all that it has: GN-13", async () => {
    kernel.generic.add(shop);
    expect(await genetlink.controller.get("shop")).toEqual({
      id: 20,
      name: "shop",
      version: 1,
      headerSize: 0,
      maximumType: 0,
      commands: [
        { number: 1, capabilities: ["do", "dump"] },
        { number: 2, capabilities: ["do"] },
        { number: 3, capabilities: ["do"] },
      ],
      groups: [],
    });
  });
});

describe("an error", () => {
  test("has the name and the words of its number, and those of the kernel: GN-14, GN-19", async () => {
    kernel.generic.add(shop, {
      remove() {
        throw new NetlinkError("remove", "EBUSY", { ack: { message: "It is being sold" } });
      },
    });
    const removing = genetlink.family(shop).execute("remove", { id: 5 });
    await expect(removing).rejects.toMatchObject({ code: "EBUSY", errno: 16, ack: { message: "It is being sold" } });
    await expect(removing).rejects.toThrow(
      "Cannot execute 'remove' of family 'shop': EBUSY, Device or resource busy: It is being sold",
    );
  });

  test("of a number that nobody knows has the number: GN-14", async () => {
    kernel.generic.add(shop, {
      tidy() {
        throw new NetlinkError("tidy", 999);
      },
    });
    await expect(genetlink.family(shop).execute("tidy")).rejects.toMatchObject({ code: "E999" });
  });

  test("names the attribute that the kernel means, and one that it misses", async () => {
    // Behind 16 bytes of header and 4 of the family's comes the name with 8 bytes, and then the byte.
    const acks = [{ offset: 28 }, { missingType: 1 }];
    kernel.generic.add(shop, {
      remove() {
        const [ack] = acks.splice(0, 1);
        throw new NetlinkError("remove", "EINVAL", ack === undefined ? {} : { ack });
      },
    });
    const remove = () => genetlink.family(shop).execute("remove", { name: "abc", byte: 1 });
    await expect(remove()).rejects.toMatchObject({ ack: { path: "byte" } });
    await expect(remove()).rejects.toThrow(/EINVAL, Invalid argument \(missing id\)$/);
  });

  test("echoes the request, whatever its family: GN-14, GN-B13", () => {
    const request = hex("14 00 00 00 4d 00 05 00 07 00 00 00 00 00 00 00 01 01 00 00");
    const echoed = new Uint8Array([...encode(i32, -2), ...request]);
    const [error] = decode(datagram({ type: NLMSG_ERROR, codec: bytes, value: echoed }), {
      protocol: "generic",
    });
    expect(error).toMatchObject({ type: "error", code: "ENOENT", request: { name: "77", sequence: 7 } });
  });
});

describe("a socket", () => {
  test("counts its requests, and has one answer for each of those that go at once: GN-16", async () => {
    kernel.generic.add(shop, { get: (value) => value });
    const family = genetlink.family(shop);
    const ids = [1, 2, 3, 4, 5];
    expect(await Promise.all(ids.map((id) => family.request("get", { id })))).toEqual(ids.map((id) => ({ id })));
    expect(kernel.generic.requests.map(({ message }) => message.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("that is closed rejects what is under way, and what is asked: GN-16", async () => {
    kernel.generic.add(shop, { tidy: () => new Promise(() => {}) });
    const waiting = genetlink.family(shop).execute("tidy");
    while (kernel.generic.requests.length < 2) await Promise.resolve();
    genetlink.close();
    await expect(waiting).rejects.toMatchObject({ code: "EBADF" });
    await expect(genetlink.family(shop).execute("tidy")).rejects.toMatchObject({ code: "EBADF" });
  });
});

describe("a question", () => {
  test("has one reply: GN-18", async () => {
    kernel.generic.add(shop, { get: ({ id = 0 }) => ({ id, name: "a" }) });
    expect(await genetlink.family(shop).request("get", { id: 3 })).toEqual({ id: 3, name: "a" });
  });

  test("without a reply is told", async () => {
    kernel.generic.add(shop, quiet);
    await expect(genetlink.family(shop).request("get", {})).rejects.toMatchObject({ code: "ENODATA" });
  });

  test("about many has a list without its end, which may be empty: GN-18", async () => {
    const all = Array.from({ length: 1000 }, (_, id) => ({ id }));
    const lists = [all, []];
    kernel.generic.add(shop, { get: () => lists.shift() ?? [] });
    const family = genetlink.family(shop);
    expect(await family.dump("get")).toEqual(all);
    expect(await family.dump("get")).toEqual([]);
  });

  test("about nothing but success has no answer but that: GN-19", async () => {
    kernel.generic.add(shop, quiet);
    expect(await genetlink.family(shop).execute("tidy")).toBeUndefined();
  });
});

describe("what was wrong before", () => {
  test("arrays of lists are as long as they are: GN-B4", async () => {
    for (const count of [1, 2, 3, 20]) {
      const groups = Array.from({ length: count }, (_, i) => `group${i}`);
      kernel.generic.add(defineFamily({ name: `family${count}`, commands: {}, groups }));
      const family = await genetlink.controller.get(`family${count}`);
      expect(family.groups.map(({ name }) => name)).toEqual(groups);
    }
  });

  test("an acknowledgement is not left for the next question: GN-B5", async () => {
    kernel.generic.add(shop, { get: (value) => value });
    const family = genetlink.family(shop);
    expect(await family.request("get", { id: 1 })).toEqual({ id: 1 });
    expect(await family.request("get", { id: 2 })).toEqual({ id: 2 });
    expect(await family.dump("get")).toEqual([{}]);
  });

  test("what others asked for is not taken for ours: GN-B6", async () => {
    kernel.generic.add(shop, {
      get(_, call) {
        const { sequence, port } = answering(call);
        const message = { type: 20, command: 1, codec: item };
        return datagram(
          { ...message, sequence: sequence - 1, port, value: { id: 1 } },
          { ...message, sequence, port: port + 1, value: { id: 2 } },
          { ...message, sequence, port, value: { id: 3 } },
          control(NLMSG_ERROR, 0, { sequence, port: port + 1 }),
          control(NLMSG_ERROR, 0, { sequence, port }),
        );
      },
    });
    expect(await genetlink.family(shop).request("get", {})).toEqual({ id: 3 });
  });

  test("the end of a list can say that it failed, and why: GN-B7", async () => {
    kernel.generic.add(shop, {
      get(_, call) {
        const ACK_ATTRIBUTES = 0x200;
        const why = encode(
          attributes<object>({}),
          { unknown: [{ type: 1, data: encode(cstring, "Not now") }] } as object,
        );
        const done = control(NLMSG_DONE, 0, answering(call));
        return datagram(
          { type: 20, command: 1, flags: MULTI, ...answering(call), codec: item, value: { id: 1 } },
          { ...done, flags: MULTI | ACK_ATTRIBUTES, value: new Uint8Array([...encode(i32, -22), ...why]) },
        );
      },
    });
    await expect(genetlink.family(shop).dump("get")).rejects.toThrow(
      "Cannot dump 'get' of family 'shop': EINVAL, Invalid argument: Not now",
    );
  });

  test("messages behind each other begin at multiples of four: GN-B8", async () => {
    kernel.generic.add(shop, {
      get(_, call) {
        const message = { type: 20, flags: MULTI, ...answering(call), codec: bytes };
        // The last attribute without its padding, as the length of the message tells it.
        const value = (id: number) => new Uint8Array([1, 1, 0, 0, 5, 0, 3, 0, id]);
        const raw = [1, 2, 3].map((id) => ({ ...message, value: value(id) }));
        return datagram(...raw, control(NLMSG_DONE, 0, answering(call)));
      },
    });
    expect(await genetlink.family(shop).dump("get")).toEqual([{ byte: 1 }, { byte: 2 }, { byte: 3 }]);
  });

  describe("a datagram has the length that it has: GN-B9", () => {
    /** Has the kernel answer with four objects in one datagram, of about this length. */
    function answerWith(length: number, end: number): void {
      kernel.generic.add(shop, {
        get(_, call) {
          const name = "x".repeat(length / 4);
          const message = { type: 20, command: 1, flags: MULTI, ...answering(call), codec: item };
          const all = Array.from({ length: 4 }, (_, id) => ({ ...message, value: { id, name } }));
          return datagram(...all, control(end, 0, answering(call)));
        },
      });
    }

    test.each([31_080, 60_000, 200_000])("%d bytes are a whole list", async (length) => {
      answerWith(length, NLMSG_DONE);
      const found = await genetlink.family(shop).dump("get");
      expect(found.map(({ id, name }) => [id, name?.length])).toEqual([0, 1, 2, 3].map((id) => [id, length / 4]));
      // What is asked behind that is waited for as ever.
      kernel.generic.add(shop, { get: (value) => new Promise((resolve) => setTimeout(() => resolve(value))) });
      expect(await genetlink.family(shop).request("get", { id: 5 })).toEqual({ id: 5 });
    });

    test("a reply that finds no room is told, and the next one finds it", async () => {
      answerWith(200_000, NLMSG_ERROR);
      const family = genetlink.family(shop);
      await expect(family.request("get", { id: 1 })).rejects.toMatchObject({ code: "EMSGSIZE" });
      expect((await family.request("get", { id: 1 })).name).toHaveLength(50_000);
    });
  });

  test("a list during which something changed is asked for again, and told in the end: GN-B10", async () => {
    kernel.generic.add(shop, { get: () => [{ id: kernel.generic.requests.length }] });
    kernel.interrupt(2);
    expect(await genetlink.family(shop).dump("get")).toEqual([{ id: 4 }]);
    kernel.interrupt(10);
    const failing = genetlink.family(shop).dump("get");
    await expect(failing).rejects.toBeInstanceOf(InterruptedError);
    await expect(failing).rejects.toMatchObject({ code: "EINTR", partial: [{ id: 14 }] });
  });

  test("the mark of a change may stand at the end alone: GN-B10", async () => {
    let asked = 0;
    kernel.generic.add(shop, {
      get(_, call) {
        const end = control(NLMSG_DONE, 0, answering(call));
        return datagram({ ...end, flags: asked++ === 0 ? MULTI | DUMP_INTERRUPTED : MULTI });
      },
    });
    expect(await genetlink.family(shop).dump("get")).toEqual([]);
    expect(asked).toBe(2);
  });

  test("what is no message is an error of the module, not of its own checks: GN-B11", async () => {
    kernel.generic.add(shop, {
      get: (_, call) =>
        datagram(
          { type: 20, ...answering(call), codec: bytes, value: hex("01 01") },
          control(NLMSG_ERROR, 0, answering(call)),
        ),
    });
    await expect(genetlink.family(shop).request("get", {})).rejects.toThrow(
      "Cannot decode message: expected a header of 4 bytes, got 2",
    );
  });

  test("a socket that cannot be opened leaves nothing behind: GN-B12", async () => {
    const { libc, watchReadable } = kernel;
    for (const call of ["bind", "connect", "getsockname", "setsockopt"] as const) {
      const failing = { watchReadable, libc: { ...libc, [call]: () => -errno("EPERM") } };
      await expect(Genetlink.open({ kernel: failing })).rejects.toMatchObject({ code: "EPERM" });
      expect(kernel.sockets).toBe(1);
    }
  });

  test("a family that is not there has a type of error of its own, and is looked for again: GN-B3", async () => {
    const family = genetlink.family(shop);
    await expect(family.execute("tidy")).rejects.toBeInstanceOf(FamilyNotFoundError);
    await expect(family.execute("tidy")).rejects.toMatchObject({ code: "ENOENT", family: "shop" });
    kernel.generic.add(shop, quiet);
    await family.execute("tidy");
  });
});
