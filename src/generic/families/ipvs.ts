import {
  defineFamily,
  type DoCommand,
  type DumpCommand,
  type FamilyDefinition,
  type NoAttributes,
} from "../definition.ts";
import { type IpvsInfo, ipvsInfo, type IpvsMessage, ipvsMessage } from "./ipvs/message.ts";

/** What tells of a service. */
export interface IpvsServiceMessage extends Pick<IpvsMessage, "service"> {}

/** What tells of a destination; in requests, with its service. */
export interface IpvsDestinationMessage extends Pick<IpvsMessage, "service" | "destination"> {}

/** What tells of a daemon. */
export interface IpvsDaemonMessage extends Pick<IpvsMessage, "daemon"> {}

/** How long connections are remembered. */
export interface IpvsConfig extends Pick<IpvsMessage, "tcpTimeout" | "tcpFinTimeout" | "udpTimeout"> {}

/** The commands of IPVS; they need `CAP_NET_ADMIN`. */
export interface IpvsCommands {
  /** Adds a service (`IPVS_CMD_NEW_SERVICE`). */
  readonly newService: DoCommand<IpvsServiceMessage>;
  /** Changes a service (`IPVS_CMD_SET_SERVICE`). */
  readonly setService: DoCommand<IpvsServiceMessage>;
  /** Removes a service with its destinations (`IPVS_CMD_DEL_SERVICE`). */
  readonly deleteService: DoCommand<IpvsServiceMessage>;
  /** A service, or all there are (`IPVS_CMD_GET_SERVICE`). */
  readonly getService:
    & DoCommand<IpvsServiceMessage, IpvsServiceMessage>
    & DumpCommand<NoAttributes, IpvsServiceMessage>;
  /** Adds a destination to a service (`IPVS_CMD_NEW_DEST`). */
  readonly newDestination: DoCommand<IpvsDestinationMessage>;
  /** Changes a destination (`IPVS_CMD_SET_DEST`). */
  readonly setDestination: DoCommand<IpvsDestinationMessage>;
  /** Removes a destination (`IPVS_CMD_DEL_DEST`). */
  readonly deleteDestination: DoCommand<IpvsDestinationMessage>;
  /** The destinations of a service (`IPVS_CMD_GET_DEST`). */
  readonly getDestination: DumpCommand<IpvsServiceMessage, IpvsDestinationMessage>;
  /** Starts a daemon (`IPVS_CMD_NEW_DAEMON`). */
  readonly newDaemon: DoCommand<IpvsDaemonMessage>;
  /** Stops a daemon (`IPVS_CMD_DEL_DAEMON`). */
  readonly deleteDaemon: DoCommand<IpvsDaemonMessage>;
  /** The daemons that run (`IPVS_CMD_GET_DAEMON`). */
  readonly getDaemon: DumpCommand<NoAttributes, IpvsDaemonMessage>;
  /** Changes how long connections are remembered (`IPVS_CMD_SET_CONFIG`). */
  readonly setConfig: DoCommand<IpvsConfig>;
  /** How long connections are remembered (`IPVS_CMD_GET_CONFIG`). */
  readonly getConfig: DoCommand<NoAttributes, IpvsConfig>;
  /** What IPVS says of itself (`IPVS_CMD_GET_INFO`, answered by `IPVS_CMD_SET_INFO`). */
  readonly getInfo: DoCommand<NoAttributes, IpvsInfo>;
  /** Sets the counters of a service to 0, or those of all (`IPVS_CMD_ZERO`). */
  readonly zero: DoCommand<IpvsServiceMessage>;
  /** Removes all services (`IPVS_CMD_FLUSH`). */
  readonly flush: DoCommand;
}

const request = ipvsMessage;
const reply = ipvsMessage;

/** The balancer of connections in the kernel (IP Virtual Server), as it is; {@linkcode Ipvs} has verbs for it. */
export const ipvs: FamilyDefinition<IpvsCommands, Record<never, never>, never> = defineFamily({
  name: "IPVS",
  version: 1,
  modules: ["ip_vs"],
  commands: {
    newService: { number: 1, do: { request }, privileged: true },
    setService: { number: 2, do: { request }, privileged: true },
    deleteService: { number: 3, do: { request }, privileged: true },
    getService: { number: 4, replyNumber: 1, do: { request, reply }, dump: { reply }, privileged: true },
    newDestination: { number: 5, do: { request }, privileged: true },
    setDestination: { number: 6, do: { request }, privileged: true },
    deleteDestination: { number: 7, do: { request }, privileged: true },
    getDestination: { number: 8, replyNumber: 5, dump: { request, reply }, privileged: true },
    newDaemon: { number: 9, do: { request }, privileged: true },
    deleteDaemon: { number: 10, do: { request }, privileged: true },
    getDaemon: { number: 11, replyNumber: 9, dump: { reply }, privileged: true },
    setConfig: { number: 12, do: { request }, privileged: true },
    getConfig: { number: 13, replyNumber: 12, do: { reply }, privileged: true },
    getInfo: { number: 15, replyNumber: 14, do: { reply: ipvsInfo }, privileged: true },
    zero: { number: 16, do: { request }, privileged: true },
    flush: { number: 17, do: {}, privileged: true },
  },
});
