import { describe, expect, test } from "vitest";
import { levelOf, LEVELS, type LogEntry, logLine } from "../../src/netmon/log.ts";

const TIME = Date.UTC(2018, 5, 21, 10, 20, 30, 40);
const ENTRY: LogEntry = {
  level: "warning",
  message: "an entry",
  fields: { source: "netmon", name: "kata-netmon", pid: 7, sandbox: "box-1", debug: false, path: "/a b", empty: "" },
};

describe("the log", () => {
  test("is text, the fields in the order of their names, with quotes where they are needed", () => {
    expect(logLine(ENTRY, "text", TIME)).toBe(
      'time="2018-06-21T10:20:30.04Z" level=warning msg="an entry" ' +
        'debug=false empty= name=kata-netmon path="/a b" pid=7 sandbox=box-1 source=netmon',
    );
    const broken = { ...ENTRY, message: 'a "b"\nc', fields: {} };
    expect(logLine(broken, "text", TIME)).toBe('time="2018-06-21T10:20:30.04Z" level=warning msg="a \\"b\\"\\nc"');
  });

  test("is JSON where that is asked for, a line an entry", () => {
    const line = logLine(ENTRY, "json", TIME);
    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toEqual({
      ...ENTRY.fields,
      level: "warning",
      msg: "an entry",
      time: "2018-06-21T10:20:30.04Z",
    });
  });

  test.each([
    [0, "2018-06-21T10:20:30Z"],
    [0.001, "2018-06-21T10:20:30.000001Z"],
    [7.25, "2018-06-21T10:20:30.00725Z"],
    [120, "2018-06-21T10:20:30.12Z"],
    [999.999, "2018-06-21T10:20:30.999999Z"],
  ])("tells times to the microsecond: %d ms", (rest, text) => {
    expect(logLine(ENTRY, "json", TIME - 40 + rest)).toContain(`"time":"${text}"`);
  });

  test("has the levels of the first version, in small and capital letters", () => {
    const names = ["panic", "FATAL", "error", "warn", "Warning", "info", "debug", "trace"];
    expect([...new Set(names.map(levelOf))]).toEqual(LEVELS);
    expect(levelOf("warn")).toBe("warning");
    expect(["", "all", "warned", "toString"].map(levelOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
