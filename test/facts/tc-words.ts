// As `words.ts`, for traffic control.
import type { StructFact } from "./facts.ts";

/** A struct that starts with what all actions have (`tc_gen`). */
function actionStruct(size: number, members: StructFact["members"]): StructFact {
  const common = { index: "0 u32", capab: "4 u32", action: "8 s32", refcnt: "12 s32", bindcnt: "16 s32" };
  return { size, members: { ...common, ...members } };
}

/** Types of attributes that the facts do not tell. */
export const TC_TYPES: Readonly<Record<string, string>> = {
  TCA_ACT_STATS: "nest plain-stats-attrs",
  TCA_ACT_BPF_OPS: "array struct sock_filter",
  TCA_ACT_BPF_PARMS: "struct tc_gact",
  TCA_ACT_BPF_TAG: "binary 8",
  TCA_BPF_OPS: "array struct sock_filter",
  TCA_BPF_TAG: "binary 8",
  TCA_CAKE_OVERHEAD: "s32",
  TCA_CGROUP_EMATCHES: "nest ematch-attrs",
  TCA_CONNMARK_PARMS: "struct tc_connmark",
  TCA_CSUM_PARMS: "struct tc_csum",
  TCA_CTINFO_ACT: "struct tc_gact",
  TCA_CT_LABELS: "binary 16",
  TCA_CT_LABELS_MASK: "binary 16",
  TCA_CT_NAT_IPV4_MAX: "ipv4 4",
  TCA_CT_NAT_IPV4_MIN: "ipv4 4",
  TCA_CT_NAT_IPV6_MAX: "ipv6 16",
  TCA_CT_NAT_IPV6_MIN: "ipv6 16",
  TCA_CT_PARMS: "struct tc_gact",
  TCA_DEF_PARMS: "struct tc_gact",
  TCA_DUALPI2_PAD: "pad",
  TCA_EMATCH_TREE_LIST: "indexed struct tcf_ematch_hdr then one ematch-data",
  TCA_ETS_PRIOMAP: "nest ets-priomap",
  TCA_ETS_QUANTA: "nest ets-quanta",
  TCA_FLOWER_KEY_ARP_SIP: "ipv4 4",
  TCA_FLOWER_KEY_ARP_SIP_MASK: "ipv4 4",
  TCA_FLOWER_KEY_ARP_TIP: "ipv4 4",
  TCA_FLOWER_KEY_ARP_TIP_MASK: "ipv4 4",
  TCA_FLOWER_KEY_CT_LABELS: "binary 16",
  TCA_FLOWER_KEY_CT_LABELS_MASK: "binary 16",
  TCA_FLOWER_KEY_ENC_OPTS_PFCP: "nest flower-key-enc-opt-pfcp-attrs",
  TCA_FLOWER_KEY_MPLS_OPTS: "nest flower-key-mpls-opts",
  TCA_FLOW_ACT: "indexed nest act-attrs",
  TCA_FLOW_EMATCHES: "nest ematch-attrs",
  TCA_FQ_OFFLOAD_HORIZON: "u32",
  TCA_GATE_ENTRY_LIST: "nest act-gate-entries",
  TCA_GATE_PARMS: "struct tc_gact",
  TCA_GRED_PARMS: "array struct tc_gred_qopt",
  TCA_GRED_STAB: "binary",
  TCA_HFSC_FSC: "struct tc_service_curve",
  TCA_HFSC_RSC: "struct tc_service_curve",
  TCA_HFSC_USC: "struct tc_service_curve",
  TCA_IFE_DMAC: "hardware 6",
  TCA_IFE_METALST: "nest act-ife-metadata",
  TCA_IFE_PARMS: "struct tc_ife",
  TCA_IFE_SMAC: "hardware 6",
  TCA_MIRRED_PARMS: "struct tc_mirred",
  TCA_NAT_PARMS: "struct tc_nat",
  TCA_NETEM_PAD: "pad",
  TCA_PEDIT_KEYS_EX: "nest act-pedit-keys",
  TCA_PEDIT_PARMS: "struct tc_pedit_sel then array struct tc_pedit_key",
  TCA_PEDIT_PARMS_EX: "struct tc_pedit_sel then array struct tc_pedit_key",
  TCA_SKBEDIT_PARMS: "struct tc_gact",
  TCA_SKBMOD_DMAC: "hardware 6",
  TCA_SKBMOD_PARMS: "struct tc_skbmod",
  TCA_SKBMOD_SMAC: "hardware 6",
  TCA_STAB_DATA: "array u16",
  TCA_TAPRIO_ATTR_ADMIN_SCHED: "nest taprio-schedule",
  TCA_TUNNEL_KEY_ENC_IPV4_DST: "ipv4 4",
  TCA_TUNNEL_KEY_ENC_IPV4_SRC: "ipv4 4",
  TCA_TUNNEL_KEY_ENC_IPV6_DST: "ipv6 16",
  TCA_TUNNEL_KEY_ENC_IPV6_SRC: "ipv6 16",
  TCA_TUNNEL_KEY_ENC_OPTS: "nest act-tunnel-key-opts",
  TCA_TUNNEL_KEY_PARMS: "struct tc_tunnel_key",
  TCA_U32_SEL: "struct tc_u32_sel then array struct tc_u32_key",
  TCA_VLAN_PUSH_ETH_DST: "hardware 6",
  TCA_VLAN_PUSH_ETH_SRC: "hardware 6",
  // These stand in lists of their own alone.
  "act-pedit-attrs TCA_PEDIT_KEY_EX": "pad",
  "ets-attrs TCA_ETS_PRIOMAP_BAND": "pad",
  "ets-attrs TCA_ETS_QUANTA_BAND": "pad",
  "taprio-attrs TCA_TAPRIO_ATTR_TC_ENTRY": "many nest taprio-tc-entry-attrs",
};

/** Sets of attributes that the facts lack. */
export const TC_ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "act-gate-entries": { TCA_GATE_ONE_ENTRY: "1 many nest act-gate-entry" },
  "act-gate-entry": {
    TCA_GATE_ENTRY_INDEX: "1 u32",
    TCA_GATE_ENTRY_GATE: "2 flag",
    TCA_GATE_ENTRY_INTERVAL: "3 u32",
    TCA_GATE_ENTRY_IPV: "4 s32",
    TCA_GATE_ENTRY_MAX_OCTETS: "5 s32",
  },
  // Each may be empty, where the kernel is to take it from the packet.
  "act-ife-metadata": {
    IFE_META_SKBMARK: "1 array u32",
    IFE_META_HASHID: "2 array u32",
    IFE_META_PRIO: "3 array u32",
    IFE_META_QMAP: "4 array u16",
    IFE_META_TCINDEX: "5 array u16",
  },
  "act-pedit-key": {
    TCA_PEDIT_KEY_EX_HTYPE: "1 u16 of TCA_PEDIT_KEY_EX_HDR_TYPE_",
    TCA_PEDIT_KEY_EX_CMD: "2 u16 of TCA_PEDIT_KEY_EX_CMD_",
  },
  "act-pedit-keys": { TCA_PEDIT_KEY_EX: "6 many nest act-pedit-key" },
  "act-tunnel-key-opt-erspan": {
    TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_VER: "1 u8",
    TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_INDEX: "2 be32",
    TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_DIR: "3 u8",
    TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_HWID: "4 u8",
  },
  "act-tunnel-key-opt-geneve": {
    TCA_TUNNEL_KEY_ENC_OPT_GENEVE_CLASS: "1 be16",
    TCA_TUNNEL_KEY_ENC_OPT_GENEVE_TYPE: "2 u8",
    TCA_TUNNEL_KEY_ENC_OPT_GENEVE_DATA: "3 binary",
  },
  "act-tunnel-key-opt-vxlan": { TCA_TUNNEL_KEY_ENC_OPT_VXLAN_GBP: "1 u32" },
  "act-tunnel-key-opts": {
    TCA_TUNNEL_KEY_ENC_OPTS_GENEVE: "1 many nest act-tunnel-key-opt-geneve",
    TCA_TUNNEL_KEY_ENC_OPTS_VXLAN: "2 nest act-tunnel-key-opt-vxlan",
    TCA_TUNNEL_KEY_ENC_OPTS_ERSPAN: "3 nest act-tunnel-key-opt-erspan",
  },
  "ematch-meta": {
    TCA_EM_META_HDR: "1 struct tcf_meta_hdr",
    TCA_EM_META_LVALUE: "2 binary",
    TCA_EM_META_RVALUE: "3 binary",
  },
  "ets-class-attrs": { TCA_ETS_QUANTA_BAND: "4 u32" },
  "ets-priomap": { TCA_ETS_PRIOMAP_BAND: "6 many u8" },
  "ets-quanta": { TCA_ETS_QUANTA_BAND: "4 many u32" },
  "flower-key-enc-opt-pfcp-attrs": {
    TCA_FLOWER_KEY_ENC_OPT_PFCP_TYPE: "1 u8",
    TCA_FLOWER_KEY_ENC_OPT_PFCP_SEID: "2 be64",
  },
  "flower-key-mpls-opts": { TCA_FLOWER_KEY_MPLS_OPTS_LSE: "1 many nest flower-key-mpls-opt-attrs" },
  "mqprio-attrs": {
    TCA_MQPRIO_MODE: "1 u16 of TC_MQPRIO_MODE_",
    TCA_MQPRIO_SHAPER: "2 u16 of TC_MQPRIO_SHAPER_",
    TCA_MQPRIO_MIN_RATE64: "3 nest mqprio-min-rates",
    TCA_MQPRIO_MAX_RATE64: "4 nest mqprio-max-rates",
    TCA_MQPRIO_TC_ENTRY: "5 many nest mqprio-tc-entry",
  },
  "mqprio-max-rates": { TCA_MQPRIO_MAX_RATE64: "4 many u64" },
  "mqprio-min-rates": { TCA_MQPRIO_MIN_RATE64: "3 many u64" },
  "mqprio-tc-entry": { TCA_MQPRIO_TC_ENTRY_INDEX: "1 u32", TCA_MQPRIO_TC_ENTRY_FP: "2 u32 of TC_FP_" },
  "sfb-attrs": { TCA_SFB_PARMS: "1 struct tc_sfb_qopt" },
  "taprio-schedule": {
    TCA_TAPRIO_ATTR_SCHED_ENTRY_LIST: "2 nest taprio-sched-entry-list",
    TCA_TAPRIO_ATTR_SCHED_BASE_TIME: "3 s64",
    TCA_TAPRIO_PAD: "6 pad",
    TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME: "8 s64",
    TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME_EXTENSION: "9 s64",
  },
};

/** Structs that the facts lack. */
export const TC_STRUCTS: Readonly<Record<string, StructFact>> = {
  sock_filter: { size: 8, members: { code: "0 u16", jt: "2 u8", jf: "3 u8", k: "4 u32" } },
  tc_connmark: actionStruct(24, { zone: "20 u16" }),
  tc_csum: actionStruct(24, { update_flags: "20 u32 of TCA_CSUM_UPDATE_FLAG_" }),
  tc_ife: actionStruct(24, { flags: "20 u16 of IFE_DECODE+IFE_ENCODE" }),
  tc_mirred: actionStruct(28, {
    eaction: "20 s32 of TCA_EGRESS_REDIR+TCA_EGRESS_MIRROR+TCA_INGRESS_REDIR+TCA_INGRESS_MIRROR",
    ifindex: "24 u32",
  }),
  tc_nat: actionStruct(36, {
    old_addr: "20 ipv4 4",
    new_addr: "24 ipv4 4",
    mask: "28 ipv4 4",
    flags: "32 u32 of TCA_NAT_FLAG_",
  }),
  tc_service_curve: { size: 12, members: { m1: "0 u32", d: "4 u32", m2: "8 u32" } },
  tc_skbmod: actionStruct(32, { flags: "24 u64" }),
  tc_tunnel_key: actionStruct(24, { t_action: "20 s32 of TCA_TUNNEL_KEY_ACT_" }),
  tc_fq_codel_class_xstats: {
    size: 40,
    members: {
      type: "0 u32 of TCA_FQ_CODEL_XSTATS_",
      deficit: "4 s32",
      ldelay: "8 u32",
      count: "12 u32",
      lastcount: "16 u32",
      dropping: "20 u32",
      drop_next: "24 s32",
    },
  },
  tc_skbprio_qopt: { size: 4, members: { max_priority: "0 u32" } },
  // The member tcm_info of filters has two parts.
  tcmsg_of_filter: {
    size: 20,
    members: {
      tcm_family: "0 u8 of AF_+RTNL_FAMILY_",
      tcm__pad1: "1 pad",
      tcm_ifindex: "4 s32",
      tcm_handle: "8 u32",
      tcm_parent: "12 u32",
      "tcm_info+protocol": "16 be16",
      "tcm_info+priority": "18 u16",
    },
  },
  tcf_em_cmp: {
    size: 12,
    members: { val: "0 u32", mask: "4 u32", off: "8 u16", "align+flags": "10 u8", "layer+opnd": "11 u8" },
  },
  tcf_em_nbyte: { size: 4, members: { off: "0 u16", "len+layer": "2 u16" } },
  tcf_em_text: {
    size: 24,
    members: {
      algo: "0 string 16",
      from_offset: "16 u16",
      to_offset: "18 u16",
      pattern_len: "20 u16",
      "from_layer+to_layer": "22 u8",
      pad: "23 pad",
    },
  },
  tcf_ematch_hdr: {
    size: 8,
    members: {
      matchid: "0 u16",
      kind: "2 u16 of TCF_EM_CONTAINER+TCF_EM_CMP+TCF_EM_NBYTE+TCF_EM_U32+TCF_EM_META+TCF_EM_TEXT+TCF_EM_VLAN+" +
        "TCF_EM_CANID+TCF_EM_IPSET+TCF_EM_IPT",
      flags: "4 u16 of TCF_EM_REL_AND+TCF_EM_REL_OR+TCF_EM_INVERT+TCF_EM_SIMPLE",
      pad: "6 pad",
    },
  },
  tcf_meta_hdr: { size: 8, members: { left: "0 struct tcf_meta_val", right: "4 struct tcf_meta_val" } },
  tcf_meta_val: { size: 4, members: { kind: "0 u16", shift: "2 u8", op: "3 u8" } },
};

/** As `VALUES`. */
export const TC_VALUES: Readonly<Record<string, string>> = {
  TCA_ACT_FLAGS: "TCA_ACT_FLAGS_",
  TCA_ACT_HW_STATS: "TCA_ACT_HW_STATS_",
  TCA_ACT_USED_HW_STATS: "TCA_ACT_HW_STATS_",
  TCA_BPF_FLAGS: "TCA_BPF_FLAG_",
  TCA_BPF_FLAGS_GEN: "TCA_CLS_FLAGS_",
  TCA_CAKE_ACK_FILTER: "CAKE_ACK_",
  TCA_CAKE_ATM: "CAKE_ATM_",
  TCA_CAKE_DIFFSERV_MODE: "CAKE_DIFFSERV_",
  TCA_CAKE_FLOW_MODE: "CAKE_FLOW_",
  TCA_CT_ACTION: "TCA_CT_ACT_",
  TCA_DUMP_FLAGS: "TCA_DUMP_FLAGS_",
  TCA_FLOWER_FLAGS: "TCA_CLS_FLAGS_",
  TCA_FLOWER_KEY_CT_STATE: "TCA_FLOWER_KEY_CT_FLAGS_",
  TCA_FLOWER_KEY_CT_STATE_MASK: "TCA_FLOWER_KEY_CT_FLAGS_",
  TCA_FLOW_KEYS: "bits FLOW_KEY_",
  TCA_FLOW_MODE: "FLOW_MODE_",
  TCA_GRED_VQ_FLAGS: "TC_RED_",
  TCA_MATCHALL_FLAGS: "TCA_CLS_FLAGS_",
  TCA_RED_FLAGS: "TC_RED_",
  TCA_ROOT_FLAGS: "TCA_ACT_FLAG_",
  TCA_TAPRIO_ATTR_FLAGS: "TCA_TAPRIO_ATTR_FLAG_",
  TCA_TAPRIO_SCHED_ENTRY_CMD: "TC_TAPRIO_CMD_",
  TCA_TAPRIO_TC_ENTRY_FP: "TC_FP_",
  TCA_U32_FLAGS: "TCA_CLS_FLAGS_",
  "tc_etf_qopt.flags": "TC_ETF_",
  "tc_fq_codel_xstats.type": "TCA_FQ_CODEL_XSTATS_",
  "tc_gact_p.ptype": "PGACT_",
  "tc_gred_sopt.flags": "TC_RED_",
  "tc_mpls.m_action": "TCA_MPLS_ACT_",
  "tc_plug_qopt.action": "TCQ_PLUG_",
  "tc_ratespec.linklayer": "TC_LINKLAYER_",
  "tc_red_qopt.flags": "TC_RED_",
  "tc_sfq_qopt_v1.flags": "TC_RED_",
  "tc_sizespec.linklayer": "TC_LINKLAYER_",
  "tc_u32_sel.flags": "TC_U32_",
  "tc_vlan.v_action": "TCA_VLAN_ACT_",
};

/** What the facts lack of what chooses, or have wrong. */
export const TC_CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "class-options": {
    drr: "nest drr-attrs",
    ets: "nest ets-class-attrs",
    hfsc: "nest hfsc-attrs",
    htb: "nest htb-attrs",
    qfq: "nest qfq-attrs",
  },
  "class-statistics": {
    cake: "nest cake-stats-attrs",
    drr: "struct tc_drr_stats",
    fq_codel: "struct tc_fq_codel_class_xstats",
    hfsc: "struct tc_hfsc_stats",
    htb: "struct tc_htb_xstats",
    qfq: "struct tc_qfq_stats",
    sfq: "struct tc_sfq_xstats",
  },
  "ematch-data": {
    cmp: "struct tcf_em_cmp",
    container: "u32",
    meta: "nest ematch-meta",
    nbyte: "struct tcf_em_nbyte then binary",
    text: "struct tcf_em_text then binary",
    u32: "struct tc_u32_key",
  },
  "options-msg": {
    mqprio: "struct tc_mqprio_qopt nest mqprio-attrs",
    sfb: "nest sfb-attrs",
    skbprio: "struct tc_skbprio_qopt",
  },
};

/** Choices that are parts of others. */
export const TC_CHOICE_PARTS: Readonly<Record<string, { readonly of: string; readonly names: readonly string[] }>> = {
  "filter-options": {
    of: "options-msg",
    names: ["basic", "bpf", "cgroup", "flow", "flower", "fw", "matchall", "route", "u32"],
  },
  "qdisc-options": {
    of: "options-msg",
    names: [
      ...[
        "bfifo",
        "cake",
        "cbs",
        "choke",
        "clsact",
        "codel",
        "dualpi2",
        "etf",
        "ets",
        "fq",
        "fq_codel",
        "fq_pie",
        "gred",
      ],
      ...["hfsc", "hhf", "htb", "ingress", "mq", "mqprio", "multiq", "netem", "pfifo", "pfifo_fast", "pfifo_head_drop"],
      ...["pie", "plug", "prio", "red", "sfb", "sfq", "skbprio", "taprio", "tbf"],
    ],
  },
  "qdisc-statistics": {
    of: "tca-stats-app-msg",
    names: [
      ...["cake", "choke", "codel", "dualpi2", "fq", "fq_codel", "fq_pie", "hhf", "netem", "pie", "red", "sfb"],
    ],
  },
};

/** Sets that differ from others in some attributes. */
export const TC_VARIANTS: Readonly<
  Record<string, { readonly of: string; readonly with: Readonly<Record<string, string>> }>
> = {
  "class-attrs": {
    of: "attrs",
    with: {
      TCA_OPTIONS: "2 one class-options",
      TCA_XSTATS: "4 one class-statistics",
      TCA_STATS2: "7 nest class-stats-attrs",
    },
  },
  "class-stats-attrs": { of: "tca-stats-attrs", with: { TCA_STATS_APP: "4 one class-statistics" } },
  "filter-attrs": {
    of: "attrs",
    with: { TCA_OPTIONS: "2 one filter-options", TCA_XSTATS: "4 binary", TCA_STATS2: "7 nest plain-stats-attrs" },
  },
  "plain-stats-attrs": { of: "tca-stats-attrs", with: { TCA_STATS_APP: "4 binary" } },
  "qdisc-attrs": {
    of: "attrs",
    with: {
      TCA_OPTIONS: "2 one qdisc-options",
      TCA_XSTATS: "4 one qdisc-statistics",
      TCA_STATS2: "7 nest qdisc-stats-attrs",
    },
  },
  "qdisc-stats-attrs": { of: "tca-stats-attrs", with: { TCA_STATS_APP: "4 one qdisc-statistics" } },
};

/** The headers and sets of messages that are more special than the facts tell. */
export const TC_MESSAGES: Readonly<Record<string, { readonly header?: string; readonly attributes: string }>> = {
  CHAIN: { attributes: "filter-attrs" },
  QDISC: { attributes: "qdisc-attrs" },
  TCLASS: { attributes: "class-attrs" },
  TFILTER: { header: "tcmsg_of_filter", attributes: "filter-attrs" },
};
