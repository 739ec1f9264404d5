import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { HostDeviceOptions } from "../../../src/cni/mod.ts";
import { run } from "../sandbox.ts";
import { ip, onHost, SOON, Stage } from "./stage.ts";

/** A host whose device has an alias, addresses and routes. */
export async function furnished(options: HostDeviceOptions = {}): Promise<Stage> {
  const stage = await Stage.open(options);
  await ip("link", "set", stage.device, "alias", "uplink");
  await furnish(stage);
  return stage;
}

/** Sets the device of a host up, and gives it addresses and routes. */
export async function furnish({ device }: Stage): Promise<void> {
  const { status, stderr } = await run(["ip", "-batch", "-"], {
    input: [
      `link set ${device} up`,
      `address replace 10.9.9.9/24 broadcast + dev ${device}`,
      `address replace 10.7.7.7 peer 10.7.7.8/30 dev ${device} label ${device}:a`,
      `address replace 2001:db8::7/64 dev ${device} nodad`,
      "route add 10.8.0.0/16 via 10.9.9.1 metric 7 mtu 1400",
      `route add 10.6.0.0/16 dev ${device} table 77`,
      `route add 2001:db8:8::/48 via 2001:db8::1 dev ${device}`,
      "",
    ].join("\n"),
  });
  if (status !== 0) throw new Error(`Cannot furnish ${device}: ${stderr}`);
}

/** All that the host shows of a device, its addresses and routes. */
export async function seen(device: string): Promise<unknown> {
  const routes = await Promise.all(["-4", "-6"].map((family) => ip("-j", family, "route", "show", "dev", device)));
  const { valid_life_time: _, ...link } = await onHost(device) ?? {};
  // The address that a link gives itself is looked for elsewhere at first, each time that it comes up.
  const text = JSON.stringify({ link, routes }).replaceAll('"tentative":true,', "");
  return JSON.parse(text);
}

/** Expects what an ADD that failed has to leave behind: nothing. */
export async function expectNothing(stage: Stage, before: unknown): Promise<void> {
  await expect.poll(() => seen(stage.device), SOON).toEqual(before);
  expect(stage.container.json("link")).toHaveLength(1);
  expect(await readdir(join(stage.folder, "records")).catch(() => [])).toEqual([]);
}
