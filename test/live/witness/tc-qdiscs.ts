import type {
  CakeOptions,
  CbsOptions,
  CodelOptions,
  EtfOptions,
  EtsOptions,
  FifoOptions,
  FqCodelOptions,
  FqOptions,
  FqPieOptions,
  HhfOptions,
  MqprioOptions,
  NetemOptions,
  PieOptions,
  PrioOptions,
  RedOptions,
  SfbOptions,
  SfqOptions,
  TaprioOptions,
} from "../../../mod.ts";
import { hexadecimal, mark, nonZero, type Row, type Table, yes } from "../witness.ts";

/** Numbers in the six digits that `tc` prints. */
function digits(number: number): number {
  return Number(number.toPrecision(6));
}

/** A share of all 32 bits. */
function share(part: number): number {
  return digits(part / 0xffffffff);
}

const FIFO: Table<FifoOptions> = { rows: { limit: ({ limit }) => limit } };

const PRIO: Table<PrioOptions> = {
  rows: {
    bands: ({ bands }) => bands,
    priomap: ({ priorityMap }) => priorityMap,
    multiqueue: () => false,
  },
};

const CODEL: Table<CodelOptions> = {
  rows: {
    limit: ({ limit }) => limit,
    target: ({ target }) => target,
    ce_threshold: ({ congestionThreshold }) => congestionThreshold,
    interval: ({ interval }) => interval,
    ecn: ({ ecn = false }) => yes(ecn),
  },
};

const FQ_CODEL: Table<FqCodelOptions> = {
  rows: {
    ...CODEL.rows,
    flows: ({ flows }) => flows,
    quantum: ({ quantum }) => quantum,
    memory_limit: ({ memoryLimit }) => memoryLimit,
    drop_batch: ({ dropBatchSize }) => dropBatchSize,
  },
  sometimes: {
    ce_threshold_selector: ({ congestionSelector, congestionMask }) =>
      `${hexadecimal(congestionSelector)}/${congestionMask?.toString(16)}`,
  },
};

const PIE: Table<PieOptions> = {
  rows: {
    limit: ({ limit }) => limit,
    target: ({ target }) => target,
    tupdate: ({ updateInterval }) => updateInterval,
    alpha: ({ alpha }) => alpha,
    beta: ({ beta }) => beta,
    ecn: ({ ecn = false }) => yes(ecn),
    bytemode: ({ byteMode = false }) => yes(byteMode),
    dq_rate_estimator: ({ dequeueRateEstimator = false }) => yes(dequeueRateEstimator),
  },
};

const FQ_PIE: Table<FqPieOptions> = {
  rows: {
    ...PIE.rows,
    flows: ({ flows }) => flows,
    quantum: ({ quantum }) => quantum,
    memory_limit: ({ memoryLimit }) => memoryLimit,
    ecn_prob: ({ ecnProbability }) => ecnProbability,
  },
};

const FQ: Table<FqOptions> = {
  rows: {
    limit: ({ limit }) => limit,
    flow_limit: ({ flowLimit }) => flowLimit,
    buckets: ({ bucketsLog }) => bucketsLog === undefined ? undefined : 2 ** bucketsLog,
    orphan_mask: ({ orphanMask }) => orphanMask,
    pacing: ({ rateEnable }) => rateEnable === false ? false : undefined,
    quantum: ({ quantum }) => quantum,
    initial_quantum: ({ initialQuantum }) => initialQuantum,
    maxrate: ({ flowMaxRate }) => flowMaxRate === 0xffffffff ? undefined : flowMaxRate,
    low_rate_threshold: ({ lowRateThreshold }) => nonZero(lowRateThreshold),
    refill_delay: ({ flowRefillDelay }) => flowRefillDelay,
    ce_threshold: ({ congestionThreshold }) => congestionThreshold === 0xffffffff ? undefined : congestionThreshold,
    timer_slack: ({ timerSlack }) => timerSlack,
    horizon: ({ horizon }) => horizon,
    horizon_drop: ({ horizonDrop = false }) => mark(horizonDrop),
    horizon_cap: ({ horizonDrop = true }) => mark(!horizonDrop),
  },
};

const HHF: Table<HhfOptions> = {
  rows: {
    limit: ({ backlogLimit }) => backlogLimit,
    quantum: ({ quantum }) => quantum,
    hh_limit: ({ heavyFlowsLimit }) => heavyFlowsLimit,
    reset_timeout: ({ resetTimeout }) => resetTimeout,
    admit_bytes: ({ admitBytes }) => admitBytes,
    evict_timeout: ({ evictTimeout }) => evictTimeout,
    non_hh_weight: ({ lightWeight }) => lightWeight,
  },
};

const ETS: Table<EtsOptions> = {
  rows: {
    bands: ({ bands }) => bands,
    strict: ({ strictBands }) => strictBands,
    quanta: ({ quanta }) => quanta?.bands,
    priomap: ({ priorityMap }) => priorityMap?.bands,
  },
};

const CBS: Table<CbsOptions> = {
  rows: {
    hicredit: ({ parameters }) => parameters?.highCredit,
    locredit: ({ parameters }) => parameters?.lowCredit,
    sendslope: ({ parameters }) => parameters?.sendSlope,
    idleslope: ({ parameters }) => parameters?.idleSlope,
    offload: ({ parameters }) => parameters?.offload,
  },
};

/** The flags of `red` and `sfq`, each there or not. */
function redFlags<T>(flagsOf: (options: T) => readonly string[]): Readonly<Record<string, Row<T>>> {
  return {
    ecn: (options) => flagsOf(options).includes("ecn"),
    harddrop: (options) => flagsOf(options).includes("hardDrop"),
    adaptive: (options) => flagsOf(options).includes("adaptative"),
    nodrop: (options) => flagsOf(options).includes("noDrop"),
  };
}

const RED: Table<RedOptions> = {
  rows: {
    ...redFlags<RedOptions>(({ parameters, flags }) => [...parameters?.flags ?? [], ...flags?.value ?? []]),
    limit: ({ parameters }) => parameters?.limit,
    min: ({ parameters }) => parameters?.minThreshold,
    max: ({ parameters }) => parameters?.maxThreshold,
    ewma: ({ parameters }) => parameters?.averageLog,
    probability: ({ maxProbability }) => maxProbability === undefined ? undefined : digits(maxProbability / 2 ** 32),
    Scell_log: ({ parameters }) => parameters?.cellLog,
  },
};

const SFB: Table<SfbOptions> = {
  rows: {
    rehash: ({ parameters }) => parameters && parameters.rehashInterval * 1000,
    db: ({ parameters }) => parameters && parameters.warmupTime * 1000,
    limit: ({ parameters }) => parameters?.limit,
    max: ({ parameters }) => parameters?.targetLength,
    target: ({ parameters }) => parameters?.binSize,
    increment: ({ parameters }) => parameters && digits(parameters.increment / 0xffff),
    decrement: ({ parameters }) => parameters && digits(parameters.decrement / 0xffff),
    penalty_rate: ({ parameters }) => parameters?.penaltyRate,
    penalty_burst: ({ parameters }) => parameters?.penaltyBurst,
  },
};

const SFQ: Table<SfqOptions> = {
  rows: {
    ...redFlags<SfqOptions>(({ flags = [] }) => flags),
    limit: ({ basic }) => basic.limit,
    quantum: ({ basic }) => basic.quantum,
    depth: ({ depth }) => depth,
    headdrop: ({ headDrop = false }) => yes(headDrop),
    flows: ({ basic }) => basic.flows,
    divisor: ({ basic }) => basic.divisor,
    perturb: ({ basic }) => nonZero(basic.perturbPeriod),
    ewma: ({ averageLog }) => averageLog,
    min: ({ minThreshold }) => minThreshold,
    max: ({ maxThreshold }) => maxThreshold,
    probability: ({ maxProbability = 0 }) => digits(maxProbability / 2 ** 32),
    prob_mark: ({ statistics }) => statistics?.probabilityMarks ?? 0,
    prob_mark_head: ({ statistics }) => statistics?.headProbabilityMarks ?? 0,
    prob_drop: ({ statistics }) => statistics?.probabilityDrops ?? 0,
    forced_mark: ({ statistics }) => statistics?.forcedMarks ?? 0,
    forced_mark_head: ({ statistics }) => statistics?.headForcedMarks ?? 0,
    forced_drop: ({ statistics }) => statistics?.forcedDrops ?? 0,
  },
};

/** Nanoseconds, or ticks of 64 of them where these are not told, in seconds. */
function seconds(nanoseconds: bigint | undefined, ticks: number = 0): number {
  return digits(nanoseconds === undefined ? ticks * 64 / 1e9 : Number(nanoseconds) / 1e9);
}

const NETEM: Table<NetemOptions> = {
  rows: {
    limit: ({ limit }) => limit,
    delay({ latency, jitter, latency64, jitter64, correlation }) {
      const [delay, spread] = [seconds(latency64, latency), seconds(jitter64, jitter)];
      return delay === 0 ? undefined : { delay, jitter: spread, correlation: share(correlation?.delay ?? 0) };
    },
    "loss-random": ({ loss, correlation }) =>
      loss === 0 ? undefined : { loss: share(loss), correlation: share(correlation?.loss ?? 0) },
    duplicate: ({ duplicate, correlation }) =>
      duplicate === 0 ? undefined : { duplicate: share(duplicate), correlation: share(correlation?.duplicate ?? 0) },
    reorder: ({ reorder }) =>
      reorder && { reorder: share(reorder.probability), correlation: share(reorder.correlation) },
    corrupt: ({ corrupt }) =>
      corrupt && { corrupt: share(corrupt.probability), correlation: share(corrupt.correlation) },
    rate: ({ rate, rate64 }) =>
      rate && {
        rate: Number(rate64 ?? rate.rate),
        packetoverhead: rate.packetOverhead,
        cellsize: rate.cellSize,
        celloverhead: rate.cellOverhead,
      },
    slot: ({ slot }) =>
      slot && {
        "min-delay": seconds(slot.minDelay),
        "max-delay": seconds(slot.maxDelay),
        packets: slot.maxPackets,
        bytes: slot.maxBytes,
      },
    ecn: ({ ecn = false }) => ecn,
    gap: ({ gap }) => gap,
  },
  sometimes: { seed: ({ randomSeed }) => Number(randomSeed) },
};

const CAKE_FLOWS: Readonly<Record<string, string>> = {
  none: "flowblind",
  srcIp: "srchost",
  dstIp: "dsthost",
  hosts: "hosts",
  flows: "flows",
  dualSrc: "dual-srchost",
  dualDst: "dual-dsthost",
  triple: "triple-isolate",
};

const ACK_FILTERS: Readonly<Record<string, string>> = { none: "disabled", filter: "enabled", aggressive: "aggressive" };

const CAKE: Table<CakeOptions> = {
  rows: {
    bandwidth: ({ baseRate = 0n }) => baseRate === 0n ? "unlimited" : Number(baseRate),
    autorate: ({ autorate = false }) => autorate ? "autorate-ingress" : undefined,
    diffserv: ({ differentiation }) => differentiation === "bestEffort" ? "besteffort" : differentiation,
    flowmode: ({ flowMode }) => CAKE_FLOWS[`${flowMode}`],
    nat: ({ nat = false }) => nat,
    wash: ({ wash = false }) => wash,
    ingress: ({ ingress = false }) => ingress,
    "ack-filter": ({ ackFilter = "none" }) => ACK_FILTERS[`${ackFilter}`],
    split_gso: ({ splitGso = false }) => splitGso,
    rtt: ({ roundTripTime = 0 }) => roundTripTime,
    raw: ({ raw }) => raw !== undefined,
    atm: ({ atm, raw }) => atm !== "none" ? atm : raw === undefined ? "noatm" : undefined,
    overhead: ({ overhead = 0 }) => overhead,
    mpu: ({ minimum }) => nonZero(minimum),
    memlimit: ({ memory }) => nonZero(memory),
    fwmark: ({ firewallMark = 0 }) => firewallMark === 0 ? "0" : hexadecimal(firewallMark),
  },
};

const onOff = (condition: boolean): string => condition ? "on" : "off";

const ETF: Table<EtfOptions> = {
  rows: {
    clockid: ({ parameters }) => CLOCKS[parameters?.clock ?? 0],
    delta: ({ parameters }) => parameters?.delta,
    offload: ({ parameters }) => onOff(parameters?.flags.includes("offload") ?? false),
    deadline_mode: ({ parameters }) => onOff(parameters?.flags.includes("deadlineMode") ?? false),
    skip_sock_check: ({ parameters }) => onOff(parameters?.flags.includes("skipSockCheck") ?? false),
  },
};

/** Clocks by number, as `linux/time.h` has them. */
const CLOCKS: Readonly<Record<number, string>> = { 0: "REALTIME", 1: "MONOTONIC", 11: "TAI" };
const GATES: Readonly<Record<string, string>> = { setGates: "S", setAndHold: "H", setAndRelease: "R" };

const MQPRIO: Table<MqprioOptions> = {
  rows: {
    tc: ({ trafficClasses }) => trafficClasses,
    map: ({ priorityMap }) => priorityMap,
    queues: ({ trafficClasses, offset, count }) =>
      offset.slice(0, trafficClasses).map((first, i) => [first, first + (count[i] ?? 0) - 1]),
    mode: ({ mode }) => mode,
    shaper: ({ shaper }) => shaper === "bandwidthRate" ? "bw_rlimit" : shaper,
  },
};

const TAPRIO: Table<TaprioOptions> = {
  rows: {
    tc: ({ queues }) => queues?.trafficClasses,
    map: ({ queues }) => queues?.priorityMap,
    queues: ({ queues }) =>
      queues?.offset.slice(0, queues.trafficClasses).map((offset, i) => ({ offset, count: queues.count[i] })),
    clockid: ({ clock }) => clock === undefined ? undefined : CLOCKS[clock],
    flags: ({ flags }) =>
      flags && `0x${Number(flags.includes("txtimeAssist")) + 2 * Number(flags.includes("fullOffload"))}`,
    txtime_delay: ({ txtimeDelay }) => txtimeDelay,
    base_time: ({ baseTime }) => Number(baseTime),
    cycle_time: ({ cycleTime }) => Number(cycleTime),
    cycle_time_extension: ({ cycleTimeExtension = 0n }) => Number(cycleTimeExtension),
    schedule: ({ entries }) =>
      entries?.entries?.map(({ index = 0, command, gateMask, interval }) => ({
        index,
        cmd: GATES[`${command}`],
        gatemask: hexadecimal(gateMask),
        interval,
      })),
  },
};

/** The options of qdiscs by kind; the tables take what their kind has, which the key alone tells. */
export const OPTIONS: Readonly<Record<string, Table<object>>> = {
  bfifo: FIFO as Table<object>,
  cake: CAKE as Table<object>,
  cbs: CBS as Table<object>,
  codel: CODEL as Table<object>,
  etf: ETF as Table<object>,
  ets: ETS as Table<object>,
  fq: FQ as Table<object>,
  fq_codel: FQ_CODEL as Table<object>,
  fq_pie: FQ_PIE as Table<object>,
  hhf: HHF as Table<object>,
  mqprio: MQPRIO as Table<object>,
  netem: NETEM as Table<object>,
  pfifo: FIFO as Table<object>,
  pfifo_fast: PRIO as Table<object>,
  pfifo_head_drop: FIFO as Table<object>,
  pie: PIE as Table<object>,
  prio: PRIO as Table<object>,
  red: RED as Table<object>,
  sfb: SFB as Table<object>,
  sfq: SFQ as Table<object>,
  skbprio: FIFO as Table<object>,
  taprio: TAPRIO as Table<object>,
};
