import { NLM_F_ACK, NLMSG_ERROR, readError, walkMessages } from "../codec/framing.ts";
import { converse, type Request } from "../conversation.ts";
import { NetlinkError } from "../errors.ts";
import type { EventStream } from "../event-stream.ts";
import { checkSocketOptions, type SocketOptions } from "../open-socket.ts";
import { copyOf, type NetlinkSocket } from "../socket.ts";
import type { AnyFamily } from "./definition.ts";
import { requestOf, type Task } from "./perform.ts";
import type { Resolver } from "./resolver.ts";
import { type AnyEvent, openStream, type SubscribeOptions } from "./subscription.ts";

/** How what the kernel tells who asks for it is listened to. */
export interface ListenOptions<Value extends object = object> extends SubscribeOptions {
  /**
   * What is asked with the same command before the socket is closed, so that the kernel does not tell the next socket that
   * gets its port. @default nothing
   */
  readonly atEnd?: Value;
}

/** The only request of a socket that listens, and what is asked at its end, which nobody waits for. */
const [BEGIN, END] = [1, 2];

/** Opens a socket that has the kernel tell it something, and reads that. */
export function listen(
  task: Task & { readonly family: AnyFamily; readonly value: object },
  resolver: Resolver,
  socketOptions: SocketOptions,
  options: ListenOptions,
): Promise<EventStream<AnyEvent>> {
  checkSocketOptions("listen", options, ["onDatagram", "atEnd"]);
  const { atEnd, ...own } = options;
  const begin = async (socket: NetlinkSocket, { id }: { readonly id: number }): Promise<void> => {
    const farewell = atEnd && messageOf(requestOf(id, { ...task, value: atEnd }), 0, END).conversation.bytes;
    const isAnswered = await ask(socket, requestOf(id, task));
    // Where the answer is lost, the kernel may tell it all the same.
    if (farewell !== undefined) socket.atClose(farewell);
    if (!isAnswered) throw new NetlinkError(task.operation, "ENOBUFS");
  };
  return openStream({ family: task.family, groups: [], begin }, resolver, socketOptions, own);
}

function messageOf(
  request: Request<object>,
  mode: number,
  sequence: number,
): ReturnType<typeof converse<object, never>> {
  const unread = { read: () => undefined, signal: undefined };
  return converse<object, never>({ request, mode, isDump: false, sequence, ...unread });
}

/**
 * Sends a request and waits until the kernel has answered it, or its answer is lost; what else it tells meanwhile is
 * received behind that. Rejects where the kernel refuses it.
 */
async function ask(socket: NetlinkSocket, request: Request<object>): Promise<boolean> {
  const { conversation, reply } = messageOf(request, NLM_F_ACK, BEGIN);
  const early: Uint8Array[] = [];
  socket.send(conversation.bytes);
  for (let isAnswered = false; !isAnswered;) {
    const datagram = socket.receiveNow();
    if (datagram === undefined) {
      // The kernel answers while it is asked: what is not there found no room.
      if (socket.takeDrops() > 0) return false;
      await socket.readable();
      continue;
    }
    walkMessages(datagram.view, datagram.length, (message) => {
      if (message.type !== NLMSG_ERROR || message.sequence !== BEGIN) return;
      isAnswered = true;
      conversation.end(readError(datagram.view, message));
    });
    if (!isAnswered) early.push(copyOf(datagram));
  }
  await reply;
  for (const datagram of early) socket.putBack(datagram);
  return true;
}
