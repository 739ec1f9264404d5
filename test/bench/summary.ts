import type { Samples } from "./line.ts";
import type { Line } from "./lines.ts";
import { median, type Sample } from "./measure.ts";
import type { Side } from "./sides.ts";

/** What a side took, as the median of its rounds. */
export interface SideResult {
  /** Its name in the table. */
  readonly name: string;
  /** Seconds. */
  readonly wall: number;
  /** Seconds of processor time. */
  readonly cpu: number;
  /** Seconds of processor time for each of what there is a count of. */
  readonly cpuEach?: number;
  /** Percent of a processor, where that is what counts. */
  readonly share?: number;
  /** Beside the side that it is compared with; absent where there is none. */
  readonly beside?: Comparison;
  /** Bytes of memory that each of the objects takes. */
  readonly bytes?: number;
  /** What else there is to tell. */
  readonly note?: string;
}

/** A side beside another. */
export interface Comparison {
  /** Name of the other. */
  readonly reference: string;
  /** Times as much time, or percent of a processor more where shares count. */
  readonly wall?: number;
  /** Times as much processor time. */
  readonly cpu?: number;
  /** Percent of a processor more, where shares count. */
  readonly share?: number;
  /** What it may be at most; absent where there is no limit. */
  readonly limit?: number;
  /** Whether it is more; absent where there is no limit. */
  readonly isOver?: boolean;
}

/** A line of the table. */
export interface Result {
  /** What the work is. */
  readonly title: string;
  /** Who does it, and what that took. */
  readonly sides: readonly SideResult[];
}

const of = (samples: readonly Sample[], value: (sample: Sample) => number): number => median(samples.map(value));
const wall = ({ wall }: Sample): number => wall;
const cpu = ({ cpu }: Sample): number => cpu;
const share = ({ cpu, wall }: Sample): number => cpu / wall * 100;

/** How much more a side took than another: the median of the rounds, in each of which the machine was as busy for both. */
function ratio(own: readonly Sample[], other: readonly Sample[], value: (sample: Sample) => number): number {
  return median(own.flatMap((sample, round) => {
    const beside = other[round];
    return beside === undefined ? [] : value(sample) / value(beside);
  }));
}

function comparison(
  { comparesShares, limitsCpu }: Line,
  { limit }: Side,
  reference: string,
  own: readonly Sample[],
  other: readonly Sample[],
): Comparison {
  const compared: Pick<Comparison, "wall" | "cpu" | "share"> = comparesShares
    ? { share: of(own, share) - of(other, share) }
    : { wall: ratio(own, other, wall), cpu: ratio(own, other, cpu) };
  if (limit === undefined) return { reference, ...compared };
  const limited = [compared.share, compared.wall, limitsCpu ? compared.cpu : undefined];
  return { reference, ...compared, limit, isOver: limited.some((value) => value !== undefined && value > limit) };
}

/** The medians of the samples of a line, and how its sides compare. */
export function summary(line: Line, samples: Samples): Result {
  const sides = line.sides.map((side): SideResult => {
    const { name, reference } = side;
    const own = samples[name] ?? [];
    const { bytes, note } = own.at(-1) ?? {};
    return {
      name,
      wall: of(own, wall),
      cpu: of(own, cpu),
      ...(line.count === undefined ? {} : { cpuEach: of(own, cpu) / line.count }),
      ...(line.comparesShares ? { share: of(own, share) } : {}),
      ...(reference === undefined ? {} : { beside: comparison(line, side, reference, own, samples[reference] ?? []) }),
      ...(bytes === undefined ? {} : { bytes: of(own, ({ bytes = NaN }) => bytes) }),
      ...(note === undefined ? {} : { note }),
    };
  });
  return { title: line.title, sides };
}
