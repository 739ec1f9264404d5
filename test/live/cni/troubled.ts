import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type Call, Faults } from "./faults.ts";
import { furnish, furnished } from "./furnished.ts";
import { onHost, type Stage } from "./stage.ts";

/** What asks for the IPAM plugin. */
export const IPAM = { ipam: { type: "ipam" } };
/** What makes ADD do all that it can do. */
const RESULT = {
  cniVersion: "1.0.0",
  ips: [
    { address: "10.10.0.1/24", gateway: "10.10.0.254" },
    { address: "2001:db8:1::5/64", gateway: "2001:db8:1::1" },
  ],
  routes: [{ dst: "0.0.0.0/0" }, { dst: "2000::/3" }],
};

/** A furnished host of which anything can fail. */
export interface Troubled extends AsyncDisposable {
  /** Host and container. */
  readonly stage: Stage;
  /** What the plugin takes for the kernel. */
  readonly faults: Faults;
  /** What a command asks the kernel for, where nothing fails. */
  readonly calls: Readonly<Record<"ADD" | "DEL", readonly Call[]>>;
}

/** Makes one. Its IPAM plugin has the folder `lease` as long as an address is given away. */
export async function troubled(): Promise<Troubled> {
  const faults = await Faults.open();
  const stage = await furnished({ kernel: faults.kernel });
  await stage.claimAtOnce();
  stage.script(
    "ipam",
    `cd '${stage.folder}'
    at() { test -e "$1" && rm "$1"; }
    at fail-before && exit 1
    at kill-before && kill -9 $PPID && exit 1
    case $CNI_COMMAND in ADD) mkdir lease || exit 1;; DEL) rm -rf lease;; esac
    at kill-after && kill -9 $PPID
    at fail-after && exit 1
    test $CNI_COMMAND = ADD || exit 0
    cat <<'END'\n${JSON.stringify(RESULT)}\nEND`,
  );
  await stage.done("ADD", IPAM);
  const added = faults.take();
  await stage.done("DEL", IPAM);
  const calls = { ADD: added, DEL: faults.take() };
  // Each calls its plugin once.
  expect(stage.commands()).toEqual(["ADD", "DEL"]);
  await furnish(stage);
  return { stage, faults, calls, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() };
}

/** What a device on the host has to have again when it comes home. */
export async function lasting(device: string): Promise<unknown> {
  const { ifname, ifalias, address, addr_info } = await onHost(device) ?? {};
  // Each device has such a list; the addresses that links give themselves come when they are up.
  const addresses = (addr_info as readonly Record<string, unknown>[]).filter(({ scope }) => scope === "global")
    .map(({ local, prefixlen, label }) => `${local}/${prefixlen} ${label}`);
  return { ifname, ifalias, address, addresses: addresses.toSorted() };
}

/** Expects a device to have come home, with nothing left in the container. */
export async function expectHome({ device, container, folder }: Stage, before: unknown): Promise<void> {
  expect(await lasting(device)).toEqual(before);
  expect(container.json("link")).toHaveLength(1);
  expect(await readdir(join(folder, "records"))).toEqual([]);
  expect(existsSync(join(folder, "lease"))).toBe(false);
}
