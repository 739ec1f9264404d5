import type { Link } from "../../../mod.ts";
import { present } from "../json.ts";
import { type Configured, reconfigure } from "./configured.ts";
import type { Context } from "./context.ts";
import { locate, put } from "./move.ts";
import type { DeviceLink } from "./record.ts";
import { locateReturned } from "./returned.ts";

/** A device as it was before a request. */
export interface Before {
  /** Where it was. */
  readonly at: "host" | "container";
  /** What it was like. */
  readonly link: Link;
  /** What it had there. */
  readonly configured: Configured;
}

/** Puts a device to where it was, as it was, whatever was done with it since; throws where it is nowhere. */
export async function putBack({ at, link, configured }: Before, netns: string, context: Context): Promise<void> {
  await using host = await context.host();
  await using container = await context.containerIfAny(netns);
  const [home, away] = at === "host" ? [host, container] : [container, host];
  if (home === undefined) throw new Error(`there is no netns "${netns}" any more`);
  const device = deviceOf(link);
  const located = await (away === undefined ? locateReturned(device, home) : locate(device, [home, away]));
  if (located === undefined) throw new Error("interface is neither on the host nor in the container");
  const { name = "", alias = "", flags } = link;
  const { index } = await put(located, home, { name, alias, up: flags.includes("up") });
  // What stayed has kept it all.
  if (located.place !== home) await reconfigure(home.rtnetlink, index, configured);
}

/** What of a link makes it the device that it is. */
export function deviceOf({ index, name, type, kind, address, permanentAddress, alias }: Link): DeviceLink {
  return present<DeviceLink>({ index, name, type, kind, address, permanentAddress, alias });
}
