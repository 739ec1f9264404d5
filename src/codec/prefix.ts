import { shown } from "../shown.ts";
import { ip, parseIp } from "./address.ts";
import { decode, encode } from "./codec.ts";
import type { IpFamily } from "./ip-family.ts";

/** A network, or an address with the length of its network's prefix. */
export interface Prefix {
  /** Whether it is of IPv4 or IPv6. */
  readonly family: IpFamily;
  /** The address, in its canonical form. */
  readonly address: string;
  /** Length of the prefix in bits; the whole address where none was given. */
  readonly prefixLength: number;
}

const NAMES: Readonly<Record<IpFamily, string>> = { inet: "IPv4", inet6: "IPv6" };
const EXAMPLES: Readonly<Record<IpFamily, string>> = { inet: "192.0.2.1", inet6: "2001:db8::1" };

/**
 * Reads `"10.0.0.0/8"`, `"10.1.2.3"` or `"2001:db8::/32"`; throws a `RangeError` that starts with `subject` for what is
 * none, or none of `family`.
 */
export function parsePrefix(subject: string, text: string, family?: IpFamily): Prefix {
  const [, address = "", length] = typeof text === "string" ? /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [] : [];
  const octets = parseIp(address);
  if (octets === undefined || (family !== undefined && family !== familyOf(address))) {
    throw expected(subject, text, family, "/24");
  }
  const bits = octets.length * 8;
  const prefixLength = length === undefined ? bits : Number(length);
  if (prefixLength > bits) {
    throw new RangeError(`${subject}: expected a prefix length from 0 to ${bits}, got ${shown(text)}`);
  }
  return { family: familyOf(address), address: canonical(address), prefixLength };
}

/** Reads an address without a prefix; throws a `RangeError` that starts with `subject`. */
export function parseAddress(subject: string, text: string, family?: IpFamily): string {
  const isAddress = typeof text === "string" && parseIp(text) !== undefined;
  if (!isAddress || (family !== undefined && family !== familyOf(text))) throw expected(subject, text, family, "");
  return canonical(text);
}

/** The canonical form of an IP address; IPv4 addresses have no other. */
function canonical(address: string): string {
  return familyOf(address) === "inet" ? address : decode(ip, encode(ip, address));
}

function expected(subject: string, text: unknown, family: IpFamily | undefined, suffix: "" | "/24"): RangeError {
  const kind = family === undefined ? "IPv4 or IPv6" : NAMES[family];
  const example = EXAMPLES[family ?? "inet"] + (family === "inet6" && suffix !== "" ? "/64" : suffix);
  return new RangeError(`${subject}: expected an ${kind} address such as ${example}, got ${shown(text)}`);
}

/** The family of an IP address that is one. */
export function familyOf(address: string): IpFamily {
  return address.includes(":") ? "inet6" : "inet";
}
