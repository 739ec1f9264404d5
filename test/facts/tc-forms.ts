// As `words.ts`, for the structs and choices of traffic control.
import type { StructFact } from "./facts.ts";

/** A struct that starts with what all actions have (`tc_gen`). */
function actionStruct(size: number, members: StructFact["members"]): StructFact {
  const common = { index: "0 u32", capab: "4 u32", action: "8 s32", refcnt: "12 s32", bindcnt: "16 s32" };
  return { size, members: { ...common, ...members } };
}

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
    with: { TCA_OPTIONS: "2 one filter-options", TCA_XSTATS: "4 pad", TCA_STATS2: "7 nest plain-stats-attrs" },
  },
  "plain-stats-attrs": { of: "tca-stats-attrs", with: { TCA_STATS_APP: "4 pad" } },
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
