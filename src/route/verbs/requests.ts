import type { Problem } from "../../codec/attributes.ts";
import { Writer } from "../../codec/writer.ts";
import { UNPRIVILEGED } from "../../conversation.ts";
import type { Exchange } from "../../exchange.ts";
import { NetlinkError } from "../../errors.ts";
import type { RawMessage } from "../../codec/framing.ts";
import { type Noun, requestCodec, type Verb, VERBS } from "../noun.ts";

/** How a request is made. */
export interface RequestOptions {
  /** Gives up waiting: the promise rejects with the reason. What was sent by then is carried out all the same. */
  readonly signal?: AbortSignal;
}

/** Filters that a kernel does not know: it says so in one of these ways, and lists everything when asked without. */
const UNKNOWN_FILTER: ReadonlySet<string> = new Set(["EINVAL", "EOPNOTSUPP"]);

/** The group that announces IPv6 routes (`RTNLGRP_IPV6_ROUTE`). */
const IPV6_ROUTE = 11;

/**
 * The groups that announce changes which the kernel does not tell in a list: where IPv6 routes come or go meanwhile, it
 * leaves out as many others, or lists them twice.
 */
function silent(noun: Noun, { family }: { readonly family?: unknown }): readonly number[] {
  return noun.groups.filter((group) =>
    group === IPV6_ROUTE && (family === undefined || family === "unspec" || family === "inet6")
  );
}

/** The requests about one kind of object, without what is special to the kind; `Asked` is the form that they have. */
export class Requests<Value extends object, Asked extends object = Value> {
  readonly #exchange: Exchange;
  readonly #noun: Noun<Value>;

  /** Makes the requests about the objects of `noun`. */
  constructor(exchange: Exchange, noun: Noun<Value>) {
    this.#exchange = exchange;
    this.#noun = noun;
  }

  /** Throws a `RangeError` for what no such object has, where nothing but the answers is compared with it. */
  checkWanted(operation: string, wanted: Partial<Asked>): void {
    requestCodec(this.#noun, "new").write(new Writer(operation), wanted);
  }

  /**
   * Lists the objects that fit `query`, which the kernel compares as far as it can, and that `keep` keeps.
   *
   * Kernels that do not know a filter are asked without it, with nothing but `bare`.
   */
  async list(
    operation: string,
    query: Partial<Asked>,
    bare: Partial<Asked>,
    keep: (value: Value) => boolean,
    options: RequestOptions,
  ): Promise<readonly Value[]> {
    const read = (view: DataView, message: RawMessage, problems: Problem[]): Value | undefined => {
      const value = this.#read(view, message, problems);
      return value !== undefined && keep(value) ? value : undefined;
    };
    const ask = (value: Partial<Asked>) =>
      this.#exchange.dump(
        { ...this.#request(operation, "get", 0, value), groups: silent(this.#noun, value) },
        read,
        options,
      );
    try {
      return await ask(query);
    } catch (error) {
      const isUnknown = error instanceof NetlinkError && UNKNOWN_FILTER.has(error.code);
      if (!isUnknown || Object.keys(query).length <= Object.keys(bare).length) throw error;
      return await ask(bare);
    }
  }

  /** Sends one request; gives the objects of the reply: those that are asked for, or that `NLM_F_ECHO` brings. */
  send(
    operation: string,
    verb: Verb,
    flags: number,
    value: Partial<Asked>,
    options: RequestOptions,
  ): Promise<readonly Value[]> {
    const read = (view: DataView, message: RawMessage, problems: Problem[]) => this.#read(view, message, problems);
    return this.#exchange.request(this.#request(operation, verb, flags, value), read, options);
  }

  #request(operation: string, verb: Verb, flags: number, value: Partial<Asked>) {
    const type = this.#noun.newType + VERBS.indexOf(verb);
    // What is missing in a header is zero, which is what the kernel wants where it says nothing.
    const hints = verb === "get" ? {} : UNPRIVILEGED;
    return { operation, type, flags, codec: requestCodec(this.#noun, verb), value, hints };
  }

  #read(view: DataView, { type, offset, length }: RawMessage, problems: Problem[]): Value | undefined {
    const { newType, codec } = this.#noun;
    // Lists of some kinds have the type of their request.
    const isObject = type === newType || type === newType + VERBS.indexOf("get");
    // What of it cannot be read stays in `unknown`, and goes to `problems`.
    return isObject ? codec.salvage(view, offset, length, problems) : undefined;
  }
}
