import type { Link, LinkStats } from "../../../mod.ts";
import { type Context, mark, nameOf, nonZero, type Table, text, witnessed, words } from "../witness.ts";
import { LINK_DATA, PORT_DATA } from "./link-kinds.ts";

const FLAGS = {
  loopback: "LOOPBACK",
  broadcast: "BROADCAST",
  pointToPoint: "POINTOPOINT",
  multicast: "MULTICAST",
  noArp: "NOARP",
  allMulticast: "ALLMULTI",
  promiscuous: "PROMISC",
  master: "MASTER",
  slave: "SLAVE",
  debug: "DEBUG",
  dynamic: "DYNAMIC",
  autoMedia: "AUTOMEDIA",
  portSelect: "PORTSEL",
  noTrailers: "NOTRAILERS",
  up: "UP",
  lowerUp: "LOWER_UP",
  dormant: "DORMANT",
  echo: "ECHO",
};

/** The flags as `ip` has them: some that the kernel does not tell, and "running" only where it is missing. */
function flags({ flags, parent, parentNamespaceId }: Link, { links }: Context): readonly string[] {
  const hasCarrier = !flags.includes("up") || flags.includes("running");
  const below = parent === undefined || parentNamespaceId !== undefined ? undefined : links.get(parent);
  const isBelowDown = below !== undefined && !below.flags.includes("up");
  return [...(hasCarrier ? [] : ["NO-CARRIER"]), ...words(flags, FLAGS), ...(isBelowDown ? ["M-DOWN"] : [])];
}

/** What `ip` calls otherwise than we do. */
const GENERATION_MODES: Readonly<Record<string, string>> = { stablePrivacy: "stable_secret" };

const LINK_INFO: Table<NonNullable<Link["linkInfo"]>> = {
  rows: {
    info_kind: ({ kind }) => kind,
    info_data: ({ kind = "", data }, context, theirs) => {
      const table = LINK_DATA[kind];
      return table && data && theirs !== undefined ? witnessed(table, data, theirs, context) : undefined;
    },
    info_slave_kind: ({ portKind }) => portKind,
    info_slave_data: ({ portKind = "", portData }, context, theirs) => {
      const table = PORT_DATA[portKind];
      return table && portData ? witnessed(table, portData, theirs ?? {}, context) : undefined;
    },
  },
};

/** What `ip` prints of what a link received. */
export const RECEIVED: Table<LinkStats> = {
  rows: {
    bytes: ({ rxBytes }) => Number(rxBytes),
    packets: ({ rxPackets }) => Number(rxPackets),
    errors: ({ rxErrors }) => Number(rxErrors),
    dropped: ({ rxDropped }) => Number(rxDropped),
    over_errors: ({ rxOverErrors }) => Number(rxOverErrors),
    multicast: ({ multicast }) => Number(multicast),
    length_errors: ({ rxLengthErrors }) => Number(rxLengthErrors),
    crc_errors: ({ rxCrcErrors }) => Number(rxCrcErrors),
    frame_errors: ({ rxFrameErrors }) => Number(rxFrameErrors),
    fifo_errors: ({ rxFifoErrors }) => Number(rxFifoErrors),
    missed_errors: ({ rxMissedErrors }) => Number(rxMissedErrors),
    compressed: ({ rxCompressed }) => nonZero(Number(rxCompressed)),
    nohandler: ({ rxNoHandler }) => nonZero(Number(rxNoHandler ?? 0n)),
  },
  sometimes: {
    otherhost_dropped: ({ rxOtherHostDropped }) => nonZero(Number(rxOtherHostDropped ?? 0n)),
    otherhost: ({ rxOtherHostDropped }) => nonZero(Number(rxOtherHostDropped ?? 0n)),
  },
};

/** What `ip` prints of what a link sent. */
export const SENT: Table<Required<Pick<Link, "stats" | "carrierChanges">>> = {
  rows: {
    bytes: ({ stats }) => Number(stats.txBytes),
    packets: ({ stats }) => Number(stats.txPackets),
    errors: ({ stats }) => Number(stats.txErrors),
    dropped: ({ stats }) => Number(stats.txDropped),
    carrier_errors: ({ stats }) => Number(stats.txCarrierErrors),
    collisions: ({ stats }) => Number(stats.collisions),
    aborted_errors: ({ stats }) => Number(stats.txAbortedErrors),
    fifo_errors: ({ stats }) => Number(stats.txFifoErrors),
    window_errors: ({ stats }) => Number(stats.txWindowErrors),
    heartbeat_errors: ({ stats }) => Number(stats.txHeartbeatErrors),
    compressed: ({ stats }) => nonZero(Number(stats.txCompressed)),
    carrier_changes: ({ carrierChanges }) => carrierChanges,
  },
};

/** `ip -s -s link`: `stats64` only where statistics were asked for. */
export const LINK: Table<Link> = {
  rows: {
    ifindex: ({ index }) => index,
    ifname: ({ name }) => name,
    link: ({ parent, parentNamespaceId }, context) =>
      parentNamespaceId === undefined ? nameOf(parent, context) : undefined,
    link_index: ({ parent, parentNamespaceId }) => parentNamespaceId === undefined ? undefined : parent,
    link_netnsid: ({ parentNamespaceId }) => parentNamespaceId,
    flags,
    mtu: ({ mtu }) => mtu,
    xdp: ({ xdp }) => xdp?.attached === "none" ? undefined : xdp?.attached,
    qdisc: ({ qdisc }) => qdisc,
    master: ({ master }, context) => nameOf(master, context),
    operstate: ({ state }) => text(state)?.toUpperCase(),
    linkmode: ({ linkMode }) => text(linkMode)?.toUpperCase(),
    group: ({ group }) => group === 0 ? "default" : text(group),
    txqlen: ({ transmitQueueLength }) => nonZero(transmitQueueLength),
    link_type: ({ type }) => text(type),
    address: ({ address }) => address,
    link_pointtopoint: ({ flags }) => mark(flags.includes("pointToPoint") && flags.includes("broadcast")),
    broadcast: ({ broadcast }) => broadcast,
    permaddr: ({ permanentAddress, address }) => permanentAddress === address ? undefined : permanentAddress,
    promiscuity: ({ promiscuity }) => promiscuity,
    allmulti: ({ allMulticast }) => allMulticast,
    min_mtu: ({ minMtu }) => minMtu,
    max_mtu: ({ maxMtu }) => maxMtu,
    linkinfo: ({ linkInfo }, context, theirs) => linkInfo && witnessed(LINK_INFO, linkInfo, theirs ?? {}, context),
    inet6_addr_gen_mode({ familySpecific }) {
      const mode = text(familySpecific?.inet6?.addressGenerationMode);
      return GENERATION_MODES[mode ?? ""] ?? mode;
    },
    num_tx_queues: ({ transmitQueues }) => transmitQueues,
    num_rx_queues: ({ receiveQueues }) => receiveQueues,
    gso_max_size: ({ gsoMaxSize }) => gsoMaxSize,
    gso_max_segs: ({ gsoMaxSegments }) => gsoMaxSegments,
    tso_max_size: ({ tsoMaxSize }) => tsoMaxSize,
    tso_max_segs: ({ tsoMaxSegments }) => tsoMaxSegments,
    gro_max_size: ({ groMaxSize }) => groMaxSize,
    ifalias: ({ alias }) => alias,
    altnames: ({ propertyList }) => propertyList?.alternativeNames,
    parentbus: ({ parentDeviceBusName }) => parentDeviceBusName,
    parentdev: ({ parentDeviceName }) => parentDeviceName,
    phys_port_name: ({ physicalPortName }) => physicalPortName,
  },
  sometimes: {
    protodown: ({ protoDown }) => protoDown,
    gso_ipv4_max_size: ({ gsoIpv4MaxSize }) => gsoIpv4MaxSize,
    gro_ipv4_max_size: ({ groIpv4MaxSize }) => groIpv4MaxSize,
    stats64: ({ stats, carrierChanges = 0 }, context, theirs) => {
      // An object of ip's JSON.
      const { rx, tx } = theirs as { readonly rx: unknown; readonly tx: unknown };
      return stats && {
        rx: witnessed(RECEIVED, stats, rx, context),
        tx: witnessed(SENT, { stats, carrierChanges }, tx, context),
      };
    },
  },
};
