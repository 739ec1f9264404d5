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
