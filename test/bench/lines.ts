import { performance } from "node:perf_hooks";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { mean, median, output, report, type Sample } from "./measure.ts";
import { childrenSeconds } from "./programs/stopwatch.ts";

/** The programs that are there. */
export interface Tools {
  /** Folder of the programs in C; absent where they cannot be built. */
  readonly c?: string;
  /** Path of Bun. */
  readonly bun?: string;
  /** Path of Deno. */
  readonly deno?: string;
}

/** How much work there is. */
export interface Scale {
  /** How many routes are listed. */
  readonly routes: number;
  /** How many links are listed. */
  readonly links: number;
  /** How many events are drained. */
  readonly events: number;
  /** How many changes are heard of one by one. */
  readonly changes: number;
  /** For how many seconds nothing happens. */
  readonly idle: number;
}

/** One program that does the work. */
export interface Side {
  /** Its name in the table. */
  readonly name: string;
  /** The side that it is compared with; absent for that side itself. */
  readonly reference?: string;
  /** What it may be compared with that side: times as much, or for idle processes percent of a processor more. */
  readonly limit?: number;
  /** How it is started. */
  readonly command: readonly string[];
}

/** One line of the table: the same work by several programs. */
export interface Line {
  /** What the work is. */
  readonly title: string;
  /** Commands of `ip` that prepare a fresh network namespace. */
  readonly setup: readonly string[];
  /** Who does it. */
  readonly sides: readonly Side[];
  /** Whether the processor time counts against the limit as well. */
  readonly limitsCpu?: boolean;
  /** Whether nothing is done, by all at once and in one round. */
  readonly isIdle?: boolean;
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
/** How often a program is started for one sample: the system tells the processor time of children in steps of 10 ms. */
const STARTS = 10;
/** Seconds after which a program that waits for changes is given up, since nobody makes them. */
const PATIENCE = "60";
/** The index of the first link of a namespace after `lo`, which has 1; `veth` makes the peer first. */
const V0 = 3;

const VETH: readonly string[] = [
  "link add v0 type veth peer name v1",
  // An address of IPv6 that comes by itself would be an event more.
  "link set v0 addrgenmode none",
  "link set v1 addrgenmode none",
  "link set v1 up",
  "link set v0 up",
];

function routes(count: number, verb: "add" | "del"): string[] {
  return Array.from(
    { length: count },
    (_, i) => `route ${verb} 10.${i >> 16}.${(i >> 8) & 0xff}.${i & 0xff}/32 dev v0`,
  );
}

function links(count: number): string[] {
  return Array.from({ length: count / 2 }, (_, i) => `link add left${i} type veth peer name right${i}`);
}

/** The path of a program, or of the folder of all. */
function path(program = ""): string {
  return fileURLToPath(new URL(`programs/${program}`, import.meta.url));
}

/** How a file is run by the runtime in which this one runs. */
export function here(file: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, ...process.versions["deno"] === undefined ? [] : ["run", "-A"], file, ...args];
}

/** The batches of a scale. */
export function batches({ events }: Scale): Batches {
  return { "add.batch": routes(events, "add"), "delete.batch": routes(events, "del") };
}

/** A program that measures its own repeats, the first of which do not count. */
function repeated(warmUp: number): Line["measure"] {
  return async (command) => {
    const { wall = [], cpu = [], ...rest } = await report(command);
    return { ...rest, wall: median(wall.slice(warmUp)), cpu: mean(cpu.slice(warmUp)) };
  };
}

/** How late a program heard of changes; the first tenth does not count. */
async function measureLatency(command: readonly string[]): Promise<Sample> {
  const { sent = [], received = [], cpu = [], sums = {} } = await report(["timeout", PATIENCE, ...command]);
  if (sent.length !== received.length) {
    throw new Error(`Cannot compare times: expected ${sent.length} changes, got ${received.length}`);
  }
  const late = received.map((time, i) => time - (sent[i] ?? NaN));
  return { wall: median(late.slice(late.length / 10)), cpu: mean(cpu), sums };
}

/** How long a program takes from its start to its end, and what it prints. */
async function measureStart(command: readonly string[]): Promise<Sample> {
  const before = childrenSeconds();
  const wall: number[] = [];
  let printed = "";
  for (let i = 0; i < STARTS; i++) {
    const start = performance.now();
    printed = await output(command);
    wall.push((performance.now() - start) / 1000);
  }
  const sums = { lines: printed.split("\n").length - 1, characters: printed.length };
  return { wall: median(wall), cpu: (childrenSeconds() - before) / STARTS, ...(printed === "" ? {} : { sums }) };
}

/** The lines of the table. `folder` holds the batches. */
export function lines({ c, bun, deno }: Tools, scale: Scale, folder: string): Readonly<Record<string, Line>> {
  const batchFiles = Object.keys(batches(scale)).map((name) => `${folder}${name}`);
  const inBun = (program: string, args: readonly string[]) => bun === undefined ? [] : [bun, path(program), ...args];
  const inDeno = (program: string, args: readonly string[]) =>
    deno === undefined ? [] : [deno, "run", "-A", path(program), ...args];

  /** C, Bun and Deno, as far as they are there, compared with the first. */
  function sides(program: string, args: readonly string[], limits: { readonly bun: number; readonly deno: number }) {
    const compared = c === undefined ? {} : { reference: "C" };
    const all: readonly Side[] = [
      { name: "C", command: c === undefined ? [] : [`${c}${program}`, ...args] },
      { name: "Bun", command: inBun(`${program}.ts`, args), limit: limits.bun, ...compared },
      { name: "Deno", command: inDeno(`${program}.ts`, args), limit: limits.deno, ...compared },
    ];
    return all.filter(({ command }) => command.length > 0);
  }

  function withIp(program: string, args: readonly string[], all: readonly Side[]): readonly Side[] {
    const compared = c === undefined ? {} : { reference: "C" };
    return [...all, { name: "ip -j", command: here(path("ip.ts"), program, ...args), ...compared }];
  }

  /** Each runtime, compared with itself when it does nothing. */
  function besideItself(
    nothing: string,
    bare: readonly [program: string, ...args: readonly string[]],
    work: readonly [program: string, ...args: readonly string[]],
    limit: number,
  ): readonly Side[] {
    const [bareProgram, ...bareArgs] = bare;
    const [program, ...args] = work;
    return ([["Bun", inBun], ["Deno", inDeno]] as const).flatMap(([name, command]) => [
      { name: `${name}, ${nothing}`, command: command(bareProgram, bareArgs) },
      { name, command: command(program, args), reference: `${name}, ${nothing}`, limit },
    ]).filter(({ command }) => command.length > 0);
  }

  /** Each runtime with a program that has no limit, as a measure for those that have. */
  function beside(
    what: string,
    program: string,
    args: readonly string[],
    reference: (runtime: string) => string | undefined,
  ): readonly Side[] {
    return ([["Bun", inBun], ["Deno", inDeno]] as const).map(([name, command]) => {
      const other = reference(name);
      const compared = other === undefined ? {} : { reference: other };
      return { name: `${name}, ${what}`, command: command(program, args), ...compared };
    }).filter(({ command }) => command.length > 0);
  }

  /** The same work in the fewest steps, without the module: what nothing in these runtimes can stay far below. */
  function byHand(program: string, args: readonly string[]): readonly Side[] {
    return beside("by hand", `by-hand/${program}.ts`, args, () => c === undefined ? undefined : "C");
  }

  const times = ({ warmUp, measured }: Repeats): string => `${warmUp + measured}`;
  const changes = [`${scale.changes}`, ...here(path("changes.ts"), `${scale.changes}`, `${V0}`)];
  const all: Readonly<Record<string, Line>> = {
    routes: {
      title: `${scale.routes.toLocaleString("en")} IPv4 routes listed and decoded`,
      setup: [...VETH, ...routes(scale.routes, "add")],
      sides: withIp(
        "routes",
        [times(ROUTES_REPEATS)],
        [
          ...sides("routes", [times(ROUTES_REPEATS)], { bun: 1.1, deno: 1.4 }),
          ...byHand("routes", [times(ROUTES_REPEATS)]),
        ],
      ),
      limitsCpu: true,
      measure: repeated(ROUTES_REPEATS.warmUp),
    },
    links: {
      title: `${scale.links.toLocaleString("en")} links listed and decoded to full depth (C: ten fields)`,
      setup: links(scale.links),
      sides: withIp("links", [times(LINKS_REPEATS)], sides("links", [times(LINKS_REPEATS)], { bun: 2.5, deno: 2.5 })),
      measure: repeated(LINKS_REPEATS.warmUp),
    },
    events: {
      title: `${scale.events.toLocaleString("en")} route events drained from a queue`,
      setup: VETH,
      sides: sides("events", [times(EVENTS_REPEATS), `${scale.events}`, ...batchFiles], { bun: 1.5, deno: 2 }),
      measure: repeated(EVENTS_REPEATS.warmUp * 2),
    },
    latency: {
      title: `Latency of a route event, median of ${scale.changes.toLocaleString("en")}`,
      setup: VETH,
      sides: [...sides("latency", changes, { bun: 2, deno: 4 }), ...byHand("latency", changes)],
      measure: measureLatency,
    },
    start: {
      title: "Start to end of a process that prints five links",
      setup: links(10),
      sides: [
        ...besideItself("empty", ["empty.ts"], ["start.ts"], 2),
        ...beside("import alone", "import.ts", [], (name) => `${name}, empty`),
        ...beside("by hand", "by-hand/start.ts", [], (name) => `${name}, empty`),
      ],
      measure: measureStart,
    },
  };
  if (scale.idle === 0) return all;
  const idle: Line = {
    title: `Idle for ${scale.idle} s`,
    setup: VETH,
    sides: besideItself("bare", ["idle.ts", `${scale.idle}`, "bare"], ["idle.ts", `${scale.idle}`, "watch"], 0.05),
    isIdle: true,
    measure: repeated(0),
  };
  return { ...all, idle };
}
