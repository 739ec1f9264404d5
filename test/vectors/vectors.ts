import { readFileSync } from "node:fs";
import { type RawMessage, walkMessages } from "../../src/codec/framing.ts";
import type { SaidObject } from "./said.ts";

/** Bytes of the test of another project, and what that says they mean. */
export interface Vector {
  readonly id: string;
  /** The project, its revision and its file. */
  readonly source: string;
  readonly family: "route" | "genl";
  /** What the bytes are; one message without it. */
  readonly level?: "framing" | "attribute" | "genl-payload" | "scenario";
  /** The bytes; of a scenario they are in `reads`. */
  readonly hex: string;
  readonly expect: SaidObject;
  /** Of a scenario: what is called, and what is read then, one after the other. */
  readonly call?: string;
  readonly reads?: readonly string[];
}

// The file has these.
export const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL("vectors.json", import.meta.url), "utf8"),
) as readonly Vector[];

/** Those of a family and a level. */
export function of(family: Vector["family"], level?: Vector["level"]): readonly Vector[] {
  return vectors.filter((vector) => vector.family === family && vector.level === level);
}

/** The same for a table of tests, by their names. */
export function ids(some: readonly Vector[]): readonly (readonly [id: string, vector: Vector])[] {
  return some.map((vector) => [vector.id, vector]);
}

/** Digits as bytes. */
export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => parseInt(digits, 16));
}

/** The messages of a datagram, as far as they are sound. */
export function rawMessages(bytes: Uint8Array<ArrayBuffer>): readonly RawMessage[] {
  const messages: RawMessage[] = [];
  walkMessages(new DataView(bytes.buffer), bytes.length, (message) => void messages.push(message));
  return messages;
}

/** The header of a message by the kernel's names. */
export function headerOf({ length, type, flags, sequence, port }: RawMessage): object {
  return { len: length + 16, type, flags, seq: sequence, pid: port };
}

/** What is said but for some of it. */
export function without(said: SaidObject, ...names: readonly string[]): SaidObject {
  return Object.fromEntries(Object.entries(said).filter(([name]) => !names.includes(name)));
}
