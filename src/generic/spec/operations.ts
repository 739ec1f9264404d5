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
export function operationsOf(document: Document, { sets, structs }: Parts): Operations {
  const { "enum-model": model, "name-prefix": prefix = `${document.name}-cmd-`, list } = document.operations;
  const known = byName(list, PLACE);
  const counted = model === "directional" ? directional(list) : unified(list);

  function placeOf(operation: OperationEntry): Place {
    return [...PLACE, list.indexOf(operation)];
  }

  function contentOfOne(operation: OperationEntry): Content {
    const header = operation["fixed-header"] ?? document.operations["fixed-header"];
    return contentOf({ ...operation, ...(header && { "fixed-header": header }) }, sets, structs, placeOf(operation));
  }

  /** What the kernel announces: a list of its own, or what another operation replies. */
  function announced(operation: OperationEntry): Message {
    const place = placeOf(operation);
    const { notify, event } = operation;
    if (notify === undefined) return messageOf(contentOfOne(operation), event, [...place, "event"]);
    const other = lookUp(known, notify, "an operation", [...place, "notify"]);
    const mode = other.do?.reply === undefined ? "dump" : "do";
    return messageOf(contentOfOne(other), other[mode]?.reply, [...placeOf(other), mode, "reply"]);
  }

  function pair(operation: OperationEntry, mode: "do" | "dump"): Pick<Command, "do" | "dump"> {
    const { [mode]: exchange } = operation;
    if (exchange === undefined) return {};
    return { [mode]: pairOf(contentOfOne(operation), exchange, [...placeOf(operation), mode]) };
  }

  const commands: Command[] = [];
  const notifications: Notification[] = [];
  const names = { commands: new PropertyNames(["__proto__"]), notifications: new PropertyNames(["__proto__"]) };
  const numbers = { commands: new OwnNumbers(), notifications: new OwnNumbers() };
  for (const [i, operation] of list.entries()) {
    const { notify, event, do: once, dump, flags = [] } = operation;
    const kind = notify !== undefined || event !== undefined ? "notifications" : "commands";
    // What can neither be asked for nor is announced has a number, and nothing else.
    if (kind === "commands" && once === undefined && dump === undefined) continue;
    const place = placeOf(operation);
    const told = {
      name: names[kind].take(operation.name, [...place, "name"]),
      constant: constantName(prefix, operation.name),
      ...documentation(operation.doc),
    };
    // There is one for each operation.
    const { request: number, reply } = counted[i]!;
    numbers[kind].take(kind === "commands" ? number : reply, operation.name, place);
    if (kind === "notifications") {
      notifications.push({ ...told, number: reply, value: announced(operation) });
    } else {
      const replyNumber = reply === number ? {} : { replyNumber: reply };
      const pairs = { ...pair(operation, "do"), ...pair(operation, "dump") };
      commands.push({ ...told, number, ...replyNumber, ...pairs, privileged: flags.length > 0 });
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
