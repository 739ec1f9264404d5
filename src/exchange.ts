import {
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  readDone,
  readError,
  walkMessages,
  writeMessage,
} from "./codec/framing.ts";
import type { Acknowledgement } from "./codec/framing.ts";
import { Writer } from "./codec/writer.ts";
import { NetlinkError } from "./errors.ts";
import type { Noun } from "./route/noun.ts";
import type { NetlinkSocket, ReceiveOptions } from "./socket.ts";

/** "get" is the third of the four messages of a noun. */
const GET = 2;
/** How often a list is asked for again because the table changed meanwhile. */
const ATTEMPTS = 10;
/** The table changed while it was listed (`EINTR`), as in the C libraries. */
const EINTR = 4;

let sequence = 0;

/**
 * Asks the kernel for all objects of a kind. A list during which the table changed is asked for again, and fails with
 * `EINTR` when that goes on.
 */
export async function dump<Value extends object>(
  socket: NetlinkSocket,
  noun: Noun<Value>,
  query: Value,
  options: ReceiveOptions = {},
): Promise<Value[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const values = await dumpOnce(socket, noun, query, options);
    if (values !== undefined) return values;
  }
  throw new NetlinkError(`list with RTM_GET${noun.kernelName}`, EINTR);
}

/** The objects, or `undefined` where they are not of one moment. */
async function dumpOnce<Value extends object>(
  socket: NetlinkSocket,
  noun: Noun<Value>,
  query: Value,
  options: ReceiveOptions,
): Promise<Value[] | undefined> {
  const own = sequence = (sequence + 1) >>> 0;
  const out = new Writer();
  const type = noun.newType + GET;
  writeMessage(out, { type, flags: NLM_F_REQUEST | NLM_F_DUMP, sequence: own, port: 0 }, noun.codec, query);
  socket.send(out.finish());
  const values: Value[] = [];
  let interrupted = false;
  let end: Acknowledgement | undefined;
  while (end === undefined) {
    const datagram = socket.receiveNow();
    if (datagram === undefined) {
      // The kernel answers while it is asked; this is for the day when it does not.
      await socket.readable(options);
      continue;
    }
    const { view } = datagram;
    walkMessages(view, Math.min(datagram.length, view.byteLength), (raw) => {
      if (raw.sequence !== own || raw.port !== socket.port) return;
      interrupted ||= (raw.flags & NLM_F_DUMP_INTR) !== 0;
      if (raw.type === NLMSG_DONE) end = readDone(view, raw);
      else if (raw.type === NLMSG_ERROR) end = readError(view, raw);
      else if (raw.type === noun.newType) values.push(noun.codec.salvage(view, raw.offset, raw.length, []));
    });
  }
  if (end.error !== 0) {
    const { ack } = end;
    throw new NetlinkError(`list with RTM_GET${noun.kernelName}`, end.error, ack === undefined ? {} : { ack });
  }
  return interrupted ? undefined : values;
}
