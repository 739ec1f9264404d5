import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { CniError, ERROR_CODES, type ErrorCode, type Plugin } from "../../src/cni/mod.ts";
import { attachment, called } from "./called.ts";

const folder = mkdtempSync(join(tmpdir(), "netlink-cni-"));
mkdirSync(join(folder, "folder"));
writeFileSync(join(folder, "works"), '#!/bin/sh\necho \'{"ips": [{"address": "10.0.0.1/24"}]}\'\n', { mode: 0o755 });
writeFileSync(join(folder, "busy"), '#!/bin/sh\necho \'{"code": 11, "msg": "busy"}\'\nexit 1\n', { mode: 0o755 });
writeFileSync(join(folder, "silent"), "#!/bin/sh\necho null\n", { mode: 0o755 });
afterAll(() => rmSync(folder, { recursive: true }));

/** A plugin whose result is that of another. */
function delegating(name: string): Plugin {
  return { about: "CNI test plugin", add: async (request) => await request.delegate(name) ?? {} };
}

describe("a plugin that calls another", () => {
  test.each([
    ["without a name", "", folder, { code: 999, msg: "no plugin name provided" }],
    ["by a path", "a/b", folder, { code: 999, msg: "invalid plugin name: a/b" }],
    ["in no folder", "works", ":", { code: 999, msg: "no paths provided" }],
    ["that is missing", "none", `${folder}:/nowhere`, {
      code: 999,
      msg: `failed to find plugin "none" in path [${folder} /nowhere]`,
    }],
    ["that is a folder", "folder", folder, {
      code: 999,
      msg: `failed to find plugin "folder" in path [${folder}]`,
    }],
    ["that fails", "busy", folder, { code: 11, msg: "busy" }],
  ])("%s, fails", async (_, name, CNI_PATH, error) => {
    const { status, stdout } = await called(delegating(name), { ...attachment, CNI_COMMAND: "ADD", CNI_PATH });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ cniVersion: "1.1.0", ...error });
  });

  test("gets its result, in whichever folder it is", async () => {
    const CNI_PATH = `/nowhere:${folder}`;
    const { status, stdout } = await called(delegating("works"), { ...attachment, CNI_COMMAND: "ADD", CNI_PATH });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ cniVersion: "1.1.0", ips: [{ address: "10.0.0.1/24" }] });
  });

  test("gets an empty one where there is nothing to tell", async () => {
    const { stdout } = await called(delegating("silent"), { ...attachment, CNI_COMMAND: "ADD", CNI_PATH: folder });
    expect(JSON.parse(stdout)).toEqual({ cniVersion: "1.1.0" });
  });
});

describe("a failure", () => {
  // The table of the specification, and 999 for all the rest.
  test.each<[ErrorCode, number]>([
    ["incompatibleVersion", 1],
    ["unsupportedField", 2],
    ["unknownContainer", 3],
    ["invalidEnvironment", 4],
    ["inputOutput", 5],
    ["decoding", 6],
    ["invalidConfiguration", 7],
    ["invalidNamespace", 8],
    ["tryAgain", 11],
    ["notAvailable", 50],
    ["limitedConnectivity", 51],
    ["internal", 999],
  ])("that is %s has the number %i", async (name, code) => {
    const plugin: Plugin = { about: "CNI test plugin", add: () => Promise.reject(new CniError(name, "no")) };
    const { stdout } = await called(plugin, { ...attachment, CNI_COMMAND: "ADD" });
    expect(JSON.parse(stdout)).toEqual({ cniVersion: "1.1.0", code, msg: "no" });
  });

  test("has a name for each number of the specification, and no other", () => {
    expect(Object.values(ERROR_CODES)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 11, 50, 51, 999]);
  });
});
