import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NetlinkError, NetlinkSocket, watch } from "../../mod.ts";
import { attributes, cstring, type Extensible, numbered, u32 } from "../../src/codec/mod.ts";
import { defineFamily, type FamilyDefinition, Genetlink } from "../../src/generic/mod.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";
import { datagram } from "../generic/datagram.ts";

const value = numbered({ value: u32, text: cstring });
const counter = defineFamily({
  name: "counter",
  commands: { get: { number: 1, do: { request: value, reply: value }, dump: { reply: value } } },
  notifications: { changed: { number: 2, value } },
  groups: ["changes"],
});

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

describe("a family of a fake kernel", () => {
  test("answers with what its commands return, now or later", async () => {
    kernel.generic.add(counter, {
      get: ({ value = 0 }, { mode }) =>
        mode === "dump" ? [{ value }, { value: 7 }] : Promise.resolve({ value: value + 1 }),
    });
    const family = genetlink.family(counter);
    expect(await family.request("get", { value: 1 })).toEqual({ value: 2 });
    expect(await family.dump("get")).toEqual([{ value: 0 }, { value: 7 }]);
  });

  test("gets other commands when it is added once more, with the number that it has", async () => {
    kernel.generic.add(counter, { get: () => ({ value: 1 }) });
    const { id } = await genetlink.controller.get("counter");
    kernel.generic.add(counter, { get: () => ({ value: 2 }) });
    expect(await genetlink.family(counter).request("get")).toEqual({ value: 2 });
    expect((await genetlink.controller.get("counter")).id).toBe(id);
  });

  test("tells what was asked, with what decodes it", async () => {
    kernel.generic.add(counter, { get: (request) => request });
    await genetlink.family(counter).request("get", { text: "abc" });
    expect(kernel.generic.requests).toEqual([
      {
        family: "nlctrl",
        command: "getFamily",
        mode: "do",
        value: { name: "counter" },
        message: { name: "nlctrl getFamily", flags: ["request", "ack"], sequence: 1, port: 0 },
      },
      {
        family: "counter",
        command: "get",
        mode: "do",
        value: { text: "abc" },
        message: { name: "counter get", flags: ["request", "ack"], sequence: 2, port: 0 },
      },
    ]);
  });

  test("refuses a command that nobody told it, and has been asked all the same", async () => {
    kernel.generic.add(counter);
    const family = genetlink.family(counter);
    await expect(family.execute("get", { value: 1 })).rejects.toMatchObject({ code: "EOPNOTSUPP" });
    await expect(family.dump("get")).rejects.toMatchObject({ code: "EOPNOTSUPP" });
    expect(kernel.generic.requests.at(-1)).toMatchObject({ family: "counter", command: "get", mode: "dump" });
    kernel.generic.add(counter, { get: () => undefined });
    await family.execute("get", { value: 1 });
  });

  test("refuses what the kernel would: no such command, what cannot be read, and what its commands throw", async () => {
    kernel.generic.add(counter, {
      get() {
        throw new NetlinkError("get", 1);
      },
    });
    const asked = { get: { number: 1, do: {} }, other: { number: 9, do: {} } };
    const other = genetlink.family(defineFamily({ name: "counter", commands: asked }));
    await expect(other.execute("other")).rejects.toMatchObject({ code: "EOPNOTSUPP" });
    const wrong = attributes<Extensible>({});
    const misread = genetlink.family(
      defineFamily({ name: "counter", commands: { get: { number: 1, do: { request: wrong } } } }),
    );
    await expect(misread.execute("get", { unknown: [{ type: 1, data: Uint8Array.of(1) }] })).rejects.toThrow(
      "EINVAL, Invalid argument: Cannot decode value: expected 4 bytes, got 1",
    );
    await expect(genetlink.family(counter).request("get")).rejects.toMatchObject({ code: "EPERM" });
  });

  test("whose answer cannot be fails the sender: the test is wrong", async () => {
    kernel.generic.add(counter, { get: () => ({ value: -1 }) });
    await expect(genetlink.family(counter).request("get")).rejects.toThrow(
      "Cannot answer 'get' of family 'counter': value: expected a number from 0 to 4294967295, got -1",
    );
  });

  test("is refused with a command that its definition has not, and where it is none", () => {
    expect(() => kernel.generic.add(counter, { gte: () => undefined } as object)).toThrow(
      new RangeError("Cannot add family 'counter': unknown command 'gte' (did you mean 'get'?)"),
    );
    expect(() => kernel.generic.add(counter, { get: { value: 1 } } as object)).toThrow(
      new RangeError("Cannot add family 'counter': get: expected a function that answers, got an object"),
    );
    kernel.generic.add(counter, { get: undefined } as object);
    expect(() => kernel.generic.add(undefined as unknown as typeof counter)).toThrow(
      new RangeError("Cannot add family: expected what defineFamily makes, got undefined"),
    );
  });

  test("goes, with its groups", async () => {
    kernel.generic.add(counter);
    kernel.generic.remove(counter);
    await expect(genetlink.controller.get("counter")).rejects.toMatchObject({ code: "ENOENT" });
    expect(() => kernel.generic.remove(counter)).toThrow(
      new RangeError("Cannot remove family 'counter': there is none"),
    );
  });

  test("announces nothing that there is not, or that cannot be", () => {
    const announce = (definition: FamilyDefinition<object, typeof counter.notifications>, group?: string) =>
      kernel.generic.announce(definition, "changed", { value: 1 }, group);
    const changed = "Cannot announce 'changed' of family 'counter'";
    expect(() => announce(counter)).toThrow(new RangeError(`${changed}: there is no such family`));
    kernel.generic.add(counter);
    expect(() => announce(counter, "chagnes")).toThrow(
      new RangeError(`${changed} in group 'chagnes': expected one of changes (did you mean 'changes'?)`),
    );
    expect(() => kernel.generic.announce(counter, "chagned" as "changed", {})).toThrow(
      new RangeError(
        "Cannot announce 'chagned' of family 'counter': expected one of changed (did you mean 'changed'?)",
      ),
    );
    expect(() => kernel.generic.announce(counter, "changed", { value: -1 })).toThrow("value: expected a number");
    announce(counter);
  });
});

describe("the two protocols of a fake kernel", () => {
  test("do not hear of each other, though their groups have the same numbers", async () => {
    kernel.generic.add(counter);
    const { groups: [group] } = await genetlink.controller.get("counter");
    await using route = await NetlinkSocket.open("route", { kernel });
    await using generic = await NetlinkSocket.open("generic", { kernel });
    for (const socket of [route, generic]) for (const number of [1, group?.id ?? 0]) socket.join(number);
    kernel.announce({ type: "link", action: "new", link: { index: 1 } });
    kernel.generic.announce(counter, "changed", { value: 1 });
    kernel.deliver(Uint8Array.of(1));
    kernel.deliver(Uint8Array.of(2), "generic");
    const received = (socket: NetlinkSocket): number[] => {
      const datagram = socket.receiveNow();
      return datagram === undefined ? [] : [datagram.length, ...received(socket)];
    };
    expect(received(route)).toEqual([32, 1]);
    expect(received(generic)).toEqual([28, 1]);
  });

  test("lose what they lose together", async () => {
    kernel.generic.add(counter);
    await using events = await genetlink.family(counter).subscribe();
    await using watcher = await watch({ kernel });
    kernel.overrun(5);
    expect((await events.next()).value).toEqual({ type: "overrun", lost: 5 });
    expect((await watcher.next()).value).toEqual({ type: "overrun", lost: 5 });
  });
});

test("a request to a number that no family has is refused", async () => {
  await using socket = await NetlinkSocket.open("generic", { kernel });
  const REQUEST = 1;
  socket.send(datagram({ type: 99, flags: REQUEST, command: 1, codec: value, value: {} }));
  const [, error] = new Int32Array((await socket.receive()).buffer.slice(12, 20));
  expect(error).toBe(-2);
});
