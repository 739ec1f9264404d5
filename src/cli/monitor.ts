import { type NetworkEvent, Rtnetlink, type Topic, watch, type WatchOptions } from "../../mod.ts";
import { MAX_RECEIVE_BUFFER } from "../open-socket.ts";
import { nouns } from "../route/mod.ts";
import { type Command, count, DONE, duration, type Invocation, size, TIMED_OUT } from "./command.ts";
import { interruptible } from "./interrupt.ts";
import { toJson } from "./json.ts";
import { isColourful, Output } from "./output.ts";
import { eventText } from "./text/event.ts";
import { Names } from "./text/names.ts";
import { coloured, plain } from "./text/paint.ts";

const DEFAULT_TOPICS: readonly Topic[] = ["link", "address", "route"];

/** `monitor`: prints events as they come. */
export const monitor: Command = {
  summary: "Prints what happens to links, addresses, routes and other objects of the network, as it happens.",
  details: `Topics are ${Object.keys(nouns).join(", ")}; without any, ${DEFAULT_TOPICS.join(", ")}.`,
  usage: "[TOPIC...] [OPTION...]",
  options: {
    json: { help: "Prints one JSON object a line, exactly the event of the module" },
    link: { value: "NAME", help: "Only what is about this link; it may appear later" },
    namespace: { value: "NAME|PATH", help: "Watches another network namespace" },
    count: { value: "N", help: "Ends after so many events" },
    timeout: { value: "DURATION", help: "Ends with status 124 after this time: 10 or 10s, 500ms, 5m, 1h" },
    "receive-buffer": { value: "BYTES", help: "What the kernel queues at most, such as 65536, 64K or 32M" },
  },
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const json = invocation.has("json");
  const link = invocation.get("link");
  const limit = invocation.get("count");
  let left = limit === undefined ? Infinity : count("count", limit);
  // What is no topic is refused by `watch`, which knows them.
  const topics = invocation.positionals.length > 0 ? invocation.positionals as readonly Topic[] : DEFAULT_TOPICS;
  using interrupt = interruptible();
  const expiry = timer(invocation);
  try {
    await using output = new Output(interrupt.signal, ...expiry);
    const options = watchOptions(invocation, output.signal);
    // Names change with their links, so these have to be watched too, though not shown.
    const named = !json || link !== undefined;
    await using events = await watch({
      ...options,
      topics: named ? [...new Set([...topics, "link" as const])] : topics,
    });
    const names = named ? await currentNames(options) : new Names();
    const paint = isColourful() ? coloured : plain;
    for await (const event of events) {
      // By the names as they were until now; a new one stands in the event itself.
      const wanted = isAsked(event, topics) && (link === undefined || concerns(event, names, link));
      const line = wanted ? json ? toJson(event) : eventText(event, names, paint) : "";
      names.learn(event);
      if (!wanted) continue;
      await output.write(`${line}\n`);
      if (--left <= 0) break;
    }
    return DONE;
  } catch (error) {
    if (expiry.some(({ aborted, reason }) => aborted && error === reason)) return TIMED_OUT;
    throw error;
  }
}

function timer(invocation: Invocation): readonly AbortSignal[] {
  const timeout = invocation.get("timeout");
  return timeout === undefined ? [] : [AbortSignal.timeout(duration("timeout", timeout))];
}

function watchOptions(invocation: Invocation, signal: AbortSignal): WatchOptions {
  const namespace = invocation.get("namespace");
  const receiveBuffer = invocation.get("receive-buffer");
  return {
    signal,
    ...(namespace === undefined ? {} : { namespace }),
    ...(receiveBuffer === undefined
      ? {}
      : { receiveBuffer: size("receive-buffer", receiveBuffer, MAX_RECEIVE_BUFFER) }),
  };
}

/** The names of the links as they are now; what changes from now on is told by events. */
async function currentNames(options: WatchOptions): Promise<Names> {
  const names = new Names();
  await using rtnetlink = await Rtnetlink.open(options);
  for (const { index, name } of await rtnetlink.links.list()) {
    if (name !== undefined) names.set(index, name);
  }
  return names;
}

/** Whether the topic of an event was asked for; losses concern everybody. */
function isAsked(event: NetworkEvent, topics: readonly Topic[]): boolean {
  return event.type === "overrun" || event.type === "undecoded" || topics.includes(event.type);
}

/** Whether an event is about the link of this name; losses concern everybody. */
function concerns(event: NetworkEvent, names: Names, link: string): boolean {
  const is = (index: number | undefined): boolean => index !== undefined && names.get(index) === link;
  switch (event.type) {
    case "link":
      return event.link.name === link || is(event.link.index);
    case "address":
      return is(event.address.index);
    case "route": {
      const { inputLink, outputLink, nextHops = [] } = event.route;
      return is(inputLink) || is(outputLink) || nextHops.some((hop) => is(hop.outputLink));
    }
    case "neighbor":
      return is(event.neighbor.index);
    case "rule":
      return event.rule.inputLink === link || event.rule.outputLink === link;
    default:
      return true;
  }
}
