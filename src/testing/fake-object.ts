import { writeMessage } from "../codec/framing.ts";
import { flagsOf } from "../codec/message-info.ts";
import { Writer } from "../codec/writer.ts";
import { unknownName } from "../options.ts";
import { type MessageInfo, type Noun, type Verb, VERBS } from "../route/noun.ts";
import { type Nouns, nouns, type ObjectEvent, type Topic } from "../route/mod.ts";
import { shown } from "../shown.ts";

/** The kind of object that a topic is about, such as a `Link`. */
export type ObjectOf<T extends Topic> = Nouns[T] extends Noun<infer Value, infer _> ? Value : never;

/**
 * As much of an object as a test wants to tell. What its header has to say is filled in:
 *
 * - a link: `type` `"ether"`; where only a `kind` is told, the `linkInfo` that it repeats
 * - an address: the `family` of its text, the `prefixLength` of a single host
 * - a route: the `family` of its text, `"inet"` where it has none, the `prefixLength` of a single host or of the default
 *   route, `table` 254 (main), `protocol` `"static"`, `type` `"unicast"`
 * - a neighbor: the `family` of its text, `"bridge"` where it has none, `state` `"reachable"`, `type` `"unicast"`
 * - a rule: the `family` of its text, `"inet"` where it has none, the prefix lengths of single hosts, `table` 254 (main),
 *   `action` `"table"`
 * - all else: 0, by its name, such as `family` `"unspec"`, `scope` `"global"`, `flags` `[]`
 */
export type FakeObject<T extends Topic = Topic> = { readonly [K in T]: Partial<ObjectOf<K>> }[T];

/** An event for a fake kernel to announce: one as {@linkcode watch} gives it, or as much of it as matters. */
export type Announcement = {
  readonly [T in Topic]:
    & {
      /** Tells what the event is about. */
      readonly type: T;
      /** What happened to the object. */
      readonly action: Extract<ObjectEvent, { readonly type: T }>["action"];
      /** Flags of the message, and the request that caused it; its name follows from the event. */
      readonly message?: Partial<MessageInfo>;
    }
    & { readonly [K in T]: FakeObject<K> };
}[Topic];

/** Bits in an IPv4 and in an IPv6 address. */
const BITS = { inet: 32, inet6: 128 };
/** The main routing table (`RT_TABLE_MAIN`). */
const MAIN = 254;
/** Largest number of 32 bits. */
const MAX_U32 = 2 ** 32 - 1;

function familyOf(address: string | undefined): "inet" | "inet6" {
  return address?.includes(":") ? "inet6" : "inet";
}

/** The length in bits of a text that is a whole address; 0 where there is none. */
function bitsOf(address: string | undefined): number {
  return address === undefined ? 0 : BITS[familyOf(address)];
}

/** What an object says unless it is told; all else is 0. */
const DEFAULTS: { readonly [T in Topic]?: (object: FakeObject<T>) => FakeObject<T> } = {
  link: ({ kind, linkInfo }) => ({
    type: "ether",
    ...(kind !== undefined && linkInfo === undefined ? { linkInfo: { kind } } : {}),
  }),
  address({ address, local }) {
    const own = local ?? address;
    return { family: familyOf(own), prefixLength: bitsOf(own) };
  },
  route: ({ destination, source, gateway, preferredSource, nextHops }) => ({
    family: familyOf(destination ?? source ?? gateway ?? preferredSource ?? nextHops?.[0]?.gateway),
    prefixLength: bitsOf(destination),
    sourcePrefixLength: bitsOf(source),
    table: MAIN,
    protocol: "static",
    type: "unicast",
  }),
  neighbor: ({ destination }) => ({
    family: destination === undefined ? "bridge" : familyOf(destination),
    state: "reachable",
    type: "unicast",
  }),
  rule: ({ destination, source }) => ({
    family: familyOf(destination ?? source),
    destinationPrefixLength: bitsOf(destination),
    sourcePrefixLength: bitsOf(source),
    table: MAIN,
    action: "table",
  }),
};

/** The object with what it does not say; the very same where it says all, which goes back to the same bytes then. */
export function complete(topic: Topic, object: object): object {
  // The table has a function for the objects of each topic.
  const defaults = DEFAULTS[topic] as ((object: object) => object) | undefined;
  const missing = Object.entries(defaults?.(object) ?? {}).filter(([name]) => !Object.hasOwn(object, name));
  return missing.length === 0 ? object : { ...Object.fromEntries(missing), ...object };
}

/** The bits of the flags of a message by name, for what it does; all 16 have one. */
const FLAG_BITS: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(flagsOf).map(([verb, namesOf]) => [
    verb,
    new Map(Array.from({ length: 16 }, (_, i) => namesOf(1 << i).map((name) => [name, 1 << i] as const)).flat()),
  ]),
);

/** The number that names of flags stand for, as messages that do `verb` have them. */
export function flagBits(operation: string, verb: Verb | "ack", names: readonly string[]): number {
  // Each verb has its flags.
  const bits = FLAG_BITS.get(verb)!;
  return names.reduce((sum, name) => {
    const bit = bits.get(name);
    if (bit !== undefined) return sum | bit;
    throw new RangeError(`Cannot ${operation}: expected the flags ${[...bits.keys()].join(", ")}, got ${shown(name)}`);
  }, 0);
}

/** A message about an object; throws a `RangeError` that names what in it cannot be. */
export function objectMessage(
  operation: string,
  topic: Topic,
  verb: Verb,
  object: object,
  { flags = [], sequence = 0, port = 0 }: Partial<MessageInfo>,
): Uint8Array<ArrayBuffer> {
  const { newType, codec }: Noun = nouns[topic];
  const type = newType + VERBS.indexOf(verb);
  if (typeof object !== "object" || object === null) {
    throw new RangeError(`Cannot ${operation}: expected an object, got ${shown(object)}`);
  }
  const out = new Writer(operation);
  const header = { type, flags: flagBits(operation, verb, flags), sequence, port };
  writeMessage(out, header, codec, complete(topic, object));
  return out.finish();
}

/** An event as the kernel would tell it, and the groups in which it would. */
export function announcement(event: Announcement): {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly groups: readonly number[];
} {
  const { type, action, message = {} } = event;
  if (!Object.hasOwn(nouns, type)) {
    throw new RangeError(`Cannot announce ${shown(type)}: expected one of ${Object.keys(nouns).join(", ")}`);
  }
  const operation = `announce ${type}`;
  const noun: Noun = nouns[type];
  const verbs: Readonly<Record<string, Verb>> = {
    new: "new",
    delete: "delete",
    ...(noun.asked === undefined ? {} : { miss: "get" }),
  };
  const verb = verbs[action];
  if (verb === undefined) {
    throw new RangeError(
      `Cannot ${operation}: expected the action ${Object.keys(verbs).join(", ")}, got ${shown(action)}`,
    );
  }
  const wrong = unknownName("field", event, ["type", "action", type, "message"]) ??
    unknownName("field", message, ["name", "flags", "sequence", "port"]);
  if (wrong !== undefined) throw new RangeError(`Cannot ${operation}: ${wrong}`);
  if (message.flags !== undefined && !Array.isArray(message.flags)) {
    throw new RangeError(`Cannot ${operation}: expected a list of flags, got ${shown(message.flags)}`);
  }
  for (const name of ["sequence", "port"] as const) {
    const { [name]: number = 0 } = message;
    if (Number.isInteger(number) && number >= 0 && number <= MAX_U32) continue;
    throw new RangeError(`Cannot ${operation}: expected a ${name} from 0 to ${MAX_U32}, got ${shown(number)}`);
  }
  // The property that is called like the type is the object: that is how the type of events is made.
  const object = (event as unknown as Readonly<Record<Topic, object>>)[type];
  return { bytes: objectMessage(operation, type, verb, object, message), groups: noun.groups };
}
