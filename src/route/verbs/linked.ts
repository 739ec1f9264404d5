import { Writer } from "../../codec/writer.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import type { Link } from "../link.ts";
import { type Noun, requestCodec, type Verb } from "../noun.ts";
import { findBy, findReferred, type LinkReference, linkWithoutStats, quoted } from "./reference.ts";
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
  readonly verb: Verb;
  /** Flags of it (`NLM_F_*`). @default {0} */
  readonly flags?: number;
  /** Its payload. */
  readonly value: Partial<Value>;
}

/** What is listed. */
export interface Listing<Value, Asked = Value> {
  /** What the kernel compares. */
  readonly query: Partial<Asked>;
  /** What is left of that for a kernel which does not know all of it. */
  readonly bare: Partial<Asked>;
  /** Tells what is wanted. */
  readonly keep: (value: Value) => boolean;
}

/** The requests about objects whose messages refer to links by their index, where callers name them. */
export class LinkedRequests<Value extends object, Asked extends object = Value> extends Requests<Value, Asked> {
  readonly #links: Requests<Link>;
  readonly #noun: Noun<Value>;

  /** Makes the requests about the objects of `noun`. */
  constructor(exchange: Exchange, noun: Noun<Value>) {
    super(exchange, noun);
    this.#noun = noun;
    this.#links = new Requests(exchange, linkWithoutStats);
  }

  /** Lists the objects that `describe` tells of, as {@linkcode list} does, once the links are found. */
  async listFor(
    operation: string,
    options: RequestOptions,
    describe: (links: LinkResolver) => Listing<Value, Asked>,
  ): Promise<readonly Value[]> {
    const listing = this.#resolve(operation, options, describe, ({ query }) => [{ verb: "get", value: query }]);
    const { query, bare, keep } = listing instanceof Promise ? await listing : listing;
    return await this.list(operation, query, bare, keep, options);
  }

  /** Sends the messages that `steps` makes, in one datagram; gives the objects that the last of them is answered with. */
  async run(
    operation: string,
    options: RequestOptions,
    steps: (links: LinkResolver) => readonly Step<Asked>[],
  ): Promise<readonly Value[]> {
    checkOptions(operation, options, ["signal"]);
    const made = this.#resolve(operation, options, steps, (messages) => messages);
    const messages = made instanceof Promise ? await made : made;
    const answers = await Promise.all(
      messages.map(({ verb, flags = 0, value }) => this.send(operation, verb, flags, value, options)),
    );
    return answers.at(-1) ?? [];
  }

  /**
   * What `make` makes, at once where no link has to be found, so that requests keep the order of their calls. Nothing is
   * sent, and no link sought, before all messages that come of it are known to be right: those that `messagesOf` tells.
   */
  #resolve<T>(
    operation: string,
    options: RequestOptions,
    make: (links: LinkResolver) => T,
    messagesOf: (made: T) => readonly Step<Asked>[],
  ): T | Promise<T> {
    const wanted = new Set<LinkReference>();
    // Any index and any name stand for those that are not known yet.
    const made = make(resolver(operation, (link) => (wanted.add(link), { index: 1, name: "lo" })));
    const messages = messagesOf(made);
    // One that goes alone is refused when it is encoded. What is missing in a header is zero.
    const some = wanted.size > 0 || messages.length > 1 ? messages : [];
    for (const { verb, value } of some) requestCodec(this.#noun, verb).write(new Writer(operation), value);
    if (wanted.size === 0) return made;
    const find = async (link: LinkReference) =>
      [link, await findReferred(this.#links, operation, link, options)] as const;
    return Promise.all(Array.from(wanted, find)).then((found) => {
      const links = new Map(found);
      // Every link was wanted above.
      return make(resolver(operation, (link) => links.get(link)!));
    });
  }
}

function resolver(operation: string, find: (link: LinkReference) => Pick<Link, "index" | "name">): LinkResolver {
  const check = (link: LinkReference) => void findBy(`Cannot ${operation}`, link);
  return {
    index: (link) => (check(link), typeof link === "number" ? link : find(link).index),
    name: (link) => (check(link), typeof link === "string" ? link : find(link).name ?? ""),
  };
}
