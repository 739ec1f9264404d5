import { NetlinkError } from "../errors.ts";
import type { EventStream } from "../event-stream.ts";
import type { Exchange } from "../exchange.ts";
import type { SocketOptions } from "../open-socket.ts";
import { checkOptions, closest } from "../options.ts";
import { shown } from "../shown.ts";
import type { Arguments, AskNames, CallOptions, DoNames, DumpNames, FamilyEvent, ReplyOf, RequestOf } from "./calls.ts";
import {
  type AnyFamily,
  type CommandDefinition,
  commandsOf,
  type FamilyDefinition,
  type Members,
  type NotificationDefinition,
} from "./definition.ts";
import type { GenericFamily } from "./families/nlctrl/message.ts";
import { listen, type ListenOptions } from "./listen.ts";
import { perform } from "./perform.ts";
import type { Resolver } from "./resolver.ts";
import { subscribe, type SubscribeOptions } from "./subscription.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** What the families of one {@linkcode Genetlink} share. */
export interface Connection {
  /** Where requests go. */
  readonly exchange: Exchange;
  /** Knows the numbers of families. */
  readonly resolver: Resolver;
  /** How the sockets of subscriptions are opened. */
  readonly socketOptions: SocketOptions;
}

/**
 * A family of generic netlink, with the commands of its definition. It is looked for when it is first needed; one that
 * went and came back with another number is found again.
 */
export class Family<
  Commands extends Members<Commands, CommandDefinition>,
  Notifications extends Members<Notifications, NotificationDefinition>,
  Group extends string,
> {
  readonly #connection: Connection;
  /** What the family is made of. */
  readonly definition: FamilyDefinition<Commands, Notifications, Group>;

  /** Makes the family of a definition. */
  constructor(definition: FamilyDefinition<Commands, Notifications, Group>, connection: Connection) {
    this.definition = definition;
    this.#connection = connection;
  }

  /**
   * Looks for the family, with its modules loaded where there is none, and tells what the kernel has of it: its number,
   * commands and groups. Rejects with a {@linkcode FamilyNotFoundError} where there is none.
   */
  find(): Promise<GenericFamily> {
    return this.#connection.resolver.findAgain(this.definition);
  }

  /**
   * Carries out a command and gives what it replies, the first message of it. Where there is none, the promise rejects
   * with `ENODATA`; a {@linkcode NetlinkError} for what the kernel refuses names the attribute that it means.
   *
   * @example
   * ```ts
   * import { Genetlink, nlctrl } from "@netlink/ffi/generic";
   *
   * await using genetlink = await Genetlink.open();
   * const { id, version } = await genetlink.family(nlctrl).request("getFamily", { name: "nlctrl" });
   * console.log(id, version); // 16 2
   * ```
   */
  async request<Name extends AskNames<Commands>>(
    command: Name,
    ...args: Arguments<RequestOf<Commands[Name], "do">>
  ): Promise<ReplyOf<Commands[Name], "do">> {
    const [value, options] = args;
    const operation = this.#operation("request", command, options);
    const [reply] = await this.#perform(operation, command, "do", value, options);
    if (reply === undefined) throw new NetlinkError(operation, "ENODATA");
    // Read with the schema of the reply.
    return reply as ReplyOf<Commands[Name], "do">;
  }

  /** Carries out a command and waits for the acknowledgement; what it may reply is not told. */
  async execute<Name extends DoNames<Commands>>(
    command: Name,
    ...args: Arguments<RequestOf<Commands[Name], "do">>
  ): Promise<void> {
    const [value, options] = args;
    await this.#perform(this.#operation("execute", command, options), command, "do", value, options);
  }

  /**
   * Lists what a command tells of. A list during which something changed is asked for again, and fails with an
   * {@linkcode InterruptedError} when that goes on.
   */
  async dump<Name extends DumpNames<Commands>>(
    command: Name,
    ...args: Arguments<RequestOf<Commands[Name], "dump">>
  ): Promise<readonly ReplyOf<Commands[Name], "dump">[]> {
    const [value, options] = args;
    const replies = await this.#perform(this.#operation("dump", command, options), command, "dump", value, options);
    // Read with the schema of the reply.
    return replies as readonly ReplyOf<Commands[Name], "dump">[];
  }

  /**
   * Listens to groups, all of the family where none is named: when the promise resolves, the kernel queues what it
   * announces.
   *
   * What comes is a `notification`, an `overrun` for what was lost, `undecoded` for what cannot be read, or `family` where
   * the family itself goes or comes: from there on its groups are listened to anew. Rejects with a
   * {@linkcode NetlinkError}: `ENOENT` where the kernel has no such group, `EPERM` where it takes privileges to listen.
   *
   * @example What comes and goes
   * ```ts
   * import { Genetlink, nlctrl } from "@netlink/ffi/generic";
   *
   * await using genetlink = await Genetlink.open();
   * for await (const event of await genetlink.family(nlctrl).subscribe("notify")) {
   *   if (event.type === "notification") console.log(event.command, event.value.name);
   * }
   * ```
   */
  async subscribe(
    groups: Group | readonly Group[] = this.definition.groups,
    options: SubscribeOptions = {},
  ): Promise<EventStream<FamilyEvent<Notifications>>> {
    const { resolver, socketOptions } = this.#connection;
    const { name } = this.definition;
    const known = this.definition.groups.map((group) => [group, group] as const);
    if ([groups].flat().length === 0) {
      const wrong = known.length === 0 ? "its definition has no groups" : "expected at least one group";
      throw new RangeError(`Cannot subscribe to family '${name}': ${wrong}`);
    }
    // Options alone would be taken for a group.
    const wrong: unknown = [groups].flat().find((group: unknown) => typeof group !== "string");
    if (wrong !== undefined) {
      throw new RangeError(`Cannot subscribe to family '${name}': expected names of groups, got ${shown(wrong)}`);
    }
    const chosen = [groups].flat().map((group) =>
      named("groups", `Cannot subscribe to '${group}' of family '${name}'`, group, known)
    );
    const stream = await subscribe(this.definition, chosen, resolver, socketOptions, options);
    // It has the notifications of the definition.
    return stream as EventStream<FamilyEvent<Notifications>>;
  }

  /**
   * Carries out a command on a socket of its own, and listens to what the kernel tells that socket from there on: for
   * families that tell something to who asked for it, and to no group. When the promise resolves, the kernel queues it.
   *
   * What comes is what comes of {@linkcode subscribe}; where the family itself goes, nothing but its return is told, and
   * what shall be told then has to be asked for anew. Rejects with a {@linkcode NetlinkError} for what the kernel refuses.
   *
   * @example A program that ends
   * ```ts
   * import { Genetlink, taskstats } from "@netlink/ffi/generic";
   *
   * await using genetlink = await Genetlink.open();
   * // needs CAP_NET_ADMIN on the machine
   * const options = { atEnd: { deregisterCpus: "0" } };
   * await using exits = await genetlink.family(taskstats).listen("get", { registerCpus: "0" }, options);
   * console.log((await exits.next()).value);
   * ```
   */
  async listen<Name extends DoNames<Commands>>(
    command: Name,
    value: RequestOf<Commands[Name], "do">,
    options: ListenOptions<RequestOf<Commands[Name], "do">> = {},
  ): Promise<EventStream<FamilyEvent<Notifications>>> {
    const { resolver, socketOptions } = this.#connection;
    const operation = `listen to '${command}' of family '${this.definition.name}'`;
    const task = {
      operation,
      family: this.definition,
      command: this.#command(operation, command, "do"),
      mode: "do",
      value,
    } as const;
    const stream = await listen(task, resolver, socketOptions, options);
    // It has the notifications of the definition.
    return stream as EventStream<FamilyEvent<Notifications>>;
  }

  /** The command of this name; throws a `RangeError` where there is none, or it cannot do this. */
  #command(operation: string, name: string, mode: "do" | "dump"): CommandDefinition {
    const family: AnyFamily = this.definition;
    const commands = commandsOf(family);
    const able = commands.filter(([, command]) => command[mode] !== undefined);
    const [can, other] = mode === "do" ? ["requested or executed", "dumped"] : ["dumped", "requested or executed"];
    if (commands.some(([known]) => known === name) && able.every(([known]) => known !== name)) {
      const expected = able.length === 0 ? "" : `, expected one of ${able.map(([known]) => known).join(", ")}`;
      throw new RangeError(`Cannot ${operation}: it can only be ${other}${expected}`);
    }
    return named(`commands that can be ${can}`, `Cannot ${operation}`, name, able);
  }

  /** What a call is for, behind "Cannot". */
  #operation(verb: string, command: string, options: CallOptions = {}): string {
    return options?.operation ?? `${verb} '${command}' of family '${this.definition.name}'`;
  }

  async #perform(
    operation: string,
    name: string,
    mode: "do" | "dump",
    value: object | undefined,
    options: CallOptions = {},
  ): Promise<readonly object[]> {
    checkOptions(operation, options, ["signal", "flags", "operation"]);
    const { exchange, resolver } = this.#connection;
    const family: AnyFamily = this.definition;
    const command = this.#command(operation, name, mode);
    const task = { operation, family, command, mode, value, options };
    const { id } = await unlessAborted(() => resolver.find(family), options.signal);
    try {
      return await perform(exchange, id, task);
    } catch (error) {
      // So says the kernel too where it has no family of this number any more.
      if (!(error instanceof NetlinkError && error.code === "ENOENT")) throw error;
      const now = await unlessAborted(() => resolver.findAgain(family), options.signal);
      if (now.id === id) throw error;
      return await perform(exchange, now.id, task);
    }
  }
}

/** What has this name, a `kind` of things; throws a `RangeError` that begins with `subject` where nothing has. */
function named<T>(
  kind: string,
  subject: string,
  given: string,
  all: readonly (readonly [name: string, value: T])[],
): T {
  const found = all.find(([name]) => name === given);
  if (found !== undefined) return found[1];
  if (all.length === 0) throw new RangeError(`${subject}: its definition has no ${kind}`);
  const names = all.map(([name]) => name);
  const likely = closest(`${given}`, names);
  const advice = likely === undefined ? "" : ` (did you mean '${likely}'?)`;
  throw new RangeError(`${subject}: expected one of ${names.join(", ")}${advice}`);
}
