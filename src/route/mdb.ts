import { attribute, attributes, type Extensible, repeated } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { u32 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import { type MdbEntry, mdbEntry } from "./mdb/entry.ts";
import { mdbRequest } from "./mdb/request.ts";
import { type MulticastRouters, multicastRouters } from "./mdb/router.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** The members of one group. */
export interface MdbGroup extends Extensible {
  /** An entry for each member (`MDBA_MDB_ENTRY_INFO`). */
  readonly members?: readonly MdbEntry[];
}

/** The groups of a bridge. */
export interface MdbGroups extends Extensible {
  /** The groups (`MDBA_MDB_ENTRY`). */
  readonly entries?: readonly MdbGroup[];
}

/** The fixed part of a message about a multicast database (`struct br_port_msg`). */
export interface MdbHeader {
  /** `"bridge"`, or `"unspec"` in the list of a bridge (`family`). */
  readonly family: Family;
  /** Index of the bridge, or of the tunnel (`ifindex`). */
  readonly index: number;
}

/** The attributes of a message about a multicast database (`MDBA_*`). */
export interface MdbAttributes extends Extensible {
  /** Groups and their members: all of them in a list, one in an event (`MDBA_MDB`). */
  readonly groups?: MdbGroups;
  /** Ports that lead to multicast routers (`MDBA_ROUTER`). */
  readonly routers?: MulticastRouters;
}

/** The multicast database of a bridge or of a tunnel: where the members of groups are. A long one is listed in parts. */
export interface Mdb extends MdbHeader, MdbAttributes {}

/** Every message of the kernel about a multicast database: `struct br_port_msg` and `MDBA_*`. */
export const mdbMessage: MessageCodec<Mdb> = message<MdbHeader, MdbAttributes>(8, {
  family: field(0, family),
  index: field(4, u32),
}, {
  groups: attribute(
    1,
    attributes<MdbGroups>({
      entries: repeated(1, attributes<MdbGroup>({ members: repeated(1, mdbEntry) })),
    }),
  ),
  routers: attribute(2, multicastRouters),
});

/** A member joined or left a group, or a multicast router was found or lost. */
export interface MdbEvent {
  /** Tells what the event is about. */
  readonly type: "mdb";
  /** Whether what is told is there or gone. */
  readonly action: Action;
  /** The bridge, and the member or the port. */
  readonly mdb: Mdb;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Multicast databases: `RTM_NEWMDB`, `RTM_DELMDB`. */
export const mdbNoun: Noun<Mdb, MdbEvent> = {
  kernelName: "MDB",
  newType: 84,
  // RTNLGRP_MDB
  groups: [26],
  codec: mdbMessage,
  links: [["index"], ["groups", "entries", "members", "index"], ["routers", "ports", "index"]],
  requests: { new: mdbRequest, delete: mdbRequest, get: mdbRequest },
  event: (action, mdb, message) => ({ type: "mdb", action, mdb, message }),
  asked: (mdb, message) => ({ type: "mdb", action: "new", mdb, message }),
};
