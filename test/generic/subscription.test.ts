import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { attribute, attributes, cstring, type Extensible, numbered, u32 } from "../../src/codec/mod.ts";
import { bytes } from "../../src/codec/text.ts";
import type { EventStream } from "../../src/event-stream.ts";
import { defineFamily, Genetlink, nlctrl } from "../../src/generic/mod.ts";
import { errno } from "../../src/errno.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";
import { hex } from "../codec/golden.ts";
import { datagram } from "./datagram.ts";

const reading = numbered({ celsius: u32, place: cstring });
const sensors = defineFamily({
  name: "sensors",
  commands: {},
  notifications: { alarm: { number: 3, value: reading }, quiet: { number: 4, value: reading } },
  groups: ["alarms", "all"],
});

let kernel: FakeKernel;
let genetlink: Genetlink;
beforeEach(async () => {
  kernel = fakeKernel();
  kernel.generic.add(sensors);
  genetlink = await Genetlink.open({ kernel });
});
afterEach(async () => {
  await genetlink[Symbol.asyncDispose]();
  expect(kernel.sockets).toBe(0);
});

/** The next events of a subscription. */
async function take<T>(stream: EventStream<T>, count: number): Promise<unknown[]> {
  const events: unknown[] = [];
  while (events.length < count) {
    const { value, done } = await stream.next();
    if (done) break;
    events.push(value);
  }
  return events;
}

/** The number of the family now. */
async function number(): Promise<number> {
  return (await genetlink.controller.get("sensors")).id;
}

describe("notifications", () => {
  test("come with the name of the family's definition, what they say, and the message", async () => {
    await using events = await genetlink.family(sensors).subscribe("alarms");
    kernel.generic.announce(sensors, "alarm", { celsius: 80, place: "attic" });
    expect(await take(events, 1)).toEqual([{
      type: "notification",
      command: "alarm",
      value: { celsius: 80, place: "attic" },
      message: { name: "sensors alarm", flags: [], sequence: 0, port: 0 },
    }]);
  });

  test("are those of the groups that are named, or of all", async () => {
    const family = genetlink.family(sensors);
    await using alarms = await family.subscribe(["alarms"]);
    await using all = await family.subscribe();
    kernel.generic.announce(sensors, "quiet", { celsius: 1 }, "all");
    kernel.generic.announce(sensors, "alarm", { celsius: 2 }, "alarms");
    expect(await take(alarms, 1)).toMatchObject([{ command: "alarm", value: { celsius: 2 } }]);
    expect(await take(all, 2)).toMatchObject([{ command: "quiet" }, { command: "alarm" }]);
  });

  test("keep their order, and wait in the kernel until they are asked for", async () => {
    await using events = await genetlink.family(sensors).subscribe("alarms");
    const numbers = Array.from({ length: 600 }, (_, i) => i);
    for (const celsius of numbers) kernel.generic.announce(sensors, "alarm", { celsius });
    expect(await take(events, 600)).toMatchObject(numbers.map((celsius) => ({ value: { celsius } })));
  });

  test("that are lost are counted", async () => {
    await using events = await genetlink.family(sensors).subscribe("alarms", { receiveBuffer: 4096 });
    for (let i = 0; i < 1000; i++) kernel.generic.announce(sensors, "alarm", { celsius: i });
    let [received, lost] = [0, 0];
    for await (const event of events) {
      if (event.type === "overrun") lost += event.lost;
      else received++;
      if (received + lost >= 1000) break;
    }
    expect(received + lost).toBe(1000);
    expect(lost).toBeGreaterThan(900);
  });

  test("are handed on as they were received, for recordings", async () => {
    const datagrams: Uint8Array[] = [];
    const onDatagram = (datagram: Uint8Array): void => void datagrams.push(datagram);
    await using events = await genetlink.family(sensors).subscribe("alarms", { onDatagram });
    kernel.generic.announce(sensors, "alarm", { celsius: 1 });
    await take(events, 1);
    expect(datagrams).toEqual([datagram({ type: 20, command: 3, codec: reading, value: { celsius: 1 } })]);
  });
});

describe("what cannot be read comes with its bytes, and nothing else is lost:", () => {
  test("an attribute", async () => {
    const wrong = attributes<Extensible>({});
    const value = { unknown: [{ type: 1, data: hex("07") }, { type: 2, data: hex("6100") }] };
    await using events = await genetlink.family(sensors).subscribe("alarms");
    kernel.deliver(datagram({ type: await number(), command: 3, codec: wrong, value }), "generic");
    expect(await take(events, 2)).toMatchObject([
      { type: "notification", value: { place: "a", unknown: [{ type: 1, data: hex("07") }] } },
      {
        type: "undecoded",
        bytes: hex("05000100 07"),
        error: { path: ["celsius"] },
        message: { name: "sensors alarm" },
      },
    ]);
  });

  test.each([
    ["a command without a schema", { command: 9 }, "expected a notification with a schema, got command 9"],
    ["a message of another family", { command: 3, type: 99 }, "expected a message of family 20, got 99"],
    ["a message without its header", { codec: bytes, value: hex("0301") }, "expected a header of 4 bytes, got 2"],
  ])("%s", async (_, message, reason) => {
    await using events = await genetlink.family(sensors).subscribe("alarms");
    const whole = { type: 20, codec: reading, value: { celsius: 1 } };
    kernel.deliver(datagram({ ...whole, ...message }, { ...whole, command: 3 }), "generic");
    expect(await take(events, 2)).toMatchObject([{ type: "undecoded", error: { reason } }, { command: "alarm" }]);
  });

  test("what is left of a datagram", async () => {
    await using events = await genetlink.family(sensors).subscribe("alarms");
    kernel.deliver(hex("14000000 14"), "generic");
    expect(await take(events, 1)).toMatchObject([{ type: "undecoded", bytes: hex("14000000 14") }]);
  });
});

describe("a family that goes and comes back", () => {
  test("is told, and its groups are listened to by their new numbers", async () => {
    await using events = await genetlink.family(sensors).subscribe("alarms");
    kernel.generic.announce(sensors, "alarm", { celsius: 1 });
    kernel.generic.remove(sensors);
    kernel.generic.add(defineFamily({ name: "another", commands: {}, groups: ["alarms"] }));
    kernel.generic.add(sensors);
    expect(await take(events, 3)).toMatchObject([
      { type: "notification", value: { celsius: 1 } },
      { type: "family", action: "delete", message: { name: "nlctrl deleteFamily" } },
      { type: "family", action: "new", message: { name: "nlctrl newFamily" } },
    ]);
    kernel.generic.announce(sensors, "alarm", { celsius: 2 });
    expect(await take(events, 1)).toMatchObject([{ type: "notification", value: { celsius: 2 } }]);
  });

  test("without a group that was listened to ends the stream", async () => {
    await using events = await genetlink.family(sensors).subscribe("alarms");
    kernel.generic.remove(sensors);
    kernel.generic.add(defineFamily({ ...sensors, groups: ["all"] }));
    expect(await take(events, 1)).toMatchObject([{ type: "family", action: "delete" }]);
    await expect(events.next()).rejects.toMatchObject({
      code: "ENOENT",
      operation: "subscribe to 'alarms' of family 'sensors'",
    });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  test("before anybody listens is found as it is", async () => {
    const family = genetlink.family(sensors);
    await family.find();
    kernel.generic.remove(sensors);
    kernel.generic.add(sensors);
    await using events = await family.subscribe("alarms");
    kernel.generic.announce(sensors, "alarm", { celsius: 3 });
    expect(await take(events, 1)).toMatchObject([{ value: { celsius: 3 } }]);
  });

  test("while it is looked for is found as it is, and nothing of that is told", async () => {
    const { libc, watchReadable } = kernel;
    const setsockopt: typeof libc.setsockopt = (fd, level, name, value) => {
      const result = libc.setsockopt(fd, level, name, value);
      // Now the controller is listened to, and the family not yet.
      if (name === 1 && value[0] === 16) {
        kernel.generic.remove(sensors);
        kernel.generic.add(sensors);
      }
      return result;
    };
    await using own = await Genetlink.open({ kernel: { watchReadable, libc: { ...libc, setsockopt } } });
    await using events = await own.family(sensors).subscribe("alarms");
    kernel.generic.announce(sensors, "alarm", { celsius: 3 });
    expect(await take(events, 1)).toMatchObject([{ type: "notification", value: { celsius: 3 } }]);
  });

  test("concerns nobody who listens to another one", async () => {
    await using events = await genetlink.family(sensors).subscribe("alarms");
    const another = defineFamily({ name: "another", commands: {} });
    kernel.generic.add(another);
    kernel.generic.remove(another);
    kernel.generic.announce(sensors, "alarm", { celsius: 4 });
    expect(await take(events, 1)).toMatchObject([{ value: { celsius: 4 } }]);
  });
});

test("the controller tells of families that come and go", async () => {
  await using events = await genetlink.controller.subscribe();
  kernel.generic.remove(sensors);
  kernel.generic.add(sensors);
  const groups = [{ name: "alarms" }, { name: "all" }];
  // In the order of the kernel, where a group is told of by itself (genl_ctrl_event).
  expect(await take(events, 6)).toMatchObject([
    ...groups.map((group) => ({ command: "deleteGroup", value: { id: 20, name: "sensors", groups: [group] } })),
    { type: "notification", command: "deleteFamily", value: { id: 20, name: "sensors" } },
    { type: "notification", command: "newFamily", value: { id: 23, groups } },
    ...groups.map((group) => ({ command: "newGroup", value: { id: 23, name: "sensors", groups: [group] } })),
  ]);
  await using same = await genetlink.family(nlctrl).subscribe();
  kernel.generic.remove(sensors);
  expect(await take(same, 3)).toMatchObject([
    { command: "deleteGroup" },
    { command: "deleteGroup" },
    { command: "deleteFamily" },
  ]);
});

describe("a subscription", () => {
  test("to no group is refused", async () => {
    const refusal = new RangeError("Cannot subscribe to family 'sensors': expected at least one group");
    await expect(genetlink.family(sensors).subscribe([])).rejects.toThrow(refusal);
    const silent = defineFamily({ name: "sensors", commands: {} });
    const reason = "its definition has no groups";
    await expect(genetlink.family(silent).subscribe()).rejects.toThrow(
      new RangeError(`Cannot subscribe to family 'sensors': ${reason}`),
    );
    await expect(genetlink.family(silent).subscribe("alarms" as never)).rejects.toThrow(
      new RangeError(`Cannot subscribe to 'alarms' of family 'sensors': ${reason}`),
    );
  });

  test.each([[5, "5"], [null, "null"], [{ signal: undefined }, "an object"], [["alarms", 5], "5"]])(
    "to what is no group is refused: %o",
    async (groups, told) => {
      await expect(genetlink.family(sensors).subscribe(groups as never)).rejects.toThrow(
        new RangeError(`Cannot subscribe to family 'sensors': expected names of groups, got ${told}`),
      );
    },
  );

  test("to a group that the family of this kernel has not is refused with those that it has", async () => {
    const newer = defineFamily({ ...sensors, groups: ["later"] });
    await expect(genetlink.family(newer).subscribe()).rejects.toThrow(
      "Cannot subscribe to 'later' of family 'sensors': ENOENT, the kernel's family has no such group, but alarms, all",
    );
  });

  test("to what is no group of the definition is refused with those that there are", async () => {
    const family = genetlink.family(sensors);
    await expect(family.subscribe("alarm" as "alarms")).rejects.toThrow(
      new RangeError(
        "Cannot subscribe to 'alarm' of family 'sensors': expected one of alarms, all (did you mean 'alarms'?)",
      ),
    );
    await expect(family.subscribe("alarms", { topics: [] } as object)).rejects.toThrow(
      "Cannot subscribe: unknown option 'topics'",
    );
    expect(kernel.sockets).toBe(1);
  });

  test("to a group that the kernel does not have is told, and leaves nothing open", async () => {
    const newer = defineFamily({ ...sensors, groups: ["alarms", "hourly"] });
    await expect(genetlink.family(newer).subscribe()).rejects.toMatchObject({
      code: "ENOENT",
      operation: "subscribe to 'hourly' of family 'sensors'",
    });
    await expect(genetlink.family(defineFamily({ ...sensors, name: "none" })).subscribe()).rejects.toMatchObject({
      code: "ENOENT",
      family: "none",
    });
    expect(kernel.sockets).toBe(1);
  });

  test("that takes privileges says which", async () => {
    const { libc, watchReadable } = kernel;
    const setsockopt: typeof libc.setsockopt = (fd, level, name, value) =>
      name === 1 && value[0] === 21 ? -errno("EPERM") : libc.setsockopt(fd, level, name, value);
    await using own = await Genetlink.open({ kernel: { watchReadable, libc: { ...libc, setsockopt } } });
    await expect(own.family(sensors).subscribe("alarms")).rejects.toThrow(
      "Cannot subscribe to 'alarms' of family 'sensors': EPERM, Operation not permitted",
    );
  });

  test("ends with its loop, with close, and with a signal: its own, or that of all sockets", async () => {
    const all = new AbortController();
    const one = new AbortController();
    await using own = await Genetlink.open({ kernel, signal: all.signal });
    const family = own.family(sensors);
    const [left, closed, aborted, ended] = await Promise.all([
      family.subscribe("alarms"),
      family.subscribe("alarms"),
      family.subscribe("alarms", { signal: one.signal }),
      family.subscribe("alarms"),
    ]);
    kernel.generic.announce(sensors, "alarm", { celsius: 1 });
    for await (const _ of left) break;
    await closed.next();
    const waiting = closed.next();
    closed.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await aborted.next();
    const refused = aborted.next();
    one.abort("enough");
    await expect(refused).rejects.toBe("enough");
    await ended.next();
    const over = ended.next();
    all.abort("over");
    await expect(over).rejects.toBe("over");
    await Promise.all([left, closed, aborted, ended].map((stream) => stream[Symbol.asyncDispose]()));
    expect(kernel.sockets).toBe(1);
  });

  test("lives on when the requests are closed", async () => {
    await using own = await Genetlink.open({ kernel });
    await using events = await own.family(sensors).subscribe("alarms");
    own.close();
    kernel.generic.announce(sensors, "alarm", { celsius: 1 });
    expect(await take(events, 1)).toMatchObject([{ value: { celsius: 1 } }]);
  });
});

test("a schema of one notification says nothing of another", async () => {
  const text = attributes<{ readonly text?: string }>({ text: attribute(1, cstring) });
  const mixed = defineFamily({
    name: "mixed",
    commands: {},
    notifications: { text: { number: 1, value: text }, reading: { number: 2, value: reading } },
    groups: ["all"],
  });
  kernel.generic.add(mixed);
  await using events = await genetlink.family(mixed).subscribe();
  kernel.generic.announce(mixed, "reading", { celsius: 1 });
  kernel.generic.announce(mixed, "text", { text: "a" });
  expect(await take(events, 2)).toMatchObject([{ value: { celsius: 1 } }, { value: { text: "a" } }]);
});
