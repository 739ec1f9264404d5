import type { Exchange } from "../../exchange.ts";
import { type Neighbor, neighborNoun } from "../neighbor.ts";
import { type RequestOptions, Requests } from "./requests.ts";

/** Which neighbors are listed. */
export interface NeighborQuery extends RequestOptions {}

/** The neighbors of a network namespace. */
export class Neighbors {
  readonly #requests: Requests<Neighbor>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new Requests(exchange, neighborNoun);
  }

  /** Lists the neighbors. */
  list(query: NeighborQuery = {}): Promise<readonly Neighbor[]> {
    const bare: Partial<Neighbor> = { family: "unspec" };
    return this.#requests.list("list neighbors", bare, bare, () => true, query);
  }
}
