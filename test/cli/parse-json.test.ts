import { describe, expect, test } from "vitest";
import { parseJson } from "../../src/cli/genl/parse-json.ts";

test("what is JSON is what the runtime makes of it", () => {
  const text = ' {"a": [1, -0.5e3, true, null, "\\u00e9\\n", {}], "b": {"c": []}}\n';
  expect(parseJson(text)).toEqual(JSON.parse(text));
});

describe("what is none is told by its place:", () => {
  test.each([
    ["", "line 1, column 1: expected JSON, got its end"],
    ["  \n x", "line 2, column 2: expected JSON, got 'x'"],
    ["{'a': 1}", "line 1, column 2: expected JSON, got ''a':'"],
    ['{"a" 1}', "line 1, column 6: expected JSON, got '1}'"],
    ['{"a": 1,}', "line 1, column 9: expected JSON, got '}'"],
    ['{\n  "a": [1 2]\n}', "line 2, column 11: expected JSON, got '2]'"],
    ["[1, 2", "line 1, column 6: expected JSON, got its end"],
    ["[01]", "line 1, column 3: expected JSON, got '1]'"],
    ['["a\nb"]', "line 1, column 2: expected JSON, got '\"a'"],
    ["{} {}", "line 1, column 4: expected JSON, got '{}'"],
  ])("%j", (text, message) => expect(() => parseJson(text)).toThrow(new SyntaxError(message)));
});
