import type { Document, ExchangeEntry, MessageEntry, OperationEntry } from "./document.ts";
import { byName, constantName, documentation, lookUp, OwnNumbers, PropertyNames } from "./names.ts";
import { type Place, refuse } from "./place.ts";
import { contentOf } from "./sets.ts";
import type { AttributeSet, Command, Content, Message, MessagePair, Notification, Struct } from "./specification.ts";

/** What messages are made of. */
interface Parts {
  readonly sets: ReadonlyMap<string, AttributeSet>;
  readonly structs: ReadonlyMap<string, Struct>;
}

/** The numbers of an operation: that of the request, and that of what the kernel sends. */
interface Numbers {
  readonly request: number;
  readonly reply: number;
}

/** The commands and notifications of a specification. */
export interface Operations {
  /** The commands. */
  readonly commands: readonly Command[];
  /** The notifications. */
  readonly notifications: readonly Notification[];
}

const PLACE: Place = ["operations", "list"];

/** What a family can be asked for, and what it announces. */
export function operationsOf(document: Document, parts: Parts): Operations {
  const { operations: { list, "name-prefix": prefix = `${document.name}-cmd-` } } = document;
  const known = byName(list, PLACE);
  const counted = document.operations["enum-model"] === "directional" ? directional(list) : unified(list);
  const names = { commands: new PropertyNames(["__proto__"]), notifications: new PropertyNames(["__proto__"]) };
  const own = { commands: new OwnNumbers(), notifications: new OwnNumbers() };
  const commands: Command[] = [];
  const notifications: Notification[] = [];

  function content(operation: OperationEntry): Content {
    const place = [...PLACE, list.indexOf(operation)];
    const header = operation["fixed-header"] ?? document.operations["fixed-header"];
    return contentOf({ ...operation, ...(header && { "fixed-header": header }) }, parts.sets, parts.structs, place);
  }

  for (const [i, operation] of list.entries()) {
    const place = [...PLACE, i];
    const told = { constant: constantName(prefix, operation.name), ...documentation(operation.doc) };
    // One for each operation.
    const { request: number, reply } = counted[i]!;
    const of = operation.notify === undefined
      ? operation
      : lookUp(known, operation.notify, "an operation", [...place, "notify"]);
    if (operation.notify !== undefined || operation.event !== undefined) {
      const name = names.notifications.take(operation.name, [...place, "name"]);
      own.notifications.take(reply, operation.name, place);
      const listed = operation.event ?? of.do?.reply ?? of.dump?.reply;
      const value = messageOf(content(of), listed, [...place, "event"]);
      notifications.push({ name, ...told, number: reply, value });
    } else if (operation.do !== undefined || operation.dump !== undefined) {
      const name = names.commands.take(operation.name, [...place, "name"]);
      own.commands.take(number, operation.name, place);
      const pair = (mode: "do" | "dump"): { readonly [Mode in "do" | "dump"]?: MessagePair } => {
        const exchange = operation[mode];
        return exchange === undefined ? {} : { [mode]: pairOf(content(operation), exchange, [...place, mode]) };
      };
      commands.push({
        name,
        ...told,
        number,
        ...(reply === number ? {} : { replyNumber: reply }),
        ...pair("do"),
        ...pair("dump"),
        privileged: operation.flags !== undefined && operation.flags.length > 0,
      });
    }
  }
  return { commands, notifications };
}

/** One count for all. */
function unified(list: readonly OperationEntry[]): readonly Numbers[] {
  let next = 1;
  return list.map(({ value = next }) => {
    next = value + 1;
    return { request: value, reply: value };
  });
}

/** One count for what is asked, another for what the kernel sends. */
function directional(list: readonly OperationEntry[]): readonly Numbers[] {
  let [nextRequest, nextReply] = [1, 1];
  return list.map((operation, i) => {
    if (operation.notify !== undefined || operation.event !== undefined) {
      const { value: reply = nextReply } = operation;
      nextReply = reply + 1;
      return { request: reply, reply };
    }
    const exchange = operation.do ?? operation.dump ??
      refuse([...PLACE, i], "expected one of 'do', 'dump', 'notify' or 'event'");
    const request = exchange.request?.value ?? nextRequest;
    nextRequest = request + 1;
    if (exchange.reply === undefined) return { request, reply: request };
    const reply = exchange.reply.value ?? nextReply;
    nextReply = reply + 1;
    return { request, reply };
  });
}

function pairOf(content: Content, { request, reply }: ExchangeEntry, place: Place): MessagePair {
  // What has a header has it whatever is asked.
  const asked = request ?? (content.header && {});
  return {
    ...(asked && { request: messageOf(content, asked, [...place, "request"]) }),
    ...(reply && { reply: messageOf(content, reply, [...place, "reply"]) }),
  };
}

function messageOf(content: Content, { attributes = [] }: MessageEntry = {}, place: Place): Message {
  const known = content.set?.attributes ?? new Map<string, never>();
  const told = attributes.map((name, i) =>
    lookUp(known, name, `an attribute of '${content.set?.name}'`, [...place, "attributes", i]).name
  );
  return { ...content, told };
}
