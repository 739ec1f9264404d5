import { decode, encode, ip } from "../codec/mod.ts";

/** An IP address in its canonical form; throws a `RangeError` that begins with `place` for what is none. */
export function parseAddress(text: string, place: string): string {
  try {
    if (text !== "") return decode(ip, encode(ip, text));
  } catch {
    // The message below tells more.
  }
  throw new RangeError(`${place}: invalid IP address: ${text}`);
}

/** An IP address with the length of its prefix. */
export interface Prefix {
  /** The address in its canonical form, with all its bits. */
  readonly address: string;
  /** Length of the prefix in bits. */
  readonly length: number;
  /** Family of the address. */
  readonly family: "inet" | "inet6";
}

/** Takes an address with the length of its prefix apart; throws a `RangeError` that begins with `place`. */
export function parsePrefix(text: string, place: string): Prefix {
  const [, left = "", right = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (left === "") throw new RangeError(`${place}: invalid CIDR address: ${text}`);
  const address = parseAddress(left, place);
  const family = familyOf(address);
  const length = Number(right);
  if (length > (family === "inet" ? 32 : 128)) throw new RangeError(`${place}: invalid CIDR address: ${text}`);
  return { address, length, family };
}

/** The family of a canonical address. */
export function familyOf(address: string): "inet" | "inet6" {
  return address.includes(":") ? "inet6" : "inet";
}

/** An address with the length of its prefix in its canonical form; throws a `RangeError` that begins with `place`. */
export function canonicalPrefix(text: string, place: string): string {
  const { address, length } = parsePrefix(text, place);
  return `${address}/${length}`;
}

/** The network of an address: its bits beyond the prefix are zero. */
export function networkOf(text: string, place: string): string {
  const { address, length } = parsePrefix(text, place);
  const bytes = encode(ip, address).map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, length - 8 * i))));
  return `${decode(ip, bytes)}/${length}`;
}
