import {
  type EventAction,
  type EventFilter,
  type Family,
  type NetworkChange,
  type NetworkEvent,
  NetworkState,
  type RoutingTable,
  Rtnetlink,
  type SocketOptions,
  type Topic,
  type Tracked,
  watch,
  type WatchTopic,
} from "../../mod.ts";
import { MAX_RECEIVE_BUFFER } from "../open-socket.ts";
import { checkTopics } from "../options.ts";
import { announced, kindsOf } from "../route/mod.ts";
import { trackings } from "../route/tracking/mod.ts";
import { Selection } from "../selection.ts";
import { type Command, count, duration, type Invocation, linkOf, size, UsageError } from "./command.ts";
import { toJson } from "./json.ts";
import { Recording } from "./recording.ts";
import { inSession, namespaceOption, timeoutOption } from "./session.ts";
import { changeText } from "./text/change.ts";
import { eventText } from "./text/event.ts";
import { Names } from "./text/names.ts";
import type { Paint } from "./text/paint.ts";

const DEFAULT_TOPICS: readonly WatchTopic[] = ["link", "address", "route"];

/** `monitor`: prints events or changes as they come. */
export const monitor: Command = {
  summary: "Prints what happens to links, addresses, routes and others.",
  details: `Topics are ${announced.join(", ")}; without any, ${DEFAULT_TOPICS.join(", ")}.\n` +
    `With --changes they are ${Object.keys(trackings).join(", ")}; the others cannot be followed.`,
  usage: "[TOPIC...] [OPTION...]",
  options: {
    json: { help: "Prints one JSON object a line, exactly the event or the change of the module" },
    changes: {
      help: "Prints what changes instead of all events: + is new, ~ is other than before, - is gone",
    },
    snapshot: { help: "With --changes: begins with everything that is there" },
    exec: {
      value: "COMMAND",
      help: "Runs this in a shell when changes have settled, which it reads as a JSON array; again where it fails",
    },
    "quiet-time": {
      value: "DURATION",
      help: "With --exec: changes have settled when there was none for this long: 50ms",
    },
    link: {
      value: "LINK",
      multiple: true,
      help: "Only what is about this link, a name, or an index in digits; it may appear later",
    },
    table: { value: "TABLE", multiple: true, help: "Of routes and rules, only those of this table: main, local, 100" },
    family: {
      value: "FAMILY",
      multiple: true,
      help: "Only this address family, such as inet or bridge, and what has none, as links",
    },
    action: { value: "ACTION", multiple: true, help: "Only what is new, or delete: gone" },
    namespace: namespaceOption,
    count: { value: "N", help: "Ends after so many lines, or commands that did not fail" },
    timeout: timeoutOption,
    write: { value: "FILE", help: "Also writes what is received to a pcapng file, which decode prints just the same" },
    "receive-buffer": { value: "BYTES", help: "What the kernel queues at most, such as 65536, 64K or 32M" },
  },
  run,
};

/** How long nothing may change until a command is run, in milliseconds. */
const QUIET_TIME = 50;

/** What is printed, a line each. */
type Told = NetworkEvent | NetworkChange;

async function run(invocation: Invocation): Promise<number> {
  const filter = filterOf(invocation);
  const selection = new Selection("watch", filter);
  const limit = invocation.get("count");
  let left = limit === undefined ? Infinity : count("count", limit);
  const command = commandOf(invocation);
  const areChanges = command !== undefined || invocation.has("changes");
  if (areChanges && filter.actions !== undefined) throw new UsageError("Cannot follow actions: --action is for events");
  const snapshot = invocation.has("snapshot");
  if (snapshot && !areChanges) throw new UsageError("Cannot begin with a snapshot without --changes");
  const file = invocation.get("write");
  if (file === "-") throw new UsageError("Cannot write to standard output: it is for what is printed");
  if (file !== undefined && areChanges) throw new UsageError("Cannot write changes: --write is for events");
  const queue = queueOf(invocation);
  const topics = invocation.positionals.length > 0 ? invocation.positionals as readonly WatchTopic[] : DEFAULT_TOPICS;
  const kinds = kindsOf(topics);
  if (areChanges) checkTopics("follow", topics, Object.keys(trackings));
  else checkTopics("watch", topics, announced);
  return await inSession(invocation, async ({ json, output, paint, socket }) => {
    // Names change with their links, so these have to be watched too, though not shown.
    const isNamed = !json && command === undefined || file !== undefined;
    const named = isNamed || areChanges && filter.links !== undefined;
    const watched = named ? [...new Set([...topics, "link" as const])] : topics;
    const options = { ...socket, ...queue };
    await output.endWithReader();

    await using recording = file === undefined ? undefined : await Recording.open(file);
    if (recording !== undefined) output.writeAfter(() => recording.written());

    // Who names links has to hear of all of them; everybody else gets from the watcher what is wanted alone.
    const { links: _links, actions: _actions, ...ofAll } = filter;
    const getsMore = isNamed || areChanges;

    /** By the names as they were until now; a new one stands in what is told itself. */
    function isWanted(told: Told, names: Names): boolean {
      return isAsked(told, kinds) && (!getsMore || asItWas(told).some((one) => selection.wants(one, names)));
    }

    async function print<T extends Told>(
      all: AsyncIterable<T>,
      names: Names,
      text: (told: T, names: Names, paint: Paint) => string,
    ): Promise<void> {
      for await (const told of all) {
        const wanted = isWanted(told, names);
        const line = wanted ? json ? toJson(told) : text(told, names, paint) : "";
        names.learn(told);
        if (told.type === "overrun") recording?.lose(told.lost);
        if (!wanted) continue;
        recording?.shown();
        await output.write(`${line}\n`);
        if (--left <= 0) break;
      }
    }

    if (areChanges) {
      // What runs programs is loaded where one is run, and before there is something to miss.
      const execute = command === undefined ? undefined : (await import("./execute.ts")).execute;
      // What cannot be followed is refused.
      const followed = watched as readonly (keyof Tracked)[];
      await using state = await NetworkState.open({ ...options, topics: followed, snapshot });
      const names = new Names().add(named ? state.links.values() : []);
      if (command === undefined || execute === undefined) return await print(state, names, changeText);
      await execute(state, {
        ...command,
        snapshot,
        runs: left,
        signal: socket.signal,
        isWanted(change) {
          const wanted = isWanted(change, names);
          names.learn(change);
          return wanted;
        },
      });
    } else {
      const onDatagram = (datagram: Uint8Array): void => recording?.receive(datagram);
      await using events = await watch({
        ...options,
        ...(isNamed ? ofAll : filter),
        topics: watched,
        ...(recording && { onDatagram }),
      });
      const names = named ? await currentNames(options) : new Names();
      recording?.begin(names.entries());
      // A file that takes nothing is told before there is something to write.
      await recording?.written();
      await print(events, names, eventText);
    }
  });
}

/** The command that is run for changes, and how long these have to be quiet before, in milliseconds. */
function commandOf(invocation: Invocation): { readonly command: string; readonly quietTime: number } | undefined {
  const command = invocation.get("exec");
  const given = invocation.get("quiet-time");
  if (command === undefined) {
    if (given !== undefined) throw new UsageError("Cannot wait for a quiet time without --exec");
    return undefined;
  }
  if (command.trim() === "") throw new UsageError("Cannot run '': --exec takes a command for a shell");
  if (invocation.has("json")) throw new UsageError("Cannot print JSON with --exec: its command reads it");
  return { command, quietTime: given === undefined ? QUIET_TIME : duration("quiet-time", given) };
}

/** What is wanted, as the options say; the module refuses what cannot be. */
function filterOf(invocation: Invocation): EventFilter {
  const [links, tables, families, actions] = ["link", "table", "family", "action"].map((name) => invocation.all(name));
  return {
    ...(links?.length ? { links: links.map(linkOf) } : {}),
    ...(tables?.length ? { tables: tables.map((table) => linkOf(table) as RoutingTable) } : {}),
    ...(families?.length ? { families: families as readonly Family[] } : {}),
    ...(actions?.length ? { actions: actions as readonly EventAction[] } : {}),
  };
}

function queueOf(invocation: Invocation): Pick<SocketOptions, "receiveBuffer"> {
  const given = invocation.get("receive-buffer");
  return given === undefined ? {} : { receiveBuffer: size("receive-buffer", given, MAX_RECEIVE_BUFFER) };
}

/** The names of the links as they are now; what changes from now on is told by events. */
async function currentNames(options: SocketOptions): Promise<Names> {
  await using rtnetlink = await Rtnetlink.open(options);
  return new Names().add(await rtnetlink.links.list());
}

/** Whether the kind of an event or a change was asked for; losses concern everybody. */
function isAsked(told: Told, kinds: readonly Topic[]): boolean {
  return told.type === "overrun" || told.type === "undecoded" || told.type === "synced" || kinds.includes(told.type);
}

/** An event, or a change with the object as it is and as it was: what left a link concerns it too. */
function asItWas(told: Told): readonly Told[] {
  // What was before is of the same type.
  return "previous" in told ? [told, { ...told, [told.type]: told.previous } as Told] : [told];
}
