import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decode, type DecodedMessage, type Link, NetlinkError, NetlinkSocket } from "../../mod.ts";
import {
  type MessageHeader,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_ECHO,
  NLM_F_REQUEST,
  NLMSG_NOOP,
  writeMessage,
} from "../../src/codec/framing.ts";
import { type Codec, encode } from "../../src/codec/codec.ts";
import { bytes } from "../../src/codec/text.ts";
import { Writer } from "../../src/codec/writer.ts";
import { deferred } from "../../src/deferred.ts";
import { nouns, type Topic } from "../../src/route/mod.ts";
import { type FakeHandler, type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";

/** The messages of a noun by what they do: the four that follow each other. */
const DELETE = 1;
const GET = 2;
const SET = 3;
const NEW_LINK = nouns.link.newType;
const GET_LINK = NEW_LINK + GET;

let kernel: FakeKernel;
let socket: NetlinkSocket;
let handler: FakeHandler;
beforeEach(async () => {
  handler = () => undefined;
  kernel = fakeKernel((request) => handler(request));
  socket = await NetlinkSocket.open("route", { kernel });
});
afterEach(async () => {
  await socket[Symbol.asyncDispose]();
  expect(kernel.sockets).toBe(0);
});

/** What a request differs in from the next one. */
type Asked = Partial<MessageHeader> & { readonly link?: Partial<Link>; readonly payload?: Uint8Array };

/** Requests as one datagram, with the sequence numbers 1, 2 ... */
function datagram(...requests: readonly Asked[]): Uint8Array {
  const out = new Writer();
  requests.forEach(({ link, payload, ...header }, i) => {
    const whole = { type: GET_LINK, flags: NLM_F_REQUEST | NLM_F_ACK, sequence: i + 1, port: 0, ...header };
    if (link === undefined) writeMessage(out, whole, bytes, payload ?? new Uint8Array(16));
    // What is missing is zero.
    else writeMessage(out, whole, nouns.link.codec, link as Link);
  });
  return out.finish();
}

/** What was answered so far, by datagram. */
function received(): DecodedMessage[][] {
  const datagrams: DecodedMessage[][] = [];
  for (;;) {
    const datagram = socket.receiveNow();
    if (datagram === undefined) return datagrams;
    datagrams.push([...decode(new Uint8Array(datagram.view.buffer, 0, datagram.length))]);
  }
}

/** What is answered to these requests. */
function answers(...requests: readonly Asked[]): DecodedMessage[] {
  socket.send(datagram(...requests));
  return received().flat();
}

const LIST: Asked = { flags: NLM_F_REQUEST | NLM_F_DUMP };
const ADD: Asked = { type: NEW_LINK, link: { name: "veth0" } };

describe("the handler", () => {
  test("gets what decode makes of a request, and so does the list of requests", () => {
    const seen: unknown[] = [];
    handler = (request) => void seen.push(request);
    answers({ ...ADD, flags: NLM_F_REQUEST | NLM_F_ACK | 0x600 });
    expect(seen).toEqual([{
      type: "request",
      verb: "new",
      topic: "link",
      value: { family: "unspec", type: "netrom", index: 0, flags: [], change: [], name: "veth0" },
      message: { name: "RTM_NEWLINK", flags: ["request", "ack", "exclusive", "create"], sequence: 1, port: 0 },
    }]);
    expect(kernel.requests).toEqual(seen);
  });

  test("gets no value where a request says nothing but a family", () => {
    answers({ ...LIST, payload: new Uint8Array(4) });
    expect(kernel.requests).toMatchObject([{ verb: "get", topic: "link" }]);
    expect(kernel.requests[0]).not.toHaveProperty("value");
  });

  test("gets requests that travel together one by one, and each has its answer", () => {
    handler = ({ value }) => {
      if (value !== undefined && "name" in value && value.name === "b") throw new NetlinkError("add", 17);
    };
    const names = ["a", "b", "c"];
    expect(answers(...names.map((name) => ({ ...ADD, link: { name } })))).toMatchObject([
      { type: "error", errno: 0, request: { sequence: 1 } },
      { type: "error", errno: 17, request: { sequence: 2 } },
      { type: "error", errno: 0, request: { sequence: 3 } },
    ]);
    expect(kernel.requests.map(({ value }) => value)).toMatchObject(names.map((name) => ({ name })));
  });

  test("that is wrong fails the sender: the test is", () => {
    handler = () => {
      throw new TypeError("no such thing");
    };
    expect(() => answers(ADD)).toThrow("no such thing");
    handler = () => ({ mtu: -1 });
    expect(() => answers(GET_ONE)).toThrow(
      "Cannot answer with link: mtu: expected a number from 0 to 4294967295, got -1",
    );
  });

  test("may announce what it does, which comes before the acknowledgement", () => {
    socket.join(1);
    handler = () => kernel.announce({ type: "link", action: "new", link: { index: 7 } });
    expect(answers(ADD)).toMatchObject([{ type: "link", link: { index: 7 } }, { type: "error", errno: 0 }]);
  });

  test("need not be there: nothing is found then, and all goes well", async () => {
    const quiet = fakeKernel();
    await using other = await NetlinkSocket.open("route", { kernel: quiet });
    other.send(datagram(GET_ONE, ADD));
    expect([...decode(await other.receive()), ...decode(await other.receive())])
      .toMatchObject([{ type: "error", code: "ENODEV" }, { type: "error", errno: 0 }]);
    expect(quiet.requests).toHaveLength(2);
  });
});

describe("a list", () => {
  test("has its objects and an end, and no acknowledgement", () => {
    handler = () => [{ index: 1, name: "lo", type: "loopback" }, { index: 2 }];
    expect(answers({ ...LIST, flags: NLM_F_REQUEST | NLM_F_DUMP | NLM_F_ACK })).toEqual([
      {
        type: "link",
        action: "new",
        link: { family: "unspec", type: "loopback", index: 1, flags: [], change: [], name: "lo" },
        message: { name: "RTM_NEWLINK", flags: ["multi"], sequence: 1, port: socket.port },
      },
      {
        type: "link",
        action: "new",
        link: { family: "unspec", type: "ether", index: 2, flags: [], change: [] },
        message: { name: "RTM_NEWLINK", flags: ["multi"], sequence: 1, port: socket.port },
      },
      {
        type: "done",
        errno: 0,
        message: { name: "NLMSG_DONE", flags: ["multi"], sequence: 1, port: socket.port },
      },
    ]);
  });

  test.each<[string, FakeHandler, number]>([
    ["nothing", () => undefined, 0],
    ["no object", () => [], 0],
    ["one object", () => ({ index: 1 }), 1],
  ])("can be %s", (_, answer, count) => {
    handler = answer;
    expect(answers(LIST).map(({ type }) => type)).toEqual([...Array(count).fill("link"), "done"]);
  });

  test("is of the family that is asked for; bridges are asked for alone", () => {
    handler = () => [{ gateway: "::1" }, { gateway: "192.0.2.1" }, { family: "bridge", table: 7 }];
    const families = (family: string) =>
      answers({ ...get("route", { family }), flags: NLM_F_REQUEST | NLM_F_DUMP })
        .flatMap((message) => message.type === "route" ? [message.route.family] : []);
    expect(families("unspec")).toEqual(["inet6", "inet"]);
    expect(families("inet")).toEqual(["inet"]);
    expect(families("bridge")).toEqual(["bridge"]);
    expect(families("mpls")).toEqual([]);
  });

  test("comes in datagrams of a few kibibytes, however much is queued", async () => {
    await using small = await NetlinkSocket.open("route", { kernel, receiveBuffer: 0 });
    handler = () => Array.from({ length: 1000 }, (_, i) => ({ index: i + 1 }));
    small.send(datagram(LIST));
    socket.send(datagram(LIST));
    const datagrams = received();
    expect(datagrams.length).toBeGreaterThan(3);
    expect(datagrams.flat().map((message) => message.type === "link" && message.link.index))
      .toEqual([...Array.from({ length: 1000 }, (_, i) => i + 1), false]);
    for (const _ of datagrams) expect((await small.receive()).length).toBeLessThanOrEqual(8192);
    expect([small.receiveNow(), small.takeDrops()]).toEqual([undefined, 0]);
  });

  test("is interrupted as often as asked for", () => {
    handler = () => ({ index: 1 });
    const isInterrupted = () =>
      answers(LIST).map((message) => "message" in message && message.message?.flags.includes("dumpInterrupted"));
    kernel.interrupt();
    kernel.interrupt(1);
    expect([isInterrupted(), isInterrupted(), isInterrupted()]).toEqual([[true, true], [true, true], [false, false]]);
    expect(() => kernel.interrupt(0)).toThrow("Cannot interrupt lists: expected a number from 1 to 4294967295, got 0");
  });
});

/** A question about one object. */
function get(topic: Topic, asked: object): Asked {
  const codec: Codec<object> = nouns[topic].codec;
  return { type: nouns[topic].newType + GET, payload: encode(codec, asked) };
}

const GET_ONE = get("link", { index: 2 });

describe("a question about one object", () => {
  test("is answered with it, and acknowledged", () => {
    handler = () => ({ index: 2 });
    expect(answers(GET_ONE)).toMatchObject([
      { type: "link", link: { index: 2 }, message: { flags: [], sequence: 1, port: socket.port } },
      { type: "error", errno: 0, message: { flags: ["capped"] } },
    ]);
  });

  test("is not acknowledged where nobody asked for that", () => {
    handler = () => [{ index: 2 }];
    expect(answers({ ...GET_ONE, flags: NLM_F_REQUEST })).toMatchObject([{ type: "link" }]);
  });

  test.each<[Topic, string]>([["link", "ENODEV"], ["route", "ESRCH"], ["rule", "ENOENT"]])(
    "has no answer: %s, %s",
    (topic, code) => {
      expect(answers(get(topic, {}))).toMatchObject([{ type: "error", code }]);
    },
  );

  const [A, B] = [{ index: 2, name: "a" }, { index: 3, name: "b", propertyList: { alternativeNames: ["c", "d"] } }];
  const [NEAR, FAR] = [{ index: 2, local: "192.0.2.1" }, { index: 3, local: "192.0.2.1", address: "192.0.2.9" }];
  const [ONE, TWO] = ["02:00:00:00:00:01", "02:00:00:00:00:02"];

  test.each<[Topic, object, readonly object[], object]>([
    ["link", { index: 3 }, [A, B], B],
    ["link", { name: "b" }, [A, B], B],
    ["link", { alternativeName: "a" }, [A, B], A],
    ["link", { alternativeName: "d" }, [A, B], B],
    ["address", { index: 3, local: "192.0.2.1" }, [NEAR, FAR], FAR],
    ["address", { local: "192.0.2.1" }, [NEAR, FAR], NEAR],
    ["address", { address: "2001:db8::2" }, [{ address: "::1" }, { address: "2001:DB8:0::2" }], {
      address: "2001:db8::2",
    }],
    [
      "neighbor",
      { index: 2, destination: "::1" },
      [{ index: 3, destination: "::1" }, { index: 2, destination: "::1" }],
      {
        index: 2,
      },
    ],
    ["neighbor", { linkLayerAddress: TWO }, [{ linkLayerAddress: ONE }, { linkLayerAddress: TWO }], {
      linkLayerAddress: TWO,
    }],
    ["nexthop", { id: 7 }, [{ id: 6 }, { id: 7 }], { id: 7 }],
    ["route", { destination: "192.0.2.1" }, [{ destination: "192.0.2.0", prefixLength: 24 }], { prefixLength: 24 }],
  ])("finds it among all there are: %s %o", (topic, asked, there, found) => {
    handler = () => there;
    expect(answers(get(topic, asked))).toMatchObject([{ type: topic, [topic]: found }, { type: "error", errno: 0 }]);
  });

  test.each<[Topic, object, readonly object[], string]>([
    ["link", { index: 2, name: "b" }, [B], "ENODEV"],
    ["link", { name: "e" }, [{ index: 4 }, A, B], "ENODEV"],
    ["link", {}, [{ index: 4 }], "ENODEV"],
    ["address", { index: 4, local: "192.0.2.1" }, [NEAR, FAR], "ENOENT"],
    ["neighbor", { index: 2, destination: "::1" }, [{ index: 2, destination: "::2" }], "ENOENT"],
    ["route", {}, [], "ESRCH"],
  ])("does not find it where it is not: %s %o", (topic, asked, there, code) => {
    handler = () => there;
    expect(answers(get(topic, asked))).toMatchObject([{ type: "error", code }]);
  });

  test("has one answer where the kernel would choose", () => {
    handler = () => [{ table: 7 }, { table: 8 }];
    expect(() => answers(get("route", {}))).toThrow("Cannot answer get route: expected one object, got 2");
  });
});

describe("a change", () => {
  test.each([0, DELETE, SET])("is acknowledged (message %d of its noun)", (verb) => {
    expect(answers({ ...ADD, type: NEW_LINK + verb })).toEqual([{
      type: "error",
      errno: 0,
      request: expect.objectContaining({ sequence: 1, port: 0 }),
      message: { name: "NLMSG_ERROR", flags: ["capped"], sequence: 1, port: socket.port },
    }]);
  });

  test("is not acknowledged where nobody asked for that, unless it fails", () => {
    expect(answers({ ...ADD, flags: NLM_F_REQUEST })).toEqual([]);
    handler = () => {
      throw new NetlinkError("add", 1);
    };
    expect(answers({ ...ADD, flags: NLM_F_REQUEST })).toMatchObject([{ type: "error", code: "EPERM" }]);
  });

  test.each([[0, "new"], [DELETE, "delete"], [SET, "new"]])("brings back what it did (%d): %s", (verb, action) => {
    handler = () => ({ index: 9 });
    const flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_ECHO;
    expect(answers({ ...ADD, type: NEW_LINK + verb, flags })).toMatchObject([
      { type: "link", action, link: { index: 9 }, message: { flags: [], sequence: 1, port: socket.port } },
      { type: "error", errno: 0 },
    ]);
    expect(answers({ ...ADD, type: NEW_LINK + verb })).toMatchObject([{ type: "error", errno: 0 }]);
  });

  test("brings back what it said where the handler says nothing, and several objects, and none", () => {
    const echo = { ...ADD, flags: NLM_F_REQUEST | NLM_F_ECHO };
    expect(answers(echo)).toMatchObject([{ type: "link", action: "new", link: { name: "veth0" } }]);
    handler = () => [{ index: 4 }, { index: 5 }];
    expect(answers(echo)).toMatchObject([{ link: { index: 4 } }, { link: { index: 5 } }]);
    handler = () => [];
    expect(answers(echo)).toEqual([]);
  });
});

describe("a refusal", () => {
  const refused = new NetlinkError("add", 22, {
    ack: { message: "Invalid name", offset: 36, missingType: 3, missingNest: 16, cookie: Uint8Array.of(1, 2, 3) },
  });

  test("says all that the kernel said, and repeats the request", () => {
    handler = () => {
      throw refused;
    };
    const [answer] = answers(ADD);
    expect(answer).toMatchObject({
      type: "error",
      code: "EINVAL",
      ack: refused.ack,
      request: { name: "RTM_NEWLINK" },
      message: { flags: ["ackAttributes"] },
    });
  });

  test("repeats the request's header alone to who wants no more, and says less to who does not ask", () => {
    const { libc } = kernel;
    const fd = libc.socket(16, 3, 0);
    handler = () => {
      throw refused;
    };
    const buffer = new Uint8Array(1000);
    const answer = () => {
      libc.send(fd, datagram(ADD), 0);
      return [...decode(buffer.slice(0, libc.recv(fd, buffer, 0, new Uint8Array(12))))];
    };
    expect(answer()).toMatchObject([{ code: "EINVAL", message: { flags: [] } }]);
    const [CAP_ACK, EXT_ACK] = [10, 11];
    for (const option of [CAP_ACK, EXT_ACK]) libc.setsockopt(fd, 270, option, Uint8Array.of(1, 0, 0, 0));
    expect(answer()).toMatchObject([{ ack: refused.ack, message: { flags: ["capped", "ackAttributes"] } }]);
    libc.close(fd);
  });

  test("with the number 0 is a warning", () => {
    handler = () => {
      throw new NetlinkError("add", 0, { ack: { message: "Better not" } });
    };
    expect(answers(ADD)).toMatchObject([{ type: "error", errno: 0, ack: { message: "Better not" } }]);
  });

  test("is what a list gets too", () => {
    handler = () => {
      throw new NetlinkError("list", 13);
    };
    expect(answers(LIST)).toMatchObject([{ type: "error", code: "EACCES" }]);
  });

  test("of what has no schema, and of what does not fit it, never gets to the handler", () => {
    expect(answers({ type: 4000 }, { payload: Uint8Array.of(...Array(16).fill(0), 5, 0, 4, 0, 1) })).toMatchObject([
      { type: "error", code: "EOPNOTSUPP" },
      { type: "error", code: "EINVAL", ack: { message: expect.stringContaining("mtu") } },
    ]);
    expect(kernel.requests).toEqual([]);
  });
});

test("what is no request is acknowledged, and no more", () => {
  expect(answers({ type: NLMSG_NOOP }, { flags: NLM_F_ACK }, { flags: 0 })).toMatchObject([
    { type: "error", errno: 0, message: { sequence: 1 } },
    { type: "error", errno: 0, message: { sequence: 2 } },
  ]);
  expect(kernel.requests).toEqual([]);
});

test("a datagram that breaks off is answered as far as it is sound", () => {
  socket.send(Uint8Array.of(...datagram(ADD), 99, 0, 0, 0));
  expect(received().flat()).toMatchObject([{ type: "error", errno: 0 }]);
});

test("bytes are an answer as they are, and all of it", () => {
  const reply = Uint8Array.of(3, 2, 1);
  handler = () => reply;
  socket.send(datagram(ADD, LIST));
  reply.fill(0);
  expect(received()).toMatchObject([[{ bytes: Uint8Array.of(3, 2, 1) }], [{ bytes: Uint8Array.of(3, 2, 1) }]]);
});

describe("an answer that takes its time", () => {
  test("comes when it is there, and those behind it in their turn", async () => {
    const first = deferred<Link>();
    const second = deferred<void>();
    handler = ({ message }) => message.sequence === 1 ? first.promise : message.sequence === 2 ? second.promise : [];
    expect(answers(GET_ONE, ADD, LIST)).toEqual([]);
    expect(kernel.requests).toHaveLength(3);
    second.reject(new NetlinkError("add", 17));
    await null;
    expect(received()).toEqual([]);
    const waiting = socket.readable();
    first.resolve({ index: 2 } as Link);
    await waiting;
    const end = async (): Promise<DecodedMessage[]> => {
      const messages = received().flat();
      if (messages.at(-1)?.type === "done") return messages;
      await socket.readable();
      return [...messages, ...await end()];
    };
    expect(await end()).toMatchObject([
      { type: "link" },
      { type: "error", errno: 0 },
      { type: "error", code: "EEXIST" },
      { type: "done" },
    ]);
    expect(answers({ ...ADD, sequence: 4 })).toHaveLength(1);
  });

  test("does not hold up other sockets", async () => {
    await using other = await NetlinkSocket.open("route", { kernel });
    handler = ({ verb }) => verb === "get" ? new Promise<never>(() => {}) : undefined;
    expect(answers(GET_ONE)).toEqual([]);
    other.send(datagram(ADD));
    expect(other.receiveNow()).toBeDefined();
  });

  test("that is wrong fails the receiver, once", async () => {
    handler = () => Promise.reject(new TypeError("no such thing"));
    socket.send(datagram(GET_ONE));
    await expect(socket.receive()).rejects.toThrow("no such thing");
    expect(socket.receiveNow()).toBeUndefined();
  });

  test("may come when nobody is there any more", async () => {
    const reply = deferred<void>();
    handler = () => reply.promise;
    socket.send(datagram(ADD));
    await socket[Symbol.asyncDispose]();
    reply.resolve();
    await reply.promise;
  });
});
