import { type Captured, type CapturedDatagram, type CapturedLoss, readCapture } from "../codec/capture.ts";
import { decode as decodeMessages, type DecodedMessage, DecodeError } from "../../mod.ts";
import { type Command, DONE, FAILED, type Invocation, UsageError } from "./command.ts";
import { readInput } from "./input.ts";
import { toJson } from "./json.ts";
import { isColourful, Output } from "./output.ts";
import { namesIn, NOT_SHOWN } from "./recording.ts";
import { eventText } from "./text/event.ts";
import { Names } from "./text/names.ts";
import { coloured, plain } from "./text/paint.ts";

/** `decode`: prints what netlink bytes say. */
export const decode: Command = {
  summary: "Decodes netlink messages from a file, or from standard input.",
  details:
    "They are hexadecimal text (white space and # comments are ignored, a blank line ends a datagram), or a pcap\n" +
    "or pcapng capture of link type 253. What cannot be decoded is told in its place, and the status is 1.",
  usage: "[FILE|-] [OPTION...]",
  options: {
    json: { help: "Prints one JSON object a line" },
    protocol: { value: "route|generic", help: "The protocol of text, and of captures that do not tell theirs" },
  },
  run,
};

type Protocol = "route" | "generic";

const PROTOCOLS: Readonly<Record<string, Protocol>> = { route: "route", generic: "generic" };
/** The protocols by their number in captures (`NETLINK_*`). */
const PROTOCOL_NUMBERS: Readonly<Record<number, Protocol>> = { 0: "route", 16: "generic" };

async function run(invocation: Invocation): Promise<number> {
  const [file, ...more] = invocation.positionals;
  if (more.length > 0) throw new UsageError(`Cannot decode '${more.join(" ")}': expected one file`);
  const name = invocation.get("protocol") ?? "route";
  const fallback = Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined;
  if (fallback === undefined) throw new UsageError(`--protocol: expected route or generic, got '${name}'`);
  const bytes = await readInput(file);
  await using output = new Output();
  const names = new Names();
  const json = invocation.has("json");
  const paint = await isColourful() ? coloured : plain;
  let status = DONE;
  let events = false;
  for (const captured of capturedIn(bytes, file)) {
    if ("note" in captured) {
      const known = namesIn(captured.note);
      events = known !== undefined;
      for (const [index, name] of known ?? []) names.set(index, name);
      continue;
    }
    const isShown = !("comment" in captured && captured.comment === NOT_SHOWN);
    for (const message of messagesOf(captured, fallback, events)) {
      if (isShown) await output.write(`${json ? toJson(message) : eventText(message, names, paint)}\n`);
      if (message.type === "link") names.learn(message);
      if (message.type === "undecoded") status = FAILED;
    }
  }
  return status;
}

/** What stands in a capture; errors about its format name the file. */
function* capturedIn(bytes: Uint8Array, file = "-"): Generator<Captured> {
  try {
    yield* readCapture(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const place = file === "-" ? "standard input" : `'${file}'`;
    throw new Error(`Cannot decode ${place}: ${error.reason}`, { cause: error });
  }
}

/** What stands at one place of a capture. */
function messagesOf(
  captured: CapturedDatagram | CapturedLoss,
  fallback: Protocol,
  events: boolean,
): Iterable<DecodedMessage> {
  if ("lost" in captured) return [{ type: "overrun", lost: captured.lost }];
  const protocol = captured.protocol === undefined ? fallback : PROTOCOL_NUMBERS[captured.protocol];
  return protocol === undefined ? [foreign(captured)] : decodeMessages(captured.bytes, { protocol, events });
}

/** A datagram of a protocol that has no schemas. */
function foreign({ bytes, protocol }: CapturedDatagram): DecodedMessage {
  return {
    type: "undecoded",
    bytes,
    error: new DecodeError(`expected protocol 0 (route) or 16 (generic), got ${protocol}`),
  };
}
