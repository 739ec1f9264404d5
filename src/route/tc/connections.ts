import { ipv4, ipv6 } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { be16, u16, u32, u64, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, struct } from "../../codec/struct.ts";
import { bytes, cstring } from "../../codec/text.ts";
import {
  type ActionParameters,
  actionParameters,
  actionParametersFields,
  type ActionTimes,
  actionTimes,
} from "./action-parameters.ts";

/** Options of an action of the kind `ct`, which asks connection tracking. */
export interface CtOptions extends Extensible {
  /** What every action has (`TCA_CT_PARMS`). */
  readonly parameters?: ActionParameters;
  /** When it was used (`TCA_CT_TM`). */
  readonly times?: ActionTimes;
  /** What is done (`TCA_CT_ACTION`, `TCA_CT_ACT_*`). */
  readonly mode?: Flags<"commit" | "force" | "clear" | "nat" | "natSource" | "natDestination">;
  /** Zone of connection tracking (`TCA_CT_ZONE`). */
  readonly zone?: number;
  /** Mark of the connection (`TCA_CT_MARK`). */
  readonly mark?: number;
  /** Bits of the mark that are set (`TCA_CT_MARK_MASK`). */
  readonly markMask?: number;
  /** Labels of the connection, 16 bytes (`TCA_CT_LABELS`). */
  readonly labels?: Uint8Array;
  /** Labels that are set, 16 bytes (`TCA_CT_LABELS_MASK`). */
  readonly labelsMask?: Uint8Array;
  /** First of the IPv4 addresses to translate to (`TCA_CT_NAT_IPV4_MIN`). */
  readonly natIpv4Min?: string;
  /** Last of these (`TCA_CT_NAT_IPV4_MAX`). */
  readonly natIpv4Max?: string;
  /** First of the IPv6 addresses to translate to (`TCA_CT_NAT_IPV6_MIN`). */
  readonly natIpv6Min?: string;
  /** Last of these (`TCA_CT_NAT_IPV6_MAX`). */
  readonly natIpv6Max?: string;
  /** First of the ports to translate to (`TCA_CT_NAT_PORT_MIN`). */
  readonly natPortMin?: number;
  /** Last of these (`TCA_CT_NAT_PORT_MAX`). */
  readonly natPortMax?: number;
  /** Alignment on machines that need it (`TCA_CT_PAD`). */
  readonly padding?: Uint8Array;
  /** Name of the helper that follows the connection (`TCA_CT_HELPER_NAME`). */
  readonly helperName?: string;
  /** Address family of the helper (`TCA_CT_HELPER_FAMILY`). */
  readonly helperFamily?: number;
  /** Protocol of the helper, such as 6 for TCP (`TCA_CT_HELPER_PROTO`). */
  readonly helperProtocol?: number;
}

/** `TCA_ACT_OPTIONS` of the kind `ct`. */
export const ctOptions: Codec<CtOptions> = onDemand(() =>
  attributes<CtOptions>({
    parameters: attribute(1, actionParameters),
    times: attribute(2, actionTimes),
    mode: attribute(
      3,
      flags(u16, { commit: 0x1, force: 0x2, clear: 0x4, nat: 0x8, natSource: 0x10, natDestination: 0x20 }),
    ),
    zone: attribute(4, u16),
    mark: attribute(5, u32),
    markMask: attribute(6, u32),
    labels: attribute(7, bytes),
    labelsMask: attribute(8, bytes),
    natIpv4Min: attribute(9, ipv4),
    natIpv4Max: attribute(10, ipv4),
    natIpv6Min: attribute(11, ipv6),
    natIpv6Max: attribute(12, ipv6),
    natPortMin: attribute(13, be16),
    natPortMax: attribute(14, be16),
    padding: attribute(15, bytes),
    helperName: attribute(16, cstring),
    helperFamily: attribute(17, u8),
    helperProtocol: attribute(18, u8),
  })
);

/** Whose mark it is (`struct tc_connmark`). */
export interface ConnmarkParameters extends ActionParameters {
  /** Zone of connection tracking (`zone`). */
  readonly zone: number;
}

const connmarkParameters: FixedCodec<ConnmarkParameters> = struct<ConnmarkParameters>(24, {
  ...actionParametersFields,
  zone: field(20, u16),
});

/** Options of an action of the kind `connmark`, which takes the mark of the connection. */
export interface ConnmarkOptions extends Extensible {
  /** Whose mark it is (`TCA_CONNMARK_PARMS`). */
  readonly parameters?: ConnmarkParameters;
  /** When it was used (`TCA_CONNMARK_TM`). */
  readonly times?: ActionTimes;
  /** Alignment on machines that need it (`TCA_CONNMARK_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_ACT_OPTIONS` of the kind `connmark`. */
export const connmarkOptions: Codec<ConnmarkOptions> = onDemand(() =>
  attributes<ConnmarkOptions>({
    parameters: attribute(1, connmarkParameters),
    times: attribute(2, actionTimes),
    padding: attribute(3, bytes),
  })
);

/** Options of an action of the kind `ctinfo`, which takes the type of service and the mark from the connection. */
export interface CtinfoOptions extends Extensible {
  /** Alignment on machines that need it (`TCA_CTINFO_PAD`). */
  readonly padding?: Uint8Array;
  /** When it was used (`TCA_CTINFO_TM`). */
  readonly times?: ActionTimes;
  /** What every action has (`TCA_CTINFO_ACT`). */
  readonly parameters?: ActionParameters;
  /** Zone of connection tracking (`TCA_CTINFO_ZONE`). */
  readonly zone?: number;
  /** Bits of the mark that hold the type of service (`TCA_CTINFO_PARMS_DSCP_MASK`). */
  readonly dscpMask?: number;
  /** Bits of the mark that tell whether they do (`TCA_CTINFO_PARMS_DSCP_STATEMASK`). */
  readonly dscpStateMask?: number;
  /** Bits of the mark that are taken (`TCA_CTINFO_PARMS_CPMARK_MASK`). */
  readonly markMask?: number;
  /** Packets whose type of service was set (`TCA_CTINFO_STATS_DSCP_SET`). */
  readonly dscpSet?: bigint;
  /** Packets whose type of service could not be set (`TCA_CTINFO_STATS_DSCP_ERROR`). */
  readonly dscpError?: bigint;
  /** Packets whose mark was set (`TCA_CTINFO_STATS_CPMARK_SET`). */
  readonly markSet?: bigint;
}

/** `TCA_ACT_OPTIONS` of the kind `ctinfo`. */
export const ctinfoOptions: Codec<CtinfoOptions> = onDemand(() =>
  attributes<CtinfoOptions>({
    padding: attribute(1, bytes),
    times: attribute(2, actionTimes),
    parameters: attribute(3, actionParameters),
    zone: attribute(4, u16),
    dscpMask: attribute(5, u32),
    dscpStateMask: attribute(6, u32),
    markMask: attribute(7, u32),
    dscpSet: attribute(8, u64),
    dscpError: attribute(9, u64),
    markSet: attribute(10, u64),
  })
);
