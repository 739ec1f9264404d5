import type { Codec } from "../codec/codec.ts";
import { unknownName } from "../options.ts";
import { shown } from "../shown.ts";

/** What goes to and fro when a command is carried out. */
export interface Operation<Request extends object = object, Reply extends object = object> {
  /** Schema of what is asked; a required property is one that has to be told. @default no attributes */
  readonly request?: Codec<Request>;
  /** Schema of what the kernel replies. @default nothing but an acknowledgement */
  readonly reply?: Codec<Reply>;
}

/** A command of a family. */
export interface CommandDefinition {
  /** Number of the command, 0 to 255. */
  readonly number: number;
  /** Number of the messages that reply, 0 to 255. @default {number} */
  readonly replyNumber?: number;
  /** What it does once (a `do` of the kernel's specifications). @default it cannot */
  readonly do?: Operation;
  /** What it lists (a `dump`). @default it cannot */
  readonly dump?: Operation;
  /**
   * Whether it needs `CAP_NET_ADMIN`, which the error says where it is refused (`GENL_ADMIN_PERM`, `GENL_UNS_ADMIN_PERM`).
   * @default {false}
   */
  readonly privileged?: boolean;
}

/** A command that does something once, for the type of a family that is exported. */
export interface DoCommand<Request extends object = NoAttributes, Reply extends object = never>
  extends Omit<CommandDefinition, "do" | "dump"> {
  /** What goes to and fro. */
  readonly do: Operation<Request, Reply>;
}

/** A command that lists, for the type of a family that is exported. */
export interface DumpCommand<Request extends object = NoAttributes, Reply extends object = never>
  extends Omit<CommandDefinition, "do" | "dump"> {
  /** What goes to and fro. */
  readonly dump: Operation<Request, Reply>;
}

/** What the kernel announces in a group. */
export interface NotificationDefinition<Value extends object = object> {
  /** Number of the message, 0 to 255. */
  readonly number: number;
  /** Schema of what it tells. */
  readonly value: Codec<Value>;
}

/** What has no attributes. */
export type NoAttributes = Readonly<Record<string, never>>;

/** Members that are all of one kind, whether an interface or an object literal lists them. */
export type Members<All, Member> = { readonly [Name in keyof All]: Member };

/** A family of generic netlink: what {@linkcode defineFamily} makes. */
export interface FamilyDefinition<
  Commands extends Members<Commands, CommandDefinition> = Readonly<Record<string, CommandDefinition>>,
  Notifications extends Members<Notifications, NotificationDefinition> = Readonly<
    Record<string, NotificationDefinition>
  >,
  Group extends string = string,
> {
  /** Name in the kernel, such as `"ethtool"`. */
  readonly name: string;
  /** Version that requests tell, 0 to 255. */
  readonly version: number;
  /** Kernel modules that are loaded where the kernel does not have the family. */
  readonly modules: readonly string[];
  /** What can be asked, by a name of your choice. */
  readonly commands: Commands;
  /** What is announced, by a name of your choice. */
  readonly notifications: Notifications;
  /** The multicast groups, as the kernel calls them. */
  readonly groups: readonly Group[];
}

/** A family of which only that is known. */
export type AnyFamily = FamilyDefinition<object, object>;

/** The commands of any family by name. */
export function commandsOf({ commands }: AnyFamily): readonly (readonly [name: string, command: CommandDefinition])[] {
  // Every member is one: so the definition was checked.
  return Object.entries(commands);
}

/** The notifications of any family by name. */
export function notificationsOf(
  { notifications }: AnyFamily,
): readonly (readonly [name: string, notification: NotificationDefinition])[] {
  // As above.
  return Object.entries(notifications);
}

/** Longest name of a family in bytes (`GENL_NAMSIZ` without the NUL). */
const MAX_NAME = 15;
const MAX_U8 = 255;

/** What the name of a family is, for errors. */
export const FAMILY_NAME: string = `a name of 1 to ${MAX_NAME} bytes in one line`;

/** Whether a family can be called so. */
export function isFamilyName(name: unknown): name is string {
  if (typeof name !== "string" || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) return false;
  const { length } = new TextEncoder().encode(name);
  return length > 0 && length <= MAX_NAME;
}

/**
 * Declares a family of generic netlink, once and as data: the types of requests, replies and notifications follow from it.
 *
 * What can be missing is filled in: version 1, no modules, notifications and groups. Throws a `RangeError` for what cannot
 * be, such as two commands with one number.
 *
 * @example A family of your own
 * ```ts
 * import { attribute, attributes, numbered, cstring, u32, u64 } from "@netlink/ffi/codec";
 * import { defineFamily } from "@netlink/ffi/generic";
 *
 * const sensor = attributes<{ readonly name: string; readonly limit?: number }>({
 *   name: attribute(1, cstring), // required, since it is no optional property
 *   limit: attribute(2, u32),
 * });
 * const reading = numbered({ name: cstring, limit: u32, celsius: u64 });
 *
 * const sensors = defineFamily({
 *   name: "sensors",
 *   modules: ["sensors_core"],
 *   commands: {
 *     get: { number: 1, do: { request: sensor, reply: reading }, dump: { reply: reading } },
 *     set: { number: 2, do: { request: sensor }, privileged: true },
 *   },
 *   notifications: { alarm: { number: 3, value: reading } },
 *   groups: ["alarms"],
 * });
 * console.log(sensors.version); // 1
 * ```
 */
export function defineFamily<
  const Commands extends Members<Commands, CommandDefinition>,
  const Notifications extends Members<Notifications, NotificationDefinition> = Record<never, never>,
  const Group extends string = never,
>(
  definition:
    & Pick<FamilyDefinition<Commands, Notifications, Group>, "name" | "commands">
    & Partial<FamilyDefinition<Commands, Notifications, Group>>,
): FamilyDefinition<Commands, Notifications, Group> {
  // Without notifications there is nothing to name.
  const family = { version: 1, modules: [], notifications: {} as Notifications, groups: [], ...definition };
  check(family);
  return family;
}

/** Throws a `RangeError` for what {@linkcode defineFamily} has not made, where nothing but the types would say so. */
export function checkDefinition(operation: string, definition: AnyFamily): void {
  const given: unknown = definition;
  if (typeof given === "object" && given !== null && "commands" in given && "groups" in given) return;
  throw new RangeError(`Cannot ${operation}: expected what defineFamily makes, got ${shown(given)}`);
}

/** Throws a `RangeError` for a family that cannot be. */
function check(family: AnyFamily): void {
  const { name, modules, groups } = family;
  names(name, "", family, ["name", "version", "modules", "commands", "notifications", "groups"]);
  if (!isFamilyName(name)) fail(name, "", `expected ${FAMILY_NAME}`);
  numbers(name, "", family, ["version"]);
  for (const [what, members] of Object.entries({ commands: family.commands, notifications: family.notifications })) {
    if (typeof members === "object" && members !== null && !Array.isArray(members)) continue;
    fail(name, what, `expected an object, got ${shown(members)}`);
  }
  for (const [what, list] of Object.entries({ modules, groups })) {
    const isList = Array.isArray(list) && list.every((one) => typeof one === "string" && one !== "");
    if (!isList) fail(name, what, `expected a list of names, got ${shown(list)}`);
    const twice = list.find((one, i) => list.indexOf(one) < i);
    if (twice !== undefined) fail(name, what, `expected each name once, got '${twice}' twice`);
  }
  for (const [command, definition] of commandsOf(family)) {
    names(name, command, definition, ["number", "replyNumber", "do", "dump", "privileged"]);
    numbers(name, command, { replyNumber: definition.number, ...definition }, ["number", "replyNumber"]);
    const { privileged = false } = definition;
    if (typeof privileged !== "boolean") {
      fail(name, command, `privileged: expected true or false, got ${shown(privileged)}`);
    }
    const operations = Object.entries({ do: definition.do, dump: definition.dump });
    for (const [what, operation = {}] of operations) {
      names(name, `${command}.${what}`, operation, ["request", "reply"]);
      for (const [member, codec] of Object.entries(operation)) schema(name, `${command}.${what}.${member}`, codec);
    }
    if (operations.every(([, operation]) => operation === undefined)) {
      fail(name, command, "expected something to do or to dump");
    }
  }
  for (const [notification, definition] of notificationsOf(family)) {
    names(name, notification, definition, ["number", "value"]);
    numbers(name, notification, definition, ["number"]);
    schema(name, `${notification}.value`, definition.value);
  }
  for (const members of [commandsOf(family), notificationsOf(family)]) ownNumbers(name, members);
}

function fail(family: string, where: string, reason: string): never {
  throw new RangeError(`Cannot define family '${family}': ${where === "" ? "" : `${where}: `}${reason}`);
}

/** Throws where an object has properties that do not exist. */
function names(family: string, where: string, value: object, known: readonly string[]): void {
  const wrong = unknownName("field", value, known);
  if (wrong !== undefined) fail(family, where, wrong);
}

/** Throws where a property is no number of 8 bits. */
function numbers<Name extends string>(
  family: string,
  where: string,
  value: Readonly<Record<Name, unknown>>,
  properties: readonly Name[],
): void {
  for (const name of properties) {
    const number = value[name];
    if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= MAX_U8) continue;
    fail(family, where, `${name}: expected a number from 0 to ${MAX_U8}, got ${shown(number)}`);
  }
}

/** Throws where a value reads and writes nothing. */
function schema(family: string, where: string, value: Partial<Codec<unknown>> | null | undefined): void {
  if (typeof value?.read === "function" && typeof value.write === "function") return;
  fail(family, where, `expected a schema, got ${shown(value)}`);
}

/** Throws where two of these have the same number. */
function ownNumbers(
  family: string,
  members: readonly (readonly [name: string, definition: { readonly number: number }])[],
): void {
  const names = new Map<number, string>();
  for (const [name, { number }] of members) {
    const other = names.get(number);
    if (other !== undefined) fail(family, name, `expected a number of its own, got ${number} of '${other}'`);
    names.set(number, name);
  }
}
