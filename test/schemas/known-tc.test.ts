import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Filter, Link, Qdisc } from "../../mod.ts";
import { decode } from "../../src/decode.ts";
import { hex } from "../codec/golden.ts";
import { type Context, witnessed } from "../live/witness.ts";
import { FILTER, QDISC } from "../live/witness/tc.ts";

/** Where the flags of a message are (`nlmsg_flags`). */
const FLAGS = 6;

/** A file that stands beside this one. */
function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

/** The messages of traffic control, by what they are. */
const messages = new Map(
  read("known-tc.hex").trimEnd().split("\n\n").slice(1).map((block): readonly [string, string] => {
    const end = block.indexOf("\n");
    return [block.slice(2, end), block.slice(end + 1)];
  }),
);

/**
 * What `tc -j -d -s` of iproute2 6.1 printed of them when it received them in place of what a kernel has: words of all
 * kinds, of which the kernel of a test has few. Left out are those that it prints nothing of, or no JSON.
 */
const printed = Object.entries(
  JSON.parse(read("known-tc.json")) as Readonly<Record<string, { readonly kind: string }>>,
);

/** The links that they are about, of which no more than the names matter. */
const links = ["v0", "v1"].map((name, i): Link => ({
  family: "unspec",
  type: "ether",
  index: 3 - i,
  flags: [],
  change: [],
  name,
}));
const context: Context = { links: new Map(links.map((link) => [link.index, link])) };

/** What `tc` has to print of a message. */
function said(message: string, theirs: object): object {
  // Without the flags of a request, it is an answer.
  const [event] = decode(hex(message).fill(0, FLAGS, FLAGS + 2));
  if (event?.type === "qdisc") return witnessed<Qdisc>(QDISC, event.qdisc, theirs, context);
  if (event?.type === "filter") return witnessed<Filter>(FILTER, event.filter, theirs, context);
  throw new Error(`Expected a qdisc or a filter, got ${event?.type}`);
}

describe("tc says the same, name by name, of", () => {
  test.each(printed)("%s", (title, theirs) => {
    expect(said(messages.get(title) ?? "", theirs)).toEqual(theirs);
  });

  test("as many kinds as there are words of", () => {
    expect(new Set(printed.map(([, { kind }]) => kind)).size).toBe(28);
  });
});
