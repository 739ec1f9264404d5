import { attribute, type Extensible, repeated } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { type Flags, flags } from "../codec/names.ts";
import { u32 } from "../codec/numbers.ts";
import { field, type FieldsOf } from "../codec/struct.ts";
import { type BridgeVlanEntry, bridgeVlanEntry } from "./bridge-vlan/entry.ts";
import { type BridgeVlanOptions, bridgeVlanOptions } from "./bridge-vlan/options.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** The fixed part of a message about VLANs (`struct br_vlan_msg`). */
export interface BridgeVlanHeader {
  /** Always `"bridge"` (`family`). */
  readonly family: Family;
  /** Index of the port or of the bridge (`ifindex`). */
  readonly index: number;
}

/** The attributes of a message about VLANs (`BRIDGE_VLANDB_*`). */
export interface BridgeVlanAttributes extends Extensible {
  /** VLANs at the port or the bridge (`BRIDGE_VLANDB_ENTRY`). */
  readonly entries?: readonly BridgeVlanEntry[];
  /** What VLANs are for the whole bridge (`BRIDGE_VLANDB_GLOBAL_OPTIONS`). */
  readonly globalOptions?: readonly BridgeVlanOptions[];
}

/** VLANs of a port, or of a bridge itself. */
export interface BridgeVlanDatabase extends BridgeVlanHeader, BridgeVlanAttributes {}

/** What a list of VLANs has to hold (`BRIDGE_VLANDB_DUMPF_*`). */
export type BridgeVlanDumpFlag = "stats" | "global";

/** The attributes of a request for a list (`BRIDGE_VLANDB_DUMP_*`). */
export interface BridgeVlanQueryAttributes extends Extensible {
  /** What is listed; without it VLANs without counters (`BRIDGE_VLANDB_DUMP_FLAGS`). */
  readonly dumpFlags?: Flags<BridgeVlanDumpFlag>;
}

/** A request for a list of VLANs. */
export interface BridgeVlanQuery extends BridgeVlanHeader, BridgeVlanQueryAttributes {}

const header: FieldsOf<BridgeVlanHeader> = { family: field(0, family), index: field(4, u32) };

/** Every message about VLANs but requests for lists: `struct br_vlan_msg` and `BRIDGE_VLANDB_*`. */
export const bridgeVlanMessage: MessageCodec<BridgeVlanDatabase> = message<BridgeVlanHeader, BridgeVlanAttributes>(
  8,
  header,
  {
    entries: repeated(1, bridgeVlanEntry, { nested: true }),
    globalOptions: repeated(2, bridgeVlanOptions, { nested: true }),
  },
);

/** Every request for a list: `struct br_vlan_msg` and `BRIDGE_VLANDB_DUMP_*`. */
export const bridgeVlanQuery: MessageCodec<BridgeVlanQuery> = message<BridgeVlanHeader, BridgeVlanQueryAttributes>(
  8,
  header,
  { dumpFlags: attribute(1, flags(u32, { stats: 0x1, global: 0x2 })) },
);

/** VLANs appeared, changed or disappeared at a port or a bridge. */
export interface BridgeVlanEvent {
  /** Tells what the event is about. */
  readonly type: "bridgeVlan";
  /** Whether they are there or gone. */
  readonly action: Action;
  /** The port or the bridge, and its VLANs. */
  readonly bridgeVlan: BridgeVlanDatabase;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** VLANs of bridges and their ports: `RTM_NEWVLAN`, `RTM_DELVLAN`. */
export const bridgeVlanNoun: Noun<BridgeVlanDatabase, BridgeVlanEvent> = {
  kernelName: "VLAN",
  newType: 112,
  // RTNLGRP_BRVLAN
  groups: [33],
  codec: bridgeVlanMessage,
  links: [["index"]],
  requests: { get: bridgeVlanQuery },
  event: (action, bridgeVlan, message) => ({ type: "bridgeVlan", action, bridgeVlan, message }),
};
