import { NLM_F_DUMP, NLM_F_REQUEST, writeMessage } from "../../src/codec/framing.ts";
import { Writer } from "../../src/codec/writer.ts";
import type { Noun } from "../../src/route/noun.ts";

const VERBS = ["new", "delete", "get", "set"] as const;

/** Something to ask of the kernel. */
export interface Asked<T> {
  /** What to do with the object. */
  readonly verb: (typeof VERBS)[number];
  /** Flags beside `NLM_F_REQUEST`. */
  readonly flags: number;
  /** What the object is, as far as it matters; the rest is zero. */
  readonly value: Partial<T>;
}

/** A request about an object, as it is sent. */
export function request<T extends object>(noun: Noun<T>, { verb, flags, ...asked }: Asked<T>): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  const type = noun.newType + VERBS.indexOf(verb);
  // What a value lacks of the header is written as zero.
  const value = asked.value as T;
  writeMessage(out, { type, flags: NLM_F_REQUEST | flags, sequence: 1, port: 0 }, noun.codec, value);
  return out.finish();
}

/** A request for all objects of a kind. */
export function list<T extends object>(noun: Noun<T>, value: Partial<T>): Uint8Array<ArrayBuffer> {
  return request(noun, { verb: "get", flags: NLM_F_DUMP, value });
}
