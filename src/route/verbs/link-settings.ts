import { mac } from "../../codec/address.ts";
import { Writer } from "../../codec/writer.ts";
import { shown } from "../../shown.ts";
import { type Link, linkMessage } from "../link.ts";
import type { LinkFlag } from "../link/flags.ts";
import { chosenFlags, pick } from "./description.ts";
import { checkName, textBytes } from "./link-name.ts";
import type { LinkNamespace } from "./link-namespace.ts";
import { checkMaster, type LinkReference } from "./reference.ts";

/** What a link is told when it is made, or later. */
export interface LinkSettings extends
  Pick<
    Link,
    | "name"
    | "mtu"
    | "address"
    | "broadcast"
    | "alias"
    | "group"
    | "transmitQueueLength"
    | "linkMode"
    | "gsoMaxSegments"
    | "gsoMaxSize"
    | "gsoIpv4MaxSize"
    | "groMaxSize"
    | "groIpv4MaxSize"
  > {
  /** Whether the link is up (`IFF_UP`). */
  readonly up?: boolean;
  /** Whether neighbors are asked for by ARP (without `IFF_NOARP`). */
  readonly arp?: boolean;
  /** Whether the link takes multicast packets (`IFF_MULTICAST`). */
  readonly multicast?: boolean;
  /** Whether the link takes all multicast packets (`IFF_ALLMULTI`). */
  readonly allMulticast?: boolean;
  /** Whether the link takes packets for others too (`IFF_PROMISC`). */
  readonly promiscuous?: boolean;
  /** The bridge, bond or routing domain above, which is sought where the link will be; 0 for none (`IFLA_MASTER`). */
  readonly master?: LinkReference;
  /** The network namespace that the link is to be in (`IFLA_NET_NS_FD`, `IFLA_NET_NS_PID`). */
  readonly namespace?: LinkNamespace;
}

/** The settings that are attributes of the same name, and take the same values. */
type Plain = Exclude<keyof LinkSettings & keyof Link, "alias" | "allMulticast" | "master">;

/** The names of those settings. */
export const PLAIN_SETTINGS: readonly Plain[] = [
  "name",
  "mtu",
  "address",
  "broadcast",
  "group",
  "transmitQueueLength",
  "linkMode",
  "gsoMaxSegments",
  "gsoMaxSize",
  "gsoIpv4MaxSize",
  "groMaxSize",
  "groIpv4MaxSize",
];

/** The settings that are flags of a link, all but one by the flag's name. */
type FlagSetting = "up" | "arp" | "multicast" | "allMulticast" | "promiscuous";

/** The names of the settings that are flags. */
export const FLAG_SETTINGS: readonly FlagSetting[] = ["up", "arp", "multicast", "allMulticast", "promiscuous"];

/** The names of all settings. */
export const LINK_SETTINGS: readonly (keyof LinkSettings)[] = [
  ...PLAIN_SETTINGS,
  ...FLAG_SETTINGS,
  "alias",
  "master",
  "namespace",
];

/** Number of the attribute that holds the alias (`IFLA_IFALIAS`), and the longest alias in bytes (`IFALIASZ` - 1). */
const ALIAS = 20;
const ALIAS_LENGTH = 255;

/** Throws a `RangeError` that names what of the settings cannot be, as far as that is not seen when they are encoded. */
export function checkSettings(operation: string, settings: LinkSettings): void {
  const subject = `Cannot ${operation}`;
  const { name, alias, master } = settings;
  if (name !== undefined) checkName(`${subject}: name`, name);
  if (alias !== undefined) aliasMessage(operation, alias);
  checkMaster(subject, master);
  chosenFlags(subject, settings, FLAG_SETTINGS);
}

/** The settings as they stand in a message, but for the alias and what refers to something. */
export function settingsMessage(settings: LinkSettings): Partial<Link> {
  const plain = pick<LinkSettings, Plain>(settings, PLAIN_SETTINGS);
  const told = FLAG_SETTINGS.filter((name) => settings[name] !== undefined);
  if (told.length === 0) return plain;
  // One flag says the contrary of its setting.
  const flag = (name: FlagSetting): LinkFlag => name === "arp" ? "noArp" : name;
  const on = told.filter((name) => settings[name] !== (name === "arp"));
  return { ...plain, flags: on.map(flag), change: told.map(flag) };
}

/** An alias as it stands in a message: the kernel takes an end of the text for a part of it. */
export function aliasMessage(operation: string, alias: string): Pick<Link, "unknown"> {
  const data = textBytes(alias);
  if (data !== undefined && data.length <= ALIAS_LENGTH) return { unknown: [{ type: ALIAS, data }] };
  throw new RangeError(
    `Cannot ${operation}: alias: expected a text of at most ${ALIAS_LENGTH} bytes, got ${shown(alias)}`,
  );
}

/** Throws a `RangeError` where the addresses of what is an Ethernet link are none; the kernel cuts off what is too long. */
export function checkEthernet(operation: string, settings: Pick<LinkSettings, "address" | "broadcast">): void {
  for (const name of ["address", "broadcast"] as const) {
    const { [name]: address } = settings;
    const out = new Writer(operation);
    if (address !== undefined) out.within(name, () => mac.write(out, address));
  }
}

/** Throws a `RangeError` for what cannot be encoded, before anything is sent. */
export function checkEncodable(operation: string, message: Partial<Link>): void {
  // What is missing in the header is zero.
  linkMessage.write(new Writer(operation), message as Link);
}
