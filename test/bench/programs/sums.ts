import type { Link, Route } from "../../../mod.ts";

/** What proves that two programs have read the same: the number of objects, and the sums of their fields. */
export type Sums = Readonly<Record<string, number>>;

/** What the sums of routes need to know of one. */
export type SummedRoute = Pick<Route, "table" | "prefixLength" | "outputLink" | "destination">;

function total(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

/** The sums of IPv4 routes. */
export class RouteSums {
  count = 0;
  #table = 0;
  #prefixLength = 0;
  #outputLink = 0;
  readonly #destinations: string[] = [];

  /** The sums of the IPv4 routes among these. */
  static of(routes: Iterable<Route>): RouteSums {
    const sums = new RouteSums();
    for (const route of routes) if (route.family === "inet") sums.add(route);
    return sums;
  }

  /** Adds a route; reads its address later, since the time for that is not the decoder's. */
  add({ table, prefixLength, outputLink = 0, destination = "0" }: SummedRoute): void {
    this.count++;
    this.#table += table;
    this.#prefixLength += prefixLength;
    this.#outputLink += outputLink;
    this.#destinations.push(destination);
  }

  /** The sums; the address counts as that of its bytes. */
  toJSON(): Sums {
    return {
      count: this.count,
      table: this.#table,
      prefixLength: this.#prefixLength,
      outputLink: this.#outputLink,
      destination: total(this.#destinations.flatMap((destination) => destination.split(".").map(Number))),
    };
  }
}

/** What the sums of links need to know of one. */
export type SummedLink = Pick<
  Link,
  | "index"
  | "mtu"
  | "name"
  | "address"
  | "transmitQueueLength"
  | "promiscuity"
  | "transmitQueues"
  | "maxMtu"
  | "kind"
  | "state"
>;

/** The sums of links: texts count as their length, the hardware address as the sum of its bytes. */
export function linkSums(links: readonly SummedLink[]): Sums {
  const of = (count: (link: SummedLink) => number): number => total(links.map(count));
  return {
    count: links.length,
    index: of(({ index }) => index),
    mtu: of(({ mtu = 0 }) => mtu),
    name: of(({ name = "" }) => name.length),
    address: of(({ address = "0" }) => total(address.split(":").map((byte) => Number.parseInt(byte, 16)))),
    transmitQueueLength: of(({ transmitQueueLength = 0 }) => transmitQueueLength),
    promiscuity: of(({ promiscuity = 0 }) => promiscuity),
    transmitQueues: of(({ transmitQueues = 0 }) => transmitQueues),
    maxMtu: of(({ maxMtu = 0 }) => maxMtu),
    kind: of(({ kind = "" }) => kind.length),
    up: of(({ state }) => state === "up" ? 1 : 0),
  };
}
