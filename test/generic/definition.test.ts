import { describe, expect, test } from "vitest";
import { attributes } from "../../src/codec/attributes.ts";
import { defineFamily, Genetlink } from "../../src/generic/mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";
import { struct } from "../../src/codec/struct.ts";

const some = attributes<object>({});

/** What a caller gives who has no type checker. */
function define(definition: object): () => unknown {
  return () => defineFamily(definition as Parameters<typeof defineFamily>[0]);
}

describe("a family that cannot be is refused when it is declared:", () => {
  test.each<[object, string]>([
    [{ name: "", commands: {} }, "'': expected a name of 1 to 15 bytes"],
    [{ name: "sixteen bytes ok", commands: {} }, "'sixteen bytes ok': expected a name of 1 to 15 bytes"],
    [{ name: "éééééééée", commands: {} }, "'éééééééée': expected a name of 1 to 15 bytes"],
    [{ name: "a\nb", commands: {} }, "'a\nb': expected a name of 1 to 15 bytes in one line"],
    [{ name: "a\0", commands: {} }, "'a\0': expected a name of 1 to 15 bytes in one line"],
    [{ name: "x" }, "'x': commands: expected an object, got undefined"],
    [{ name: "x", commands: [] }, "'x': commands: expected an object, got []"],
    [{ name: "x", commands: {}, notifications: null }, "'x': notifications: expected an object, got null"],
    [
      { name: "x", commands: { a: { number: 1, do: { request: {} } } } },
      "'x': a.do.request: expected a schema, got an object",
    ],
    [
      { name: "x", commands: { a: { number: 1, dump: { reply: null } } } },
      "'x': a.dump.reply: expected a schema, got null",
    ],
    [
      { name: "x", commands: {}, notifications: { a: { number: 1 } } },
      "'x': a.value: expected a schema, got undefined",
    ],
    [{ name: "x", command: {} }, "'x': unknown field 'command' (did you mean 'commands'?)"],
    [{ name: "x", commands: {}, version: 256 }, "'x': version: expected a number from 0 to 255, got 256"],
    [{ name: "x", commands: {}, modules: "x" }, "'x': modules: expected a list of names, got 'x'"],
    [{ name: "x", commands: {}, version: "1" }, "'x': version: expected a number from 0 to 255, got '1'"],
    [
      { name: "x", commands: {}, groups: ["a", "b", "a"] },
      "'x': groups: expected each name once, got 'a' twice",
    ],
    [
      { name: "x", commands: { a: { number: 1, do: {}, privileged: "yes" } } },
      "'x': a: privileged: expected true or false, got 'yes'",
    ],
    [{ name: "x", commands: {}, groups: [""] }, "'x': groups: expected a list of names, got ['']"],
    [
      { name: "x", commands: { a: { number: -1, do: {} } } },
      "'x': a: number: expected a number from 0 to 255, got -1",
    ],
    [
      { name: "x", commands: { a: { number: 1, replyNumber: 1.5, do: {} } } },
      "'x': a: replyNumber: expected a number from 0 to 255, got 1.5",
    ],
    [{ name: "x", commands: { a: { number: 1 } } }, "'x': a: expected something to do or to dump"],
    [
      { name: "x", commands: { a: { number: 1, do: { reqest: some } } } },
      "'x': a.do: unknown field 'reqest' (did you mean 'request'?)",
    ],
    [
      { name: "x", commands: { a: { number: 1, dmup: {} } } },
      "'x': a: unknown field 'dmup' (did you mean 'dump'?)",
    ],
    [
      { name: "x", commands: { a: { number: 1, do: {} }, b: { number: 1, dump: {} } } },
      "'x': b: expected a number of its own, got 1 of 'a'",
    ],
    [
      { name: "x", commands: {}, notifications: { a: { number: 1, valu: some } } },
      "'x': a: unknown field 'valu' (did you mean 'value'?)",
    ],
    [
      { name: "x", commands: {}, notifications: { a: { number: 3, value: some }, b: { number: 3, value: some } } },
      "'x': b: expected a number of its own, got 3 of 'a'",
    ],
  ])("%j", (definition, reason) => {
    expect(define(definition)).toThrow(RangeError);
    expect(define(definition)).toThrow(`Cannot define family ${reason}`);
  });
});

test("a notification may have the number of a command", () => {
  const commands = { set: { number: 1, do: {} } };
  const { notifications } = defineFamily({
    name: "x",
    commands,
    notifications: { changed: { number: 1, value: some } },
  });
  expect(Object.keys(notifications)).toEqual(["changed"]);
});

test("a schema that is none of a message is told when it is used", async () => {
  const wrong = defineFamily({ name: "x", commands: { a: { number: 1, do: { request: struct<object>(4, {}) } } } });
  const kernel = fakeKernel();
  kernel.generic.add(defineFamily({ name: "x", commands: {} }));
  await using genetlink = await Genetlink.open({ kernel });
  await expect(genetlink.family(wrong).execute("a", {})).rejects.toThrow("Cannot use a schema: expected attributes");
});
