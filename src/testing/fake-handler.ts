import type { RequestMessage } from "../decode.ts";
import type { Topic } from "../route/mod.ts";
import type { FakeObject, ObjectOf } from "./fake-object.ts";

/** A request, as {@linkcode decode} gives it; `topic` tells what its `value` is. */
export type FakeRequest = {
  readonly [T in Topic]: Omit<RequestMessage, "topic" | "value"> & {
    /** The kind of object. */
    readonly topic: T;
    /** What the request says of the object; absent where it says nothing. */
    readonly value?: ObjectOf<T>;
  };
}[Topic];

/**
 * What a fake kernel answers: objects, in the form of the topic of the request, or nothing. Bytes are one datagram,
 * which goes out as it is and is all of the answer.
 */
export type FakeReply = FakeObject | readonly FakeObject[] | Uint8Array | undefined | void;

/**
 * Answers the requests of a fake kernel, see {@linkcode fakeKernel}.
 *
 * @example A kernel that never answers
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 * import { type FakeHandler, fakeKernel } from "@netlink/ffi/testing";
 *
 * const silent: FakeHandler = () => new Promise(() => {});
 * await using rtnetlink = await Rtnetlink.open({ kernel: fakeKernel(silent) });
 * const signal = AbortSignal.timeout(10);
 * await rtnetlink.links.list({ signal }).catch(({ name }) => console.log("No links:", name)); // No links: TimeoutError
 * ```
 */
export type FakeHandler = (request: FakeRequest) => FakeReply | Promise<FakeReply>;

/** What `ask` gives, as a function that returns or throws it; later where it takes its time. */
export function outcome<Reply>(ask: () => Reply | Promise<Reply>): (() => Reply) | Promise<() => Reply> {
  const failing = (error: unknown) => (): never => {
    throw error;
  };
  try {
    const reply = ask();
    return reply instanceof Promise ? reply.then((value) => () => value, failing) : () => reply;
  } catch (error) {
    return failing(error);
  }
}
