import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import type { Family } from "../family.ts";
import type { Noun } from "../noun.ts";
import { checkFamily } from "./description.ts";
import { LinkedRequests } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which objects are listed: all that have every one of these properties. */
export interface ObjectQuery extends RequestOptions {
  /** Those of this family. */
  readonly family?: Family;
  /** Those of this link. */
  readonly link?: LinkReference;
}

/** What a list is made with. */
export interface ObjectListOptions<Value> {
  /** What errors call the objects. */
  readonly name: string;
  /** The families that have such objects, in the order in which the kernel is asked for them. */
  readonly families: readonly (Family & string)[];
  /** The index of the link that an object belongs to. */
  readonly linkOf: (value: Value) => number | undefined;
}

/** The objects of a kind that the kernel lists by address family. */
export class ObjectList<Value extends { readonly family: Family }> {
  readonly #requests: LinkedRequests<Value>;
  readonly #options: ObjectListOptions<Value>;

  /** Makes the list of an exchange. */
  constructor(exchange: Exchange, noun: Noun<Value>, options: ObjectListOptions<Value>) {
    this.#requests = new LinkedRequests(exchange, noun);
    this.#options = options;
  }

  /** Lists the objects; rejects with `ENODEV` where a link is named that there is not. */
  async list(query: ObjectQuery = {}): Promise<readonly Value[]> {
    const { name, families, linkOf } = this.#options;
    const operation = `list ${name}`;
    checkOptions(operation, query, ["family", "link", "signal"]);
    checkFamily(`Cannot ${operation}`, families, query.family);
    const listed: Value[] = [];
    for (const family of query.family === undefined ? families : [query.family]) {
      const some = await this.#requests.listFor(operation, query, ({ index }) => {
        // Every object that is listed here has a family.
        const wanted = { family } as Partial<Value>;
        const at = query.link === undefined ? undefined : index(query.link);
        // A kernel that knows the family in no other way lists those of all others.
        const keep = (value: Value): boolean => value.family === family && (at === undefined || linkOf(value) === at);
        return { query: wanted, bare: wanted, keep };
      });
      listed.push(...some);
    }
    return listed;
  }
}
