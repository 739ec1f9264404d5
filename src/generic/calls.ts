import type { Codec } from "../codec/codec.ts";
import type { MessageInfo } from "../codec/message-info.ts";
import type { UndecodedEvent } from "../undecoded.ts";
import type { NoAttributes } from "./definition.ts";

// What can be called with what, as it follows from the definition of a family.

/** What the schema of an operation that is called `Member` is for; `Missing` where the operation has none. */
export type PayloadOf<Operation, Member extends string, Missing> = Member extends keyof Operation
  ? Operation[Member] extends Codec<infer T extends object> | undefined ? [T] extends [never] ? Missing : T : Missing
  : Missing;

/** What the operation `Mode` of a command takes. */
export type RequestOf<Command, Mode extends "do" | "dump"> = Mode extends keyof Command
  ? PayloadOf<Command[Mode], "request", NoAttributes>
  : never;

/** What the operation `Mode` of a command gives; `never` where it gives nothing. */
export type ReplyOf<Command, Mode extends "do" | "dump"> = Mode extends keyof Command
  ? PayloadOf<Command[Mode], "reply", never>
  : never;

/** The names of the commands that do something. */
export type DoNames<Commands> =
  & string
  & { [Name in keyof Commands]: Commands[Name] extends { readonly do: object } ? Name : never }[keyof Commands];

/** The names of the commands that reply to what they do. */
export type AskNames<Commands> =
  & string
  & { [Name in keyof Commands]: [ReplyOf<Commands[Name], "do">] extends [never] ? never : Name }[keyof Commands];

/** The names of the commands that list. */
export type DumpNames<Commands> =
  & string
  & { [Name in keyof Commands]: [ReplyOf<Commands[Name], "dump">] extends [never] ? never : Name }[keyof Commands];

/** How a request is made. */
export interface CallOptions {
  /** Gives up waiting: the promise rejects with the reason. What was sent by then is carried out all the same. */
  readonly signal?: AbortSignal;
  /** Flags of the message beside those that every request has, where the command knows them (`NLM_F_*`). @default {[]} */
  readonly flags?: readonly RequestFlag[];
  /** What the request is for, as errors tell it behind "Cannot". @default the command and the family */
  readonly operation?: string;
}

/** A flag of a request (`NLM_F_ECHO`, `NLM_F_REPLACE`, `NLM_F_EXCL`, `NLM_F_CREATE`, `NLM_F_APPEND`). */
export type RequestFlag = "echo" | "replace" | "exclusive" | "create" | "append";

/** What follows the name of a command: the request, which can be left out where nothing in it is required. */
export type Arguments<Request> = Record<never, never> extends Request
  ? [value?: Request | undefined, options?: CallOptions]
  : [value: Request, options?: CallOptions];

/** What the kernel announces, with the name that the family has for it. */
export type Notification<Notifications> = {
  readonly [Name in keyof Notifications]: {
    /** Tells what the event is. */
    readonly type: "notification";
    /** Name of what is announced. */
    readonly command: Name;
    /** What it tells; what of it cannot be read comes behind it as `undecoded`. */
    readonly value: Notifications[Name] extends { readonly value: Codec<infer T> } ? T : never;
    /** The message itself; its name is that of the family and the command. */
    readonly message: MessageInfo;
  };
}[keyof Notifications];

/** The family that is listened to went, or came back: its groups are listened to anew, and may have told something before. */
export interface PresenceEvent {
  /** Tells what the event is. */
  readonly type: "family";
  /** `"delete"` where the family went, `"new"` where it came back. */
  readonly action: "new" | "delete";
  /** The message of the controller that says so. */
  readonly message: MessageInfo;
}

/** What a subscription gives beside losses. */
export type FamilyEvent<Notifications> = Notification<Notifications> | PresenceEvent | UndecodedEvent;
