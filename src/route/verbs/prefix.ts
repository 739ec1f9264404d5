import { parseIp } from "../../codec/address.ts";
import type { Family } from "../family.ts";

/** A network, or an address with the length of its network's prefix. */
export interface Prefix {
  /** `"inet"` or `"inet6"`. */
  readonly family: Family;
  /** The address. */
  readonly address: string;
  /** Length of the prefix in bits; the whole address where none was given. */
  readonly prefixLength: number;
}

/** Reads `"10.0.0.0/8"`, `"10.1.2.3"` or `"2001:db8::/32"`; throws a `RangeError` that starts with `subject`. */
export function parsePrefix(subject: string, text: string): Prefix {
  const [, address = "", length] = typeof text === "string" ? /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [] : [];
  const octets = parseIp(address);
  if (octets === undefined) {
    throw new RangeError(`${subject}: expected an IPv4 or IPv6 address such as 192.0.2.1/24, got '${text}'`);
  }
  const bits = octets.length * 8;
  const prefixLength = length === undefined ? bits : Number(length);
  if (prefixLength > bits) {
    throw new RangeError(`${subject}: expected a prefix length from 0 to ${bits}, got '${text}'`);
  }
  return { family: familyOf(address), address, prefixLength };
}

/** The family of an IP address that is one. */
export function familyOf(address: string): "inet" | "inet6" {
  return address.includes(":") ? "inet6" : "inet";
}
