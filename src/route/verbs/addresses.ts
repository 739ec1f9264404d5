import type { Exchange } from "../../exchange.ts";
import { type Address, addressNoun } from "../address.ts";
import { type RequestOptions, Requests } from "./requests.ts";

/** Which addresses are listed. */
export interface AddressQuery extends RequestOptions {}

/** The addresses of a network namespace. */
export class Addresses {
  readonly #requests: Requests<Address>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new Requests(exchange, addressNoun);
  }

  /** Lists the addresses. */
  list(query: AddressQuery = {}): Promise<readonly Address[]> {
    const bare: Partial<Address> = { family: "unspec" };
    return this.#requests.list("list addresses", bare, bare, () => true, query);
  }
}
