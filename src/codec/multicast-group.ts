import { DecodeError } from "../errors.ts";
import { shown } from "../shown.ts";
import { ipv4, ipv6, mac, parseIp } from "./address.ts";
import type { FixedCodec } from "./codec.ts";
import { be16 } from "./numbers.ts";

/** Where the protocol of the address stands, behind the room for the longest. */
const PROTOCOL_OFFSET = 16;
const SIZE = 20;
/** Where no group is told. */
const NONE = "00:00:00:00:00:00";

/** A form of address, and the protocol that tells it (`ETH_P_IP`, `ETH_P_IPV6`); a group of Ethernet has none. */
interface Form {
  readonly protocol: number;
  readonly codec: FixedCodec<string>;
}

const IPV4: Form = { protocol: 0x0800, codec: ipv4 };
const IPV6: Form = { protocol: 0x86dd, codec: ipv6 };
const ETHERNET: Form = { protocol: 0, codec: mac };

/**
 * The group of an entry of a multicast database: an IPv4, IPv6 or Ethernet address, told apart by the protocol behind it
 * (`addr` of `struct br_mdb_entry`). None at all is `""`.
 */
export const multicastGroup: FixedCodec<string> = {
  layout: { type: "address", form: "ip", size: SIZE },
  size: SIZE,
  read(view, offset) {
    const told = be16.read(view, offset + PROTOCOL_OFFSET, 2);
    const form = [IPV4, IPV6, ETHERNET].find(({ protocol }) => protocol === told);
    if (form === undefined) throw new DecodeError(`expected the protocol of a group, got 0x${told.toString(16)}`);
    const address = form.codec.read(view, offset, form.codec.size);
    return address === NONE ? "" : address;
  },
  write(out, value) {
    const form = formOf(value);
    if (form === undefined) throw out.failure(`expected an IPv4, IPv6 or Ethernet address, got ${shown(value)}`);
    form.codec.write(out, value === "" ? NONE : value);
    out.reserve(PROTOCOL_OFFSET - form.codec.size);
    be16.write(out, form.protocol);
    out.reserve(SIZE - PROTOCOL_OFFSET - 2);
  },
};

function formOf(text: string): Form | undefined {
  if (typeof text !== "string") return undefined;
  if (/^$|^[\da-f]{2}(:[\da-f]{2}){5}$/i.test(text)) return ETHERNET;
  const { length = 0 } = parseIp(text) ?? [];
  return { 4: IPV4, 16: IPV6 }[length];
}
