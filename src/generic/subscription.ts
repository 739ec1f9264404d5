import type { Problem } from "../codec/attributes.ts";
import type { RawMessage } from "../codec/framing.ts";
import { genericMessage, readGenericHeader } from "../codec/generic.ts";
import { flagsOf, type MessageInfo } from "../codec/message-info.ts";
import { DecodeError, NetlinkError } from "../errors.ts";
import { type EventSource, EventStream, type OverrunEvent } from "../event-stream.ts";
import { checkSocketOptions, type SocketOptions } from "../open-socket.ts";
import { NetlinkSocket } from "../socket.ts";
import { undecoded, walkDatagram } from "../undecoded.ts";
import type { FamilyEvent } from "./calls.ts";
import { type AnyFamily, type NotificationDefinition, notificationsOf } from "./definition.ts";
import { nlctrl } from "./families/nlctrl.ts";
import { controllerMessage, familyOf, type GenericFamily, NLCTRL } from "./families/nlctrl/message.ts";
import type { Resolver } from "./resolver.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** How groups are listened to. */
export interface SubscribeOptions extends Pick<SocketOptions, "receiveBuffer"> {
  /** Ends the subscription: the iterator rejects with the reason. */
  readonly signal?: AbortSignal;
  /** Gets a copy of each datagram as it was received, before its events; for recordings. @default nobody */
  readonly onDatagram?: (datagram: Uint8Array) => void;
}

/** Any event of any family. */
export type AnyEvent = FamilyEvent<Readonly<Record<string, NotificationDefinition>>>;

/** The group in which the controller tells of families that come and go; its number never changes. */
const NOTIFY = NLCTRL;

/** Opens a socket that listens to groups of a family, and reads what they tell. */
export function subscribe(
  family: AnyFamily,
  groups: readonly string[],
  resolver: Resolver,
  socketOptions: SocketOptions,
  options: SubscribeOptions,
): Promise<EventStream<AnyEvent>> {
  checkSocketOptions("subscribe", options, ["onDatagram"]);
  return openStream({ family, groups }, resolver, socketOptions, options);
}

/** What is listened to. */
export interface Source {
  /** The family. */
  readonly family: AnyFamily;
  /** The groups of it. */
  readonly groups: readonly string[];
  /** Has the kernel tell the socket what no group tells. @default nothing */
  readonly begin?: (socket: NetlinkSocket, family: GenericFamily) => Promise<void>;
}

/** Opens a socket that listens to a family, and reads what it tells. */
export async function openStream(
  { family, groups, begin }: Source,
  resolver: Resolver,
  socketOptions: SocketOptions,
  { onDatagram, ...own }: SubscribeOptions,
): Promise<EventStream<AnyEvent>> {
  const signals = [own.signal, socketOptions.signal].filter((signal) => signal !== undefined);
  const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  const socket = await NetlinkSocket.open("generic", { ...socketOptions, ...own, ...(signal && { signal }) });
  try {
    // First that: whatever the family is when it is looked for, its end and its return will be told.
    socket.join(NOTIFY);
    const subscription = new Subscription(family, groups, socket);
    const found = await unlessAborted(() => resolver.findAgain(family), signal);
    subscription.join(found);
    await begin?.(socket, found);
    const read: EventSource<AnyEvent>["read"] = (view, length, events) => subscription.read(view, length, events);
    return new EventStream<AnyEvent>(socket, { read, signal, onDatagram });
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** What a socket listens to, and how it is read. */
class Subscription {
  readonly #family: AnyFamily;
  readonly #groups: readonly string[];
  readonly #socket: NetlinkSocket;
  readonly #notifications: ReadonlyMap<number, readonly [name: string, definition: NotificationDefinition]>;
  /** Number of the family; 0 while there is none. */
  #id = 0;

  constructor(family: AnyFamily, groups: readonly string[], socket: NetlinkSocket) {
    this.#family = family;
    this.#groups = groups;
    this.#socket = socket;
    this.#notifications = new Map(notificationsOf(family).map((entry) => [entry[1].number, entry]));
  }

  /** Joins the groups, by the numbers that they have now. */
  join({ id, groups }: GenericFamily): void {
    this.#id = id;
    for (const name of this.#groups) {
      const operation = `subscribe to '${name}' of family '${this.#family.name}'`;
      const group = groups.find((group) => group.name === name);
      if (group === undefined) {
        const others = groups.map(({ name }) => name).join(", ");
        const meaning = `the kernel's family has ${others === "" ? "no groups" : `no such group, but ${others}`}`;
        throw new NetlinkError(operation, "ENOENT", { meaning });
      }
      try {
        this.#socket.join(group.id);
      } catch (error) {
        throw error instanceof NetlinkError ? new NetlinkError(operation, error.errno, { cause: error }) : error;
      }
    }
  }

  /** Appends the events of a datagram; throws where the groups of a family that came back cannot be joined. */
  read(view: DataView, length: number, events: (AnyEvent | OverrunEvent)[]): void {
    const rest = walkDatagram(view, length, (raw) => {
      if (raw.type === NLCTRL && this.#id !== NLCTRL) this.#follow(view, raw, events);
      else this.#readNotification(view, raw, events);
    });
    if (rest !== undefined) events.push(rest);
  }

  #readNotification(view: DataView, raw: RawMessage, events: (AnyEvent | OverrunEvent)[]): void {
    const { name: family } = this.#family;
    const problems: Problem[] = [];
    let message = infoOf(raw, `${raw.type}`);
    try {
      if (raw.type !== this.#id) throw new DecodeError(`expected a message of family ${this.#id}, got ${raw.type}`);
      const { command: number } = readGenericHeader(view, raw);
      const [command, definition] = this.#notifications.get(number) ?? [];
      message = infoOf(raw, `${family} ${command ?? number}`);
      if (command === undefined || definition === undefined) {
        throw new DecodeError(`expected a notification with a schema, got command ${number}`);
      }
      const value = genericMessage(definition.value).salvage(view, raw.offset, raw.length, problems);
      events.push({ type: "notification", command, value, message });
    } catch (error) {
      events.push(undecoded(view, raw, message, error));
    }
    for (const problem of problems) events.push({ type: "undecoded", ...problem, message });
  }

  /** Follows the family when it goes and comes back, with other numbers. */
  #follow(view: DataView, raw: RawMessage, events: (AnyEvent | OverrunEvent)[]): void {
    const { newFamily, deleteFamily } = nlctrl.notifications;
    const { command } = readGenericHeader(view, raw);
    const family = familyOf(genericMessage(controllerMessage).salvage(view, raw.offset, raw.length, []));
    if (family.name !== this.#family.name) return;
    if (command === deleteFamily.number && family.id === this.#id) {
      this.#id = 0;
      events.push({ type: "family", action: "delete", message: infoOf(raw, "nlctrl deleteFamily") });
    } else if (command === newFamily.number && family.id !== this.#id) {
      this.join(family);
      events.push({ type: "family", action: "new", message: infoOf(raw, "nlctrl newFamily") });
    }
  }
}

/** What a message says beside its value. */
function infoOf({ flags, sequence, port }: RawMessage, name: string): MessageInfo {
  return { name, flags: flagsOf.get(flags), sequence, port };
}
