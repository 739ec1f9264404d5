import { ip } from "../../codec/address.ts";
import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { FixedCodec } from "../../codec/codec.ts";
import { message, type MessageCodec } from "../../codec/message.ts";
import { multicastGroup } from "../../codec/multicast-group.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { u16, u32, u8 } from "../../codec/numbers.ts";
import { field, type FieldsOf } from "../../codec/struct.ts";
import { type RouteProtocol, routeProtocol } from "../protocol.ts";

/** A flag of an entry (`MDB_FLAGS_*`). */
export type MdbFlag = "offload" | "fastLeave" | "starExclude" | "blocked" | "offloadFailed";

/** Whether an entry goes when nobody asks for the group any more (`MDB_*`). */
export type MdbState = "temporary" | "permanent" | number;

/** Whether a member wants all sources but those of the list, or these alone (`MCAST_*`). */
export type MdbGroupMode = "exclude" | "include" | number;

/** The fixed part of an entry (`struct br_mdb_entry`). */
export interface MdbEntryHeader {
  /** Index of the port behind which the member is; of the bridge, or the tunnel, itself (`ifindex`). */
  readonly index: number;
  /** Whether the entry goes by itself (`state`). */
  readonly state: MdbState;
  /** Flags (`flags`). */
  readonly flags: Flags<MdbFlag>;
  /** VLAN of the group; 0 for none (`vid`). */
  readonly vlan: number;
  /** The group: an IPv4, IPv6 or Ethernet address (`addr`). */
  readonly group: string;
}

/** A source of packets for a group (`MDBA_MDB_SRCATTR_*`). */
export interface MdbSource extends Extensible {
  /** Address of the source (`MDBA_MDB_SRCATTR_ADDRESS`, `MDBE_SRCATTR_ADDRESS`). */
  readonly address?: string;
  /** Time until the source is forgotten, in hundredths of a second (`MDBA_MDB_SRCATTR_TIMER`). */
  readonly timer?: number;
}

/** The sources that a member wants, or does not want. */
export interface MdbSourceList extends Extensible {
  /** The sources (`MDBA_MDB_SRCLIST_ENTRY`, `MDBE_SRC_LIST_ENTRY`). */
  readonly entries?: readonly MdbSource[];
}

/** The attributes of an entry (`MDBA_MDB_EATTR_*`). */
export interface MdbEntryAttributes extends Extensible {
  /** Time until the entry goes, in hundredths of a second; 0 for never (`MDBA_MDB_EATTR_TIMER`). */
  readonly timer?: number;
  /** The sources that the member wants, or does not want (`MDBA_MDB_EATTR_SRC_LIST`, `MDBE_ATTR_SRC_LIST`). */
  readonly sourceList?: MdbSourceList;
  /** What `sourceList` means (`MDBA_MDB_EATTR_GROUP_MODE`, `MDBE_ATTR_GROUP_MODE`). */
  readonly groupMode?: MdbGroupMode;
  /** The only source whose packets the entry is about; absent for any (`MDBA_MDB_EATTR_SOURCE`, `MDBE_ATTR_SOURCE`). */
  readonly source?: string;
  /** Who made the entry (`MDBA_MDB_EATTR_RTPROT`, `MDBE_ATTR_RTPROT`). */
  readonly protocol?: RouteProtocol;
  /** Address of the other end of a tunnel (`MDBA_MDB_EATTR_DST`, `MDBE_ATTR_DST`). */
  readonly destination?: string;
  /** UDP port of the other end of a tunnel (`MDBA_MDB_EATTR_DST_PORT`, `MDBE_ATTR_DST_PORT`). */
  readonly port?: number;
  /** Network number towards the other end of a tunnel (`MDBA_MDB_EATTR_VNI`, `MDBE_ATTR_VNI`). */
  readonly vni?: number;
  /** Index of the link to the other end of a tunnel (`MDBA_MDB_EATTR_IFINDEX`, `MDBE_ATTR_IFINDEX`). */
  readonly tunnelIndex?: number;
  /** Network number of the packets that the entry is about (`MDBA_MDB_EATTR_SRC_VNI`, `MDBE_ATTR_SRC_VNI`). */
  readonly sourceVni?: number;
}

/** A member of a multicast group. */
export interface MdbEntry extends MdbEntryHeader, MdbEntryAttributes {}

/** Length of `struct br_mdb_entry`. */
export const MDB_ENTRY_SIZE = 28;

/** `struct br_mdb_entry`. */
export const mdbEntryFields: FieldsOf<MdbEntryHeader> = {
  index: field(0, u32),
  state: field(4, enumeration(u8, { temporary: 0, permanent: 1 })),
  flags: field(5, flags(u8, { offload: 0x1, fastLeave: 0x2, starExclude: 0x4, blocked: 0x8, offloadFailed: 0x10 })),
  vlan: field(6, u16),
  group: field(8, multicastGroup),
};

/** What `sourceList` means. */
export const mdbGroupMode: FixedCodec<MdbGroupMode> = enumeration(u8, { exclude: 0, include: 1 });

/** An entry: `struct br_mdb_entry` and `MDBA_MDB_EATTR_*`. */
export const mdbEntry: MessageCodec<MdbEntry> = message<MdbEntryHeader, MdbEntryAttributes>(
  MDB_ENTRY_SIZE,
  mdbEntryFields,
  {
    timer: attribute(1, u32),
    sourceList: attribute(
      2,
      attributes<MdbSourceList>({
        entries: repeated(1, attributes<MdbSource>({ address: attribute(1, ip), timer: attribute(2, u32) }), {
          nested: true,
        }),
      }),
      { nested: true },
    ),
    groupMode: attribute(3, mdbGroupMode),
    source: attribute(4, ip),
    protocol: attribute(5, routeProtocol),
    destination: attribute(6, ip),
    port: attribute(7, u16),
    vni: attribute(8, u32),
    tunnelIndex: attribute(9, u32),
    sourceVni: attribute(10, u32),
  },
);
