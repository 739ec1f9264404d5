import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { describeLive } from "../sandbox.ts";
import { isChanging, refused, SETTING_A_LINK, unanswered } from "./faults.ts";
import { expectNothing, furnish, seen } from "./furnished.ts";
import { SOON, type Stage } from "./stage.ts";
import { expectHome, IPAM, lasting, type Troubled, troubled } from "./troubled.ts";

/** One thing that is to fail. */
interface Trouble {
  /** Has it fail from now on. */
  readonly arm: () => void;
  /** Has it fail no more; gives whether it has failed. */
  readonly disarm: () => boolean;
}

/** All that can fail of a sort while a command is served. */
type Troubles = (host: Troubled, command: "ADD" | "DEL") => readonly Trouble[];

const REFUSED: Troubles = ({ faults, calls }, command) =>
  calls[command].map((call) => ({ arm: () => faults.arm(call, refused), disarm: () => faults.disarm() }));

const UNANSWERED: Troubles = ({ faults, calls }, command) =>
  calls[command].filter(isChanging)
    .map((call) => ({ arm: () => faults.arm(call, unanswered), disarm: () => faults.disarm() }));

const byPlugin = (when: "before" | "after"): Troubles => ({ stage: { folder } }) => {
  const file = join(folder, `fail-${when}`);
  const disarm = (): boolean => {
    const isDone = !existsSync(file);
    rmSync(file, { force: true });
    return isDone;
  };
  return [{ arm: () => writeFileSync(file, ""), disarm }];
};
const FAILING = byPlugin("before");
const COMPLAINING = byPlugin("after");

const OF_PLUGIN = ["netplugin failed with no error message: exit status 1"];

/** The steps of ADD, as errors name them. */
const OPENING_TO_ADD = ["open netns", "open host netns"];
const ADDING = [
  "find host device",
  "list what DEVICE has",
  'move DEVICE to container netns as "eth0"',
  'find "eth0"',
  'set keep_addr_on_down of "eth0"',
  'add IP addr 10.10.0.1/24 to "eth0"',
  'add IP addr 2001:db8:1::5/64 to "eth0"',
  'set "eth0" up',
  'settle addresses of "eth0"',
  "add route '0.0.0.0/0 via 10.10.0.254 dev eth0'",
  "add route '2000::/3 via 2001:db8:1::1 dev eth0'",
];

/** The steps of DEL. */
const OPENING_TO_DELETE = ["open host netns", "open netns"];
const DELETING = ['find "eth0"', 'list what "eth0" has', 'move "eth0" to host netns as DEVICE'];

/** The step that an error names, or all that it says. */
function stepOf(stdout: string, { device, netns }: Stage): string {
  const { msg } = JSON.parse(stdout);
  const [, step = msg] = /^failed to (.*?): Cannot .*EIO/.exec(msg) ?? [];
  return step.replace(`"${device}"`, "DEVICE").replace(` "${netns}"`, "");
}

/** What the container shows of its interface. */
function inContainer({ container }: Stage): unknown {
  return container.json("address", "show", "dev", "eth0");
}

describeLive("an ADD of which one call fails", () => {
  test.each<[string, Troubles, readonly string[]]>([
    ["the kernel refuses one", REFUSED, [...OPENING_TO_ADD, ...ADDING]],
    ["the kernel does not answer one", UNANSWERED, ADDING],
    ["its IPAM plugin fails at once", FAILING, OF_PLUGIN],
    ["its IPAM plugin fails after all", COMPLAINING, OF_PLUGIN],
  ])("leaves nothing behind, whichever it is, where %s", async (_, troubles, steps) => {
    await using host = await troubled();
    const { stage } = host;
    const before = await seen(stage.device);
    const told = new Set<string>();
    for (const { arm, disarm } of troubles(host, "ADD")) {
      arm();
      const { status, stdout, stderr } = await stage.call("ADD", IPAM);
      const isDone = disarm();
      if (status === 0) {
        // What cannot be read is taken for the best, as others do.
        if (isDone) expect(stderr).toMatch(/^failed to read net\/ipv6\/conf\/(lo|eth0)\/disable_ipv6: Cannot .*EIO/);
        await stage.done("DEL", IPAM);
        await furnish(stage);
      } else {
        told.add(stepOf(stdout, stage));
        expect(JSON.parse(stdout)).not.toHaveProperty("details");
      }
      await expectNothing(stage, before);
      expect(existsSync(join(stage.folder, "lease"))).toBe(false);
    }
    expect([...told]).toEqual(steps);
  });
});

describeLive("a DEL of which one call fails", () => {
  test.each<[string, Troubles, readonly string[]]>([
    ["the kernel refuses one", REFUSED, [...OPENING_TO_DELETE, ...DELETING]],
    ["the kernel does not answer one", UNANSWERED, DELETING],
    ["its IPAM plugin fails at once", FAILING, OF_PLUGIN],
    ["its IPAM plugin fails after all", COMPLAINING, OF_PLUGIN],
  ])("changes nothing, and another brings the device home, whichever it is, where %s", async (_, troubles, steps) => {
    await using host = await troubled();
    const { stage } = host;
    const before = await lasting(stage.device);
    const told = new Set<string>();
    for (const { arm, disarm } of troubles(host, "DEL")) {
      await stage.done("ADD", IPAM);
      await stage.settled();
      const added = inContainer(stage);
      arm();
      const { status, stdout } = await stage.call("DEL", IPAM);
      expect(status).toBe(disarm() ? 1 : 0);
      if (status !== 0) {
        told.add(stepOf(stdout, stage));
        expect(JSON.parse(stdout)).not.toHaveProperty("details");
        await expect.poll(() => inContainer(stage), SOON).toEqual(added);
        await stage.done("DEL", IPAM);
      }
      await expectHome(stage, before);
    }
    expect([...told]).toEqual(steps);
  });
});

describeLive("a move that the kernel does by half", () => {
  /** The first part, the first two, the first three. */
  const HALVES = [1, 2, 3].map((count) => ["netns", "name", "alias"].slice(0, count))
    .map((parts) => [parts.join(" and "), parts] as const);

  /** How `ip` reaches a side, and what the device is to be there. */
  interface Side {
    readonly at: readonly string[];
    readonly netns: string;
    readonly name: string;
    readonly alias: string;
  }

  /** Does some parts of a move, and fails. */
  const half = (parts: readonly string[], from: Side, to: Side) => (): number => {
    let { at, name } = from;
    for (const part of parts) {
      const value = Reflect.get(to, part);
      const { status, stderr } = spawnSync("ip", [...at, "link", "set", name, part, value], { encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
      at = to.at;
      if (part === "name") name = value;
    }
    return refused(() => 0);
  };

  const sidesOf = ({ device, container }: Stage): readonly [host: Side, container: Side] => [
    { at: [], netns: `${process.pid}`, name: device, alias: "uplink" },
    { at: ["-n", container.name], netns: container.name, name: "eth0", alias: device },
  ];

  test.each(HALVES)("(%s) is taken back by ADD", async (_, parts) => {
    await using host = await troubled();
    const { stage, faults } = host;
    const before = await seen(stage.device);
    const [home, away] = sidesOf(stage);
    faults.arm({ name: SETTING_A_LINK, number: 1 }, half(parts, home, away));
    expect(stepOf(JSON.stringify(await stage.refused("ADD", IPAM)), stage)).toBe(
      'move DEVICE to container netns as "eth0"',
    );
    await expectNothing(stage, before);
  });

  test.each(HALVES)("(%s) is taken back by DEL", async (_, parts) => {
    await using host = await troubled();
    const { stage, faults } = host;
    const before = await lasting(stage.device);
    const [home, away] = sidesOf(stage);
    await stage.done("ADD", IPAM);
    await stage.settled();
    const added = inContainer(stage);
    faults.arm({ name: SETTING_A_LINK, number: 1 }, half(parts, away, home));
    expect(stepOf(JSON.stringify(await stage.refused("DEL", IPAM)), stage)).toBe(
      'move "eth0" to host netns as DEVICE',
    );
    await expect.poll(() => inContainer(stage), SOON).toEqual(added);
    await stage.done("DEL", IPAM);
    await expectHome(stage, before);
  });
});
