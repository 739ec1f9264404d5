import { ip } from "../../codec/address.ts";
import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import { message, type MessageCodec } from "../../codec/message.ts";
import { i32, u16, u32, u8 } from "../../codec/numbers.ts";
import { field, struct } from "../../codec/struct.ts";
import { type Family, family } from "../family.ts";
import { routeProtocol } from "../protocol.ts";
import {
  MDB_ENTRY_SIZE,
  type MdbEntryAttributes,
  mdbEntryFields,
  type MdbEntryHeader,
  mdbGroupMode,
  type MdbSource,
} from "./entry.ts";

/** Sources in a request. */
export interface MdbRequestSources extends Extensible {
  /** The sources (`MDBE_SRC_LIST_ENTRY`). */
  readonly entries?: readonly Omit<MdbSource, "timer">[];
}

/** What a request says of an entry beside its header (`MDBE_ATTR_*`). */
export interface MdbRequestAttributes extends
  Pick<
    MdbEntryAttributes,
    "groupMode" | "source" | "protocol" | "destination" | "port" | "vni" | "tunnelIndex" | "sourceVni"
  >,
  Extensible {
  /** The sources that the member wants, or does not want (`MDBE_ATTR_SRC_LIST`). */
  readonly sourceList?: MdbRequestSources;
  /** Which states a request to remove all entries selects (`MDBE_ATTR_STATE_MASK`). */
  readonly stateMask?: number;
}

/** The fixed part of a request (`struct br_port_msg`). */
export interface MdbRequestHeader {
  /** Always `"bridge"` (`family`). */
  readonly family: Family;
  /** Index of the bridge, or of the tunnel (`ifindex`). */
  readonly index: number;
}

/** The attributes of a request (`MDBA_SET_*`, `MDBA_GET_*`). */
export interface MdbRequestParts extends Extensible {
  /** The entry (`MDBA_SET_ENTRY`, `MDBA_GET_ENTRY`). */
  readonly entry?: MdbEntryHeader;
  /** What else tells the entry (`MDBA_SET_ENTRY_ATTRS`, `MDBA_GET_ENTRY_ATTRS`). */
  readonly attributes?: MdbRequestAttributes;
}

/** A request about one entry of a multicast database. */
export interface MdbRequest extends MdbRequestHeader, MdbRequestParts {}

/** Every request about a multicast database: `struct br_port_msg` and `MDBA_SET_*`. */
export const mdbRequest: MessageCodec<MdbRequest> = message<MdbRequestHeader, MdbRequestParts>(8, {
  family: field(0, family),
  index: field(4, u32),
}, {
  entry: attribute(1, struct<MdbEntryHeader>(MDB_ENTRY_SIZE, mdbEntryFields)),
  attributes: attribute(
    2,
    attributes<MdbRequestAttributes>({
      source: attribute(1, ip),
      sourceList: attribute(
        2,
        attributes<MdbRequestSources>({
          entries: repeated(1, attributes<Omit<MdbSource, "timer">>({ address: attribute(1, ip) }), { nested: true }),
        }),
        { nested: true },
      ),
      groupMode: attribute(3, mdbGroupMode),
      protocol: attribute(4, routeProtocol),
      destination: attribute(5, ip),
      port: attribute(6, u16),
      vni: attribute(7, u32),
      tunnelIndex: attribute(8, i32),
      sourceVni: attribute(9, u32),
      stateMask: attribute(10, u8),
    }),
    { nested: true },
  ),
});
