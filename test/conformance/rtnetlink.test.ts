import { expect, test } from "vitest";
import * as framing from "../../src/codec/framing.ts";
import { flagsOf } from "../../src/codec/message-info.ts";
import { messageTypes } from "../../src/route/message-type.ts";
import { nouns } from "../../src/route/mod.ts";
import type { Noun } from "../../src/route/noun.ts";
import { type MessageFact, readFacts } from "../facts/facts.ts";
import { GENERIC_PREFIX, schemas } from "../schemas/all.ts";
import type { AnyCodec } from "../schemas/walk.ts";
import { Comparison, type Finding } from "./compare.ts";
import { corrected, leftOut, noSchema, renamed } from "./left-out.ts";
import { isShortFor } from "./names.ts";

const all = Object.entries(nouns) as readonly (readonly [topic: string, noun: Noun])[];

/** The nouns that the kernel calls `word`. */
function nounsOf(word: string): typeof all {
  return all.filter(([, { kernelName }]) => kernelName === word);
}

/** The schemas of what the kernel calls `word`, each with the way to it; a word for requests is that of their own form. */
function schemasOf(word: string): readonly (readonly [path: string, codec: AnyCodec])[] {
  // A codec of one type is a codec of `unknown` to who reads its layout alone.
  if (!word.endsWith(" request")) return nounsOf(word).map(([topic, { codec }]) => [topic, codec as AnyCodec]);
  return nounsOf(word.replace(" request", "")).flatMap(([topic, { requests = {} }]) =>
    [...new Set(Object.values(requests))].map((codec) => [`${topic} request`, codec as AnyCodec] as const)
  );
}

/** What the numbers of messages and groups have otherwise than the kernel's. */
function numbers(word: string, { types, groups }: MessageFact): readonly Finding[] {
  const joined = new Set(nounsOf(word).flatMap(([, { groups }]) => groups));
  return [
    ...Object.entries(types).filter(([type, number]) => messageTypes.get(number)?.name !== type)
      .map(([key, number]) => ({ key, problem: `is not ${number}, which is ${messageTypes.get(number)?.name}` })),
    ...Object.entries(groups).filter(([, group]) => !joined.delete(group))
      .map(([key, group]) => ({ key, problem: `${word} does not join the group ${group}` })),
    ...[...joined].map((group) => ({ key: `${word} ${group}`, problem: "is no group in the facts" })),
  ];
}

const rtnetlink = readFacts("rtnetlink");
const tc = readFacts("tc");
const messages = { ...rtnetlink.messages, ...tc.messages };
const comparisons = [rtnetlink, tc].map((facts) => new Comparison(facts, { renamed, corrected }));

/** What the messages have otherwise than the kernel's, by the kernel's word for what they are about. */
const findings: ReadonlyMap<string, readonly Finding[]> = new Map(
  Object.entries(messages).map(([word, fact]) => {
    const schemas = schemasOf(word);
    if (schemas.length === 0) return [word, [{ key: word, problem: "has no schema" }]];
    const comparison = comparisons[Object.hasOwn(tc.messages, word) ? 1 : 0]!;
    const from = comparison.findings.length;
    for (const [path, codec] of schemas) comparison.message(word, codec, path);
    return [word, [...comparison.findings.slice(from), ...numbers(word, fact)]];
  }),
);

const acknowledgements = new Comparison(rtnetlink, { renamed, corrected });
acknowledgements.value(["nest", "nlmsgerr"], framing.extendedAck as AnyCodec, { key: "nlmsgerr", path: "extendedAck" });
const done = [...comparisons, acknowledgements];

const notCompared: readonly Finding[] = schemas
  .filter(([path, { layout }]) =>
    !path.startsWith(GENERIC_PREFIX) && !done.some(({ compared }) => compared.has(layout))
  )
  .map(([key]) => ({ key, problem: "was held against nothing" }));

const groupsOfMessages = new Set(Object.values(messages).flatMap(({ groups }) => Object.keys(groups)));
const groupsOfNothing: readonly Finding[] = Object.keys(rtnetlink.values["RTNLGRP_"] ?? {})
  .filter((group) => !groupsOfMessages.has(group)).map((key) => ({ key, problem: "tells of no message in the facts" }));

/** The findings that are not left out. */
function open(found: readonly Finding[] = []): readonly string[] {
  return found.filter(({ key }) => !Object.hasOwn(leftOut, key)).map(({ key, problem }) => `${key}: ${problem}`);
}

test.each(Object.keys(messages).filter((word) => noSchema[word] === undefined))(
  "the messages about %s are as the kernel has them",
  (word) => {
    expect(open(findings.get(word))).toEqual([]);
  },
);

test("acknowledgements are as the kernel has them", () => {
  expect(open(acknowledgements.findings)).toEqual([]);
});

test("every schema was held against a fact", () => {
  expect(open(notCompared)).toEqual([]);
});

test("every multicast group tells of messages", () => {
  expect(open(groupsOfNothing)).toEqual([]);
});

test.each(
  [
    ["new", ["REPLACE", "EXCL", "CREATE", "APPEND"]],
    ["set", ["REPLACE", "EXCL", "CREATE", "APPEND"]],
    ["get", ["ROOT", "MATCH", "ATOMIC"]],
    ["delete", ["NONREC", "BULK"]],
    ["ack", ["CAPPED", "ACK_TLVS"]],
  ] as const,
)("the flags of a message of the kind '%s' are the kernel's bits", (kind, own) => {
  const flags = ["REQUEST", "MULTI", "ACK", "ECHO", "DUMP_INTR", "DUMP_FILTERED", ...own].map((word) =>
    `NLM_F_${word}`
  );
  const names = flagsOf[kind](0xffff).filter((name) => !name.startsWith("0x"));
  expect(flags.flatMap((flag) => flagsOf[kind](rtnetlink.values["NLM_F_"]?.[flag] ?? 0))).toEqual(names);
  const isCalled = (flag: string, name = ""): boolean => renamed[flag] === name || isShortFor(flag, ["NLM_F_"], name);
  expect(flags.filter((flag, i) => !isCalled(flag, names[i]))).toEqual([]);
});

test("the constants of message headers are the kernel's", () => {
  const ours = Object.entries(framing).filter(([name]) => name.startsWith("NLM_F_"));
  expect(ours.length).toBeGreaterThan(0);
  expect(rtnetlink.values["NLM_F_"]).toMatchObject(Object.fromEntries(ours));
});

test("nothing is left out, corrected or renamed that need not be", () => {
  const found = new Set(
    [...findings.values(), acknowledgements.findings, notCompared, groupsOfNothing].flat().map(({ key }) => key),
  );
  const needed = new Set(done.flatMap(({ needed }) => [...needed]));
  const isNeeded = (key: string): boolean => needed.has(key) || key.startsWith("NLM_F_");
  expect(Object.keys(noSchema).filter((word) => !found.has(word))).toEqual([]);
  expect(Object.keys(leftOut).filter((key) => !found.has(key))).toEqual([]);
  expect(Object.keys({ ...corrected, ...renamed }).filter((key) => !isNeeded(key))).toEqual([]);
});
