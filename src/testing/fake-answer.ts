import { NetlinkError } from "../errors.ts";
import { findAsked, ofFamily } from "./fake-choice.ts";
import type { FakeReply, FakeRequest } from "./fake-handler.ts";
import { answerChange, answerList, answerMessage, answerQuestion, type Asked, isList, refuse } from "./fake-message.ts";

/** Answers a request of rtnetlink with what the handler returns or throws. */
export function answerRoute(
  asked: Asked,
  request: FakeRequest,
  outcome: () => FakeReply,
  isInterrupted: () => boolean,
): void {
  answer(asked, outcome, (reply) => {
    const { topic, verb, value } = request;
    if (isList(request, asked.raw)) {
      const objects = ofFamily(request, reply === undefined ? [] : [reply].flat());
      answerList(
        asked,
        isInterrupted(),
        (flags) => objects.map((object) => answerMessage(asked, topic, "new", object, flags)),
      );
    } else if (verb === "get") {
      answerQuestion(asked, topic, Array.isArray(reply) ? findAsked(request, reply) : reply ?? undefined);
    } else {
      answerChange(asked, topic, verb, [reply ?? value ?? []].flat());
    }
  });
}

/** Answers with what `outcome` gives: bytes as they are, an error of the kernel as a refusal, all else as `write` does. */
export function answer<Reply>(
  asked: Asked,
  outcome: () => Reply | Uint8Array,
  write: (reply: Exclude<Reply, Uint8Array>) => void,
): void {
  try {
    const reply = outcome();
    if (reply instanceof Uint8Array) asked.socket.offer(reply.slice());
    // What is bytes was taken.
    else write(reply as Exclude<Reply, Uint8Array>);
  } catch (error) {
    if (!(error instanceof NetlinkError)) throw error;
    refuse(asked, error);
  }
}
