import { DecodeError } from "../errors.ts";
import { ipv6, paddedIpv4 } from "./address.ts";
import type { Codec, FixedCodec } from "./codec.ts";
import { type IpFamily, ipFamily } from "./ip-family.ts";
import { be16, u32 } from "./numbers.ts";
import { prefixed } from "./prefixed.ts";
import { field } from "./struct.ts";

/** Where somebody can be reached by TCP or UDP (`struct sockaddr_in`, `struct sockaddr_in6`). */
export interface Endpoint {
  /** Family of `address` (`sa_family`, `sin_family`, `sin6_family`). */
  readonly family: IpFamily | number;
  /** Number of the port (`sin_port`, `sin6_port`). */
  readonly port: number;
  /**
   * The address; behind one of IPv6 that is valid on one link only, `%` and the index of the link, such as `"fe80::1%2"`
   * (`sin_addr`, `sin6_addr`, `sin6_scope_id`).
   */
  readonly address: string;
}

/** What is in front of the address (`sin6_flowinfo`), which nothing here uses: it is read over, and written as 0. */
const FLOW_SIZE = 4;
const ADDRESS_SIZE = 16;
const SCOPE_SIZE = 4;
const SIZE = FLOW_SIZE + ADDRESS_SIZE + SCOPE_SIZE;

/** An IPv6 address with its link: what follows the port in `struct sockaddr_in6`. */
const scopedIpv6: FixedCodec<string> = {
  layout: { type: "address", form: "ipv6", size: SIZE },
  size: SIZE,
  read(view, offset, length) {
    if (length !== SIZE) throw new DecodeError(`expected ${SIZE} bytes, got ${length}`);
    const address = ipv6.read(view, offset + FLOW_SIZE, ADDRESS_SIZE);
    const scope = u32.read(view, offset + FLOW_SIZE + ADDRESS_SIZE, SCOPE_SIZE);
    return scope === 0 ? address : `${address}%${scope}`;
  },
  write(out, value) {
    const [, address = value, scope = "0"] = /^([^%]*)%(\d{1,10})$/.exec(value) ?? [];
    out.reserve(FLOW_SIZE);
    ipv6.write(out, address);
    u32.write(out, Number(scope));
  },
};

/** A socket address of IPv4 or IPv6, in the length that it has on the wire. */
export const endpoint: Codec<Endpoint> = prefixed<Pick<Endpoint, "family" | "port">, "address", string>(4, {
  family: field(0, ipFamily),
  port: field(2, be16),
}, {
  name: "address",
  alternatives: { inet: paddedIpv4(12), inet6: scopedIpv6 },
  choose: ({ family }) => `${family}`,
});
