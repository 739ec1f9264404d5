import { describe, expect, test } from "vitest";
import { type Command, count, duration, help, parse, size, UsageError } from "../../src/cli/command.ts";

const command: Command = {
  summary: "Does something.",
  details: "And more.",
  usage: "[THING...] [OPTION...]",
  options: {
    json: { help: "As JSON" },
    "receive-buffer": { value: "BYTES", help: "How much" },
    except: { value: "NAME", multiple: true, help: "But not" },
  },
  run: () => Promise.resolve(0),
};

describe("the command line", () => {
  test("gives switches, values and what is no option", () => {
    const invocation = parse(command, ["one", "--json", "--receive-buffer", "5", "two", "--", "--three"]);
    expect(invocation.positionals).toEqual(["one", "two", "--three"]);
    expect(invocation.has("json")).toBe(true);
    expect(invocation.has("help")).toBe(false);
    expect(invocation.get("receive-buffer")).toBe("5");
    expect(parse(command, ["--receive-buffer="]).get("receive-buffer")).toBe("");
    expect(parse(command, []).get("receive-buffer")).toBeUndefined();
    expect(parse(command, ["-h"]).has("help")).toBe(true);
    expect(parse(command, ["--except", "a", "--except=b"]).all("except")).toEqual(["a", "b"]);
    expect(parse(command, []).all("except")).toEqual([]);
    expect(parse(command, ["--receive-buffer", "-5"]).get("receive-buffer")).toBe("-5");
    expect(parse(command, ["--", "--receive-buffer", "-5"]).positionals).toEqual(["--receive-buffer", "-5"]);
    expect(parse(command, ["--receive-buffer", "5"]).all("receive-buffer")).toEqual([]);
  });

  test.each([
    [["--jsn"], "Unknown option '--jsn' (did you mean '--json'?)"],
    [["--recieve-buffer=5"], "Unknown option '--recieve-buffer' (did you mean '--receive-buffer'?)"],
    [["--colour"], "Unknown option '--colour'"],
    [["-x"], "Unknown option '-x'"],
    [["--json=yes"], "Option '--json' does not take an argument"],
    [["--receive-buffer"], "--receive-buffer: expected a value"],
    [["--receive-buffer", "--json"], "--receive-buffer: expected a value"],
  ])("%j is refused in one sentence that names the option", (args, message) => {
    expect(() => parse(command, args)).toThrow(new UsageError(message));
  });

  test("has a help with a line for each option", () => {
    expect(help("do", command)).toBe(`Usage: netlink do [THING...] [OPTION...]

Does something.
And more.

Options:
  --json                  As JSON
  --receive-buffer BYTES  How much
  --except NAME           But not
  --help                  Shows this
`);
  });
});

describe("a duration", () => {
  test.each([["10", 10_000], ["10s", 10_000], ["500ms", 500], ["1.5", 1500], ["5m", 300_000], ["24h", 86_400_000]])(
    "%s",
    (text, milliseconds) => expect(duration("timeout", text)).toBe(milliseconds),
  );

  test.each(["", "0", "-1", "1d", "s", "1e3", "5 s", "Infinity", "25000m0", "600h"])("'%s' is none", (text) => {
    const message = `--timeout: expected a duration such as 500ms, 10s or 5m up to 24 days, got '${text}'`;
    expect(() => duration("timeout", text)).toThrow(new UsageError(message));
  });
});

describe("a count", () => {
  test.each([["1", 1], ["0010", 10]])("%s", (text, number) => expect(count("count", text)).toBe(number));

  test.each(["", "0", "-5", "1.5", "ten", "9007199254740992"])("'%s' is none", (text) => {
    const message = `--count: expected a number from 1 on, got '${text}'`;
    expect(() => count("count", text)).toThrow(new UsageError(message));
  });
});

describe("a size", () => {
  const most = 2 ** 30 - 1;

  test.each([["0", 0], ["65536", 65_536], ["64K", 65_536], ["32m", 2 ** 25], [`${most}`, most]])(
    "%s",
    (text, bytes) => expect(size("receive-buffer", text, most)).toBe(bytes),
  );

  test.each(["", "-1", "1.5M", "64KB", "K", "1G", "99999G", "9".repeat(400)])("'%s' is none", (text) => {
    const message = `--receive-buffer: expected bytes such as 65536, 64K or 32M up to 1073741823, got '${text}'`;
    expect(() => size("receive-buffer", text, most)).toThrow(new UsageError(message));
  });
});
