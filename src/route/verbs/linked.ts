import { Writer } from "../../codec/writer.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import type { Link } from "../link.ts";
import type { Noun } from "../noun.ts";
import { findBy, findReferred, indexOf, type LinkReference, linkWithoutStats, quoted } from "./reference.ts";
import { type RequestOptions, Requests } from "./requests.ts";

/** What a message says of the links that it refers to. */
export interface LinkResolver {
  /** The index of a link. */
  readonly index: LinkIndex;
  /** The name of a link. */
  readonly name: (link: LinkReference) => string;
}

/** The index of a link that a message refers to. */
export type LinkIndex = (link: LinkReference) => number;

/** A link as the name of an operation has it, behind "to" or "of". */
export function called(link: LinkReference): string {
  return typeof link === "number" ? `link ${link}` : quoted(link);
}

/** One of the messages that a change is made of. */
export interface Step<Value> {
  /** What it does. */
  readonly verb: "new" | "delete" | "get";
  /** Flags of it (`NLM_F_*`). @default {0} */
  readonly flags?: number;
  /** Its payload. */
  readonly value: Partial<Value>;
}

/** The requests about objects whose messages refer to links by their index, where callers name them. */
export class LinkedRequests<Value extends object> extends Requests<Value> {
  readonly #links: Requests<Link>;
  readonly #noun: Noun<Value>;

  /** Makes the requests about the objects of `noun`. */
  constructor(exchange: Exchange, noun: Noun<Value>) {
    super(exchange, noun);
    this.#noun = noun;
    this.#links = new Requests(exchange, linkWithoutStats);
  }

  /** The index of a link, where one is given; asks the kernel only for a name. */
  index(operation: string, link: LinkReference | undefined, options: RequestOptions): Promise<number | undefined> {
    return link === undefined ? Promise.resolve(undefined) : indexOf(this.#links, operation, link, options);
  }

  /**
   * Sends the messages that `steps` makes, in one datagram; gives the objects that the last of them was answered with.
   *
   * The kernel is asked for the links that have to be found, after everything else was found to be right.
   */
  async run(
    operation: string,
    options: RequestOptions,
    steps: (links: LinkResolver) => readonly Step<Value>[],
  ): Promise<readonly Value[]> {
    checkOptions(operation, options, ["signal"]);
    const wanted = new Set<LinkReference>();
    // Any index and any name stand for those that are not known yet.
    let messages = steps(this.#resolver(operation, (link) => (wanted.add(link), { index: 1, name: "lo" })));
    if (wanted.size > 0) {
      // What is missing in a header is zero.
      for (const { value } of messages) this.#noun.codec.write(new Writer(operation), value as Value);
      const found = await Promise.all(
        Array.from(wanted, async (link) => [link, await findReferred(this.#links, operation, link, options)] as const),
      );
      const links = new Map(found);
      // Every link was wanted above.
      messages = steps(this.#resolver(operation, (link) => links.get(link)!));
    }
    const answers = await Promise.all(
      messages.map(({ verb, flags = 0, value }) => this.send(operation, verb, flags, value, options)),
    );
    return answers.at(-1) ?? [];
  }

  #resolver(operation: string, find: (link: LinkReference) => Pick<Link, "index" | "name">): LinkResolver {
    const check = (link: LinkReference) => void findBy(`Cannot ${operation}`, link);
    return {
      index: (link) => (check(link), typeof link === "number" ? link : find(link).index),
      name: (link) => (check(link), typeof link === "string" ? link : find(link).name ?? ""),
    };
  }
}
