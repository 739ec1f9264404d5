import { indexed } from "../../codec/array.ts";
import { attribute, attributes, chosen, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { u32 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { bytes, cstring } from "../../codec/text.ts";
import { type PoliceOptions, policeOptions } from "./action-parameters.ts";
import {
  type BpfActionOptions,
  bpfActionOptions,
  type CsumOptions,
  csumOptions,
  type GactOptions,
  gactOptions,
  type MirredOptions,
  mirredOptions,
  type NatOptions,
  natOptions,
  type SampleOptions,
  sampleOptions,
  type SimpleOptions,
  simpleOptions,
} from "./actions.ts";
import { type Bitfield, bitfield } from "../../codec/bitfield.ts";
import {
  type ConnmarkOptions,
  connmarkOptions,
  type CtinfoOptions,
  ctinfoOptions,
  type CtOptions,
  ctOptions,
} from "./connections.ts";
import { type GateOptions, gateOptions } from "./gate.ts";
import { type IfeOptions, ifeOptions } from "./ife.ts";
import { type PeditOptions, peditOptions } from "./pedit.ts";
import {
  type MplsActionOptions,
  mplsActionOptions,
  type SkbeditOptions,
  skbeditOptions,
  type SkbmodOptions,
  skbmodOptions,
  type TunnelKeyOptions,
  tunnelKeyOptions,
  type VlanActionOptions,
  vlanActionOptions,
} from "./rewrite.ts";
import { statistics, type TcStatistics } from "./statistics.ts";

/** The kinds of actions that have a schema, and the type of their options. */
export interface ActionOptionsByKind {
  /** A program decides. */
  readonly bpf: BpfActionOptions;
  /** The mark of the connection is taken. */
  readonly connmark: ConnmarkOptions;
  /** Checksums are computed anew. */
  readonly csum: CsumOptions;
  /** Connection tracking is asked. */
  readonly ct: CtOptions;
  /** The type of service and the mark are taken from the connection. */
  readonly ctinfo: CtinfoOptions;
  /** Packets pass, are dropped and so on. */
  readonly gact: GactOptions;
  /** Packets pass by the clock. */
  readonly gate: GateOptions;
  /** What the kernel knows of packets is sent along. */
  readonly ife: IfeOptions;
  /** Packets or their copies go elsewhere. */
  readonly mirred: MirredOptions;
  /** MPLS labels are put in front of packets and taken off. */
  readonly mpls: MplsActionOptions;
  /** IPv4 addresses are translated. */
  readonly nat: NatOptions;
  /** Any bits are changed. */
  readonly pedit: PeditOptions;
  /** A rate is measured. */
  readonly police: PoliceOptions;
  /** Programs see some of the packets. */
  readonly sample: SampleOptions;
  /** Packets are logged. */
  readonly simple: SimpleOptions;
  /** What the kernel knows of a packet is changed. */
  readonly skbedit: SkbeditOptions;
  /** Ethernet headers are changed. */
  readonly skbmod: SkbmodOptions;
  /** A tunnel is told its header. */
  readonly tunnel_key: TunnelKeyOptions;
  /** VLAN tags are put in front of frames and taken off. */
  readonly vlan: VlanActionOptions;
}

const OPTIONS: { readonly [Kind in keyof ActionOptionsByKind]: Codec<ActionOptionsByKind[Kind]> } = {
  bpf: bpfActionOptions,
  connmark: connmarkOptions,
  csum: csumOptions,
  ct: ctOptions,
  ctinfo: ctinfoOptions,
  gact: gactOptions,
  gate: gateOptions,
  ife: ifeOptions,
  mirred: mirredOptions,
  mpls: mplsActionOptions,
  nat: natOptions,
  pedit: peditOptions,
  police: policeOptions,
  sample: sampleOptions,
  simple: simpleOptions,
  skbedit: skbeditOptions,
  skbmod: skbmodOptions,
  tunnel_key: tunnelKeyOptions,
  vlan: vlanActionOptions,
};

/** The kind of an action and its options; those of a kind without a schema stay in `unknown`. */
export type ActionKindInfo =
  | {
    readonly [Kind in keyof ActionOptionsByKind]: {
      /** What it does (`TCA_ACT_KIND`). */
      readonly kind: Kind;
      /** How it does it (`TCA_ACT_OPTIONS`). */
      readonly options?: ActionOptionsByKind[Kind];
    };
  }[keyof ActionOptionsByKind]
  | {
    /** What it does (`TCA_ACT_KIND`). */
    readonly kind?: string;
    /** Absent, since the kind has no schema (`TCA_ACT_OPTIONS`). */
    readonly options?: undefined;
  };

/** A flag of an action (`TCA_ACT_FLAGS_*`). */
export type ActionFlag = "noPerCpuStats" | "skipHardware" | "skipSoftware";

/** How counters of hardware are read (`TCA_ACT_HW_STATS_*`). */
export type ActionHardwareStats = "immediate" | "delayed";

/** What else there is about an action. */
export interface ActionAttributes extends Extensible {
  /** Number of the action among those of its kind, in a request (`TCA_ACT_INDEX`). */
  readonly index?: number;
  /** Its counters (`TCA_ACT_STATS`). */
  readonly stats?: TcStatistics;
  /** Alignment on machines that need it (`TCA_ACT_PAD`). */
  readonly padding?: Uint8Array;
  /** Up to 16 bytes that a program keeps with it (`TCA_ACT_COOKIE`). */
  readonly cookie?: Uint8Array;
  /** Flags (`TCA_ACT_FLAGS`). */
  readonly flags?: Bitfield<ActionFlag>;
  /** How counters of hardware may be read (`TCA_ACT_HW_STATS`). */
  readonly hardwareStats?: Bitfield<ActionHardwareStats>;
  /** How counters of hardware are read (`TCA_ACT_USED_HW_STATS`). */
  readonly usedHardwareStats?: Bitfield<ActionHardwareStats>;
  /** How many devices do it (`TCA_ACT_IN_HW_COUNT`). */
  readonly inHardwareCount?: number;
}

/** An action of traffic control, of a filter or by itself. */
export type TrafficAction = ActionKindInfo & ActionAttributes;

const action: Codec<TrafficAction> = onDemand(() => {
  const hardwareStats = bitfield<ActionHardwareStats>({ immediate: 0x1, delayed: 0x2 });
  return attributes<TrafficAction>({
    kind: attribute(1, cstring),
    options: chosen<TrafficAction["options"] & object, TrafficAction>(2, OPTIONS, ({ kind }) => kind, {
      late: true,
      by: "kind",
    }),
    index: attribute(3, u32),
    stats: attribute(4, statistics()),
    padding: attribute(5, bytes),
    cookie: attribute(6, bytes),
    flags: attribute(7, bitfield<ActionFlag>({ noPerCpuStats: 0x1, skipHardware: 0x2, skipSoftware: 0x4 })),
    hardwareStats: attribute(8, hardwareStats),
    usedHardwareStats: attribute(9, hardwareStats),
    inHardwareCount: attribute(10, u32),
  });
});

/** Actions in the order in which they are carried out. */
export const actionList: Codec<readonly TrafficAction[]> = onDemand(() => indexed(action));
