import type { Problem } from "./codec/attributes.ts";
import type { Codec } from "./codec/codec.ts";
import { type Acknowledgement, HEADER_SIZE, NLM_F_REQUEST, type RawMessage, writeMessage } from "./codec/framing.ts";
import { locate, nameOf } from "./codec/locate.ts";
import { Writer } from "./codec/writer.ts";
import { deferred } from "./deferred.ts";
import { errorCode, type ExtendedAck, NetlinkError } from "./errors.ts";

/** What the kernel says of a request that it carried out all the same. */
export interface Warning {
  /** The request, as it reads after "Cannot", such as `"add link 'vx0'"`. */
  readonly operation: string;
  /** A sentence of the kernel. */
  readonly message: string;
  /** All that it said. */
  readonly ack: ExtendedAck;
}

/** What of a reply cannot be read: it stays in the `unknown` of its object, and everything else of the reply is given. */
export interface UndecodedReply extends Problem {
  /** The request, as it reads after "Cannot", such as `"list links"`. */
  readonly operation: string;
}

/** What is called besides the promise of a reply. */
export interface ReplyCallbacks {
  /** Gets what the kernel says of requests that it carried out; what it throws, the request rejects with. @default nobody */
  readonly onWarning?: ((warning: Warning) => void) | undefined;
  /** Gets what of replies cannot be read; what it throws, the request rejects with. @default nobody */
  readonly onUndecoded?: ((undecoded: UndecodedReply) => void) | undefined;
}

/** A message that asks the kernel for something. */
export interface Request<T> {
  /** What it asks for, as it reads after "Cannot". */
  readonly operation: string;
  /** Type of the message (`nlmsg_type`). */
  readonly type: number;
  /** Flags beside those that every request has (`NLM_F_*`). @default {0} */
  readonly flags?: number;
  /** Schema of the payload. */
  readonly codec: Codec<T>;
  /** The payload. */
  readonly value: T;
  /**
   * The multicast groups that announce changes of what is listed (`RTNLGRP_*`), where the kernel does not tell in the
   * list itself that something changed meanwhile. @default {[]}
   */
  readonly groups?: readonly number[];
  /** What a refusal may mean that the kernel does not explain, by the name of its error number. @default {{}} */
  readonly hints?: Readonly<Record<string, string>>;
}

/** What is missing where a request is refused with `EPERM`. */
export const UNPRIVILEGED: Readonly<Record<string, string>> = { EPERM: "it takes CAP_NET_ADMIN" };

/** Reads one message of a reply; `undefined` for one that is not wanted. What cannot be read goes to `problems`. */
export type ReadReply<R> = (view: DataView, message: RawMessage, problems: Problem[]) => R | undefined;

/** A request that is under way. */
export interface Conversation {
  readonly operation: string;
  /** The message, with its header. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sequence: number;
  /** Whether others have to wait until it is over: a socket has one list under way at most. */
  readonly isDump: boolean;
  /** The groups that announce changes of what is listed. */
  readonly groups: readonly number[];
  /** Whether nobody waits for it any more. */
  isGivenUp(): boolean;
  /** Takes a message of the reply that is neither an acknowledgement nor the end. */
  reply(view: DataView, message: RawMessage): void;
  /** Some of the reply cannot be had, or is not of one moment. */
  interrupt(): void;
  /** Something changed: what comes of the reply from now on is not of the moment of what came before. */
  change(): void;
  /** Ends it: with what the kernel said, or with why it cannot go on. */
  end(outcome: Acknowledgement | { readonly failure: unknown }): void;
}

/** How a conversation is made. */
export interface ConversationOptions<T, R> {
  /** What is asked for. */
  readonly request: Request<T>;
  /** `NLM_F_ACK` or `NLM_F_DUMP`. */
  readonly mode: number;
  /** Whether it is a list. */
  readonly isDump: boolean;
  /** Number by which the reply is known. */
  readonly sequence: number;
  /** Reads a message of the reply. */
  readonly read: ReadReply<R>;
  /** Gives up waiting. */
  readonly signal: AbortSignal | undefined;
  /** What is called meanwhile. @default nothing */
  readonly callbacks?: ReplyCallbacks;
}

/** What was read, and whether it is all of one moment. */
export interface Reply<R> {
  /** What was read of the messages of the reply. */
  readonly values: readonly R[];
  /** Whether nothing is missing, and nothing changed meanwhile. */
  readonly isWhole: boolean;
}

/** Makes a request that can be sent, and the promise of its reply. Throws a `RangeError` for what cannot be encoded. */
export function converse<T, R>(
  { request, mode, isDump, sequence, read, signal, callbacks = {} }: ConversationOptions<T, R>,
): { readonly conversation: Conversation; readonly reply: Promise<Reply<R>> } {
  const { operation, type, flags = 0, codec, value, groups = [], hints = {} } = request;
  const out = new Writer(operation);
  writeMessage(out, { type, flags: NLM_F_REQUEST | mode | flags, sequence, port: 0 }, codec, value);
  const bytes = out.finish();
  const { promise, resolve, reject } = deferred<Reply<R>>();
  const { onWarning, onUndecoded } = callbacks;
  const values: R[] = [];
  const problems: Problem[] = [];
  let isWhole = true;
  let hasBegun = false;
  let hasChanged = false;
  let failure: { readonly error: unknown } | undefined;
  const abort = (): void => {
    failure = { error: signal?.reason };
    reject(signal?.reason);
  };
  signal?.addEventListener("abort", abort, { once: true });
  const conversation: Conversation = {
    operation,
    bytes,
    sequence,
    isDump,
    groups,
    isGivenUp: () => signal?.aborted === true,
    interrupt: () => void (isWhole = false),
    // What changed before the first part is in that part.
    change: () => void (hasChanged = hasBegun),
    reply(view, message) {
      hasBegun = true;
      if (hasChanged) isWhole = false;
      // What follows a failure is read to its end all the same, since the next reply comes behind it.
      if (failure !== undefined) return;
      try {
        const value = read(view, message, problems);
        if (value !== undefined) values.push(value);
        if (problems.length === 0) return;
        for (const problem of problems.splice(0)) onUndecoded?.({ operation, ...problem });
      } catch (error) {
        failure = { error };
      }
    },
    end(outcome) {
      signal?.removeEventListener("abort", abort);
      if ("failure" in outcome) return reject(outcome.failure);
      const ack = outcome.ack && explain(outcome.ack, codec, bytes);
      if (outcome.error !== 0) {
        const hint = ack?.message === undefined ? hints[errorCode(outcome.error)] : undefined;
        return reject(new NetlinkError(operation, outcome.error, { ...(ack && { ack }), ...(hint && { hint }) }));
      }
      if (failure !== undefined) return reject(failure.error);
      try {
        if (ack?.message !== undefined) onWarning?.({ operation, message: ack.message, ack });
        resolve({ values, isWhole: isWhole && !hasChanged });
      } catch (error) {
        reject(error);
      }
    },
  };
  return { conversation, reply: promise };
}

/** What the kernel said of a request, with the attributes that it means by their names. */
function explain(ack: ExtendedAck, codec: Codec<never> | Codec<unknown>, request: Uint8Array): ExtendedAck {
  const view = new DataView(request.buffer, request.byteOffset, request.byteLength);
  // Only read by it, never written to.
  const schema = codec as Codec<unknown>;
  const at = (offset: number) => locate(schema, view, HEADER_SIZE, request.length - HEADER_SIZE, offset);
  const path = ack.offset === undefined ? "" : at(ack.offset).path.join(".");
  return {
    ...ack,
    ...(path === "" ? {} : { path }),
    ...(ack.missingType === undefined ? {} : { missing: missing(ack.missingType, at(ack.missingNest ?? HEADER_SIZE)) }),
  };
}

function missing(type: number, { path, codec }: ReturnType<typeof locate>): string {
  return [...path, (codec && nameOf(codec, type)) ?? `${type}`].join(".");
}
