import { describe, expect, test } from "vitest";
import { decode, NetlinkSocket, Rtnetlink, watch, type WatchOptions } from "../mod.ts";
import { checkOptions, closest, closestNoun } from "../src/options.ts";
import { announced } from "../src/route/mod.ts";
import { fakeKernel } from "../src/testing/mod.ts";
import { shown } from "../src/shown.ts";

const NAMES = ["namespace", "receiveBuffer", "signal", "topics"];

describe("the names of options", () => {
  test("that exist pass, in any number", () => {
    expect(() => checkOptions("watch", {}, NAMES)).not.toThrow();
    expect(() => checkOptions("watch", { topics: ["link"], signal: undefined }, NAMES)).not.toThrow();
  });

  test.each([
    [{ topic: "link" }, "unknown option 'topic' (did you mean 'topics'?)"],
    [{ topics: [], nmaespace: "blue" }, "unknown option 'nmaespace' (did you mean 'namespace'?)"],
    [{ receivebuffer: 1 }, "unknown option 'receivebuffer' (did you mean 'receiveBuffer'?)"],
    [{ color: undefined }, "unknown option 'color', expected one of namespace, receiveBuffer, signal, topics"],
    [{ "": 1 }, "unknown option '', expected one of namespace, receiveBuffer, signal, topics"],
    // What every object inherits is no option.
    [{ toString: 1 }, "unknown option 'toString', expected one of namespace, receiveBuffer, signal, topics"],
  ])("%j is refused with the name", (options, message) => {
    expect(() => checkOptions("watch", options, NAMES)).toThrow(new RangeError(`Cannot watch: ${message}`));
  });

  test.each(["link", 5, null, true])("%j is no object with options", (value) => {
    // A caller without a type checker can give anything.
    const options = value as unknown as object;
    expect(() => checkOptions("watch", options, NAMES))
      .toThrow(new RangeError(`Cannot watch: expected an object with options, got ${shown(value)}`));
  });
});

describe("what was meant", () => {
  test.each([
    ["topic", "topics"],
    ["tpoics", "topics"],
    ["signl", "signal"],
    ["SIGNAL", "signal"],
    ["recieveBufer", "receiveBuffer"],
    ["signal", "signal"],
  ])("%s: %s", (word, meant) => expect(closest(word, NAMES)).toBe(meant));

  test.each(["", "x", "buffer", "namespaces of others"])("by '%s' is not to be guessed", (word) => {
    expect(closest(word, NAMES)).toBeUndefined();
  });

  test.each([
    ["class", "trafficClass"],
    ["traffic-classes", "classes"],
    ["trafficClass", "classes"],
    ["actions", "trafficAction"],
    ["neigh", "neighbor"],
    ["bridgeVlan", "bridge-vlans"],
    ["linc", "link"],
    ["addr", "address"],
    ["mroute", undefined],
    ["tab", undefined],
    ["s", undefined],
    ["", undefined],
  ])("where things have names, by %j: %j", (noun, meant) => {
    const nouns = ["link", "address-label", "address", "neighbor-table", "neighbor"];
    const theirs = /^traffic|^bridge/.test(noun) ? ["classes", "bridge-vlans"] : ["trafficClass", "trafficAction"];
    expect(closestNoun(noun, [...nouns, ...theirs])).toBe(meant);
  });

  test("the first of two that are as close", () => expect(closest("lint", ["link", "line"])).toBe("link"));
});

/** Values that the type checker would refuse, as programs without one give them. */
function loose(options: unknown): WatchOptions {
  return options as WatchOptions;
}

describe("a value that cannot be is shown", () => {
  test.each<[unknown, string]>([
    ["text", "'text'"],
    [5, "5"],
    [1500n, "1500n"],
    [null, "null"],
    [undefined, "undefined"],
    [{ a: 1 }, "an object"],
    [Object.create(null), "an object"],
    [[1, "two", { three: 3 }, ["four"]], "[1, 'two', an object, a list]"],
    [Array.from({ length: 10 }, (_, i) => i), "[0, 1, 2, 3, 4, 5, 6, 7, ...]"],
    [Uint8Array.of(1, 2), "a Uint8Array of 2 bytes"],
    [new AbortController(), "an AbortController"],
    [Promise.resolve(), "a Promise"],
    [() => {}, "a function"],
    [Symbol("s"), "Symbol(s)"],
  ])("%o", (value, expected) => expect(shown(value)).toBe(expected));
});

test.each<[unknown, object, string]>([
  ["1400", {}, ": expected a Uint8Array, got '1400'"],
  [new ArrayBuffer(4), {}, ": expected a Uint8Array, got an ArrayBuffer"],
  [undefined, {}, ": expected a Uint8Array, got undefined"],
  [new Uint8Array(), { protcol: "route" }, ": unknown option 'protcol' (did you mean 'protocol'?)"],
])("decode refuses %o with %o", (bytes, options, said) => {
  expect(() => decode(bytes as Uint8Array, options)).toThrow(new RangeError(`Cannot decode${said}`));
});

describe("watch", () => {
  const topics = announced.join(", ");
  const families =
    "Cannot watch families: expected unspec, inet, bridge, inet6, packet, mpls, can, mctp, ipmr, ip6mr " +
    "or a number up to 255";
  const size = "Cannot open socket: expected a receive buffer from 0 to 1073741823 bytes, got";

  test.each([
    [{ topic: "link" }, "Cannot watch: unknown option 'topic' (did you mean 'topics'?)"],
    [
      { topics: ["link"], recieveBuffer: 5 },
      "Cannot watch: unknown option 'recieveBuffer' (did you mean 'receiveBuffer'?)",
    ],
    [null, "Cannot watch: expected an object with options, got null"],
    ["link", "Cannot watch: expected an object with options, got 'link'"],
    [{ topics: [] }, "Cannot watch topics: expected a list of one or more, got an empty one"],
    [{ topics: "link" }, "Cannot watch topics: expected a list of one or more, got 'link'"],
    [{ topics: null }, "Cannot watch topics: expected a list of one or more, got null"],
    [{ topics: ["link", "links"] }, `Cannot watch topic 'links': expected one of ${topics} (did you mean 'link'?)`],
    [{ topics: ["toString"] }, `Cannot watch topic 'toString': expected one of ${topics}`],
    [{ topics: [1] }, `Cannot watch topic '1': expected one of ${topics}`],
    [{ links: [] }, "Cannot watch links: expected a list of one or more, got an empty one"],
    [{ links: "eth0" }, "Cannot watch links: expected a list of one or more, got 'eth0'"],
    [{ links: ["eth0", 0] }, "Cannot watch links: expected the name or the index of a link, got 0"],
    [{ links: ["a/b"] }, "Cannot watch links: expected the name or the index of a link, got 'a/b'"],
    [
      { tables: ["mian"] },
      "Cannot watch: table: expected default, main, local or a number up to 4294967295, got 'mian'",
    ],
    [{ families: ["inet4"] }, `${families}, got 'inet4' (did you mean 'inet'?)`],
    [{ families: [256] }, `${families}, got 256`],
    [{ actions: ["remove"] }, "Cannot watch actions: expected new, delete, miss, got 'remove'"],
    [{ actions: null }, "Cannot watch actions: expected a list of one or more, got null"],
    [{ link: ["eth0"] }, "Cannot watch: unknown option 'link' (did you mean 'links'?)"],
    [{ receiveBuffer: -1 }, `${size} -1`],
    [{ receiveBuffer: 2 ** 30 }, `${size} 1073741824`],
    [{ receiveBuffer: 0.5 }, `${size} 0.5`],
    [{ receiveBuffer: NaN }, `${size} NaN`],
    [{ receiveBuffer: "4M" }, `${size} '4M'`],
    [{ receiveBuffer: 4096n }, `${size} 4096n`],
    [{ signal: "SIGINT" }, "Cannot watch: expected an AbortSignal as the signal, got 'SIGINT'"],
    [{ signal: null }, "Cannot watch: expected an AbortSignal as the signal, got null"],
    [{ kernel: {} }, "Cannot watch: expected what fakeKernel gives as the kernel, got an object"],
    [{ kernel: null }, "Cannot watch: expected what fakeKernel gives as the kernel, got null"],
    [{ libc: 6 }, "Cannot watch: expected the path of a C library, got 6"],
    [{ libc: "" }, "Cannot watch: expected the path of a C library, got ''"],
  ])("refuses %o by what is wrong", async (options, message) => {
    await expect(watch(loose(options))).rejects.toThrow(new RangeError(message));
  });

  test("tells the options that there are where none is like the one that was given", async () => {
    const told = watch(loose({ snapshot: true })).catch(({ message }: RangeError) => message);
    const [sentence, names = ""] = `${await told}`.split(", expected one of ");
    expect(sentence).toBe("Cannot watch: unknown option 'snapshot'");
    const known: readonly (keyof WatchOptions)[] = ["topics", "namespace", "receiveBuffer", "signal", "libc", "kernel"];
    expect(names.split(", ")).toEqual(expect.arrayContaining([...known]));
  });
});

test("callbacks, datagrams and URLs that are none are refused", async () => {
  const kernel = fakeKernel();
  await expect(watch(loose({ kernel, onDatagram: {} }))).rejects.toThrow(
    new RangeError("Cannot watch: expected a function as onDatagram, got an object"),
  );
  await expect(Rtnetlink.open(loose({ kernel, onWarning: 5 }))).rejects.toThrow(
    new RangeError("Cannot open socket: expected a function as onWarning, got 5"),
  );
  await expect(watch({ kernel, namespace: "file:///run/netns/blue" })).rejects.toThrow(
    "expected a path or a URL object, got the text 'file:///run/netns/blue'",
  );
  await using socket = await NetlinkSocket.open("route", { kernel });
  expect(() => socket.send("x" as never)).toThrow(new RangeError("Cannot send: expected a Uint8Array, got 'x'"));
  expect(() => socket.putBack("x" as never)).toThrow(
    new RangeError("Cannot put back: expected a Uint8Array, got 'x'"),
  );
  expect(() => socket.atClose("x" as never)).toThrow(
    new RangeError("Cannot send at the end: expected a Uint8Array, got 'x'"),
  );
});

describe("a socket", () => {
  const protocol = "expected the protocol route, generic or a number from 0 to 31, got";

  test.each(["router", 32, -1, 0.5, "0", "toString"])(
    "refuses the protocol %o",
    async (value) => {
      const message = `Cannot open socket: ${protocol} ${shown(value)}`;
      await expect(NetlinkSocket.open(value as "route")).rejects.toThrow(new RangeError(message));
    },
  );

  test("refuses the options of others", async () => {
    await expect(NetlinkSocket.open("route", loose({ topics: ["link"] })))
      .rejects.toThrow("Cannot open socket: unknown option 'topics', expected one of namespace, receiveBuffer");
    await expect(Rtnetlink.open(loose({ onWarnings: 5 })))
      .rejects.toThrow(new RangeError("Cannot open socket: unknown option 'onWarnings' (did you mean 'onWarning'?)"));
  });
});
