import { hardwareAddress, ip } from "../codec/address.ts";
import { attribute, attributes, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { enumeration, type Flags, flags } from "../codec/names.ts";
import { be16, flag, i32, u16, u32, u8 } from "../codec/numbers.ts";
import { field, type Grown, struct } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { type RouteProtocol, routeProtocol } from "./protocol.ts";
import { type RouteType, routeType } from "./route-type.ts";

/**
 * What the kernel knows of a neighbor (`NUD_*`). `"noArpPermanent"` is two of them at once, as permanent entries of the
 * forwarding databases of tunnels are; `bridge fdb` calls them permanent. A number for any other of several.
 */
export type NeighborState =
  | "none"
  | "incomplete"
  | "reachable"
  | "stale"
  | "delay"
  | "probe"
  | "failed"
  | "noArp"
  | "permanent"
  | "noArpPermanent"
  | number;

/** A flag of a neighbor (`NTF_*`). */
export type NeighborFlag =
  | "use"
  | "self"
  | "master"
  | "proxy"
  | "externallyLearned"
  | "offloaded"
  | "sticky"
  | "router";

/** A flag of a neighbor that its header has no room for (`NTF_EXT_*`). */
export type NeighborExtendedFlag = "managed" | "locked" | "externallyValidated";

/** When a neighbor was last seen, in hundredths of a second before the message (`struct nda_cacheinfo`). */
export interface NeighborCacheInfo extends Grown {
  /** Since the neighbor was known to be reachable (`ndm_confirmed`). */
  readonly confirmed: number;
  /** Since it was last used (`ndm_used`). */
  readonly used: number;
  /** Since it last changed (`ndm_updated`). */
  readonly updated: number;
  /** How many use the entry (`ndm_refcnt`). */
  readonly references: number;
}

/** Whether the kernel announces that an entry of a forwarding database is used, and whether it is not (`FDB_NOTIFY_*`). */
export type FdbActivity = "notify" | "inactive";

/** What only entries of forwarding databases have (`NDA_FDB_EXT_ATTRS`). */
export interface FdbExtended extends Extensible {
  /** What is announced of its use; absent where nothing is (`NFEA_ACTIVITY_NOTIFY`). */
  readonly activity?: Flags<FdbActivity>;
  /** Present in a request that changes the entry without making it younger (`NFEA_DONT_REFRESH`). */
  readonly dontRefresh?: true;
}

/** The fixed part of a neighbor message (`struct ndmsg`). */
export interface NeighborHeader {
  /** Family of `destination`; `"bridge"` for an entry of a forwarding database (`ndm_family`). */
  readonly family: Family;
  /** Index of the link behind which the neighbor is (`ndm_ifindex`). */
  readonly index: number;
  /** What the kernel knows of the neighbor (`ndm_state`). */
  readonly state: NeighborState;
  /** Flags (`ndm_flags`). */
  readonly flags: Flags<NeighborFlag>;
  /** What kind of destination it is, as in a route (`ndm_type`). */
  readonly type: RouteType;
}

/** The attributes of a neighbor message (`NDA_*`). */
export interface NeighborAttributes extends Extensible {
  /** Address of the neighbor in its network (`NDA_DST`). */
  readonly destination?: string;
  /** Link-layer address; absent while it is not known (`NDA_LLADDR`). */
  readonly linkLayerAddress?: string;
  /** When it was last seen (`NDA_CACHEINFO`). */
  readonly cacheInfo?: NeighborCacheInfo;
  /** How many times it was asked for (`NDA_PROBES`). */
  readonly probes?: number;
  /** VLAN of an entry of a forwarding database (`NDA_VLAN`). */
  readonly vlan?: number;
  /** UDP port of the other end of a tunnel (`NDA_PORT`). */
  readonly port?: number;
  /** Network number of the other end of a tunnel (`NDA_VNI`). */
  readonly vni?: number;
  /** Index of the link to the other end of a tunnel (`NDA_IFINDEX`). */
  readonly tunnelIndex?: number;
  /** Index of the bridge whose entry it is (`NDA_MASTER`). */
  readonly master?: number;
  /** Number of the namespace of the link (`NDA_LINK_NETNSID`). */
  readonly linkNamespaceId?: number;
  /** Network number under which a tunnel learnt the entry (`NDA_SRC_VNI`). */
  readonly sourceVni?: number;
  /** Who made the entry (`NDA_PROTOCOL`). */
  readonly protocol?: RouteProtocol;
  /** Number of the nexthop object that the entry leads to (`NDA_NH_ID`). */
  readonly nexthopId?: number;
  /** What only entries of forwarding databases have (`NDA_FDB_EXT_ATTRS`). */
  readonly fdbExtended?: FdbExtended;
  /** Flags that the header has no room for (`NDA_FLAGS_EXT`). */
  readonly extendedFlags?: Flags<NeighborExtendedFlag>;
  /** Which states a request selects (`NDA_NDM_STATE_MASK`). */
  readonly stateMask?: number;
  /** Which flags a request selects (`NDA_NDM_FLAGS_MASK`). */
  readonly flagsMask?: number;
}

/** A neighbor: an entry of the ARP or ND table, or of a forwarding database. */
export interface Neighbor extends NeighborHeader, NeighborAttributes {}

const cacheInfo = struct<NeighborCacheInfo>(16, {
  confirmed: field(0, u32),
  used: field(4, u32),
  updated: field(8, u32),
  references: field(12, u32),
});

const fdbExtended = attributes<FdbExtended>({
  activity: attribute(1, flags(u8, { notify: 0x1, inactive: 0x2 })),
  dontRefresh: attribute(2, flag),
});

/** Every neighbor message: `struct ndmsg` and `NDA_*`. */
export const neighborMessage: MessageCodec<Neighbor> = message<NeighborHeader, NeighborAttributes>(12, {
  family: field(0, family),
  index: field(4, i32),
  state: field(
    8,
    enumeration(u16, {
      none: 0,
      incomplete: 0x01,
      reachable: 0x02,
      stale: 0x04,
      delay: 0x08,
      probe: 0x10,
      failed: 0x20,
      noArp: 0x40,
      permanent: 0x80,
      noArpPermanent: 0x40 | 0x80,
    }),
  ),
  flags: field(
    10,
    flags(u8, {
      use: 0x01,
      self: 0x02,
      master: 0x04,
      proxy: 0x08,
      externallyLearned: 0x10,
      offloaded: 0x20,
      sticky: 0x40,
      router: 0x80,
    }),
  ),
  type: field(11, routeType),
}, {
  destination: attribute(1, ip),
  linkLayerAddress: attribute(2, hardwareAddress),
  cacheInfo: attribute(3, cacheInfo),
  probes: attribute(4, u32),
  vlan: attribute(5, u16),
  port: attribute(6, be16),
  vni: attribute(7, u32),
  tunnelIndex: attribute(8, u32),
  master: attribute(9, u32),
  linkNamespaceId: attribute(10, i32),
  sourceVni: attribute(11, u32),
  protocol: attribute(12, routeProtocol),
  nexthopId: attribute(13, u32),
  fdbExtended: attribute(14, fdbExtended, { nested: true }),
  extendedFlags: attribute(15, flags(u32, { managed: 0x1, locked: 0x2, externallyValidated: 0x4 })),
  stateMask: attribute(16, u16),
  flagsMask: attribute(17, u8),
});

/** A neighbor appeared, changed or disappeared. */
export interface NeighborEvent {
  /** Tells what the event is about. */
  readonly type: "neighbor";
  /**
   * Whether the neighbor is there or gone (before which its state becomes `"failed"`); `"miss"` where the kernel asks a
   * program to find it, as a link with `app_solicit` or a tunnel with `l2miss` or `l3miss` does.
   */
  readonly action: Action | "miss";
  /** The neighbor as it is now, or as it was. */
  readonly neighbor: Neighbor;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Neighbors: `RTM_NEWNEIGH`, `RTM_DELNEIGH`. */
export const neighborNoun: Noun<Neighbor, NeighborEvent> = {
  kernelName: "NEIGH",
  newType: 28,
  // RTNLGRP_NEIGH
  groups: [3],
  codec: neighborMessage,
  links: [["index"]],
  event: (action, neighbor, message) => ({ type: "neighbor", action, neighbor, message }),
  asked: (neighbor, message) => ({ type: "neighbor", action: "miss", neighbor, message }),
};
