import { describe, expect, test } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { decode as decodeDatagram } from "../../src/decode.ts";
import { walkAttributes } from "../../src/codec/walk.ts";
import { type Link, linkMessage } from "../../src/route/link.ts";
import { messageTypes } from "../../src/route/message-type.ts";
import { ownTime } from "../own-time.ts";
import { attribute, concatenated, message, peers, recorded } from "./fuzz-bytes.ts";
import { decodeAnything } from "./fuzz-decode.ts";
import { encodeFailure, hex } from "./golden.ts";

const RTM_NEWLINK = 16;
const RTM_NEWROUTE = 24;
const ROUTE_HEADER = new Uint8Array(12);
const IFINFOMSG = new Uint8Array(16);
const IFLA_IFNAME = attribute(3, hex("6c6f00"));
const IFLA_LINKINFO = 18;
const HEADER_SIZE = 16;

const good = message(RTM_NEWLINK, concatenated(IFINFOMSG, IFLA_IFNAME));

/** What became of a datagram, a word a message. */
function types(datagram: Uint8Array): readonly string[] {
  return decodeAnything(datagram).map(({ type }) => type);
}

function typeOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer).getUint16(4, true);
}

/** The first recorded announcement of each kind of object. */
const samples = [...messageTypes].flatMap(([type, { name, noun, verb }]) => {
  const bytes = recorded.find((candidate) => verb === "new" && typeOf(candidate) === type);
  return bytes === undefined ? [] : [{ name, start: HEADER_SIZE + noun.codec.headerSize, bytes }];
});

describe("a wrong length of any attribute ends the list there, and what came before is delivered:", () => {
  test.each(samples)("$name", ({ start, bytes }) => {
    const attributes = [...walkAttributes(new DataView(bytes.buffer), start, bytes.length)];
    expect(attributes.length).toBeGreaterThan(0);
    for (const { offset } of attributes) {
      for (const length of [0, 1, 2, 3, bytes.length - offset + 5, 0xffff]) {
        const wrong = bytes.slice();
        new DataView(wrong.buffer).setUint16(offset - 4, length, true);
        const [event, undecoded, ...more] = decodeAnything(wrong);
        expect(event?.type).not.toBe("undecoded");
        expect(undecoded).toMatchObject({ type: "undecoded", bytes: wrong.slice(offset - 4) });
        expect(more).toEqual([]);
      }
    }
  });

  test("all kinds of objects were recorded", () => expect(samples.length).toBeGreaterThanOrEqual(5));
});

describe("a schema in itself", () => {
  const name = { type: "link", link: { name: "lo" } };

  function nested(count: number): readonly unknown[] {
    return decodeAnything(message(RTM_NEWLINK, concatenated(IFINFOMSG, peers(count), IFLA_IFNAME)));
  }

  test("up to 32 levels are read", () => {
    expect(nested(32)).toMatchObject([name]);
  });

  test("deeper ones are malformed, and take nothing else with them", () => {
    for (const count of [33, 1000]) {
      const [link, undecoded, ...more] = nested(count);
      expect(link).toMatchObject(name);
      expect(undecoded).toMatchObject({
        type: "undecoded",
        bytes: peers(count),
        error: { reason: "expected at most 32 levels inside each other, got more" },
      });
      expect(undecoded).toHaveProperty("error.path", Array(33).fill(["linkInfo", "data", "peer"]).flat());
      expect(more).toEqual([]);
    }
    // The levels of what failed do not count for what follows.
    expect(nested(32)).toMatchObject([name]);
  });

  test("what has no schema has no levels", () => {
    let inner: Uint8Array<ArrayBuffer> = new Uint8Array();
    for (let i = 0; i < 1000; i++) inner = attribute(IFLA_LINKINFO, inner);
    expect(decodeAnything(message(RTM_NEWLINK, concatenated(IFINFOMSG, inner, IFLA_IFNAME)))).toMatchObject([name]);
  });

  test("up to 32 levels are written, and a value in itself is refused", () => {
    const header = decode(linkMessage, IFINFOMSG);
    const link = (peer: Link): Link => ({ ...header, linkInfo: { kind: "veth", data: { peer } } });
    let value = header;
    for (let i = 0; i < 32; i++) value = link(value);
    expect(decode(linkMessage, encode(linkMessage, value))).toMatchObject({ kind: "veth" });
    expect(encodeFailure(linkMessage, link(value))).toMatch(
      /^Cannot encode (linkInfo\.data\.peer\.?){33}: expected at most 32/,
    );
    const circular = { kind: "veth", data: { peer: header } };
    circular.data.peer = { ...header, linkInfo: circular } as Link;
    expect(encodeFailure(linkMessage, circular.data.peer)).toContain("expected at most 32 levels inside each other");
  });
});

describe("datagrams", () => {
  test("several messages are several", () => {
    expect(types(concatenated(good, good, good))).toEqual(["link", "link", "link"]);
  });

  test.each([0, 1, 15, good.length + 1, 0x7fffffff, 0x80000000, 0xffffffff])(
    "a message that says it has %i bytes ends the datagram, after those before it",
    (length) => {
      const wrong = good.slice();
      new DataView(wrong.buffer).setUint32(0, length, true);
      const messages = decodeAnything(concatenated(good, wrong));
      expect(messages).toMatchObject([{ type: "link" }, { type: "undecoded", bytes: wrong }]);
    },
  );

  test("one that cannot be read does not take those around it with it", () => {
    const bad = [
      message(RTM_NEWLINK, new Uint8Array(8)),
      message(RTM_NEWROUTE, concatenated(ROUTE_HEADER, attribute(4, new Uint8Array(3)))),
      message(15, new Uint8Array(4)),
      message(0xffff, new Uint8Array(4)),
      message(2, new Uint8Array()),
    ];
    expect(types(concatenated(...bad.flatMap((one) => [good, one])))).toEqual([
      ...["link", "undecoded"],
      ...["link", "route", "undecoded"],
      ...["link", "undecoded"],
      ...["link", "undecoded"],
      ...["link", "undecoded"],
    ]);
  });

  test("an odd length: the next message follows the padding, which the last may lack", () => {
    for (let extra = 1; extra <= 3; extra++) {
      // Less than the header of an attribute behind the last one is told, and takes nothing with it.
      const odd = message(RTM_NEWLINK, concatenated(IFINFOMSG, IFLA_IFNAME, new Uint8Array(extra).fill(0xee)));
      const padding = new Uint8Array(4 - extra).fill(0xdd);
      expect(types(concatenated(odd, padding, good))).toEqual(["link", "undecoded", "link"]);
      expect(types(concatenated(good, odd))).toEqual(["link", "link", "undecoded"]);
      expect(types(concatenated(odd, good))).toEqual(["link", "undecoded", "undecoded"]);
    }
  });
});

/** The most bytes that a datagram, or an attribute, can be sure to have room for. */
const FULL = 0xfff0;
/** How often a datagram and its quarters are read, in turn. */
const PAIRS = 5;

/** How many milliseconds it takes to read a datagram so often. */
function milliseconds(datagram: Uint8Array, times: number): number {
  const start = ownTime();
  for (let i = 0; i < times; i++) {
    const [first] = decodeDatagram(datagram);
    expect(first?.type).toMatch(/link|route|noop/);
  }
  return ownTime() - start;
}

describe("as much as fits into a datagram is read in a moment, and in the time of its quarters:", () => {
  const repeat = (bytes: Uint8Array, size: number): Uint8Array =>
    concatenated(...Array<Uint8Array>(size / bytes.length | 0).fill(bytes));
  const link = (attributes: Uint8Array): Uint8Array => message(RTM_NEWLINK, concatenated(IFINFOMSG, attributes));
  const next = hex("0800000000000000");

  test.each<readonly [string, (size: number) => Uint8Array]>([
    ["attributes without a schema", (size) => link(repeat(attribute(0x3fff, new Uint8Array()), size))],
    ["attributes that do not fit theirs", (size) => link(repeat(attribute(4, new Uint8Array()), size))],
    ["one attribute again and again", (size) => link(repeat(attribute(4, new Uint8Array(4)), size))],
    ["attributes that come several times", (size) => link(repeat(attribute(52, attribute(53, hex("6100"))), size))],
    ["text without its end", (size) => link(repeat(attribute(3, hex("61")), size))],
    ["records", (size) => message(RTM_NEWROUTE, concatenated(ROUTE_HEADER, attribute(9, repeat(next, size))))],
    ["messages", (size) => repeat(message(1, new Uint8Array()), size)],
  ])("%s", (_name, sized) => {
    const [quarter, full] = [FULL / 4, FULL].map(sized) as [Uint8Array, Uint8Array];
    const ratios: number[] = [];
    let best = Infinity;
    for (let i = 0; i < PAIRS; i++) {
      const time = milliseconds(full, 1);
      best = Math.min(best, time);
      ratios.push(time / milliseconds(quarter, 4));
    }
    expect(best).toBeLessThan(1000);
    // Where each is compared with each, it takes four times as long.
    expect(ratios.toSorted((a, b) => a - b)[PAIRS >> 1]).toBeLessThan(2.5);
  });
});
