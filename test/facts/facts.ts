import { readFileSync } from "node:fs";

/** What the kernel says in its messages: numbers and layouts, by its own names. `import.ts` makes it. */
export interface Facts {
  /** Messages by the kernel's word for what they are about, such as `LINK` for `RTM_NEWLINK`. */
  readonly messages: Readonly<Record<string, MessageFact>>;
  /** Attributes by set and constant, each as `NUMBER TYPE`. */
  readonly sets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Structs by their name in C. */
  readonly structs: Readonly<Record<string, StructFact>>;
  /** What a type `one CHOICE` chooses from: types by the value that chooses. */
  readonly choices: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Values by the beginning of their constants, and the rest of these. */
  readonly values: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A kind of message. */
export interface MessageFact {
  /** Struct in front of the attributes. */
  readonly header: string;
  /** Set of the attributes, where there are any. */
  readonly attributes?: string;
  /** Numbers of the messages by their constant (`RTM_*`). */
  readonly types: Readonly<Record<string, number>>;
  /** Numbers of the multicast groups by their constant (`RTNLGRP_*`). */
  readonly groups: Readonly<Record<string, number>>;
}

/** A family of generic netlink. */
export interface GenericFact {
  /** Its name in the kernel. */
  readonly name: string;
  /** Its version. */
  readonly version: number;
  /** Its multicast groups. */
  readonly groups: readonly string[];
  /** What it does, by the kernel's constant. */
  readonly operations: Readonly<Record<string, OperationFact>>;
  /** Its attributes and values. */
  readonly facts: Facts;
}

/** What a family does: on request, or unasked. */
export interface OperationFact {
  /** Number of the requests. */
  readonly request?: number;
  /** Number of the replies, or of what is announced. */
  readonly reply?: number;
  /** Set of the attributes. */
  readonly attributes: string;
  /** Sets of the attributes of the requests, by mode, where they are told apart. */
  readonly requests?: Readonly<Record<string, string>>;
  /** Whether it takes privileges. */
  readonly privileged?: boolean;
  /** Whether it is something to do, to list, or to be told of (`do`, `dump`, `notify`). */
  readonly modes: readonly string[];
}

/** A struct. */
export interface StructFact {
  /** Length in bytes. */
  readonly size: number;
  /** Members by name, each as `OFFSET TYPE`. */
  readonly members: Readonly<Record<string, string>>;
}

/**
 * A type in words:
 *
 * - `u8`, `s32`, `be16` and so on; `uint` (of 4 or 8 bytes), `string`, `flag`, `pad`, `binary`, `hardware`, `ip`, `ipv4`,
 *   `ipv6`, with a length in bytes behind where it is fixed; `labels` (of MPLS); `unknown` where only the number is known;
 * - `nest SET`, `struct NAME` (several that follow each other: `NAME+NAME`), `struct NAME nest SET`, `struct NAME then
 *   TYPE`, `one CHOICE`, `message WORD`;
 * - `keyed TYPE` for a list of attributes whose numbers tell their values apart;
 * - `array TYPE` for a C array, `array COUNT TYPE` for one of fixed length, `array TYPE at VALUES` where its indexes have
 *   names; `records TYPE` for structs that start with their length; `indexed TYPE` for a list of attributes whose numbers
 *   are their places; `many TYPE` for an attribute that can come several times;
 * - `bitfield` for the values of 32 bits, and behind them which of these are meant;
 * - behind a number or a bit field, `of VALUES` where values have names, and `of bits VALUES` where the bits with these numbers have;
 *   several tables are joined by `+`.
 */
export type TypeWords = readonly string[];

/** The number and the type of an attribute or a member. */
export function parse(fact: string): readonly [number: number, type: TypeWords] {
  const [number, ...type] = fact.split(" ");
  return [Number(number), type];
}

/** Reads one of the files of this folder. */
export function readFacts(name: "rtnetlink" | "tc"): Facts {
  // What `import.ts` writes has this form.
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8")) as Facts;
}

/** Reads what is known of families of generic netlink; `import-generic.ts` makes it. */
export function readGenericFacts(): readonly GenericFact[] {
  // What `import-generic.ts` writes has this form.
  return JSON.parse(readFileSync(new URL("generic.json", import.meta.url), "utf8")) as readonly GenericFact[];
}
