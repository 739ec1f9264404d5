import { expect } from "vitest";
import { type NetworkChange, NetworkState, type NetworkStateOptions, type Tracked } from "../../mod.ts";
import { trackings } from "../../src/route/tracking/mod.ts";
import { type Announcement, type FakeKernel, fakeKernel, type FakeObject } from "../../src/testing/mod.ts";
import type { FakeRequest } from "../../src/testing/fake-handler.ts";

/** The loopback. */
export const LO: FakeObject<"link"> = { index: 1, name: "lo", type: "loopback" };
/** A link that carries packets. */
export const ETH0: FakeObject<"link"> = {
  index: 2,
  name: "eth0",
  flags: ["up", "running", "lowerUp"],
  state: "up",
  mtu: 1500,
  address: "02:00:00:00:00:02",
};
/** A link that does not. */
export const ETH1: FakeObject<"link"> = { index: 3, name: "eth1", state: "down" };

/** The objects that there are of each kind. */
export type Tables = { [T in keyof Tracked]?: readonly FakeObject<T>[] };

/** A made-up network: what is there, whether it was announced or not. */
export class FakeNetwork {
  /** The kernel that tells of it. */
  readonly kernel: FakeKernel;
  /** What is there; changing it is what a kernel does that tells nobody. */
  tables: Tables;
  /** Called before each answer: what happens while somebody asks. */
  asked: (request: FakeRequest) => void | Promise<void> = () => {};
  readonly #states: NetworkState[] = [];

  /** Makes a network of these objects. */
  constructor(tables: Tables) {
    this.tables = tables;
    this.kernel = fakeKernel((request) => {
      const pending = this.asked(request);
      return pending === undefined ? this.#answer(request) : pending.then(() => this.#answer(request));
    });
  }

  /** The option by which others talk to its kernel. */
  get options(): Pick<NetworkStateOptions, "kernel"> {
    return { kernel: this.kernel };
  }

  /** Opens a copy of everything, unless the options say of what. */
  async follow(options: NetworkStateOptions = {}): Promise<NetworkState> {
    // The names of its properties are the topics.
    const topics = Object.keys(trackings) as (keyof Tracked)[];
    const state = await NetworkState.open({ topics, ...options, kernel: this.kernel });
    this.#states.push(state);
    return state;
  }

  /** Closes the copies, and expects that nothing is left of them, nor of anything else. */
  async end(): Promise<void> {
    for (const state of this.#states.splice(0)) await state[Symbol.asyncDispose]();
    expect(this.kernel.sockets).toBe(0);
  }

  /** How often all objects of a kind were asked for. */
  lists(topic: keyof Tracked): number {
    return this.kernel.requests.filter((request) => request.topic === topic && isList(request)).length;
  }

  /** Tells that a link is there, or is other than it was, and so it is. */
  link(link: FakeObject<"link">): void {
    const others = this.tables.link?.filter(({ index }) => index !== link.index) ?? [];
    this.tables = { ...this.tables, link: [...others, link] };
    this.kernel.announce({ type: "link", action: "new", link });
  }

  /** Tells that a link is gone, and so it is. */
  unlink(link: FakeObject<"link">): void {
    this.tables = { ...this.tables, link: this.tables.link?.filter(({ index }) => index !== link.index) ?? [] };
    this.kernel.announce({ type: "link", action: "delete", link });
  }

  #answer({ topic, value }: FakeRequest): readonly FakeObject[] {
    // Proxies have a list of their own.
    const isOfProxies = topic === "neighbor" && (value?.flags.includes("proxy") ?? false);
    if (isOfProxies || !isTracked(topic)) return [];
    return this.tables[topic] ?? [];
  }
}

function isTracked(topic: string): topic is keyof Tracked {
  return Object.hasOwn(trackings, topic);
}

/** Whether all objects of a kind are asked for. */
export function isList({ message }: FakeRequest): boolean {
  return message.flags.includes("root");
}

/** What a copy tells from now on, as it tells it. */
export function record(state: NetworkState): readonly NetworkChange[] {
  const told: NetworkChange[] = [];
  state.listen((changes) => void told.push(...changes));
  return told;
}

/** An event about a route, as it goes into a table too. */
export function newRoute(route: FakeObject<"route">, ...flags: readonly string[]): Announcement {
  return { type: "route", action: "new", route, message: { flags } };
}

/** Lets others run until nothing is left that could run at once. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
