import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { boolean, u16, u32 } from "../../codec/numbers.ts";

/** What a bridge does in a ring (`BR_MRP_RING_ROLE_*`); a number where it has no name here. */
export type MrpRingRole = "disabled" | "client" | "manager" | "automanager" | number;

/** What a bridge does between rings (`BR_MRP_IN_ROLE_*`); a number where it has no name here. */
export type MrpInterconnectRole = "disabled" | "client" | "manager" | number;

/** Whether a ring is whole (`BR_MRP_RING_STATE_*`, `BR_MRP_IN_STATE_*`); a number where it has no name here. */
export type MrpState = "open" | "closed" | number;

/** A ring that is to be made or removed (`IFLA_BRIDGE_MRP_INSTANCE`). */
export interface MrpInstance extends Extensible {
  /** Number of the ring (`IFLA_BRIDGE_MRP_INSTANCE_RING_ID`). */
  readonly ring?: number;
  /** Index of the first port (`IFLA_BRIDGE_MRP_INSTANCE_P_IFINDEX`). */
  readonly primary?: number;
  /** Index of the second port (`IFLA_BRIDGE_MRP_INSTANCE_S_IFINDEX`). */
  readonly secondary?: number;
  /** Priority for becoming the manager; the smaller wins (`IFLA_BRIDGE_MRP_INSTANCE_PRIO`). */
  readonly priority?: number;
}

/** The state that a port is to get (`IFLA_BRIDGE_MRP_PORT_STATE`). */
export interface MrpPortState extends Extensible {
  /** State; a number where it has no name here (`IFLA_BRIDGE_MRP_PORT_STATE_STATE`). */
  readonly state?: "disabled" | "blocked" | "forwarding" | "notConnected" | number;
}

/** The place that a port is to get in its ring (`IFLA_BRIDGE_MRP_PORT_ROLE`). */
export interface MrpPortRole extends Extensible {
  /** Place; a number where it has no name here (`IFLA_BRIDGE_MRP_PORT_ROLE_ROLE`). */
  readonly role?: "primary" | "secondary" | "interconnect" | number;
}

/** The state that a ring is to get (`IFLA_BRIDGE_MRP_RING_STATE`). */
export interface MrpRingState extends Extensible {
  /** Number of the ring (`IFLA_BRIDGE_MRP_RING_STATE_RING_ID`). */
  readonly ring?: number;
  /** Whether it is whole (`IFLA_BRIDGE_MRP_RING_STATE_STATE`). */
  readonly state?: MrpState;
}

/** What a bridge is to do in a ring (`IFLA_BRIDGE_MRP_RING_ROLE`). */
export interface MrpRole extends Extensible {
  /** Number of the ring (`IFLA_BRIDGE_MRP_RING_ROLE_RING_ID`). */
  readonly ring?: number;
  /** What it does (`IFLA_BRIDGE_MRP_RING_ROLE_ROLE`). */
  readonly role?: MrpRingRole;
}

/** Tests that a ring is whole (`IFLA_BRIDGE_MRP_START_TEST`). */
export interface MrpTest extends Extensible {
  /** Number of the ring (`IFLA_BRIDGE_MRP_START_TEST_RING_ID`). */
  readonly ring?: number;
  /** Microseconds between two tests (`IFLA_BRIDGE_MRP_START_TEST_INTERVAL`). */
  readonly interval?: number;
  /** Tests without an answer until the ring is taken for open (`IFLA_BRIDGE_MRP_START_TEST_MAX_MISS`). */
  readonly maxMiss?: number;
  /** Microseconds for which tests go on (`IFLA_BRIDGE_MRP_START_TEST_PERIOD`). */
  readonly period?: number;
  /** Whether tests of others are only watched (`IFLA_BRIDGE_MRP_START_TEST_MONITOR`). */
  readonly monitor?: boolean;
}

/** A ring as the bridge tells it (`IFLA_BRIDGE_MRP_INFO`). */
export interface MrpInfo extends Extensible {
  /** Number of the ring (`IFLA_BRIDGE_MRP_INFO_RING_ID`). */
  readonly ring?: number;
  /** Index of the first port (`IFLA_BRIDGE_MRP_INFO_P_IFINDEX`). */
  readonly primary?: number;
  /** Index of the second port (`IFLA_BRIDGE_MRP_INFO_S_IFINDEX`). */
  readonly secondary?: number;
  /** Priority for becoming the manager; the smaller wins (`IFLA_BRIDGE_MRP_INFO_PRIO`). */
  readonly priority?: number;
  /** Whether the ring is whole (`IFLA_BRIDGE_MRP_INFO_RING_STATE`). */
  readonly ringState?: MrpState;
  /** What the bridge does in it (`IFLA_BRIDGE_MRP_INFO_RING_ROLE`). */
  readonly ringRole?: MrpRingRole;
  /** Microseconds between two tests (`IFLA_BRIDGE_MRP_INFO_TEST_INTERVAL`). */
  readonly testInterval?: number;
  /** Tests without an answer until the ring is taken for open (`IFLA_BRIDGE_MRP_INFO_TEST_MAX_MISS`). */
  readonly testMaxMiss?: number;
  /** Whether tests of others are only watched (`IFLA_BRIDGE_MRP_INFO_TEST_MONITOR`). */
  readonly testMonitor?: boolean;
  /** Index of the port between rings (`IFLA_BRIDGE_MRP_INFO_I_IFINDEX`). */
  readonly interconnect?: number;
  /** Whether the ring of rings is whole (`IFLA_BRIDGE_MRP_INFO_IN_STATE`). */
  readonly interconnectState?: MrpState;
  /** What the bridge does in it (`IFLA_BRIDGE_MRP_INFO_IN_ROLE`). */
  readonly interconnectRole?: MrpInterconnectRole;
  /** Microseconds between two of its tests (`IFLA_BRIDGE_MRP_INFO_IN_TEST_INTERVAL`). */
  readonly interconnectTestInterval?: number;
  /** Tests without an answer until it is taken for open (`IFLA_BRIDGE_MRP_INFO_IN_TEST_MAX_MISS`). */
  readonly interconnectTestMaxMiss?: number;
}

/** What a bridge is to do between rings (`IFLA_BRIDGE_MRP_IN_ROLE`). */
export interface MrpInRole extends Extensible {
  /** Number of the ring (`IFLA_BRIDGE_MRP_IN_ROLE_RING_ID`). */
  readonly ring?: number;
  /** Number of the ring of rings (`IFLA_BRIDGE_MRP_IN_ROLE_IN_ID`). */
  readonly id?: number;
  /** What it does (`IFLA_BRIDGE_MRP_IN_ROLE_ROLE`). */
  readonly role?: MrpInterconnectRole;
  /** Index of the port between rings (`IFLA_BRIDGE_MRP_IN_ROLE_I_IFINDEX`). */
  readonly port?: number;
}

/** The state that a ring of rings is to get (`IFLA_BRIDGE_MRP_IN_STATE`). */
export interface MrpInState extends Extensible {
  /** Number of the ring of rings (`IFLA_BRIDGE_MRP_IN_STATE_IN_ID`). */
  readonly id?: number;
  /** Whether it is whole (`IFLA_BRIDGE_MRP_IN_STATE_STATE`). */
  readonly state?: MrpState;
}

/** Tests that a ring of rings is whole (`IFLA_BRIDGE_MRP_START_IN_TEST`). */
export interface MrpInTest extends Extensible {
  /** Number of the ring of rings (`IFLA_BRIDGE_MRP_START_IN_TEST_IN_ID`). */
  readonly id?: number;
  /** Microseconds between two tests (`IFLA_BRIDGE_MRP_START_IN_TEST_INTERVAL`). */
  readonly interval?: number;
  /** Tests without an answer until it is taken for open (`IFLA_BRIDGE_MRP_START_IN_TEST_MAX_MISS`). */
  readonly maxMiss?: number;
  /** Microseconds for which tests go on (`IFLA_BRIDGE_MRP_START_IN_TEST_PERIOD`). */
  readonly period?: number;
}

/** Rings of bridges after the Media Redundancy Protocol (`IFLA_BRIDGE_MRP`); all but `info` stand in requests. */
export interface BridgeMrp extends Extensible {
  /** A ring that is to be made or removed (`IFLA_BRIDGE_MRP_INSTANCE`). */
  readonly instance?: MrpInstance;
  /** The state that the port is to get (`IFLA_BRIDGE_MRP_PORT_STATE`). */
  readonly portState?: MrpPortState;
  /** The place that the port is to get (`IFLA_BRIDGE_MRP_PORT_ROLE`). */
  readonly portRole?: MrpPortRole;
  /** The state that the ring is to get (`IFLA_BRIDGE_MRP_RING_STATE`). */
  readonly ringState?: MrpRingState;
  /** What the bridge is to do (`IFLA_BRIDGE_MRP_RING_ROLE`). */
  readonly ringRole?: MrpRole;
  /** Tests that are to begin (`IFLA_BRIDGE_MRP_START_TEST`). */
  readonly startTest?: MrpTest;
  /** Every ring, in a list that asks for them (`IFLA_BRIDGE_MRP_INFO`). */
  readonly info?: readonly MrpInfo[];
  /** What the bridge is to do between rings (`IFLA_BRIDGE_MRP_IN_ROLE`). */
  readonly interconnectRole?: MrpInRole;
  /** The state that the ring of rings is to get (`IFLA_BRIDGE_MRP_IN_STATE`). */
  readonly interconnectState?: MrpInState;
  /** Tests of it that are to begin (`IFLA_BRIDGE_MRP_START_IN_TEST`). */
  readonly startInterconnectTest?: MrpInTest;
}

const ringRole = enumeration(u32, { disabled: 0, client: 1, manager: 2, automanager: 3 });
const interconnectRole = enumeration(u32, { disabled: 0, client: 1, manager: 2 });
const state = enumeration(u32, { open: 0, closed: 1 });
const NESTED = { nested: true };

const info: Codec<MrpInfo> = attributes<MrpInfo>({
  ring: attribute(1, u32),
  primary: attribute(2, u32),
  secondary: attribute(3, u32),
  priority: attribute(4, u16),
  ringState: attribute(5, state),
  ringRole: attribute(6, ringRole),
  testInterval: attribute(7, u32),
  testMaxMiss: attribute(8, u32),
  testMonitor: attribute(9, boolean(u32)),
  interconnect: attribute(10, u32),
  interconnectState: attribute(11, state),
  interconnectRole: attribute(12, interconnectRole),
  interconnectTestInterval: attribute(13, u32),
  interconnectTestMaxMiss: attribute(14, u32),
});

const instance: Codec<MrpInstance> = attributes<MrpInstance>({
  ring: attribute(1, u32),
  primary: attribute(2, u32),
  secondary: attribute(3, u32),
  priority: attribute(4, u16),
});

const test: Codec<MrpTest> = attributes<MrpTest>({
  ring: attribute(1, u32),
  interval: attribute(2, u32),
  maxMiss: attribute(3, u32),
  period: attribute(4, u32),
  monitor: attribute(5, boolean(u32)),
});

const inRole: Codec<MrpInRole> = attributes<MrpInRole>({
  ring: attribute(1, u32),
  id: attribute(2, u16),
  role: attribute(3, interconnectRole),
  port: attribute(4, u32),
});

const inTest: Codec<MrpInTest> = attributes<MrpInTest>({
  id: attribute(1, u32),
  interval: attribute(2, u32),
  maxMiss: attribute(3, u32),
  period: attribute(4, u32),
});

const portState = enumeration(u32, { disabled: 0, blocked: 1, forwarding: 2, notConnected: 3 });
const portRole = enumeration(u32, { primary: 0, secondary: 1, interconnect: 2 });

/** `IFLA_BRIDGE_MRP`. */
export const bridgeMrp: Codec<BridgeMrp> = attributes<BridgeMrp>({
  instance: attribute(1, instance, NESTED),
  portState: attribute(2, attributes<MrpPortState>({ state: attribute(1, portState) }), NESTED),
  portRole: attribute(3, attributes<MrpPortRole>({ role: attribute(1, portRole) }), NESTED),
  ringState: attribute(
    4,
    attributes<MrpRingState>({ ring: attribute(1, u32), state: attribute(2, state) }),
    NESTED,
  ),
  ringRole: attribute(5, attributes<MrpRole>({ ring: attribute(1, u32), role: attribute(2, ringRole) }), NESTED),
  startTest: attribute(6, test, NESTED),
  info: repeated(7, info),
  interconnectRole: attribute(8, inRole, NESTED),
  interconnectState: attribute(
    9,
    attributes<MrpInState>({ id: attribute(1, u32), state: attribute(2, state) }),
    NESTED,
  ),
  startInterconnectTest: attribute(10, inTest, NESTED),
});
