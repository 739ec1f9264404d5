import { subset } from "../../codec/subset.ts";
import {
  defineFamily,
  type DoCommand,
  type DumpCommand,
  type FamilyDefinition,
  type NotificationDefinition,
} from "../definition.ts";
import { type MptcpEvent, mptcpEvent } from "./mptcp-pm/event.ts";
import { type MptcpEndpoint, mptcpEndpoint, type MptcpMessage, mptcpMessage } from "./mptcp-pm/message.ts";

/** An endpoint, in what is asked about it: to add one takes its family and address, to find one its number. */
export interface MptcpEndpointRequest extends Required<Pick<MptcpEndpoint, "address">> {}

/** Which endpoint is meant: by its number, of one connection where its token is told. */
export interface MptcpEndpointQuery extends Required<Pick<MptcpMessage, "address">>, Pick<MptcpMessage, "token"> {}

/** Of which connection addresses are listed. */
export interface MptcpFilter extends Pick<MptcpMessage, "token"> {}

/** How far connections may grow. */
export interface MptcpLimits extends Pick<MptcpMessage, "acceptedAddresses" | "subflows"> {}

/** An endpoint, or of one connection the subflows between two addresses, with the flags that they shall have. */
export interface MptcpFlagsRequest extends MptcpEndpointQuery, Pick<MptcpMessage, "remoteAddress"> {}

/** An own address that the peer of a connection shall be told. */
export interface MptcpAnnouncement extends Required<Pick<MptcpMessage, "address" | "token">> {}

/** An own address that the peer of a connection shall forget. */
export interface MptcpRemoval extends Required<Pick<MptcpMessage, "token" | "localId">> {}

/** The two ends of a subflow of a connection. */
export interface MptcpSubflow extends Required<Pick<MptcpMessage, "address" | "token" | "remoteAddress">> {}

/** What can be asked of Multipath TCP; what changes something needs `CAP_NET_ADMIN` in the namespace. */
export interface MptcpPmCommands {
  /** Adds an endpoint (`MPTCP_PM_CMD_ADD_ADDR`). */
  readonly addEndpoint: DoCommand<MptcpEndpointRequest>;
  /** Deletes the endpoint with a number (`MPTCP_PM_CMD_DEL_ADDR`). */
  readonly deleteEndpoint: DoCommand<MptcpEndpointRequest>;
  /** An endpoint, or all there are, or all own addresses of one connection (`MPTCP_PM_CMD_GET_ADDR`). */
  readonly getEndpoint: DoCommand<MptcpEndpointQuery, MptcpMessage> & DumpCommand<MptcpFilter, MptcpMessage>;
  /** Deletes all endpoints (`MPTCP_PM_CMD_FLUSH_ADDRS`). */
  readonly flushEndpoints: DoCommand<MptcpEndpoint>;
  /** Sets how far connections may grow (`MPTCP_PM_CMD_SET_LIMITS`). */
  readonly setLimits: DoCommand<MptcpLimits>;
  /** How far connections may grow (`MPTCP_PM_CMD_GET_LIMITS`). */
  readonly getLimits: DoCommand<MptcpLimits, MptcpMessage>;
  /** Makes an endpoint, or subflows, a backup or no backup any more (`MPTCP_PM_CMD_SET_FLAGS`). */
  readonly setFlags: DoCommand<MptcpFlagsRequest>;
  /** Tells the peer of a connection an address (`MPTCP_PM_CMD_ANNOUNCE`). */
  readonly announce: DoCommand<MptcpAnnouncement>;
  /** Has the peer of a connection forget an address (`MPTCP_PM_CMD_REMOVE`). */
  readonly remove: DoCommand<MptcpRemoval>;
  /** Adds a subflow to a connection (`MPTCP_PM_CMD_SUBFLOW_CREATE`). */
  readonly createSubflow: DoCommand<MptcpSubflow>;
  /** Ends a subflow of a connection (`MPTCP_PM_CMD_SUBFLOW_DESTROY`). */
  readonly destroySubflow: DoCommand<MptcpSubflow>;
}

/** What is announced of connections, to who has `CAP_NET_ADMIN` in the namespace. */
export interface MptcpPmNotifications {
  /** There is a connection, which may be none of Multipath TCP in the end (`MPTCP_EVENT_CREATED`). */
  readonly created: NotificationDefinition<MptcpEvent>;
  /** A connection can have more subflows from now on (`MPTCP_EVENT_ESTABLISHED`). */
  readonly established: NotificationDefinition<MptcpEvent>;
  /** A connection has gone (`MPTCP_EVENT_CLOSED`). */
  readonly closed: NotificationDefinition<MptcpEvent>;
  /** The peer told of an address (`MPTCP_EVENT_ANNOUNCED`). */
  readonly announced: NotificationDefinition<MptcpEvent>;
  /** The peer took back an address (`MPTCP_EVENT_REMOVED`). */
  readonly removed: NotificationDefinition<MptcpEvent>;
  /** A connection has another subflow (`MPTCP_EVENT_SUB_ESTABLISHED`). */
  readonly subflowEstablished: NotificationDefinition<MptcpEvent>;
  /** A subflow has gone (`MPTCP_EVENT_SUB_CLOSED`). */
  readonly subflowClosed: NotificationDefinition<MptcpEvent>;
  /** A subflow is a backup, or none any more (`MPTCP_EVENT_SUB_PRIORITY`). */
  readonly subflowPriority: NotificationDefinition<MptcpEvent>;
  /** A program listens (`MPTCP_EVENT_LISTENER_CREATED`). */
  readonly listenerCreated: NotificationDefinition<MptcpEvent>;
  /** A program listens no more (`MPTCP_EVENT_LISTENER_CLOSED`). */
  readonly listenerClosed: NotificationDefinition<MptcpEvent>;
}

/**
 * The paths of Multipath TCP: endpoints, limits, and the subflows of connections (`mptcp_pm`).
 *
 * The commands for one connection are for those whose paths a program manages instead of the kernel
 * (`net.mptcp.pm_type=1`, or `net.mptcp.path_manager=userspace`).
 *
 * @example An address to connect from, for every connection
 * ```ts
 * import { Genetlink, mptcpPm } from "@netlink/ffi/generic";
 *
 * await using genetlink = await Genetlink.open();
 * const paths = genetlink.family(mptcpPm);
 * await paths.execute("addEndpoint", { address: { family: "inet", address4: "192.0.2.1", flags: ["subflow"] } });
 * for (const { address } of await paths.dump("getEndpoint")) console.log(address?.id, address?.address4);
 * ```
 */
export const mptcpPm: FamilyDefinition<MptcpPmCommands, MptcpPmNotifications, "mptcp_pm_cmds" | "mptcp_pm_events"> =
  defineFamily({
    name: "mptcp_pm",
    commands: {
      addEndpoint: { number: 1, do: { request: subset(mptcpEndpoint, ["address"]) }, privileged: true },
      deleteEndpoint: { number: 2, do: { request: subset(mptcpEndpoint, ["address"]) }, privileged: true },
      getEndpoint: {
        number: 3,
        do: { request: subset(mptcpMessage, ["address"], ["token"]), reply: mptcpMessage },
        dump: { request: subset(mptcpMessage, [], ["token"]), reply: mptcpMessage },
      },
      flushEndpoints: { number: 4, do: { request: mptcpEndpoint }, privileged: true },
      setLimits: {
        number: 5,
        do: { request: subset(mptcpMessage, [], ["acceptedAddresses", "subflows"]) },
        privileged: true,
      },
      getLimits: {
        number: 6,
        do: { request: subset(mptcpMessage, [], ["acceptedAddresses", "subflows"]), reply: mptcpMessage },
      },
      setFlags: {
        number: 7,
        do: { request: subset(mptcpMessage, ["address"], ["token", "remoteAddress"]) },
        privileged: true,
      },
      announce: { number: 8, do: { request: subset(mptcpMessage, ["address", "token"]) }, privileged: true },
      remove: { number: 9, do: { request: subset(mptcpMessage, ["token", "localId"]) }, privileged: true },
      createSubflow: {
        number: 10,
        do: { request: subset(mptcpMessage, ["address", "token", "remoteAddress"]) },
        privileged: true,
      },
      destroySubflow: {
        number: 11,
        do: { request: subset(mptcpMessage, ["address", "token", "remoteAddress"]) },
        privileged: true,
      },
    },
    notifications: {
      created: { number: 1, value: mptcpEvent },
      established: { number: 2, value: mptcpEvent },
      closed: { number: 3, value: mptcpEvent },
      announced: { number: 6, value: mptcpEvent },
      removed: { number: 7, value: mptcpEvent },
      subflowEstablished: { number: 10, value: mptcpEvent },
      subflowClosed: { number: 11, value: mptcpEvent },
      subflowPriority: { number: 13, value: mptcpEvent },
      listenerCreated: { number: 15, value: mptcpEvent },
      listenerClosed: { number: 16, value: mptcpEvent },
    },
    groups: ["mptcp_pm_cmds", "mptcp_pm_events"],
  });
