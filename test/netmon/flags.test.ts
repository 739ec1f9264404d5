import { describe, expect, test } from "vitest";
import { flagDefaults, FlagError, type Flags, milliseconds, parseFlags } from "../../src/netmon/flags.ts";

const FLAGS: Flags = {
  s: { type: "string", usage: "sandbox id (required)" },
  d: { usage: "enable debug mode" },
  log: { type: "string", usage: "least level", fallback: "warn" },
  wait: { type: "duration", usage: "how long", fallback: "50ms" },
  v: { usage: "version" },
  version: { usage: "", of: "v" },
};

function parsed(line: string): Readonly<Record<string, string>> {
  return Object.fromEntries(parseFlags(FLAGS, line === "" ? [] : line.split(" ")));
}

describe("flags in the syntax of Go", () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ["", {}],
    ["-s box", { s: "box" }],
    ["--s box", { s: "box" }],
    ["-s=box", { s: "box" }],
    ["--s=box", { s: "box" }],
    ["-s=", { s: "" }],
    ["-s=a=b", { s: "a=b" }],
    ["-s -d", { s: "-d" }],
    ["-s --", { s: "--" }],
    ["-d", { d: "true" }],
    ["--d", { d: "true" }],
    ["-d=0", { d: "false" }],
    ["-d=T -d=FALSE", { d: "false" }],
    ["-s one -s two", { s: "two" }],
    ["-d box -s box", { d: "true" }],
    ["-d -- -s box", { d: "true" }],
    ["-d - -s box", { d: "true" }],
    ["-wait 1m30s", { wait: "1m30s" }],
    ["--version", { v: "true" }],
    ["-v -version=false", { v: "false" }],
  ])("'%s'", (line, values) => expect(parsed(line)).toEqual(values));

  test.each([
    ["-x", "flag provided but not defined: -x"],
    ["--toString=1", "flag provided but not defined: -toString"],
    ["-ds", "flag provided but not defined: -ds"],
    ["-s", "flag needs an argument: -s"],
    ["-d -log", "flag needs an argument: -log"],
    ["---s", "bad flag syntax: ---s"],
    ["-=s", "bad flag syntax: -=s"],
    ["--=s", "bad flag syntax: --=s"],
    ["-d=yes", 'invalid boolean value "yes" for -d: parse error'],
    ["-wait 5", 'invalid value "5" for flag -wait: parse error'],
  ])("'%s' is refused: %s", (line, message) => expect(() => parsed(line)).toThrow(new FlagError(message)));

  test.each([
    ["0", 0],
    ["300ms", 300],
    ["1.5s", 1500],
    [".5s", 500],
    ["1h2m3s", 3_723_000],
    ["250us", 0.25],
    ["250µs", 0.25],
    ["1000ns", 0.001],
  ])("the duration %s is %d milliseconds", (text, value) => expect(milliseconds(text)).toBeCloseTo(value, 9));

  test.each(["", "5", "s", "-1s", "1d", "1s ", "1 s", "."])("'%s' is no duration", (text) => {
    expect(milliseconds(text)).toBeUndefined();
  });

  test("are shown with what they are where they are not given", () => {
    expect(flagDefaults(FLAGS)).toBe([
      "  -d\tenable debug mode",
      "  -log string",
      '    \tleast level (default "warn")',
      "  -s string",
      "    \tsandbox id (required)",
      "  -v\tversion",
      "  -version",
      "    \t",
      "  -wait duration",
      "    \thow long (default 50ms)",
      "",
    ].join("\n"));
  });
});
