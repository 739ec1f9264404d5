import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Answer } from "../../cni/called.ts";
import { run } from "../sandbox.ts";
import { describeBesideOthers } from "./others.ts";
import { ip, onHost, Stage } from "./stage.ts";

const STATIC = {
  ipam: {
    type: "static",
    addresses: [{ address: "10.10.0.1/24", gateway: "10.10.0.254" }, { address: "2001:db8::1/64" }],
    routes: [{ dst: "0.0.0.0/0" }, { dst: "10.20.0.0/16", gw: "10.10.0.253" }, {
      dst: "2001:db8:1::/48",
      gw: "2001:db8::2",
    }],
  },
  dns: { nameservers: ["1.1.1.1"], search: ["<a&b>"] },
};

/** A way to have a request served. */
type Serve = (stage: Stage, command: string, config: object, env: Readonly<Record<string, string>>) => Promise<Answer>;

const ours: Serve = (stage, command, config, env) => stage.call(command, config, env);

function theirs(folder: string): Serve {
  return async (stage, command, config, env) => {
    const input = JSON.stringify(stage.config(config));
    const { status, stdout, stderr } = await run([`${folder}/host-device`], { input, env: stage.env(command, env) });
    return { status: status ?? -1, stdout, stderr };
  };
}

/**
 * What `ip -j -d` tells in both namespaces, but for what comes by itself and takes its time: the addresses that links give
 * themselves, and what the other end of the cable notices.
 */
async function seen(stage: Stage): Promise<unknown> {
  const { device, cable, container } = stage;
  const [own, { operstate: _, ...other } = {}] = await Promise.all([device, cable].map(onHost));
  const there = ["address", "route", "-6 route", "rule"].map((what) => container.json(...what.split(" "), "show"));
  const text = JSON.stringify(
    { own, other, there },
    (_, value: unknown) =>
      Array.isArray(value) ? value.filter((one) => !`${one?.local ?? one?.dst ?? ""}`.startsWith("fe80::")) : value,
  );
  return JSON.parse(text.replaceAll('"tentative":true,', ""));
}

/** The steps of a sequence: what is asked, what was answered, and what it is like then. */
async function sequence(serve: Serve, stage: Stage, config: object): Promise<readonly unknown[]> {
  const steps: unknown[] = [];
  let prevResult: unknown;
  for (const command of ["ADD", "CHECK", "DEL"]) {
    const { status, stdout } = await serve(
      stage,
      command,
      prevResult === undefined ? config : { ...config, prevResult },
      {},
    );
    const result: unknown = stdout === "" ? undefined : JSON.parse(stdout);
    if (command === "ADD" && status === 0) prevResult = result;
    steps.push({ command, status, result, state: await seen(stage) });
  }
  return steps;
}

/** Steps without what is meant to differ. */
function alike(steps: readonly unknown[]): unknown {
  const text = JSON.stringify(steps, (key, value: unknown) => {
    // Nothing is told of names where there is nothing to tell, as the newest library has it.
    if (key === "dns" && JSON.stringify(value) === "{}") return undefined;
    return value;
  });
  // Errors tell the version.
  const [add, check, del] = JSON.parse(text, (_, value) => {
    if (typeof value?.msg === "string") delete value.cniVersion;
    return value;
  });
  // The alias goes when the device is home.
  delete del.state.own.ifalias;
  return [add, check, del];
}

describeBesideOthers("beside the plugin that everybody uses", (folder) => {
  test.each([
    ...["0.3.0", "0.3.1", "0.4.0", "1.0.0"].map((version) => [version, "without addresses", {}] as const),
    ...["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0"].map((version) =>
      [version, "with static ones", STATIC] as const
    ),
  ])("ADD, CHECK and DEL of version %s, %s, answer the same and leave the same", async (cniVersion, _, more) => {
    const config = { cniVersion, ...more };
    await using stage = await Stage.open();
    stage.path = folder;
    const before = await seen(stage);
    const wanted = alike(await sequence(theirs(folder), stage, config));
    await ip("link", "set", stage.device, "up");
    await ip("link", "set", stage.device, "alias", "");
    expect(await seen(stage)).toEqual(before);
    expect(alike(await sequence(ours, stage, config))).toEqual(wanted);
  });

  test.each<[string, string, object, Readonly<Record<string, string>>]>([
    ["no device", "ADD", { device: "" }, {}],
    ["a device that is missing", "ADD", { device: "nowhere0" }, {}],
    ["an address that is none", "ADD", { device: "", hwaddr: "zz" }, {}],
    ["a path of another folder", "ADD", { device: "", kernelpath: "/foo" }, {}],
    ["no namespace", "ADD", {}, { CNI_NETNS: "/nope" }],
    ["a file in place of the namespace", "ADD", {}, { CNI_NETNS: "/dev/null" }],
    ["an IPAM plugin that is missing", "ADD", { ipam: { type: "nope" } }, {}],
    ["a version that is none of ours", "ADD", { cniVersion: "7.0.0" }, {}],
    ["CHECK in an old version", "CHECK", { cniVersion: "0.3.1" }, {}],
    ["CHECK without a result", "CHECK", { cniVersion: "0.4.0" }, {}],
    ["a container that cannot be", "ADD", {}, { CNI_CONTAINERID: "/x" }],
    ["an interface name that is too long", "ADD", {}, { CNI_IFNAME: "abcdefghijklmnop" }],
    ["an interface name that is a folder", "ADD", {}, { CNI_IFNAME: ".." }],
    ["an interface name with a colon", "ADD", {}, { CNI_IFNAME: "a:b" }],
    ["a network without a name", "ADD", { name: "" }, {}],
    ["a network that cannot be", "ADD", { name: "/" }, {}],
    ["a missing variable", "ADD", {}, { CNI_IFNAME: "", CNI_PATH: "" }],
    ["an unknown command", "NOPE", {}, {}],
  ])("%s is refused with the same words", async (_, command, config, env) => {
    await using stage = await Stage.open();
    const [wanted, answer] = [
      await theirs(folder)(stage, command, config, env),
      await ours(stage, command, config, env),
    ];
    expect({ status: wanted.status, stderr: wanted.stderr }).toEqual({ status: answer.status, stderr: answer.stderr });
    const { cniVersion, ...error } = JSON.parse(answer.stdout);
    expect(cniVersion).toMatch(/^\d+\.\d+\.\d+$/);
    // What the older plugin cannot know: newer versions of the specification.
    const { details, ...rest } = JSON.parse(wanted.stdout);
    expect({ ...error, details: error.details?.replace(' "1.1.0"', "") }).toEqual({ ...rest, details });
  });

  test("what it moved, we bring back, and the other way round", async () => {
    for (const [first, second] of [[theirs(folder), ours], [ours, theirs(folder)]] as const) {
      await using stage = await Stage.open();
      for (const [serve, command] of [[first, "ADD"], [second, "DEL"]] as const) {
        expect(await serve(stage, command, {}, {})).toMatchObject({ status: 0 });
      }
      expect(await onHost(stage.device)).toMatchObject({ ifname: stage.device });
    }
  });
});

describeBesideOthers("an IPAM plugin that everybody uses", (folder) => {
  test("gives addresses, and gets them back", async () => {
    await using stage = await Stage.open();
    stage.path = folder;
    const dataDir = join(stage.folder, "addresses");
    mkdirSync(dataDir);
    const config = { ipam: { type: "host-local", dataDir, ranges: [[{ subnet: "10.30.0.0/29" }]] } };
    for (let i = 0; i < 10; i++) {
      const { ips } = await stage.done("ADD", config) as { readonly ips: readonly { readonly address: string }[] };
      expect(stage.container.ip("address", "show", "dev", "eth0")).toContain(`inet ${ips[0]?.address} `);
      await stage.done("DEL", config);
    }
    // There are five: without giving them back, the sixth would have been refused.
    expect(await stage.done("ADD", config)).toMatchObject({ ips: [{ gateway: "10.30.0.1" }] });
    // The container vanishes; its address does not stay taken.
    await stage.done("DEL", config, { CNI_NETNS: "" });
    const reserved = await run(["ls", join(dataDir, "net")]);
    expect(reserved.stdout.split("\n").filter((name) => name.startsWith("10.30."))).toEqual([]);
  });
});
