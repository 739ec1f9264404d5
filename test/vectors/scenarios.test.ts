import { afterEach, expect, test } from "vitest";
import { decode, type NetworkState, waitForNewLink, waitForReconnect, waitForRemovedLink } from "../../mod.ts";
import { FakeNetwork, LO, turn } from "../state/network.ts";
import { bytesOf, ids, of } from "./vectors.ts";

/** Where a message that is 16 bytes into its datagram has the index of a link. */
const INDEX = 20;
const LINKS: Readonly<Record<string, number>> = { eth0: 2, eth1: 3 };

/** What is waited for, by the call of the other project. */
const WAITS: Readonly<Record<string, (state: NetworkState, except: readonly string[]) => Promise<{ name?: string }>>> =
  {
    waitForMediaDisconnectConnect: (state) => waitForReconnect("eth0", { state }),
    waitForNicAttach: (state, except) => waitForNewLink({ state, except: ["lo", ...except] }),
    waitForNicDetach: (state) => waitForRemovedLink({ state }),
  };

/** A datagram whose links have the index that a kernel gives them; those without a name are the first. */
function datagram(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf(hex);
  for (let at = 0; at + INDEX < bytes.length; at += bytes[at] || bytes.length) {
    const [, name = "eth0"] = /(eth\d)/.exec(String.fromCharCode(...bytes.subarray(at, at + (bytes[at] ?? 0)))) ?? [];
    bytes[at + INDEX] = LINKS[name] ?? 0;
  }
  return bytes;
}

let network: FakeNetwork;
afterEach(() => network.end());

/** Delivers a datagram; who asks the kernel is told the same. */
function deliver(bytes: Uint8Array<ArrayBuffer>): void {
  for (const event of decode(bytes)) {
    if (event.type !== "link" || event.link.name === undefined) continue;
    const { index, name, state } = event.link;
    const others = network.tables.link?.filter((link) => link.index !== index) ?? [];
    const told = event.action === "new" ? [{ index, name, ...(state !== undefined && { state }) }] : [];
    network.tables = { link: [...others, ...told] };
  }
  network.kernel.deliver(bytes);
}

/** Datagrams come whole: what is in two reads there is in one of ours, and none of it is missing. */
const TORN: readonly string[] = ["ci-scenario-partial"];

test.each(ids(of("route", "scenario").filter(({ id }) => !TORN.includes(id))))(
  "%s",
  async (_, { call = "", reads = [], expect: said }) => {
    const [, name = "", words = ""] = /^(\w+)\(\[?(.*?)\]?\)$/.exec(call) ?? [];
    const there = name === "waitForNicAttach" ? [] : Object.entries(LINKS);
    network = new FakeNetwork({ link: [LO, ...there.map(([name, index]) => ({ index, name, state: "up" as const }))] });
    const state = await network.follow({ topics: ["link"] });
    let over = 0;
    let read = 0;
    const waiting = WAITS[name]!(state, words.split(",").filter(Boolean)).then((link) => (over = read, link));
    for (const hex of reads) {
      read++;
      deliver(datagram(hex));
      await state.settled();
      await turn();
    }
    const link = await waiting;
    expect(over).toBe(said["readsConsumed"]);
    if (said["returns"] !== true) expect(link.name).toBe(said["returns"]);
  },
);

test.each(ids(of("route", "scenario").filter(({ id }) => TORN.includes(id))))(
  "%s, in one datagram",
  async (_, { reads = [] }) => {
    network = new FakeNetwork({ link: [LO, { index: 2, name: "eth0", state: "up" }] });
    const state = await network.follow({ topics: ["link"] });
    const waiting = waitForReconnect("eth0", { state });
    deliver(datagram(reads.join("")));
    expect(await waiting).toMatchObject({ name: "eth0", state: "up" });
  },
);
