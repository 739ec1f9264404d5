import { describe, expect, test } from "vitest";
import { checkOptions, closest } from "../src/options.ts";

const NAMES = ["namespace", "receiveBuffer", "signal", "topics"];

describe("the names of options", () => {
  test("that exist pass, in any number", () => {
    expect(() => checkOptions("watch", {}, NAMES)).not.toThrow();
    expect(() => checkOptions("watch", { topics: ["link"], signal: undefined }, NAMES)).not.toThrow();
  });

  test.each([
    [{ topic: "link" }, "unknown option 'topic' (did you mean 'topics'?)"],
    [{ topics: [], nmaespace: "blue" }, "unknown option 'nmaespace' (did you mean 'namespace'?)"],
    [{ receivebuffer: 1 }, "unknown option 'receivebuffer' (did you mean 'receiveBuffer'?)"],
    [{ color: undefined }, "unknown option 'color', expected one of namespace, receiveBuffer, signal, topics"],
    [{ "": 1 }, "unknown option '', expected one of namespace, receiveBuffer, signal, topics"],
    // What every object inherits is no option.
    [{ toString: 1 }, "unknown option 'toString', expected one of namespace, receiveBuffer, signal, topics"],
  ])("%j is refused with the name", (options, message) => {
    expect(() => checkOptions("watch", options, NAMES)).toThrow(new RangeError(`Cannot watch: ${message}`));
  });

  test.each(["link", 5, null, true])("%j is no object with options", (value) => {
    // A caller without a type checker can give anything.
    const options = value as unknown as object;
    expect(() => checkOptions("watch", options, NAMES))
      .toThrow(new RangeError(`Cannot watch: expected an object with options, got '${value}'`));
  });
});

describe("what was meant", () => {
  test.each([
    ["topic", "topics"],
    ["tpoics", "topics"],
    ["signl", "signal"],
    ["SIGNAL", "signal"],
    ["recieveBufer", "receiveBuffer"],
    ["signal", "signal"],
  ])("%s: %s", (word, meant) => expect(closest(word, NAMES)).toBe(meant));

  test.each(["", "x", "buffer", "namespaces of others"])("by '%s' is not to be guessed", (word) => {
    expect(closest(word, NAMES)).toBeUndefined();
  });

  test("the first of two that are as close", () => expect(closest("lint", ["link", "line"])).toBe("link"));
});
