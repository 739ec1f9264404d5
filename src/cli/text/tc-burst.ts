import type { RateSpecification } from "../../../mod.ts";

/** The names of a burst that is told as the time it takes at a rate, with the name of that rate, and what `tc` calls it. */
const BURSTS: Readonly<Record<string, readonly [rate: string, called: string]>> = {
  buffer: ["rate", "burst"],
  burst: ["rate", "burst"],
  ceilingBuffer: ["ceiling", "cburst"],
};
/** What `tbf` tells of its peak rate likewise: elsewhere it is the size of a packet. */
const PEAK_BURST = ["peakRate", "minburst"] as const;
const NANOSECONDS_PER_TICK = 64;
const NANOSECONDS_PER_MICROSECOND = 1000;
const MICROSECONDS_PER_SECOND = 1_000_000;

/**
 * The words for a burst, in bytes as `tc` computes them, which counts whole microseconds; `undefined` for what is none.
 *
 * @param own What it stands beside, with the rates of 32 bits
 * @param around What that stands in, with those of 64 bits
 */
export function burstWords(name: string, value: unknown, own: object, around: object): string | undefined {
  const [rateName, called] = (name === "mtu" && "buffer" in own ? PEAK_BURST : BURSTS[name]) ?? [];
  if (rateName === undefined || typeof value !== "number") return undefined;
  const specification: unknown = Reflect.get(own, rateName);
  if (typeof specification !== "object" || specification === null || !isRate(specification)) return undefined;
  const large: unknown = Reflect.get(around, `${rateName}64`);
  const rate = typeof large === "bigint" ? Number(large) : specification.rate;
  const microseconds = Math.floor(value * NANOSECONDS_PER_TICK / NANOSECONDS_PER_MICROSECOND);
  const bytes = Math.floor(microseconds * rate / MICROSECONDS_PER_SECOND);
  return bytes === 0 ? "" : `${called} ${bytes}b`;
}

/** Whether something is a rate. */
export function isRate(value: object): value is RateSpecification {
  return "rate" in value && "cellLog" in value;
}
