import { attributes } from "../codec/attributes.ts";
import type { Codec } from "../codec/codec.ts";
import { NLM_F_DUMP, writeMessage } from "../codec/framing.ts";
import { genericMessage, readGenericHeader, withGenericHeader } from "../codec/generic.ts";
import { flagsOf } from "../codec/message-info.ts";
import { Writer } from "../codec/writer.ts";
import { NetlinkError } from "../errors.ts";
import { closest, unknownName } from "../options.ts";
import { shown } from "../shown.ts";
import {
  type AnyFamily,
  checkDefinition,
  type CommandDefinition,
  commandsOf,
  notificationsOf,
} from "../generic/definition.ts";
import { type FamilyKey, nlctrl } from "../generic/families/nlctrl.ts";
import { type ControllerMessage, NLCTRL } from "../generic/families/nlctrl/message.ts";
import { answer } from "./fake-answer.ts";
import type { FakeCall } from "./fake-call.ts";
import { outcome } from "./fake-handler.ts";
import { acknowledge, answerList, type Asked, refuse } from "./fake-message.ts";
import { flagBits } from "./fake-object.ts";
import type { FakeSocket } from "./fake-socket.ts";

/** Commands by name, whatever their types. */
export type AnyCommands = Readonly<Record<string, ((request: object, call: FakeCall) => unknown) | undefined>>;

/** A family that there is. */
interface Registered {
  readonly id: number;
  readonly definition: AnyFamily;
  readonly groups: ReadonlyMap<string, number>;
  commands: AnyCommands;
}

/** Whom a message is for. */
interface Header {
  readonly flags: number;
  readonly sequence: number;
  readonly port: number;
}

/** The first number for a family or a group: those below are the controller's. */
const FIRST = 20;
/** To whom nobody asked. */
const EVERYBODY: Header = { flags: 0, sequence: 0, port: 0 };

const nothing: Codec<object> = attributes<object>({});

/** The families of a fake kernel, and what they answer. */
export class FakeFamilies {
  readonly #sockets: () => readonly FakeSocket[];
  readonly #families = new Map<number, Registered>();
  #next = FIRST;
  /** The requests that came so far. */
  readonly requests: FakeCall[] = [];

  /** Makes the families of a kernel with these sockets of generic netlink. */
  constructor(sockets: () => readonly FakeSocket[]) {
    this.#sockets = sockets;
    const commands: AnyCommands = {
      getFamily: (key, { mode }) => mode === "dump" ? [...this.#families.values()].map(describe) : this.#find(key),
      getPolicy() {
        throw new NetlinkError("get policy", "ENODATA");
      },
    };
    this.#families.set(NLCTRL, { id: NLCTRL, definition: nlctrl, groups: new Map([["notify", NLCTRL]]), commands });
  }

  /** Adds a family, or commands to one that there is. */
  add(definition: AnyFamily, commands: AnyCommands): void {
    checkDefinition("add family", definition);
    const wrong = unknownName("command", commands, commandsOf(definition).map(([name]) => name)) ??
      notCallable(commands);
    if (wrong !== undefined) throw new RangeError(`Cannot add family '${definition.name}': ${wrong}`);
    const known = this.#named(definition.name);
    if (known !== undefined) {
      known.commands = { ...known.commands, ...commands };
      return;
    }
    const id = this.#next++;
    const groups = new Map(definition.groups.map((name) => [name, this.#next++]));
    const family = { id, definition, groups, commands };
    this.#families.set(id, family);
    this.announce(nlctrl, "newFamily", describe(family), "notify");
    this.#announceGroups("newGroup", family);
  }

  /** Removes a family, and who listens to it from its groups. */
  remove(name: string): void {
    const family = this.#named(name);
    if (family === undefined) throw new RangeError(`Cannot remove family '${name}': there is none`);
    this.#families.delete(family.id);
    for (const { groups } of this.#sockets()) for (const group of family.groups.values()) groups.delete(group);
    this.#announceGroups("deleteGroup", family);
    this.announce(nlctrl, "deleteFamily", describe(family), "notify");
  }

  /** Tells something in a group of a family. */
  announce({ name }: AnyFamily, notification: string, value: object, group = ""): void {
    const operation = `announce '${notification}' of family '${name}'`;
    const family = this.#named(name);
    const number = family?.groups.get(group);
    const [, definition] = family === undefined
      ? []
      : notificationsOf(family.definition).find(([name]) => name === notification) ?? [];
    if (family === undefined) throw new RangeError(`Cannot ${operation}: there is no such family`);
    const names = notificationsOf(family.definition).map(([name]) => name);
    if (definition === undefined) throw new RangeError(`Cannot ${operation}: ${expected(notification, names)}`);
    if (number === undefined) {
      throw new RangeError(`Cannot ${operation} in group '${group}': ${expected(group, family.groups.keys())}`);
    }
    const bytes = write(operation, family, EVERYBODY, definition.number, definition.value, value);
    for (const socket of this.#sockets()) if (socket.groups.has(number)) socket.offer(bytes);
  }

  /** Answers a request. */
  handle(asked: Asked, isInterrupted: () => boolean): void {
    const { raw, socket } = asked;
    const family = this.#families.get(raw.type);
    try {
      if (family === undefined) throw new NetlinkError("answer", "ENOENT");
      const [command, call] = readCall(family.definition, asked);
      this.requests.push(call);
      const { [call.command]: run } = family.commands;
      if (run === undefined) throw new NetlinkError("answer", "EOPNOTSUPP");
      const reply = outcome(() => run(call.value, call));
      socket.answer(reply, (outcome) =>
        answer(asked, outcome, (reply) => {
          // The types of the commands allow nothing else.
          const values = (reply === undefined ? [] : [reply].flat()) as readonly object[];
          const encode = (flags: readonly string[]) => replies(asked, family, [command, call], values, flags);
          if (call.mode === "dump") return answerList(asked, isInterrupted(), encode);
          for (const message of encode([])) socket.offer(message);
          acknowledge(asked);
        }));
    } catch (error) {
      if (!(error instanceof NetlinkError)) throw error;
      refuse(asked, error);
    }
  }

  /** Tells of the groups of a family, each by itself, as the kernel does behind a new family and before the end of one. */
  #announceGroups(notification: "newGroup" | "deleteGroup", { id, definition: { name }, groups }: Registered): void {
    for (const [group, number] of groups) {
      this.announce(nlctrl, notification, { id, name, groups: [{ name: group, id: number }] }, "notify");
    }
  }

  #named(name: string): Registered | undefined {
    return [...this.#families.values()].find(({ definition }) => definition.name === name);
  }

  #find({ name, id = 0 }: FamilyKey): ControllerMessage {
    const family = name === undefined ? this.#families.get(id) : this.#named(name);
    if (family === undefined) throw new NetlinkError("get family", "ENOENT");
    return describe(family);
  }
}

/** What is wrong with commands that are no functions. */
function notCallable(commands: Readonly<Record<string, unknown>>): string | undefined {
  const [name, command] =
    Object.entries(commands).find(([, command]) => command !== undefined && typeof command !== "function") ?? [];
  return name === undefined ? undefined : `${name}: expected a function that answers, got ${shown(command)}`;
}

/** What is wrong with a name that is none of these. */
function expected(given: string, names: Iterable<string>): string {
  const known = [...names];
  const likely = closest(given, known);
  return known.length === 0
    ? "there is none"
    : `expected one of ${known.join(", ")}${likely === undefined ? "" : ` (did you mean '${likely}'?)`}`;
}

/** What the controller tells of a family. */
function describe({ id, definition, groups }: Registered): ControllerMessage {
  const { name, version } = definition;
  const commands = commandsOf(definition).map(([, command]) => ({
    number: command.number,
    capabilities: [
      ...(command.privileged ? ["administrator" as const] : []),
      ...(command.do === undefined ? [] : ["do" as const]),
      ...(command.dump === undefined ? [] : ["dump" as const]),
    ],
  }));
  const listed = [...groups].map(([name, id]) => ({ name, id }));
  return { id, name, version, headerSize: 0, maximumType: 0, commands, groups: listed };
}

/** What a request asks; throws a {@linkcode NetlinkError} for what the kernel would refuse. */
function readCall(family: AnyFamily, { raw, bytes }: Asked): readonly [command: CommandDefinition, call: FakeCall] {
  const { flags, sequence, port, length } = raw;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offset = bytes.length - length;
  const { command: number } = readGenericHeader(view, { ...raw, offset });
  const mode = (flags & NLM_F_DUMP) === NLM_F_DUMP ? "dump" : "do";
  const [name, command] = commandsOf(family).find(([, command]) => command.number === number) ?? [];
  const operation = command?.[mode];
  if (name === undefined || command === undefined || operation === undefined) {
    throw new NetlinkError("answer", "EOPNOTSUPP");
  }
  try {
    const value = genericMessage(operation.request ?? nothing).read(view, offset, length);
    const message = { name: `${family.name} ${name}`, flags: flagsOf.get(flags), sequence, port };
    return [command, { family: family.name, command: name, mode, value, message }];
  } catch (error) {
    const message = error instanceof Error ? error.message : `${error}`;
    throw new NetlinkError("answer", "EINVAL", { ack: { message } });
  }
}

/** The messages that reply to a call. */
function replies(
  { raw: { sequence }, socket: { port } }: Asked,
  family: Registered,
  [command, call]: readonly [CommandDefinition, FakeCall],
  values: readonly object[],
  flags: readonly string[],
): readonly Uint8Array<ArrayBuffer>[] {
  const { number, replyNumber = number, [call.mode]: { reply = nothing } = {} } = command;
  const header = { flags: flagBits("answer", "ack", flags), sequence, port };
  const operation = `answer '${call.command}' of family '${call.family}'`;
  return values.map((value) => write(operation, family, header, replyNumber, reply, value));
}

/** A message of a family. */
function write(
  operation: string,
  { id, definition: { version } }: Registered,
  header: Header,
  command: number,
  schema: Codec<object>,
  value: object,
): Uint8Array<ArrayBuffer> {
  const out = new Writer(operation);
  const codec = withGenericHeader(genericMessage(schema), { command, version });
  writeMessage(out, { type: id, ...header }, codec, value);
  return out.finish();
}
