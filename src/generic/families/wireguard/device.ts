import { ip } from "../../../codec/address.ts";
import { indexed } from "../../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { type Endpoint, endpoint } from "../../../codec/endpoint.ts";
import { type IpFamily, ipFamily } from "../../../codec/ip-family.ts";
import { type Flags, flags } from "../../../codec/names.ts";
import { u16, u32, u64, u8 } from "../../../codec/numbers.ts";
import { field, type Grown, struct } from "../../../codec/struct.ts";
import { cstring } from "../../../codec/text.ts";
import { wireguardKey, wireguardSecret } from "./key.ts";

/** What becomes of a prefix (`WGALLOWEDIP_F_*`): `removeMe` takes it from the peer, since Linux 6.16. */
export type WireguardPrefixFlag = "removeMe";

/** A prefix whose addresses belong to a peer: it sends from them, and is sent what is for them (`WGALLOWEDIP_A_*`). */
export interface WireguardPrefix extends Extensible {
  /** Family of `address` (`WGALLOWEDIP_A_FAMILY`). */
  readonly family?: IpFamily | number;
  /** The first address (`WGALLOWEDIP_A_IPADDR`). */
  readonly address?: string;
  /** Length of the prefix in bits (`WGALLOWEDIP_A_CIDR_MASK`). */
  readonly prefixLength?: number;
  /** What becomes of it, in requests (`WGALLOWEDIP_A_FLAGS`). */
  readonly flags?: Flags<WireguardPrefixFlag>;
}

/** A time since 1970 (`struct __kernel_timespec`). */
export interface WireguardTime extends Grown {
  /** Whole seconds; 0 where it never was (`tv_sec`, `sec`). */
  readonly seconds: bigint;
  /** The rest in nanoseconds (`tv_nsec`, `nsec`). */
  readonly nanoseconds: bigint;
}

/**
 * What becomes of a peer (`WGPEER_F_*`): `removeMe` removes it, `replaceAllowedIps` takes the prefixes from it that it had,
 * `updateOnly` changes it where there is one and makes none.
 */
export type WireguardPeerFlag = "removeMe" | "replaceAllowedIps" | "updateOnly";

/** Another end of the tunnels of a device (`WGPEER_A_*`). */
export interface WireguardPeer extends Extensible {
  /** Its public key in base64, by which it is known (`WGPEER_A_PUBLIC_KEY`). */
  readonly publicKey?: string;
  /** A secret that both ends share beside their keys, in base64; zeros for none (`WGPEER_A_PRESHARED_KEY`). */
  readonly presharedKey?: string;
  /** What becomes of it, in requests (`WGPEER_A_FLAGS`). */
  readonly flags?: Flags<WireguardPeerFlag>;
  /** Where it can be reached; absent until that is known (`WGPEER_A_ENDPOINT`). */
  readonly endpoint?: Endpoint;
  /** Seconds of silence after which it is sent something; 0 for never (`WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL`). */
  readonly persistentKeepaliveInterval?: number;
  /** When keys were agreed on the last time (`WGPEER_A_LAST_HANDSHAKE_TIME`). */
  readonly lastHandshakeTime?: WireguardTime;
  /** Bytes received from it (`WGPEER_A_RX_BYTES`). */
  readonly rxBytes?: bigint;
  /** Bytes sent to it (`WGPEER_A_TX_BYTES`). */
  readonly txBytes?: bigint;
  /** The prefixes that belong to it (`WGPEER_A_ALLOWEDIPS`). */
  readonly allowedIps?: readonly WireguardPrefix[];
  /** Version of the protocol: 1 (`WGPEER_A_PROTOCOL_VERSION`). */
  readonly protocolVersion?: number;
}

/** What becomes of a device (`WGDEVICE_F_*`): `replacePeers` removes the peers that it had. */
export type WireguardDeviceFlag = "replacePeers";

/** What stands in a message about a device (`WGDEVICE_A_*`). */
export interface WireguardDevice extends Extensible {
  /** Index of the link (`WGDEVICE_A_IFINDEX`). */
  readonly index?: number;
  /** Name of the link (`WGDEVICE_A_IFNAME`). */
  readonly name?: string;
  /** Its private key in base64; zeros take it away (`WGDEVICE_A_PRIVATE_KEY`). */
  readonly privateKey?: string;
  /** The public key that belongs to it, in base64 (`WGDEVICE_A_PUBLIC_KEY`). */
  readonly publicKey?: string;
  /** What becomes of it, in requests (`WGDEVICE_A_FLAGS`). */
  readonly flags?: Flags<WireguardDeviceFlag>;
  /** UDP port that it listens at; 0 in requests for any that is free (`WGDEVICE_A_LISTEN_PORT`). */
  readonly listenPort?: number;
  /** Mark of the packets that it sends; 0 for none (`WGDEVICE_A_FWMARK`). */
  readonly firewallMark?: number;
  /** Its peers (`WGDEVICE_A_PEERS`). */
  readonly peers?: readonly WireguardPeer[];
}

const prefix: Codec<WireguardPrefix> = attributes<WireguardPrefix>({
  family: attribute(1, ipFamily),
  address: attribute(2, ip),
  prefixLength: attribute(3, u8),
  flags: attribute(4, flags(u32, { removeMe: 0x1 })),
});

const peer: Codec<WireguardPeer> = attributes<WireguardPeer>({
  publicKey: attribute(1, wireguardKey),
  presharedKey: attribute(2, wireguardSecret),
  flags: attribute(3, flags(u32, { removeMe: 0x1, replaceAllowedIps: 0x2, updateOnly: 0x4 })),
  endpoint: attribute(4, endpoint),
  persistentKeepaliveInterval: attribute(5, u16),
  lastHandshakeTime: attribute(6, struct<WireguardTime>(16, { seconds: field(0, u64), nanoseconds: field(8, u64) })),
  rxBytes: attribute(7, u64),
  txBytes: attribute(8, u64),
  // The kernel numbers all of them 0, and does not mind other numbers.
  allowedIps: attribute(9, indexed(prefix, { first: 0, nested: true }), { nested: true }),
  protocolVersion: attribute(10, u32),
});

/** What all messages about devices consist of. */
export const wireguardDevice: Codec<WireguardDevice> = attributes<WireguardDevice>({
  index: attribute(1, u32),
  name: attribute(2, cstring),
  privateKey: attribute(3, wireguardSecret),
  publicKey: attribute(4, wireguardKey),
  flags: attribute(5, flags(u32, { replacePeers: 0x1 })),
  listenPort: attribute(6, u16),
  firewallMark: attribute(7, u32),
  peers: attribute(8, indexed(peer, { first: 0, nested: true }), { nested: true }),
});
