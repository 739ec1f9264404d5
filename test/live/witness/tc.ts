import type {
  BpfFilterOptions,
  Chain,
  Filter,
  FlowerOptions,
  HtbOptions,
  MatchallOptions,
  Qdisc,
  RateSpecification,
  SizeTable,
  TbfOptions,
  TrafficClass,
  U32Options,
} from "../../../mod.ts";
import { hexadecimal, nameOf, near, nonZero, type Row, type Table, witnessed, yes } from "../witness.ts";
import { actions, counters } from "./tc-actions.ts";
import { FLOWER } from "./tc-flower.ts";
import { OPTIONS } from "./tc-qdiscs.ts";

/** A handle as `tc` prints it where it has no words for it. */
function handle(text: string): string {
  return { none: "0:", ingress: "ffff:fff1" }[text] ?? text;
}

/** Ticks of 64 nanoseconds in seconds, of which `tc` drops what is less than a microsecond. */
function seconds(ticks: number): number {
  return Math.floor(ticks * 64 / 1000) / 1e6;
}

/** Bytes as `tc` rounds them. */
function size(bytes: number): string {
  for (const [unit, name, slack] of [[2 ** 20, "Mb", 1024], [1024, "Kb", 16]] as const) {
    const rounded = Math.round(bytes / unit);
    if (bytes >= unit && Math.abs(rounded * unit - bytes) < slack) return `${rounded}${name}`;
  }
  return `${Math.floor(bytes)}b`;
}

/** A burst, which the kernel tells as the time that it takes, and the cells of its table. */
function burst(ticks: number, rate: number, { cellLog }: RateSpecification): string {
  return `${size(seconds(ticks) * rate)}/${2 ** cellLog}`;
}

const HTB: Table<HtbOptions> = {
  rows: {
    r2q: ({ global }) => global?.rateToQuantum,
    default: ({ global }) => hexadecimal(global?.defaultClass),
    direct_packets_stat: ({ global }) => global?.directPackets,
    ver: ({ global: { version } = { version: 0 } }) => `${version >>> 16}.${version & 0xffff}`,
    direct_qlen: ({ directQueueLength }) => directQueueLength,
  },
};

const TBF: Table<TbfOptions> = {
  rows: {
    rate: ({ parameters }) => parameters?.rate.rate,
    burst: ({ parameters }) => parameters && burst(parameters.buffer, parameters.rate.rate, parameters.rate),
    mtu: ({ parameters }) => parameters && burst(parameters.mtu, parameters.peakRate.rate, parameters.peakRate),
    mpu: ({ parameters }) => parameters?.rate.minimum,
    linklayer: ({ parameters }) => parameters?.rate.linkLayer,
    lat({ parameters }) {
      if (parameters === undefined) return undefined;
      const { limit, rate, buffer, peakRate, mtu } = parameters;
      const latencies = [limit / rate.rate - seconds(buffer), limit / peakRate.rate - seconds(mtu)];
      return near(Math.max(...latencies) * 1e6, 2);
    },
  },
};

/** The options of qdiscs by kind; the tables take what their kind has, which the key alone tells. */
const QDISC_OPTIONS: Readonly<Record<string, Table<object>>> = {
  ...OPTIONS,
  htb: HTB as Table<object>,
  tbf: TBF as Table<object>,
};

const SIZE_TABLE: Table<SizeTable> = {
  rows: {
    linklayer: ({ base }) => base?.linkLayer,
    overhead: ({ base }) => base?.overhead,
    mpu: ({ base }) => base?.minimum,
    mtu: ({ base }) => base?.mtu,
    tsize: ({ base }) => base?.entries,
  },
};

/** `tc qdisc`. */
export const QDISC: Table<Qdisc> = {
  rows: {
    ...counters<Qdisc>(),
    kind: ({ kind }) => kind,
    handle: (qdisc) => handle(qdisc.handle),
    root: ({ parent }) => yes(parent === "root"),
    parent: ({ parent }) => parent === "root" ? undefined : handle(parent),
    refcnt: ({ references }) => references === 1 ? undefined : references,
    ingress_block: ({ ingressBlock }) => ingressBlock,
    egress_block: ({ egressBlock }) => egressBlock,
    options: ({ kind = "", options = {} }, context, theirs) =>
      witnessed(QDISC_OPTIONS[kind] ?? { rows: {} }, options, theirs ?? {}, context),
    stab: ({ sizeTable }, context, theirs) => sizeTable && witnessed(SIZE_TABLE, sizeTable, theirs ?? {}, context),
  },
  // Where not only those of one link were asked for.
  sometimes: { dev: ({ index }, context) => nameOf(index, context) },
};

/** A rate in bits a second, as `tc` writes those that are round. */
function bits(rate: number | bigint): string {
  const [unit, name] =
    ([[1e9, "Gbit"], [1e6, "Mbit"], [1e3, "Kbit"]] as const).find(([unit]) => Number(rate) * 8 >= unit) ??
      [1, "bit"];
  return `${Number(rate) * 8 / unit}${name}`;
}

/** What `tc -s -d class` prints of a class of `htb`, which it has no JSON of. */
export function classText({ handle, parent, leaf, options = {}, stats }: TrafficClass & { kind: "htb" }): string {
  const { parameters, rate64, ceiling64 } = options;
  if (parameters === undefined) return "";
  const { rate: specification, ceiling, quantum, priority, level } = parameters;
  const rate = rate64 ?? specification.rate;
  const most = ceiling64 ?? ceiling.rate;
  const own = burst(parameters.buffer, Number(rate), specification);
  const borrowed = burst(parameters.ceilingBuffer, Number(most), ceiling);
  const { basic, queue, app, rateEstimate } = stats ?? {};
  return [
    `class htb ${handle} ${parent === "root" ? parent : `parent ${parent}`} ` +
    (level > 0 ? "" : `${leaf === "none" ? "" : `leaf ${leaf} `}prio ${priority} quantum ${quantum} `) +
    `rate ${bits(rate)} ceil ${bits(most)} linklayer ${specification.linkLayer} burst ${own} ` +
    `mpu ${specification.minimum}b cburst ${borrowed} mpu ${ceiling.minimum}b level ${level} `,
    ` Sent ${basic?.bytes} bytes ${basic?.packets} pkt (dropped ${queue?.drops}, overlimits ${queue?.overlimits} ` +
    `requeues ${queue?.requeues}) `,
    (rateEstimate ? ` rate ${bits(rateEstimate.bytesPerSecond)} ${rateEstimate.packetsPerSecond}pps` : "") +
    ` backlog ${queue?.backlog}b ${queue?.length}p requeues ${queue?.requeues}`,
    ` lended: ${app?.lends} borrowed: ${app?.borrows} giants: ${app?.giants}`,
    ` tokens: ${app?.tokens} ctokens: ${app?.ceilingTokens}`,
  ].join("\n");
}

const PROTOCOLS: Readonly<Record<number, string>> = {
  0x3: "all",
  0x0800: "ip",
  0x0806: "arp",
  0x8100: "802.1Q",
  0x86dd: "ipv6",
  0x8847: "mpls_uc",
  0x8864: "ppp_ses",
};

/** The place of a `u32` filter in its tables. */
function place(number: number): string {
  const bucket = number >>> 12 & 0xff;
  const [table, node] = [(number >>> 20).toString(16), number & 0xfff];
  return `${table}:${bucket === 0 ? "" : bucket.toString(16)}${node === 0 ? "" : `:${node.toString(16)}`}`;
}

/** A filter, of which the rows need more than its options. */
type Of<Options> = Filter & { readonly options: Options };

const FILTER_FLAGS: Readonly<Record<string, Row<Of<{ readonly flags?: readonly string[] }>>>> = {
  not_in_hw: ({ options: { flags = [] } }) => yes(flags.includes("notInHardware")),
  in_hw: ({ options: { flags = [] } }) => yes(flags.includes("inHardware")),
  skip_hw: ({ options: { flags = [] } }) => yes(flags.includes("skipHardware")),
  skip_sw: ({ options: { flags = [] } }) => yes(flags.includes("skipSoftware")),
};

const U32: Table<Of<U32Options>> = {
  rows: {
    ...FILTER_FLAGS,
    fh: ({ handle }) => handle === 0 ? undefined : place(handle),
    ht_divisor: ({ options: { divisor } }) => divisor,
    order: ({ handle }) => nonZero(handle & 0xfff),
    key_ht: ({ options: { hash } }) => hash === undefined ? undefined : (hash >>> 20).toString(16),
    bkt: ({ options: { hash } }) => hash === undefined ? undefined : (hash >>> 12 & 0xff).toString(16),
    link: ({ options: { nextTable } }) => nextTable === undefined ? undefined : place(nextTable),
    flowid: ({ options: { classId } }) => classId,
    input_dev: ({ options: { inputLink } }) => inputLink,
    // Several have one name, of which the last is read.
    match({ options: { selector } }) {
      const key = selector?.keys.at(-1);
      return key && {
        value: key.value.toString(16),
        mask: key.mask.toString(16),
        offmask: key.offsetMask === 0 ? "" : "nexthdr+",
        off: key.offset,
      };
    },
    hash_mask: ({ options: { selector } }) => selector?.hashMask ? selector.hashMask.toString(16) : undefined,
    hash_off: ({ options: { selector } }) => selector?.hashMask ? selector.hashAt : undefined,
    actions: ({ options }, context, theirs) => actions(options.actions, context, theirs, 1),
  },
};

const BPF: Table<Of<BpfFilterOptions>> = {
  rows: {
    handle: ({ handle }) => hexadecimal(nonZero(handle)),
    flowid: ({ options: { classId } }) => classId,
    not_in_hw: ({ options: { filterFlags = [] } }) => yes(filterFlags.includes("notInHardware")),
    bytecode: ({ options: { instructions = [], instructionCount } }) => ({
      length: instructionCount,
      insns: instructions.map(({ code, jumpTrue, jumpFalse, operand }) => ({
        code,
        jt: jumpTrue,
        jf: jumpFalse,
        k: operand,
      })),
    }),
    actions: ({ options }, context, theirs) => actions(options.actions, context, theirs, 1),
  },
};

const MATCHALL: Table<Of<MatchallOptions>> = {
  rows: {
    ...FILTER_FLAGS,
    handle: ({ handle }) => nonZero(handle),
    flowid: ({ options: { classId } }) => classId,
    actions: ({ options }, context, theirs) => actions(options.actions, context, theirs, 1),
  },
  sometimes: { rule_hit: ({ options: { counters } }) => Number(counters?.hits) },
};

/** What a filter of the kind `flower` looks at is in a table of its own. */
const FLOWER_FILTER: Table<Of<FlowerOptions>> = {
  rows: {
    ...FILTER_FLAGS,
    handle: ({ handle }) => nonZero(handle),
    flowid: ({ options: { classId } }) => classId,
    indev: ({ options: { inputLink } }) => inputLink,
    keys: ({ options }, context, theirs) => witnessed(FLOWER, options, theirs ?? {}, context),
    actions: ({ options }, context, theirs) => actions(options.actions, context, theirs, 1),
  },
  sometimes: { in_hw_count: ({ options: { inHardwareCount } }) => inHardwareCount },
};

/** The options of filters by kind, as above. */
const FILTER_OPTIONS: Readonly<Record<string, Table<Of<object>>>> = {
  bpf: BPF as Table<Of<object>>,
  flower: FLOWER_FILTER as Table<Of<object>>,
  matchall: MATCHALL as Table<Of<object>>,
  u32: U32 as Table<Of<object>>,
};

/** `tc filter`. */
export const FILTER: Table<Filter> = {
  rows: {
    protocol: ({ protocol }) => PROTOCOLS[protocol],
    pref: ({ priority }) => priority,
    kind: ({ kind }) => kind,
    chain: ({ chain }) => chain,
    options: (filter, context, theirs) =>
      filter.options &&
      witnessed(FILTER_OPTIONS[filter.kind ?? ""] ?? { rows: {} }, filter as Of<object>, theirs ?? {}, context),
  },
  // Where another place than this was not asked for.
  sometimes: { parent: ({ parent }) => parent },
};

/** `tc chain`. */
export const CHAIN: Table<Chain> = {
  rows: {
    // The kernel does not tell of which side it is.
    parent: ({ parent }) => parent === "ingress" || parent === "egress" ? "ffff:" : parent,
    chain: ({ chain }) => chain,
  },
};
