import type { Address, Link, Rtnetlink } from "../../../mod.ts";
import { linkNamed } from "./find.ts";
import type { DeviceLink } from "./record.ts";

/** A network namespace, and what changes it. */
export interface Place {
  /** What errors call it. */
  readonly label: string;
  /** Whether it is the host. */
  readonly isHost: boolean;
  /** Its path. */
  readonly path: string;
  /** Requests about it. */
  readonly rtnetlink: Rtnetlink;
}

/** What a device is to be like where it is put. */
export interface Appearance {
  /** Its name. */
  readonly name: string;
  /** Its alias; empty for none. */
  readonly alias: string;
  /** Whether it is up; absent to leave it as it is. */
  readonly up?: boolean;
}

/** A device where it was found. */
export interface Located {
  /** One of the places in which it was sought. */
  readonly place: Place;
  /** What it is like there. */
  readonly link: Link;
}

/** A device that is to go somewhere. */
export interface Traveller {
  /** Where it is. */
  readonly located: Located;
  /** What it is to be like there. */
  readonly as: Appearance;
  /** What addresses it gets there; absent where nothing is known of any. */
  readonly addresses?: readonly Address[];
}

/** How a link is recognised as a device, the surest way first: name, alias and address may have been changed since. */
const SIGNS: readonly ((link: Link, device: DeviceLink, place: Place) => boolean)[] = [
  (link, device) => link.index === device.index && link.address === device.address,
  (link, device) => link.permanentAddress !== undefined && link.permanentAddress === device.permanentAddress,
  (link, device) => link.alias === device.name,
  (link, device) => link.address !== undefined && link.address === device.address,
  // On the host, an index may be that of a device which came back from elsewhere.
  (link, device, { isHost }) => link.index === device.index && !isHost,
];

/** Finds a device, whatever it is called now; absent where it is in none of the places. */
export async function locate(device: DeviceLink, places: readonly Place[]): Promise<Located | undefined> {
  const lists = await Promise.all(places.map(async (place) => {
    const links = await place.rtnetlink.links.list();
    const alike = links.filter(({ type, kind }) => type === device.type && kind === device.kind);
    return alike.map((link) => ({ place, link }));
  }));
  for (const isSign of SIGNS) {
    const found = lists.flat().find(({ link, place }) => isSign(link, device, place));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Puts a device that was found to a place, with a name, an alias and up or down; does what of it is not done yet. Gives the
 * link there. Throws an `Error` where another link has the name.
 */
export async function put({ place: from, link }: Located, to: Place, as: Appearance): Promise<Link> {
  const other = await linkNamed(as.name, to.rtnetlink);
  if (other !== undefined && !(from === to && other.index === link.index)) {
    throw new Error(`${to.label} has another interface "${as.name}"`);
  }
  if (from === to) return await shape(link, to, as);
  // One request does it all, so that nobody sees the device with another name there, and none clashes.
  return await from.rtnetlink.links.set(link.index, { ...as, namespace: to.path });
}

/** Changes what of a link is not so yet. */
async function shape(link: Link, { rtnetlink: { links } }: Place, { name, alias, up }: Appearance): Promise<Link> {
  const { flags, index } = link;
  const isRenamed = link.name !== name;
  const changes = {
    // Kernels before 6.2 rename no link that is up.
    ...(isRenamed && { name, up: false }),
    ...((link.alias ?? "") !== alias && { alias }),
  };
  const changed = Object.keys(changes).length === 0 ? link : await links.set(index, changes);
  const wanted = up ?? flags.includes("up");
  return changed.flags.includes("up") === wanted ? changed : await links.set(index, { up: wanted });
}
