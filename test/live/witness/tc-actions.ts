import type {
  ControlAction,
  GactOptions,
  MirredOptions,
  PoliceOptions,
  TcStatistics,
  TrafficAction,
} from "../../../mod.ts";
import { type Context, nameOf, near, type Row, type Table, witnessed, yes } from "../witness.ts";

/** Rows for counters, where there are any. */
export function counters<T extends { readonly stats?: TcStatistics<object> }>(): Readonly<Record<string, Row<T>>> {
  const queue = (name: keyof NonNullable<TcStatistics<object>["queue"]>): Row<T> => ({ stats }) =>
    stats && (stats.queue?.[name] ?? 0);
  return {
    bytes: ({ stats }) => stats && Number(stats.basic?.bytes ?? 0n),
    packets: ({ stats }) => stats && (stats.basic?.packets ?? 0),
    drops: queue("drops"),
    overlimits: queue("overlimits"),
    requeues: queue("requeues"),
    backlog: queue("backlog"),
    qlen: queue("length"),
  };
}

/** An action of one of the kinds that have a table; the others have none of its options. */
type Witnessed = TrafficAction & {
  readonly order: number;
  readonly options?: MirredOptions & GactOptions & PoliceOptions;
};

/** Hundredths of a second in whole seconds. */
function since(hundredths: bigint | undefined): unknown {
  return hundredths === undefined ? undefined : near(Math.floor(Number(hundredths) / 100), 1);
}

/** What happens with a packet, in an object. */
function controlOf(action: ControlAction | undefined): object {
  const [, chain] = /^goto chain (\d+)$/.exec(`${action}`) ?? [];
  return chain === undefined ? { type: action } : { type: "goto", chain: Number(chain) };
}

const COUNTERS: Table<TrafficAction> = { rows: counters<TrafficAction>() };
const CHANCES: Readonly<Record<string, string>> = { none: "none", random: "netrand", deterministic: "determ" };

const ACTION: Table<Witnessed> = {
  rows: {
    order: ({ order }) => order,
    kind: ({ kind }) => kind,
    // Of two under one name, of which the kinds that have one tell it behind the other, the last is read.
    control_action: ({ options }) => controlOf(options?.result ?? options?.parameters?.action),
    index: ({ options }) => options?.parameters?.index,
    ref: ({ options }) => options?.parameters?.references,
    bind: ({ options }) => options?.parameters?.bindings,
    installed: ({ options }) => since(options?.times?.installed),
    last_used: ({ options }) => since(options?.times?.lastUsed),
    stats: (action, context, theirs) => action.stats && witnessed(COUNTERS, action, theirs ?? {}, context),
    cookie: ({ cookie }) => cookie && Array.from(cookie, (byte) => byte.toString(16).padStart(2, "0")).join(""),
  },
  sometimes: {
    first_used: ({ options }) => since(options?.times?.firstUsed),
    not_in_hw: ({ inHardwareCount }) => yes(inHardwareCount === 0),
    used_hw_stats: ({ usedHardwareStats }) => usedHardwareStats?.value.length === 0 ? ["disabled"] : undefined,
  },
};

/** What the kinds have besides. */
const OWN: Readonly<Record<string, Table<Witnessed>["rows"]>> = {
  mirred: {
    mirred_action: ({ options }) => /Redirect/.test(`${options?.parameters?.mode}`) ? "redirect" : "mirror",
    direction: ({ options }) => /^[a-z]+/.exec(`${options?.parameters?.mode}`)?.[0],
    to_dev: ({ options }, context) => nameOf(options?.parameters?.link, context),
  },
  gact: {
    prob: ({ options: { probability } = {} }) => ({
      random_type: CHANCES[probability?.type ?? "none"],
      control_action: controlOf(probability?.action ?? "pass"),
      val: probability?.value ?? 0,
    }),
  },
  // Its rates are printed for people alone.
  police: {
    overhead: ({ options }) => options?.parameters?.rate.overhead,
    linklayer: ({ options }) => options?.parameters?.rate.linkLayer,
  },
};

/** The actions of a filter, or of a list, which begins with another number. */
export function actions(
  ours: readonly TrafficAction[] | undefined,
  context: Context,
  theirs: unknown,
  first: number,
): unknown {
  // A list of objects, where there are any.
  const printed = (theirs ?? []) as readonly unknown[];
  return ours?.map((action, i) => {
    const table = { ...ACTION, rows: { ...ACTION.rows, ...OWN[action.kind ?? ""] } };
    // The kind tells the options.
    return witnessed(table, { ...action as Witnessed, order: first + i }, printed[i] ?? {}, context);
  });
}
