import type { FieldCondition, FieldPath, MessageCondition } from "./codec/datagram-filter.ts";
import { decode, encode } from "./codec/codec.ts";
import { type LinkNames, namesOf } from "./link-names.ts";
import { closest } from "./options.ts";
import { type Family, family } from "./route/family.ts";
import { type Link, type Noun, nouns, type ObjectEvent, type Topic } from "./route/mod.ts";
import { type Verb, VERBS } from "./route/noun.ts";
import { findBy, type LinkReference } from "./route/verbs/reference.ts";
import { type RoutingTable, tableNumber } from "./route/verbs/routing-table.ts";
import { shown } from "./shown.ts";

/** What an event does: `"new"`, `"delete"`, and `"miss"` where the kernel asks for a neighbor. */
export type EventAction = ObjectEvent["action"];

/** Which events are wanted; all that is given has to be fulfilled. Losses are always told. */
export interface EventFilter {
  /**
   * Only what is about one of these links, by index or by one of its names: the link itself, its addresses, neighbors,
   * qdiscs and so on, routes by `inputLink`, `outputLink` or that of a next hop, rules that name it. A name is that which a
   * link has at the time; a link that gets it later counts from then on.
   * @default {all}
   */
  readonly links?: readonly LinkReference[];
  /** Of routes and rules, only those of these tables; all else has none, and is not affected. @default {all} */
  readonly tables?: readonly RoutingTable[];
  /**
   * Only what is of one of these address families; what is of none (`"unspec"`), as links are, is not affected.
   * @default {all}
   */
  readonly families?: readonly Family[];
  /** Only what does one of these. @default {all} */
  readonly actions?: readonly EventAction[];
}

/** The names of the options of {@linkcode EventFilter}. */
export const FILTERS: readonly (keyof EventFilter)[] = ["links", "tables", "families", "actions"];

/** The actions by the verb of the message that tells them. */
const ACTIONS: { readonly [V in Verb]?: EventAction } = { new: "new", delete: "delete", get: "miss" };

/** What is of no family, and has the number of none. */
const NO_FAMILY: Family = "unspec";

/** An event or a change, with the object that it is about under the name of its type. */
interface Told {
  readonly type: string;
  readonly action?: string;
}

/** A {@linkcode EventFilter} that was checked, as a predicate and as what the kernel can be told of it. */
export class Selection {
  readonly #links: ReadonlySet<LinkReference> | undefined;
  readonly #tables: ReadonlySet<unknown> | undefined;
  readonly #families: ReadonlySet<unknown> | undefined;
  readonly #actions: ReadonlySet<string> | undefined;

  /** Checks a filter; throws a `RangeError` that says what of it cannot be. */
  constructor(
    operation: string,
    { links, tables, families, actions }: { readonly [K in keyof EventFilter]: EventFilter[K] | undefined },
  ) {
    const subject = `Cannot ${operation}`;
    this.#links = checked(`${subject} links`, links, (link) => {
      findBy(`${subject} links`, link);
      return link;
    });
    this.#tables = checked(`${subject} tables`, tables, (table) => tableNumber(subject, table));
    this.#families = checked(`${subject} families`, families, (one) => checkedFamily(`${subject} families`, one));
    this.#actions = checked(`${subject} actions`, actions, (action) => {
      if (Object.values(ACTIONS).includes(action)) return action;
      throw new RangeError(`${subject} actions: expected ${Object.values(ACTIONS).join(", ")}, got ${shown(action)}`);
    });
  }

  /** Whether everything is wanted. */
  get isEverything(): boolean {
    return [this.#links, this.#tables, this.#families, this.#actions].every((wanted) => wanted === undefined);
  }

  /** Whether it takes the names of links to tell what of these kinds is wanted. */
  needsNames(kinds: readonly Topic[]): boolean {
    if (this.#links === undefined) return false;
    // Rules tell links by name alone.
    return this.#hasNames || kinds.includes("rule");
  }

  get #hasNames(): boolean {
    return [...this.#links ?? []].some((link) => typeof link === "string");
  }

  /** Whether an event or a change is wanted, where the links are called so; what has no object always is. */
  wants(told: Told, names: LinkNames): boolean {
    if (!Object.hasOwn(nouns, told.type)) return true;
    // It is the name of a kind, under which events and changes of it have their object.
    const type = told.type as Topic;
    const object = (told as { readonly [T in Topic]?: object })[type];
    if (object === undefined) return true;
    if (told.action !== undefined && this.#actions?.has(told.action) === false) return false;
    if (!this.#isOf(this.#tables, object, "table") || !this.#isOf(this.#families, object, "family")) return false;
    if (this.#links === undefined) return true;
    const { links = [] }: Pick<Noun, "links"> = nouns[type];
    // A link is about what it is called now, too.
    if (type === "link" && namesOf(object as Link).some((name) => this.#links?.has(name))) return true;
    return links.some((path) => valuesAt(object, path).some((link) => this.#isLink(link, names)));
  }

  /** What the kernel can tell of messages of these kinds without knowing what links are called. */
  conditions(kinds: readonly Topic[]): readonly MessageCondition[] {
    const needsNames = this.needsNames(kinds);
    // Two kinds with the same messages have one schema.
    const byType = new Map(kinds.map((kind): [number, Topic] => [nouns[kind].newType, kind]));
    return [...byType.values()].flatMap((kind) => {
      // Links tell their names, wanted or not.
      if (needsNames && kind === "link") return [];
      const { newType, codec, links }: Noun = nouns[kind];
      const typesOf = (areWanted: boolean): readonly number[] =>
        VERBS.flatMap((verb, i) => {
          const action = ACTIONS[verb];
          return action !== undefined && (this.#actions?.has(action) ?? true) === areWanted ? [newType + i] : [];
        });
      const fields: readonly (FieldCondition | undefined)[] = [
        condition([["family"]], this.#families),
        condition([["table"]], this.#tables),
        // A name has another index tomorrow.
        this.#hasNames || links === undefined ? undefined : condition(links, this.#links, false),
      ];
      const isAboutNone = this.#links !== undefined && links === undefined;
      const conditions = isAboutNone ? undefined : fields.filter((field) => field !== undefined);
      return [
        { types: typesOf(true), codec, conditions },
        { types: typesOf(false), codec, conditions: undefined },
      ];
    });
  }

  /** Whether an object has one of these values there, or none at all. */
  #isOf(wanted: ReadonlySet<unknown> | undefined, object: object, field: "table" | "family"): boolean {
    if (wanted === undefined) return true;
    const [value] = valuesAt(object, [field]);
    return value === undefined || value === NO_FAMILY || wanted.has(value);
  }

  /** Whether a link is wanted, which events tell by its index, and rules by its name. */
  #isLink(link: unknown, names: LinkNames): boolean {
    const wanted = this.#links ?? new Set();
    if (typeof link === "number") return wanted.has(link) || names.of(link).some((name) => wanted.has(name));
    if (typeof link !== "string") return false;
    return wanted.has(link) || [...names.called(link)].some((index) => this.#isLink(index, names));
  }
}

/** A condition on fields that have one of these values; none where all are wanted. */
function condition(
  paths: readonly FieldPath[],
  wanted: ReadonlySet<unknown> | undefined,
  otherwise: boolean = true,
): FieldCondition | undefined {
  if (wanted === undefined) return undefined;
  const values = paths.some(([name]) => name === "family") ? new Set([...wanted, NO_FAMILY]) : wanted;
  return { paths, values: [...values], otherwise };
}

/** The wanted values of an option, each as `check` gives it; throws a `RangeError` where it is no list of some. */
function checked<T, Value>(
  subject: string,
  wanted: readonly T[] | undefined,
  check: (value: T) => Value,
): ReadonlySet<Value> | undefined {
  if (wanted === undefined) return undefined;
  if (Array.isArray(wanted) && wanted.length > 0) return new Set(wanted.map(check));
  const got = Array.isArray(wanted) ? "an empty one" : shown(wanted);
  throw new RangeError(`${subject}: expected a list of one or more, got ${got}`);
}

/** The names of families. */
const FAMILIES: readonly string[] = family.layout.type === "enumeration" ? Object.keys(family.layout.values) : [];

/** A family as events have it: a number only where it has no name. */
function checkedFamily(subject: string, given: Family): Family {
  try {
    return decode(family, encode(family, given));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const likely = typeof given === "string" ? closest(given, FAMILIES) : undefined;
    const advice = likely === undefined ? "" : ` (did you mean '${likely}'?)`;
    const expected = `expected ${FAMILIES.join(", ")} or a number up to 255`;
    throw new RangeError(`${subject}: ${expected}, got ${shown(given)}${advice}`);
  }
}

/** The values of an object behind a path. */
function valuesAt(object: object, path: FieldPath): readonly unknown[] {
  return path.reduce<readonly unknown[]>(
    (values, name) =>
      values.flatMap((value) => {
        if (typeof value !== "object" || value === null) return [];
        // A property by its name; a list gives its elements.
        const found = (value as Readonly<Record<string, unknown>>)[name];
        return found === undefined ? [] : found;
      }),
    [object],
  );
}
