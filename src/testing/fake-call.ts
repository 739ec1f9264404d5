import type { MessageInfo } from "../codec/message-info.ts";
import type { ReplyOf, RequestOf } from "../generic/calls.ts";

/** A request to a family. */
export interface FakeCall {
  /** Name of the family. */
  readonly family: string;
  /** Name of the command in the definition of the family. */
  readonly command: string;
  /** Whether it shall do something, or list. */
  readonly mode: "do" | "dump";
  /** What is asked. */
  readonly value: object;
  /** The message itself; its name is that of the family and the command. */
  readonly message: MessageInfo;
}

/** What a command answers. */
export type FakeCallReply<Command> =
  | ReplyOf<Command, "do">
  | readonly ReplyOf<Command, "dump">[]
  | Uint8Array
  | undefined
  | void;

/**
 * What the commands of a family answer, by the names of the definition: the reply, or a list of what there is. Without a
 * reply there is an acknowledgement alone, or an empty list; bytes are one datagram, which goes out as it is and is all of
 * the answer; a {@linkcode NetlinkError} that is thrown is a refusal, and one of the number 0 success with a warning.
 */
export type FakeCommands<Commands> = {
  readonly [Name in keyof Commands]?: (
    request: RequestOf<Commands[Name], "do"> | RequestOf<Commands[Name], "dump">,
    call: FakeCall,
  ) => FakeCallReply<Commands[Name]> | Promise<FakeCallReply<Commands[Name]>>;
};
