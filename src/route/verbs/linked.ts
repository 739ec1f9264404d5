import { Writer } from "../../codec/writer.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { type Link, linkNoun } from "../link.ts";
import type { Noun } from "../noun.ts";
import { findBy, indexOf, type LinkReference, quoted } from "./reference.ts";
import { type RequestOptions, Requests } from "./requests.ts";

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
    this.#links = new Requests(exchange, linkNoun);
  }

  /** The index of a link, where one is given; asks the kernel only for a name. */
  index(operation: string, link: LinkReference | undefined, options: RequestOptions): Promise<number | undefined> {
    return link === undefined ? Promise.resolve(undefined) : indexOf(this.#links, operation, link, options);
  }

  /**
   * Sends the messages that `steps` makes, in one datagram; gives the objects that the last of them was answered with.
   *
   * The kernel is asked for links that are given by name, after everything else was found to be right.
   */
  async run(
    operation: string,
    options: RequestOptions,
    steps: (index: LinkIndex) => readonly Step<Value>[],
  ): Promise<readonly Value[]> {
    checkOptions(operation, options, ["signal"]);
    const names = new Set<string>();
    let messages = steps((link) => {
      const { index } = findBy(`Cannot ${operation}`, link);
      if (typeof link === "string") names.add(link);
      // Any index stands for one that is not known yet.
      return index || 1;
    });
    if (names.size > 0) {
      // What is missing in a header is zero.
      for (const { value } of messages) this.#noun.codec.write(new Writer(operation), value as Value);
      const found = await Promise.all(
        Array.from(names, async (name) => [name, await indexOf(this.#links, operation, name, options)] as const),
      );
      const indexes = new Map(found);
      // Every name was seen above.
      messages = steps((link) => typeof link === "string" ? indexes.get(link)! : link);
    }
    const answers = await Promise.all(
      messages.map(({ verb, flags = 0, value }) => this.send(operation, verb, flags, value, options)),
    );
    return answers.at(-1) ?? [];
  }
}
