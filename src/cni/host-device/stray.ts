import type { Link } from "../../../mod.ts";
import { CniError } from "../error.ts";
import type { Result } from "../result.ts";
import { parseHardwareAddress } from "./find.ts";
import type { Place } from "./move.ts";
import type { Settings } from "./settings.ts";

/** A device that nobody wrote a record of, as another plugin may have moved it. */
export interface Stray {
  /** What it is like where it is. */
  readonly link: Link;
  /** What it was called on the host. */
  readonly name: string;
}

/** By what a request tells its device. */
export interface Clues {
  /** What the configuration names. */
  readonly settings: Settings;
  /** Name in the container. */
  readonly ifName: string;
  /** What ADD told. */
  readonly previous: Result | undefined;
}

/**
 * Finds the device of a request in its container by alias, name on the host, device behind it or hardware address; absent
 * where there is none. Throws a {@linkcode CniError} where it is there and nothing tells what it was called on the host.
 */
export async function strayIn(container: Place, clues: Clues): Promise<Stray | undefined> {
  const { settings: { device } } = clues;
  const links = await container.rtnetlink.links.list();
  const link = links.find((link) => isAliased(link, clues)) ?? links.find((link) => isMeant(link, clues));
  if (link === undefined) return undefined;
  const name = device || link.alias;
  if (name) return { link, name };
  throw new CniError("internal", `failed to find original ifname for "${link.name}" (alias is not set)`);
}

/** Finds the device on the host, to which the kernel returned it with its name in a container that is gone. */
export async function strayOn(host: Place, { settings: { device }, ifName }: Clues): Promise<Stray | undefined> {
  const links = await host.rtnetlink.links.list();
  const link = links.find(({ name, alias }) => name === ifName && alias !== undefined && alias === device);
  return link?.alias === undefined ? undefined : { link, name: link.alias };
}

function isAliased({ name, alias }: Link, { settings: { device }, ifName }: Clues): boolean {
  return device ? alias === device : name === ifName && !!alias;
}

/** Whether a link is what the configuration names, or what ADD told of. */
function isMeant({ name, address, permanentAddress, parentDeviceName }: Link, clues: Clues): boolean {
  const { settings: { pciBusID, deviceID, hwaddr }, previous, ifName } = clues;
  if (parentDeviceName !== undefined && [pciBusID, deviceID].includes(parentDeviceName)) return true;
  if (hwaddr && permanentAddress === parseHardwareAddress(hwaddr)) return true;
  const told = previous?.interfaces?.find((one) => one.name === ifName && one.sandbox !== undefined);
  return name === ifName && told?.mac !== undefined && told.mac.toLowerCase() === address;
}
