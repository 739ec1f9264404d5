import { measureLatency, measureStart, repeated, type Sample } from "./measure.ts";
import { here, path, type Side, Sides, type Tools } from "./sides.ts";

/** How much work there is. */
export interface Scale {
  /** How many routes are listed, or copied. */
  readonly routes: number;
  /** How many links are listed. */
  readonly links: number;
  /** How many events are drained. */
  readonly events: number;
  /** How many routes of a copy differ from those of the kernel. */
  readonly differences: number;
  /** How many routes are added and removed. */
  readonly requests: number;
  /** How many changes are heard of one by one. */
  readonly changes: number;
  /** For how many seconds nothing happens. */
  readonly idle: number;
}

/** One line of the table: the same work by several programs. */
export interface Line {
  /** What the work is. */
  readonly title: string;
  /** Commands of `ip` that prepare a fresh network namespace. */
  readonly setup: readonly string[];
  /** Who does it. */
  readonly sides: readonly Side[];
  /** Of how many the work is, where each has its part of the time. */
  readonly count?: number;
  /** Whether the processor time counts against the limit as well. */
  readonly limitsCpu?: boolean;
  /** Whether what counts is the share of a processor, since the time is given. */
  readonly comparesShares?: boolean;
  /** Whether all do it at once and in one round, since what does nothing disturbs nobody. */
  readonly isAtOnce?: boolean;
  /** Lets a side do it. */
  measure(command: readonly string[]): Promise<Sample>;
}

/** The batches of `ip` that the lines need as files: their names and what is in them. */
export type Batches = Readonly<Record<string, readonly string[]>>;

/** How often a program does its work: until the engines have compiled it, and from then on. */
interface Repeats {
  readonly warmUp: number;
  readonly measured: number;
}

const ROUTES_REPEATS: Repeats = { warmUp: 4, measured: 5 };
const LINKS_REPEATS: Repeats = { warmUp: 20, measured: 20 };
/** Each adds all routes and deletes them, which are two samples. */
const EVENTS_REPEATS: Repeats = { warmUp: 1, measured: 2 };
const COPY_REPEATS: Repeats = { warmUp: 3, measured: 3 };
/** As events: what comes and goes again are two samples. */
const RESYNC_REPEATS: Repeats = { warmUp: 2, measured: 2 };
const REQUESTS_REPEATS: Repeats = { warmUp: 3, measured: 5 };
/** What waiting for nothing may take more than the bare runtime, in percent of a processor. */
const MOST_IDLE = 0.05;
/** The same of a flood that nobody wants, beside the watcher of another topic. */
const MOST_UNWANTED = 0.5;
/** The index of the first link of a namespace after `lo`, which has 1; `veth` makes the peer first. */
const V0 = 3;
/** Networks of routes: that of those which are there, and that of those which come and go. */
const THERE = 10;
const COMING = 11;

const VETH: readonly string[] = [
  "link add v0 type veth peer name v1",
  // An address of IPv6 that comes by itself would be an event more.
  "link set v0 addrgenmode none",
  "link set v1 addrgenmode none",
  "link set v1 up",
  "link set v0 up",
];

function routes(network: number, count: number, verb: "add" | "del"): string[] {
  return Array.from(
    { length: count },
    (_, i) => `route ${verb} ${network}.${i >> 16}.${(i >> 8) & 0xff}.${i & 0xff}/32 dev v0`,
  );
}

function links(count: number): string[] {
  return Array.from({ length: count / 2 }, (_, i) => `link add left${i} type veth peer name right${i}`);
}

/** The files of routes that come, and of the same going. */
const EVENTS: readonly string[] = ["add.batch", "delete.batch"];
const DIFFERENCES: readonly string[] = ["add-some.batch", "delete-some.batch"];

/** The batches of a scale. */
export function batches({ events, differences }: Scale): Batches {
  return Object.fromEntries(
    ([[EVENTS, events], [DIFFERENCES, differences]] as const).flatMap(([names, count]) =>
      names.map((name, i) => [name, routes(COMING, count, i === 0 ? "add" : "del")])
    ),
  );
}

const twice = ({ warmUp, measured }: Repeats): Repeats => ({ warmUp: 2 * warmUp, measured: 2 * measured });
const times = ({ warmUp, measured }: Repeats): string => `${warmUp + measured}`;
const told = (count: number): string => count.toLocaleString("en");

/** The lines of the table. `folder` holds the batches. */
export function lines(tools: Tools, scale: Scale, folder: string): Readonly<Record<string, Line>> {
  const sides = new Sides(tools);
  const withRoutes = [...VETH, ...routes(THERE, scale.routes, "add")];
  const events = EVENTS.map((name) => `${folder}${name}`);
  const differences = DIFFERENCES.map((name) => `${folder}${name}`);
  const changes = [`${scale.changes}`, ...here(path("changes.ts"), `${scale.changes}`, `${V0}`)];
  return {
    routes: {
      title: `${told(scale.routes)} IPv4 routes listed and decoded`,
      setup: withRoutes,
      sides: [
        ...sides.besideC(["routes", times(ROUTES_REPEATS)], { limits: { bun: 1.1, deno: 1.4 } }),
        ...sides.byHand("routes", times(ROUTES_REPEATS)),
        sides.ip("routes", times(ROUTES_REPEATS)),
      ],
      count: scale.routes,
      limitsCpu: true,
      measure: repeated(ROUTES_REPEATS.warmUp),
    },
    links: {
      title: `${told(scale.links)} links listed and decoded to full depth (C: ten fields)`,
      setup: links(scale.links),
      sides: [
        ...sides.besideC(["links", times(LINKS_REPEATS)], { limits: { bun: 2.5, deno: 2.5 } }),
        sides.ip("links", times(LINKS_REPEATS)),
      ],
      count: scale.links,
      measure: repeated(LINKS_REPEATS.warmUp),
    },
    events: {
      title: `${told(scale.events)} route events drained from a queue`,
      setup: VETH,
      sides: sides.besideC(["events", times(EVENTS_REPEATS), `${scale.events}`, ...events], {
        limits: { bun: 1.5, deno: 2 },
      }),
      count: scale.events,
      measure: repeated(twice(EVENTS_REPEATS).warmUp),
    },
    copy: {
      title: `Copy of ${told(scale.routes)} routes opened (C: IPv4 routes listed, not kept)`,
      setup: withRoutes,
      sides: sides.besideC(["routes", times(COPY_REPEATS)], { own: ["copy", times(COPY_REPEATS)] }),
      count: scale.routes,
      measure: repeated(COPY_REPEATS.warmUp),
    },
    resync: {
      title: `Copy of ${told(scale.routes)} routes repaired, ${scale.differences} differ (C: IPv4 routes listed)`,
      setup: withRoutes,
      sides: sides.besideC(["routes", times(twice(RESYNC_REPEATS))], {
        own: ["resync", times(RESYNC_REPEATS), `${scale.differences}`, ...differences],
      }),
      count: scale.routes,
      measure: repeated(twice(RESYNC_REPEATS).warmUp),
    },
    follow: {
      title: `${told(scale.events)} route events taken into a copy of ${told(scale.routes)} routes (C: drained)`,
      setup: withRoutes,
      sides: sides.besideC(["events", times(EVENTS_REPEATS), `${scale.events}`, ...events], {
        own: ["follow", times(EVENTS_REPEATS), `${scale.events}`, ...events],
      }),
      count: scale.events,
      measure: repeated(twice(EVENTS_REPEATS).warmUp),
    },
    requests: {
      title: `${told(scale.requests)} routes added and removed, pipelined, each request acknowledged`,
      setup: VETH,
      sides: sides.besideC(["requests", times(REQUESTS_REPEATS), `${scale.requests}`, `${V0}`]),
      count: 2 * scale.requests,
      measure: repeated(REQUESTS_REPEATS.warmUp),
    },
    latency: {
      title: `Latency of a route event, median of ${told(scale.changes)}`,
      setup: VETH,
      sides: [
        ...sides.besideC(["latency", ...changes], { limits: { bun: 2, deno: 4 } }),
        ...sides.byHand("latency", ...changes),
      ],
      measure: measureLatency,
    },
    unwanted: {
      title: `Share of a processor during ${told(2 * scale.events)} route events that nobody wants`,
      setup: VETH,
      sides: sides.besideItself(["other topic", ["unwanted", "topic", ...events]], [
        { program: ["unwanted", "filter", ...events], limit: MOST_UNWANTED },
        { name: "unfiltered", program: ["unwanted", "nothing", ...events] },
      ]),
      comparesShares: true,
      measure: repeated(0),
    },
    start: {
      title: "Start to end of a process that prints five links",
      setup: links(10),
      sides: [
        ...sides.besideItself(["empty", ["empty"]], [
          { program: ["start"], limit: 2 },
          ...(tools.bundle === undefined ? [] : [{ name: "bundled", program: [tools.bundle] } as const]),
          { name: "import alone", program: ["import"] },
          ...(tools.files === undefined ? [] : [{ name: "empty files", program: [tools.files] } as const]),
          // What nothing that calls the C library can stay below.
          { name: "by hand", program: ["by-hand/start"] },
        ]),
        ...(tools.executable === undefined
          ? []
          : [{ name: "Bun, executable", reference: "Bun, empty", command: [tools.executable] }]),
      ],
      measure: measureStart,
    },
    idle: {
      title: `Share of a processor in ${scale.idle} s in which nothing happens`,
      setup: VETH,
      sides: sides.besideItself(["bare", ["idle", `${scale.idle}`, "bare"]], [
        { program: ["idle", `${scale.idle}`, "watch"], limit: MOST_IDLE },
      ]),
      comparesShares: true,
      isAtOnce: true,
      measure: repeated(0),
    },
  };
}
