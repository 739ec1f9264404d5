import type { Link } from "../../../mod.ts";
import { CniError } from "../error.ts";
import type { Result } from "../result.ts";
import { parseHardwareAddress } from "./find.ts";
import type { Place, Traveller } from "./move.ts";
import type { Settings } from "./settings.ts";

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
 * Finds a device that nobody wrote a record of, as another plugin may have moved it; absent where there is none.
 *
 * In a container it is known by alias, name on the host, device behind it or hardware address; on the host, to which the
 * kernel returned it, by its name in the container and the alias that it still has. Throws a {@linkcode CniError} where it
 * is there, and nothing tells what it was called on the host.
 */
export async function findStray(place: Place, clues: Clues): Promise<Traveller | undefined> {
  const { settings: { device } } = clues;
  const links = await place.rtnetlink.links.list();
  const isAliased = place.isHost ? isReturned : isMoved;
  const link = links.find((link) => isAliased(link, clues)) ??
    (place.isHost ? undefined : links.find((link) => isMeant(link, clues)));
  if (link === undefined) return undefined;
  const name = device || link.alias;
  if (name) return { located: { place, link }, as: { name, alias: "" } };
  throw new CniError("internal", `failed to find original ifname for "${link.name}" (alias is not set)`);
}

function isMoved(link: Link, { settings, ifName }: Clues): boolean {
  const { name, alias } = link;
  return settings.device ? alias === settings.device : name === ifName && !!alias && !isOther(link, settings);
}

/** Whether a link is surely not what the configuration names: an alias alone may be anybody's. */
function isOther(
  { address, permanentAddress, parentDeviceName, parentDeviceBusName }: Link,
  { hwaddr, pciBusID, deviceID }: Settings,
): boolean {
  const pci = deviceID || pciBusID;
  return !!hwaddr && ![address, permanentAddress].includes(parseHardwareAddress(hwaddr)) ||
    !!pci && parentDeviceBusName === "pci" && parentDeviceName !== pci;
}

function isReturned({ name, alias }: Link, { settings: { device }, ifName }: Clues): boolean {
  return name === ifName && !!device && alias === device;
}

/** Whether a link is what the configuration names, or what ADD told of. */
function isMeant({ name, address, permanentAddress, parentDeviceName }: Link, clues: Clues): boolean {
  const { settings: { pciBusID, deviceID, hwaddr }, previous, ifName } = clues;
  if (parentDeviceName !== undefined && [pciBusID, deviceID].includes(parentDeviceName)) return true;
  if (hwaddr && permanentAddress === parseHardwareAddress(hwaddr)) return true;
  const told = previous?.interfaces?.find((one) => one.name === ifName && one.sandbox !== undefined);
  return name === ifName && told?.mac !== undefined && told.mac.toLowerCase() === address;
}
