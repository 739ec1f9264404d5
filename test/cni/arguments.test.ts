import { describe, expect, test } from "vitest";
import type { CniRequest, Plugin } from "../../src/cni/mod.ts";
import { attachment, called } from "./called.ts";

/** Calls a plugin whose ADD does something with its request; gives what that gave, or the error. */
async function asked(
  use: (request: CniRequest) => unknown,
  env: Readonly<Record<string, string>> = {},
  config: object = {},
): Promise<unknown> {
  let given: unknown;
  const plugin: Plugin = {
    about: "CNI test plugin",
    add: async (request) => {
      given = await use(request);
      return {};
    },
  };
  const { status, stdout } = await called(plugin, { ...attachment, CNI_COMMAND: "ADD", ...env }, {
    cniVersion: "1.0.0",
    name: "net",
    ...config,
  });
  return status === 0 ? given : JSON.parse(stdout);
}

describe("further arguments", () => {
  test.each([
    ["", {}],
    ["IP=10.0.0.1", { IP: "10.0.0.1" }],
    ["IP=10.0.0.1;MAC=", { IP: "10.0.0.1", MAC: "" }],
    ["IgnoreUnknown=1;FOO=1", { IgnoreUnknown: "1", FOO: "1" }],
    ["IgnoreUnknown=true;FOO=1", { IgnoreUnknown: "true", FOO: "1" }],
  ])("'%s' are read", async (CNI_ARGS, found) => {
    expect(await asked((request) => request.arguments(["IP", "MAC"]), { CNI_ARGS })).toEqual(found);
  });

  test.each([
    ["IP", 'ARGS: invalid pair "IP"'],
    ["IP=1=2", 'ARGS: invalid pair "IP=1=2"'],
    ["IP=1;", 'ARGS: invalid pair ""'],
    ["FOO=1", 'ARGS: unknown args ["FOO"]'],
    ["IgnoreUnknown=0;FOO=1", 'ARGS: unknown args ["FOO"]'],
  ])("'%s' are refused", async (CNI_ARGS, msg) => {
    expect(await asked((request) => request.arguments(["IP"]), { CNI_ARGS })).toEqual({
      cniVersion: "1.0.0",
      code: 4,
      msg,
    });
  });
});

describe("a request", () => {
  test("tells what it is about", async () => {
    const path = "/a:/b";
    const told = await asked(({ containerId, netns, ifName, path }) => ({ containerId, netns, ifName, path }), {
      CNI_PATH: path,
    });
    expect(told).toEqual({
      containerId: "container-1",
      netns: "/var/run/netns/none",
      ifName: "eth0",
      path: ["/a", "/b"],
    });
  });

  test.each([
    ["of the version of the configuration", { ips: [{ version: "4", address: "10.0.0.1/8" }] }],
    ["of the first version", { cniVersion: "0.1.0", ip4: { ip: "10.0.0.1/8" } }],
  ])("has a previous result %s", async (_, prevResult) => {
    expect(await asked((request) => request.previousResult(), {}, { prevResult })).toEqual({
      ips: [{ address: "10.0.0.1/8" }],
    });
  });

  test.each([{}, { prevResult: null }])("may have no previous result: %j", async (config) => {
    expect(await asked((request) => request.previousResult(), {}, config)).toBeUndefined();
  });

  test("tells of a previous result that is none", async () => {
    expect(await asked((request) => request.previousResult(), {}, { prevResult: { ips: 5 } })).toMatchObject({
      code: 6,
      msg: "could not parse prevResult: result.ips: expected a list, got 5",
    });
  });

  test("tells what is to stay", async () => {
    const attachments = [{ containerID: "a", ifname: "eth0" }, { containerID: "b", ifname: "eth1" }];
    const valid = (request: CniRequest) => request.validAttachments();
    expect(await asked(valid, {}, { "cni.dev/valid-attachments": attachments })).toEqual(attachments);
    expect(await asked(valid)).toEqual([]);
    for (const half of [{ containerID: "a" }, { ifname: "eth0" }]) {
      expect(await asked(valid, {}, { "cni.dev/valid-attachments": [half] })).toMatchObject({ code: 6 });
    }
  });
});
