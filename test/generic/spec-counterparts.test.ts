import { describe, expect, test } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { notificationsOf } from "../../src/generic/definition.ts";
import { toHex } from "../codec/golden.ts";
import { commandOf, type Same, type Twin, TWINS } from "./counterparts.ts";
import type { AnyCodec } from "../schemas/walk.ts";

/** A message that both families have, in the schema of either. */
interface Message {
  readonly title: string;
  readonly isRequest: boolean;
  readonly theirs: AnyCodec;
  readonly ours: AnyCodec;
  readonly values: readonly Same[];
}

/** All messages of the commands of a family. */
function messagesOf({ theirs, ours, commands }: Twin): readonly Message[] {
  return Object.entries(commands).flatMap(([key, { name, says }]) =>
    (["do", "dump"] as const).flatMap((mode) =>
      (["request", "reply"] as const).flatMap((member): readonly Message[] => {
        const { [mode]: { [member]: their } = {} } = commandOf(theirs, key);
        const { [mode]: { [member]: our } = {} } = commandOf(ours, name);
        if (their === undefined || our === undefined) return [];
        const { [`${mode} ${member}`]: values = [] } = says;
        // To who compares what they make, the values of schemas are unknown.
        const codecs = { theirs: their as AnyCodec, ours: our as AnyCodec };
        return [{
          title: `${theirs.name} ${key} ${mode} ${member}`,
          isRequest: member === "request",
          ...codecs,
          values,
        }];
      })
    )
  );
}

const messages = TWINS.flatMap(messagesOf);

describe.each(TWINS.map((twin) => [twin.ours.name, twin] as const))("the specification of %s", (_name, twin) => {
  const { theirs, ours, commands, notifications } = twin;

  test("has a counterpart of each command and notification", () => {
    expect(Object.keys(commands)).toEqual(Object.keys(theirs.commands));
    expect(Object.keys(notifications)).toEqual(Object.keys(theirs.notifications));
  });

  test("has the numbers, the modes and the privileges that were written by hand", () => {
    const { name, version } = ours;
    expect({ name: theirs.name, version: theirs.version }).toEqual({ name, version });
    for (const [key, { name }] of Object.entries(commands)) {
      expect([key, outline(commandOf(theirs, key))]).toEqual([key, outline(commandOf(ours, name))]);
    }
    const numbers = new Map(notificationsOf(ours).map(([name, { number }]) => [name, number]));
    expect(notificationsOf(theirs).map(([, { number }]) => number)).toEqual(
      Object.values(notifications).map((name) => numbers.get(name)),
    );
  });

  test("says something in every schema", () => {
    const compared = new Map<unknown, Set<unknown>>();
    for (const { theirs, ours, values } of messagesOf(twin)) {
      if (values.length > 0) compared.set(theirs, (compared.get(theirs) ?? new Set()).add(ours));
    }
    const left = messagesOf(twin).filter(({ theirs, ours }) => !compared.get(theirs)?.has(ours));
    expect(left.map(({ title }) => title)).toEqual([]);
  });
});

/** What a command is, beside its schemas. */
function outline(
  { number, replyNumber = number, privileged = false, do: once, dump }: ReturnType<typeof commandOf>,
): object {
  const members = (operation: object | undefined): readonly string[] => Object.keys(operation ?? {}).toSorted();
  return { number, replyNumber, privileged, do: members(once), dump: members(dump) };
}

test.each(
  messages.flatMap(({ title, values, ...message }) =>
    values.map((value, i) => [`${title} ${i}`, value, message] as const)
  ),
)(
  "%s: the same bytes out, the same values in",
  (_title, [value, same], { theirs, ours, isRequest }) => {
    const bytes = encode(ours, same);
    expect(decode(theirs, bytes)).toEqual(value);
    expect(decode(ours, bytes)).toEqual(same);
    // What the kernel writes, stays as it was: whether it marks a list inside as one, too.
    expect(toHex(encode(theirs, decode(theirs, bytes)))).toBe(toHex(bytes));
    expect(decode(ours, encode(theirs, value))).toEqual(same);
    if (isRequest) expect(toHex(encode(theirs, value))).toBe(toHex(bytes));
  },
);
