import { flagNames } from "../codec/names.ts";
import { type Noun, type Verb, VERBS } from "./noun.ts";
import { nouns, type Topic } from "./mod.ts";

export type { Verb } from "./noun.ts";

/** A type of message: what it does, with what. */
export interface MessageType {
  /** The kernel's name, such as `RTM_NEWROUTE`. */
  readonly name: string;
  /** What it does. */
  readonly verb: Verb;
  /** The kind of object. */
  readonly noun: Noun;
  /** Name of that kind. */
  readonly topic: Topic;
}

/** The words of the kernel for what messages do. */
const WORDS: Readonly<Record<Verb, string>> = { new: "NEW", delete: "DEL", get: "GET", set: "SET" };

/** Requests that give a link properties, such as alternative names, or take them: they change it, so it is announced. */
const LINK_PROPERTIES: readonly (readonly [number, MessageType])[] = ([
  [108, "RTM_NEWLINKPROP", "set"],
  [109, "RTM_DELLINKPROP", "set"],
  [110, "RTM_GETLINKPROP", "get"],
] as const).map(([type, name, verb]) => [type, { name, verb, noun: nouns.link as Noun, topic: "link" }]);

/** The types of rtnetlink messages that have a schema, by number. */
export const messageTypes: ReadonlyMap<number, MessageType> = new Map([
  ...LINK_PROPERTIES,
  // Object.entries forgets the type of the keys. Of two kinds that share their messages the first counts.
  ...(Object.entries(nouns) as [Topic, Noun][]).toReversed().flatMap(([topic, noun]) =>
    VERBS.map((verb, i): [number, MessageType] => [
      noun.newType + i,
      { name: `RTM_${WORDS[verb]}${noun.kernelName}`, verb, noun, topic },
    ])
  ),
]);

/** The flags that mean the same in every message (`NLM_F_*`). */
const COMMON_FLAGS = { request: 0x1, multi: 0x2, ack: 0x4, echo: 0x8, dumpInterrupted: 0x10, dumpFiltered: 0x20 };
const GET_FLAGS = { ...COMMON_FLAGS, root: 0x100, match: 0x200, atomic: 0x400 };
const NEW_FLAGS = { ...COMMON_FLAGS, replace: 0x100, exclusive: 0x200, create: 0x400, append: 0x800 };
const DELETE_FLAGS = { ...COMMON_FLAGS, nonRecursive: 0x100, bulk: 0x200 };
const ACK_FLAGS = { ...COMMON_FLAGS, capped: 0x100, ackAttributes: 0x200 };

/** Names of the flags of a message, which depend on what it does. */
export const flagsOf: Readonly<Record<Verb | "ack", (flags: number) => readonly string[]>> = {
  new: flagNames(NEW_FLAGS, 16),
  delete: flagNames(DELETE_FLAGS, 16),
  get: flagNames(GET_FLAGS, 16),
  set: flagNames(NEW_FLAGS, 16),
  ack: flagNames(ACK_FLAGS, 16),
};
