import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import type { Family } from "../family.ts";
import type { Noun } from "../noun.ts";
import { checkFamily, fitting } from "./description.ts";
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

/** What is common to all that are listed so. */
export interface ListedObject {
  /** Family that the object belongs to. */
  readonly family: Family;
  /** Index of the link that it belongs to, if any. */
  readonly index?: number;
}

/** The objects of a kind that the kernel lists by address family. */
export class ObjectList<Value extends ListedObject> {
  readonly #requests: LinkedRequests<Value>;
  readonly #name: string;
  readonly #families: readonly (Family & string)[];

  /** Makes the list of an exchange; errors call it by `name`, and `families` are those that have such objects. */
  constructor(exchange: Exchange, noun: Noun<Value>, name: string, families: readonly (Family & string)[]) {
    this.#requests = new LinkedRequests(exchange, noun);
    this.#name = name;
    this.#families = families;
  }

  /** Lists the objects; rejects with `ENODEV` where a link is named that there is not. */
  async list(query: ObjectQuery = {}): Promise<readonly Value[]> {
    const operation = `list ${this.#name}`;
    checkOptions(operation, query, ["family", "link", "signal"]);
    const { family: only, link } = query;
    checkFamily(`Cannot ${operation}`, this.#families, only);
    const listed: Value[] = [];
    for (const family of only === undefined ? this.#families : [only]) {
      const some = await this.#requests.listFor(operation, query, ({ index }) => {
        // Every object that is listed here has a family.
        const wanted = { family } as Partial<Value>;
        // A kernel that knows the family in no other way lists those of all others.
        return {
          query: wanted,
          bare: wanted,
          keep: fitting<ListedObject>({ family, index: link === undefined ? link : index(link) }),
        };
      });
      listed.push(...some);
    }
    return listed;
  }
}
