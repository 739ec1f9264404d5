import type { Exchange } from "../../exchange.ts";
import { type Route, routeNoun } from "../route.ts";
import { type RequestOptions, Requests } from "./requests.ts";

/** Which routes are listed. */
export interface RouteQuery extends RequestOptions {}

/** The routes of a network namespace. */
export class Routes {
  readonly #requests: Requests<Route>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new Requests(exchange, routeNoun);
  }

  /** Lists the routes. */
  list(query: RouteQuery = {}): Promise<readonly Route[]> {
    const bare: Partial<Route> = { family: "unspec" };
    return this.#requests.list("list routes", bare, bare, () => true, query);
  }
}
