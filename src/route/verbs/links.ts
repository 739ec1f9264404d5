import type { Exchange } from "../../exchange.ts";
import { type Link, linkNoun } from "../link.ts";
import { type RequestOptions, Requests } from "./requests.ts";

/** Which links are listed, and with what. */
export interface LinkQuery extends RequestOptions {
  /** Only links of this kind, such as `"veth"`. */
  readonly kind?: string;
  /** Whether the links come with their counters. @default {false} */
  readonly stats?: boolean;
}

/** The links of a network namespace: `RTM_GETLINK`, `RTM_NEWLINK`, `RTM_SETLINK`, `RTM_DELLINK`. */
export class Links {
  readonly #requests: Requests<Link>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new Requests(exchange, linkNoun);
  }

  /** Lists the links. */
  list(query: LinkQuery = {}): Promise<readonly Link[]> {
    const bare: Partial<Link> = { family: "unspec", ...(query.stats ? {} : { extendedMask: ["skipStats"] }) };
    return this.#requests.list("list links", bare, bare, () => true, query);
  }
}
