import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { boolean, u16, u32, u8 } from "../../codec/numbers.ts";
import { type Peer, peer } from "./peer.ts";

/** What becomes of packets that no program of BPF decides about (`NETKIT_*`); a number where it has no name here. */
export type NetkitPolicy = "forward" | "blackhole" | "redirect" | number;

/** Whether marks and priorities are taken off packets (`NETKIT_SCRUB_*`); a number where it has no name here. */
export type NetkitScrub = "none" | "default" | number;

/** The data of a link of the kind `netkit`: one end of a virtual cable, with programs of BPF at both. */
export interface NetkitData extends Extensible {
  /** The other end, in a request that makes a pair; the kernel never tells it (`IFLA_NETKIT_PEER_INFO`). */
  readonly peer?: Peer;
  /** Whether this end rules both (`IFLA_NETKIT_PRIMARY`). */
  readonly primary?: boolean;
  /** What becomes of packets here (`IFLA_NETKIT_POLICY`). */
  readonly policy?: NetkitPolicy;
  /** What becomes of packets at the other end (`IFLA_NETKIT_PEER_POLICY`). */
  readonly peerPolicy?: NetkitPolicy;
  /** Whether packets are Ethernet or IP; a number where it has no name here (`IFLA_NETKIT_MODE`). */
  readonly mode?: "l2" | "l3" | number;
  /** Whether packets are cleaned here (`IFLA_NETKIT_SCRUB`). */
  readonly scrub?: NetkitScrub;
  /** Whether packets are cleaned at the other end (`IFLA_NETKIT_PEER_SCRUB`). */
  readonly peerScrub?: NetkitScrub;
  /** Bytes in front of a packet (`IFLA_NETKIT_HEADROOM`). */
  readonly headroom?: number;
  /** Bytes behind a packet (`IFLA_NETKIT_TAILROOM`). */
  readonly tailroom?: number;
  /** Whether there is another end; a number where it has no name here (`IFLA_NETKIT_PAIRING`). */
  readonly pairing?: "pair" | "single" | number;
}

const policy = enumeration(u32, { forward: 0, blackhole: 2, redirect: 7 });
const scrub = enumeration(u32, { none: 0, default: 1 });

/** `IFLA_INFO_DATA` of a `netkit`. */
export const netkitData: Codec<NetkitData> = attributes<NetkitData>({
  peer: attribute(1, peer),
  primary: attribute(2, boolean(u8)),
  policy: attribute(3, policy),
  peerPolicy: attribute(4, policy),
  mode: attribute(5, enumeration(u32, { l2: 0, l3: 1 })),
  scrub: attribute(6, scrub),
  peerScrub: attribute(7, scrub),
  headroom: attribute(8, u16),
  tailroom: attribute(9, u16),
  pairing: attribute(10, enumeration(u32, { pair: 0, single: 1 })),
});
