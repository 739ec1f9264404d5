import { describe, expect, test } from "vitest";
import { CNI_VERSIONS, CniError, type Plugin } from "../../src/cni/mod.ts";
import { attachment, called } from "./called.ts";

const plugin: Plugin = { about: "CNI test plugin", add: () => Promise.resolve({}) };
const add = { ...attachment, CNI_COMMAND: "ADD" };

/** A plugin that tells which of its handlers were called. */
function told(calls: string[]): Plugin {
  const note = (name: string) => () => {
    calls.push(name);
    return Promise.resolve();
  };
  return {
    about: "CNI test plugin",
    add: async () => {
      await note("add")();
      return {};
    },
    del: note("del"),
    check: note("check"),
    status: note("status"),
    gc: note("gc"),
  };
}

describe("a plugin without a command", () => {
  test("tells what it is on standard error, and succeeds", async () => {
    expect(await called(plugin, {})).toEqual({
      status: 0,
      stdout: "",
      stderr: "CNI test plugin\nCNI protocol versions supported: 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0\n",
    });
  });

  test("takes an empty command for none", async () => {
    expect(await called({ ...plugin, versions: ["1.0.0"] }, { ...add, CNI_COMMAND: "" }))
      .toMatchObject({ status: 0, stderr: "CNI test plugin\nCNI protocol versions supported: 1.0.0\n" });
  });
});

test("VERSION tells the versions in one line", async () => {
  expect(await called(plugin, { CNI_COMMAND: "VERSION" }, "nobody reads this")).toEqual({
    status: 0,
    stdout: '{"cniVersion":"1.1.0","supportedVersions":["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]}\n',
    stderr: "",
  });
});

describe("the environment", () => {
  const ALL = ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME", "CNI_PATH"];
  test.each([
    ["ADD", ALL],
    ["CHECK", ALL],
    ["DEL", ALL.filter((name) => name !== "CNI_NETNS")],
    ["GC", ["CNI_PATH"]],
    ["STATUS", ["CNI_PATH"]],
  ])("of %s has to have %j", async (CNI_COMMAND, needed) => {
    const { status, stdout } = await called(plugin, { CNI_COMMAND });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      cniVersion: "1.1.0",
      code: 4,
      msg: `required env variables [${needed.join(",")}] missing`,
    });
    for (const name of needed) {
      const env = { ...add, CNI_COMMAND, [name]: "" };
      const { stdout } = await called(plugin, env);
      expect(JSON.parse(stdout)).toMatchObject({ code: 4, msg: `required env variables [${name}] missing` });
    }
  });

  test.each([
    ["CNI_CONTAINERID", "/x", "invalid characters in containerID", "/x"],
    ["CNI_CONTAINERID", "_x", "invalid characters in containerID", "_x"],
    [
      "CNI_IFNAME",
      "abcdefghijklmnop",
      "interface name is too long",
      "interface name should be less than 16 characters",
    ],
    ["CNI_IFNAME", ".", "interface name is . or ..", undefined],
    ["CNI_IFNAME", "..", "interface name is . or ..", undefined],
    ["CNI_IFNAME", "a/b", "interface name contains / or : or whitespace characters", undefined],
    ["CNI_IFNAME", "a:b", "interface name contains / or : or whitespace characters", undefined],
    ["CNI_IFNAME", "a b", "interface name contains / or : or whitespace characters", undefined],
  ])("refuses %s=%s, before it tells what is missing", async (name, value, msg, details) => {
    const { status, stdout } = await called(plugin, { ...add, CNI_PATH: "", [name]: value });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ cniVersion: "1.1.0", code: 4, msg, ...(details && { details }) });
  });

  test.each([
    ["DEL", { CNI_NETNS: "/nowhere" }],
    ["GC", { CNI_CONTAINERID: "/", CNI_IFNAME: ".." }],
    ["STATUS", { CNI_CONTAINERID: "/", CNI_IFNAME: ".." }],
  ])("of %s may have anything where nothing is needed", async (CNI_COMMAND, env) => {
    expect(await called(plugin, { ...add, CNI_COMMAND, ...env })).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test.each(["add", "FOO", "VERSION "])("has no command '%s'", async (CNI_COMMAND) => {
    const { status, stdout } = await called(plugin, { ...add, CNI_COMMAND });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ cniVersion: "1.1.0", code: 4, msg: `unknown CNI_COMMAND: ${CNI_COMMAND}` });
  });
});

describe("the configuration", () => {
  test.each([
    ["{", { code: 6, msg: expect.stringMatching(/^error unmarshall network config: /) }],
    ["", { code: 6, msg: expect.stringMatching(/^error unmarshall network config: /) }],
    ["[]", { code: 6, msg: expect.stringMatching(/^error unmarshall network config: /) }],
    [{ name: 5 }, { code: 6, msg: "error unmarshall network config: config.name: expected a text, got 5" }],
    [{}, { code: 7, msg: "missing network name" }],
    [{ name: "/" }, { code: 7, msg: "invalid characters found in network name", details: "/" }],
    [{ name: "n", cniVersion: "asdf." }, {
      code: 6,
      msg: 'failed to convert major version part "asdf": strconv.Atoi: parsing "asdf": invalid syntax',
    }],
    [{ name: "n", cniVersion: "0." }, {
      code: 6,
      msg: 'failed to convert minor version part "": strconv.Atoi: parsing "": invalid syntax',
    }],
    [{ name: "n", cniVersion: "1.2.3.4.5" }, { code: 6, msg: 'invalid version "1.2.3.4.5": too many parts' }],
    [{ name: "n", cniVersion: "2.0.0" }, {
      code: 1,
      msg: "incompatible CNI versions",
      details: 'config is "2.0.0", plugin supports ["0.1.0" "0.2.0" "0.3.0" "0.3.1" "0.4.0" "1.0.0" "1.1.0"]',
    }],
  ])("%j is refused", async (config, error) => {
    const { status, stdout } = await called(plugin, add, config);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ cniVersion: "1.1.0", ...error });
  });

  test("is of version 0.1.0 where it tells none", async () => {
    const { stdout } = await called(plugin, add, { name: "net" });
    expect(JSON.parse(stdout)).toMatchObject({ cniVersion: "0.1.0", msg: "cannot convert: no valid IP addresses" });
  });

  test("that cannot be read is a failure of its own", async () => {
    const { runPlugin } = await import("../../src/cni/mod.ts");
    let stdout = "";
    const status = await runPlugin(plugin, {
      env: add,
      stdin: () => Promise.reject(new Error("gone")),
      stdout: (text) => Promise.resolve(void (stdout += text)),
    });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ code: 5, msg: "error reading from stdin: gone" });
  });
});

describe("commands of newer versions", () => {
  test.each([
    ["CHECK", "0.3.1", "config version does not allow CHECK"],
    ["GC", "1.0.0", "config version does not allow GC"],
    ["STATUS", "1.0.0", "config version does not allow STATUS"],
  ])("%s is not for a configuration of %s", async (CNI_COMMAND, cniVersion, msg) => {
    const { stdout } = await called(plugin, { ...add, CNI_COMMAND }, { cniVersion, name: "net" });
    expect(JSON.parse(stdout)).toEqual({ cniVersion, code: 1, msg });
  });

  test.each(["CHECK", "GC", "STATUS"])("%s is not for a plugin that is older", async (CNI_COMMAND) => {
    const old = { ...plugin, versions: ["0.3.1"] };
    const { stdout } = await called(old, { ...add, CNI_COMMAND });
    expect(JSON.parse(stdout)).toEqual({
      cniVersion: "0.3.1",
      code: 1,
      msg: `plugin version does not allow ${CNI_COMMAND}`,
    });
  });

  test.each(["ADD", "DEL", "CHECK", "GC", "STATUS"])("%s calls its handler", async (CNI_COMMAND) => {
    const calls: string[] = [];
    expect(await called(told(calls), { ...add, CNI_COMMAND })).toMatchObject({ status: 0, stderr: "" });
    expect(calls).toEqual([CNI_COMMAND.toLowerCase()]);
  });

  test.each(["ADD", "DEL", "CHECK", "GC", "STATUS"])("%s succeeds without a handler", async (CNI_COMMAND) => {
    expect(await called({ about: "nothing" }, { ...add, CNI_COMMAND })).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

test("a result is printed without an end of line", async () => {
  const stdout = '{\n    "cniVersion": "1.1.0"\n}';
  expect(await called(plugin, add)).toEqual({ status: 0, stdout, stderr: "" });
});

describe("a failure", () => {
  test("is printed as the specification has it", async () => {
    const error = new CniError("tryAgain", "busy", { details: "eth1" });
    expect(await called({ ...plugin, add: () => Promise.reject(error) }, add)).toEqual({
      status: 1,
      stdout: '{\n    "cniVersion": "1.1.0",\n    "code": 11,\n    "msg": "busy",\n    "details": "eth1"\n}',
      stderr: "",
    });
  });

  test.each([
    ["an error", new Error("no such thing"), "no such thing"],
    ["what is none", "no such thing", "no such thing"],
  ])("that is %s is an internal one", async (_, thrown, msg) => {
    const { stdout } = await called({ ...plugin, add: () => Promise.reject(thrown) }, add);
    expect(JSON.parse(stdout)).toEqual({ cniVersion: "1.1.0", code: 999, msg });
  });
});

describe("the namespace of the plugin", () => {
  const own = { ...add, CNI_NETNS: "/proc/self/ns/net" };

  test.each(["ADD", "DEL"])("is none for %s, which is told before anything is done", async (CNI_COMMAND) => {
    const calls: string[] = [];
    const { status, stdout } = await called(told(calls), { ...own, CNI_COMMAND });
    expect({ status, calls }).toEqual({ status: 1, calls: [] });
    expect(JSON.parse(stdout)).toMatchObject({
      code: 8,
      msg: "plugin's netns and netns from CNI_NETNS should not be the same",
    });
  });

  test.each(["TRUE", "true", "1"])("is one with CNI_NETNS_OVERRIDE=%s", async (CNI_NETNS_OVERRIDE) => {
    const calls: string[] = [];
    expect(await called(told(calls), { ...own, CNI_NETNS_OVERRIDE })).toMatchObject({ status: 0 });
    expect(calls).toEqual(["add"]);
  });

  test("is none with another CNI_NETNS_OVERRIDE", async () => {
    expect(await called(told([]), { ...own, CNI_NETNS_OVERRIDE: "yes" })).toMatchObject({ status: 1 });
  });
});

test("there are seven versions", () => expect(CNI_VERSIONS).toHaveLength(7));
