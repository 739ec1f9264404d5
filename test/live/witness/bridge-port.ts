import type { BridgePortData, Link } from "../../../mod.ts";
import { nameOf, type Table, text } from "../witness.ts";
import { LINK } from "./link.ts";

/** What a bridge tells of its port, of a list of the family `bridge`. */
function port({ protocolInfo = {} }: Link): BridgePortData {
  return protocolInfo;
}

/** `bridge -d link`. */
export const BRIDGE_PORT_LINK: Table<Link> = {
  rows: {
    ifindex: ({ index }) => index,
    ifname: ({ name }) => name,
    link: ({ parent }, context) => nameOf(parent, context),
    flags: (link, context, theirs) => LINK.rows["flags"]?.(link, context, theirs),
    mtu: ({ mtu }) => mtu,
    master: ({ master }, context) => nameOf(master, context),
    state: (link) => text(port(link).state),
    priority: (link) => port(link).priority,
    cost: (link) => port(link).cost,
    hairpin: (link) => port(link).hairpin,
    guard: (link) => port(link).guard,
    root_block: (link) => port(link).rootBlock,
    fastleave: (link) => port(link).fastLeave,
    learning: (link) => port(link).learning,
    flood: (link) => port(link).unicastFlood,
    mcast_flood: (link) => port(link).multicastFlood,
    bcast_flood: (link) => port(link).broadcastFlood,
    mcast_router: (link) => port(link).multicastRouter,
    mcast_to_unicast: (link) => port(link).multicastToUnicast,
    neigh_suppress: (link) => port(link).neighborSuppress,
    vlan_tunnel: (link) => port(link).vlanTunnel,
    isolated: (link) => port(link).isolated,
    locked: (link) => port(link).locked,
    backup_port: (link, context) => nameOf(port(link).backupPort, context),
  },
  sometimes: {
    mab: (link) => port(link).macAuthenticationBypass,
    neigh_vlan_suppress: (link) => port(link).neighborVlanSuppress,
    mcast_n_groups: (link) => port(link).multicastGroups,
    mcast_max_groups: (link) => port(link).multicastMaxGroups,
  },
};
