import { type Link, NetlinkError, type Rtnetlink } from "../../../mod.ts";
import type { Selector } from "./settings.ts";
import type { Sysfs } from "./sysfs.ts";

/** The sizes that hardware addresses have, in bytes: Ethernet, EUI-64, InfiniBand. */
const SIZES: ReadonlySet<number> = new Set([6, 8, 20]);

/** A hardware address as links tell it; throws an `Error` for what is none. */
export function parseHardwareAddress(text: string): string {
  // Two digits parted by colons or dashes, or four parted by dots.
  const groups = /^[0-9a-f]{4}(\.[0-9a-f]{4})+$/i.test(text)
    ? text.replaceAll(".", "").match(/../g) ?? []
    : /^[0-9a-f]{2}(([:-])[0-9a-f]{2})(\2[0-9a-f]{2})*$/i.test(text)
    ? text.split(/[:-]/)
    : [];
  if (SIZES.has(groups.length)) return groups.join(":").toLowerCase();
  throw new Error(`failed to parse MAC address "${text}": address ${text}: invalid MAC address`);
}

/** The link that a selector means; throws an `Error` that says why there is none. */
export async function findDevice(selector: Selector, { links }: Rtnetlink, sysfs: Sysfs): Promise<Link> {
  if (selector.by === "hwaddr") {
    const address = parseHardwareAddress(selector.address);
    const found = (await links.list()).find((link) => link.address === address);
    if (found === undefined) throw new Error("failed to find physical interface");
    return found;
  }
  const found = await linkNamed(await nameOf(selector, sysfs), { links });
  if (found === undefined) throw new Error("Link not found");
  return found;
}

/** The link of a name; absent where there is none. */
export async function linkNamed(name: string, { links }: Pick<Rtnetlink, "links">): Promise<Link | undefined> {
  try {
    return await links.get(name);
  } catch (error) {
    if (error instanceof NetlinkError && error.code === "ENODEV") return undefined;
    throw error;
  }
}

async function nameOf(selector: Exclude<Selector, { readonly by: "hwaddr" }>, sysfs: Sysfs): Promise<string> {
  switch (selector.by) {
    case "device":
      return selector.name;
    case "kernelpath":
      return await sysfs.linkOfPath(selector.path);
    case "pci":
      return await sysfs.linkOfPci(selector.address);
    case "auxiliary":
      return await sysfs.linkOfAuxiliary(selector.name);
  }
}
