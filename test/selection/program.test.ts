import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventFilter, Family, NetworkEvent, Topic } from "../../mod.ts";
import { datagramFilter } from "../../src/codec/datagram-filter.ts";
import { readEvents } from "../../src/events.ts";
import { LinkNames } from "../../src/link-names.ts";
import { nouns } from "../../src/route/mod.ts";
import { Selection } from "../../src/selection.ts";
import { selected } from "../../src/watch.ts";
import { captures } from "../captures/file.ts";
import { messagesOf } from "../captures/pieces.ts";
import { passes } from "./interpreter.ts";

/** All events that were captured, and lists of what is there, which are alike; each message for itself. */
const messages = captures.flatMap(({ datagrams }) => datagrams).flatMap(messagesOf)
  .filter((message) => events(message).some((event) => "action" in event));
/** Every kind; and every one that tells links by their index, so that nobody has to hear what these are called. */
const kinds = Object.keys(nouns) as Topic[];
const byIndex = kinds.filter((kind) => kind !== "rule");

function events(datagram: Uint8Array): readonly NetworkEvent[] {
  const all: NetworkEvent[] = [];
  readEvents(new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength), datagram.length, all);
  return all;
}

/** What links are called in the captures. */
const names = new LinkNames();

function program(filter: EventFilter, of: readonly Topic[] = kinds): Uint8Array {
  const made = datagramFilter(new Selection("watch", filter).conditions(of));
  if (made === undefined) throw new Error("Cannot make a program that short");
  return made;
}

/** Whether a watcher tells something of a datagram. */
function isWanted(filter: EventFilter, datagram: Uint8Array): boolean {
  const selection = new Selection("watch", filter);
  const told: NetworkEvent[] = [];
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  selected((event) => selection.wants(event, names), names)(view, datagram.length, told);
  return told.length > 0;
}

const some = <T>(of: fc.Arbitrary<T>) => fc.uniqueArray(of, { minLength: 1, maxLength: 5 });
const anyFilter: fc.Arbitrary<EventFilter> = fc.record({
  links: some(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom("lo", "one", "two"))),
  tables: some(fc.constantFrom<("main" | "local" | number)[]>("main", "local", 100, 252, 1000, 100_000)),
  families: some(fc.constantFrom<Family[]>("inet", "inet6", "bridge", "mpls", "unspec", 2, 99)),
  actions: some(fc.constantFrom("new", "delete", "miss")),
}, { requiredKeys: [] });

describe("the program in the kernel", () => {
  test("passes all that is wanted of what was captured", () => {
    expect(messages.length).toBeGreaterThan(150);
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const programs = [kinds, byIndex].map((of) => program(filter, of));
        for (const message of messages) {
          if (isWanted(filter, message)) expect(programs.map((made) => passes(made, message))).toEqual([true, true]);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("passes all that is wanted of what is cut off, too long, broken or beside something else", () => {
    const one = fc.constantFrom(...messages);
    const broken = fc.oneof(
      fc.tuple(one, fc.nat(400)).map(([message, length]) => message.slice(0, length)),
      fc.tuple(one, fc.nat(), fc.nat(255)).map(([message, at, byte]) => {
        const changed = message.slice();
        // The type of the message, and what its attributes are, stay: of two of one type the kernel never tells.
        const places = [0, 1, 16, 17, 18, 19, 20, 21, 22, 23].filter((place) => place < changed.length);
        changed[places[at % places.length] ?? 0] = byte;
        return changed;
      }),
      fc.tuple(one, one).map(([first, second]) => Uint8Array.of(...first, ...second)),
      fc.uint8Array({ maxLength: 64 }),
    );
    fc.assert(
      fc.property(anyFilter, broken, (filter, datagram) => {
        if (isWanted(filter, datagram)) expect(passes(program(filter), datagram)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  // What it can tell, it tells: nothing that is not wanted passes.
  test.each<[EventFilter]>([
    [{ actions: ["delete"] }],
    [{ actions: ["new"] }],
    [{ families: ["inet"] }],
    [{ families: ["inet6", 99] }],
    [{ tables: ["main"] }],
    [{ tables: [100, 1000, 100_000] }],
    [{ families: ["inet6"], tables: ["local"], actions: ["new"] }],
  ])("drops all else: %o", (filter) => {
    const made = program(filter);
    const [kept, gone] = [true, false].map((wanted) => messages.filter((one) => isWanted(filter, one) === wanted));
    expect(gone?.length).toBeGreaterThan(0);
    expect(kept?.length).toBeGreaterThan(0);
    expect(gone?.filter((message) => passes(made, message))).toEqual([]);
  });

  test("drops by the index of a link what has no links deeper inside", () => {
    const made = program({ links: [10] }, byIndex);
    const dropped = messages.filter((message) => !passes(made, message)).flatMap(events);
    const types = ["link", "address", "route", "neighbor", "nexthop", "qdisc", "filter"];
    expect([...new Set(dropped.map(({ type }) => type))]).toEqual(expect.arrayContaining(types));
  });

  test("has a jump for each of many links, and is left out where the kernel would not take it", () => {
    const selection = (count: number) =>
      new Selection("watch", { links: Array.from({ length: count }, (_, i) => count + 9 - i) });
    const many = datagramFilter(selection(500).conditions(["link"]));
    expect(many).toBeDefined();
    const isLast = (event: NetworkEvent) => event.type === "link" && event.link.index === 10;
    const link = messages.find((message) => events(message).some(isLast));
    expect(link !== undefined && many !== undefined && passes(many, link)).toBe(true);
    expect(datagramFilter(selection(5000).conditions(["link"]))).toBeUndefined();
  });
});

describe("the fields that tell links", () => {
  test.each(kinds.flatMap((kind) => (nouns[kind].links ?? []).map((path) => [kind, path.join(".")] as const)))(
    "of %s are in its schema: %s",
    (kind, path) => {
      let layout = nouns[kind].codec.layout;
      for (const name of path.split(".")) {
        while (layout.type === "array" || layout.type === "records" || layout.type === "indexed") {
          layout = layout.element.layout;
        }
        const tables = layout.type === "message"
          ? [layout.header, layout.fields]
          : layout.type === "attributes" || layout.type === "struct" || layout.type === "prefixed"
          ? [layout.fields]
          : [];
        const found = tables.map((table) => table[name]).find((field) => field !== undefined);
        const codec = found !== undefined && "element" in found && found.element !== undefined
          ? found.element
          : found?.codec;
        expect(codec, `${kind}: ${path}: ${name} in ${layout.type}`).toBeDefined();
        if (codec !== undefined) layout = codec.layout;
      }
    },
  );
});
