import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from "../../codec/framing.ts";
import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import type { Noun } from "../noun.ts";
import { checkDescription } from "./description.ts";
import { called, LinkedRequests } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** As much of a value as a request tells of it: what is missing of a struct of the kernel is 0. */
export type Described<T> = T extends string | number | bigint | boolean | Uint8Array ? T
  : T extends readonly (infer Element)[] ? readonly Described<Element>[]
  : { readonly [K in keyof T]?: Described<T[K]> };

/** A kind of traffic control and how it is to be, in the form and the units in which it is listed. */
export type NewOfKind<Options> =
  | {
    readonly [Kind in keyof Options]: {
      /** What it is (`TCA_KIND`). */
      readonly kind: Kind;
      /** How it is set (`TCA_OPTIONS`). */
      readonly options?: Described<Options[Kind]>;
    };
  }[keyof Options]
  | {
    /** What it is, such as `"noqueue"` (`TCA_KIND`). */
    readonly kind: string;
    /** Absent, since the kind has no schema (`TCA_OPTIONS`). */
    readonly options?: undefined;
  };

/** Where an object of traffic control is. */
export interface TrafficPlace {
  /** Its link. */
  readonly link?: LinkReference;
  /** Its block. */
  readonly block?: number;
}

/** Where a listed object of traffic control is. */
export interface ListedPlace {
  /** Index of its link. */
  readonly index: number;
  /** Its block, which has no link. */
  readonly block?: number;
}

/** What is special to a kind of objects of traffic control when they change. */
export interface TrafficDescriptions<Value, New, Key> {
  /** What errors call one. */
  readonly name: string;
  /** What can be told of a new one. */
  readonly fields: readonly string[];
  /** The members of a listed one that tell which it is. */
  readonly identity: readonly (keyof Value)[];
  /** Throws a `RangeError` that starts with `subject` where it is not told which one is meant. */
  check(subject: string, object: New | Key): void;
  /** The message that tells of one. */
  messageOf(object: New | Key, index: (link: LinkReference) => number): Partial<Value>;
  /** What the kernel takes in the place of what it lists. @default the same */
  accepted?(object: New): New;
}

/** The verbs that change objects of traffic control of one kind. */
export class TrafficVerbs<
  Value extends ListedPlace,
  New extends TrafficPlace,
  Key extends TrafficPlace,
> {
  readonly #requests: LinkedRequests<Value>;
  readonly #descriptions: TrafficDescriptions<Value, New, Key>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange, noun: Noun<Value>, descriptions: TrafficDescriptions<Value, New, Key>) {
    this.#requests = new LinkedRequests(exchange, noun);
    this.#descriptions = descriptions;
  }

  /** Adds one and returns it; rejects with `EEXIST` where there is one in its place. */
  add(object: New, options: RequestOptions = {}): Promise<Value> {
    return this.#put("add", NLM_F_CREATE | NLM_F_EXCL, object, options);
  }

  /** Changes one that is there and returns it; what the kind cannot change is refused. */
  set(object: New, options: RequestOptions = {}): Promise<Value> {
    return this.#put("set", 0, object, options);
  }

  /** Puts one in its place, instead of another where there is one, and returns it. */
  replace(object: New, options: RequestOptions = {}): Promise<Value> {
    return this.#put("replace", NLM_F_CREATE | NLM_F_REPLACE, object, options);
  }

  /** Removes one, as it was added or as it was listed. */
  async remove(object: Key | Value, options: RequestOptions = {}): Promise<void> {
    const { operation, messageOf } = meant(this.#descriptions, "remove", object);
    await this.#requests.run(operation, options, ({ index }) => [{ verb: "delete", value: messageOf(index) }]);
  }

  async #put(verb: "add" | "set" | "replace", flags: number, object: New, options: RequestOptions): Promise<Value> {
    const { name, fields, check, messageOf, accepted = (object) => object } = this.#descriptions;
    const subject = `Cannot ${verb} ${name}`;
    checkDescription(subject, object, fields);
    check(subject, object);
    const value = accepted(object);
    const operation = `${verb} ${name} ${verb === "add" ? "to" : "of"} ${placeText(object)}`;
    const [made] = await this.#requests.run(operation, options, ({ index }) => [
      { verb: "new", flags: flags | NLM_F_ECHO, value: messageOf(value, index) },
    ]);
    if (made === undefined) throw new NetlinkError(operation, "ENOENT");
    return made;
  }
}

/** Which object is meant, as it was told or as it was listed: what is done with it, and the message that tells of it. */
export function meant<Value extends ListedPlace, New extends TrafficPlace, Key extends TrafficPlace>(
  { name, fields, identity, check, messageOf }: TrafficDescriptions<Value, New, Key>,
  verb: "get" | "remove",
  object: Key | Value,
): { readonly operation: string; readonly messageOf: (index: (link: LinkReference) => number) => Partial<Value> } {
  if (isListed(object)) {
    // Its own members tell which it is.
    const entries = identity.map((member) => [member, object[member]]).filter(([, value]) => value !== undefined);
    const value = Object.fromEntries(entries) as Partial<Value>;
    const { index, block } = object;
    const place = placeText(block === undefined ? { link: index } : { block });
    return { operation: `${verb} ${name} of ${place}`, messageOf: () => value };
  }
  const subject = `Cannot ${verb} ${name}`;
  checkDescription(subject, object, fields);
  check(subject, object);
  return { operation: `${verb} ${name} of ${placeText(object)}`, messageOf: (index) => messageOf(object, index) };
}

/** Whether an object is one of a list, which has indexes instead of the names of links. */
export function isListed<Value extends ListedPlace>(object: Value | TrafficPlace): object is Value {
  return typeof object === "object" && object !== null && "index" in object;
}

/** Where an object is, as the name of an operation has it behind "to" or "of". */
export function placeText({ link, block }: TrafficPlace): string {
  return link === undefined ? `block ${block}` : called(link);
}
