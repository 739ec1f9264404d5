import { spawn } from "node:child_process";
import { NetlinkSocket, type NetworkEvent, type Topic, watch, type Watcher } from "../../mod.ts";
import { cli, root, type Sandbox } from "./sandbox.ts";

/** Everything that can be watched. */
export const TOPICS: readonly Topic[] = ["link", "address", "route", "neighbor", "rule"];

/** The groups that announce them, as `linux/rtnetlink.h` numbers them (`RTNLGRP_*`). */
const GROUPS = {
  LINK: 1,
  NEIGH: 3,
  IPV4_IFADDR: 5,
  IPV4_ROUTE: 7,
  IPV4_RULE: 8,
  IPV6_IFADDR: 9,
  IPV6_ROUTE: 11,
  IPV6_RULE: 19,
  MPLS_ROUTE: 27,
};

/** What different witnesses saw of the same time. */
export interface Recording {
  /** What {@linkcode watch} delivered. */
  readonly events: readonly NetworkEvent[];
  /** The datagrams of a socket that joined the same groups. */
  readonly datagrams: readonly Uint8Array<ArrayBuffer>[];
  /** What `netlink monitor --json` printed, a line each. */
  readonly lines: readonly string[];
  /** What `ip monitor label` printed, a message each. */
  readonly witness: readonly string[];
}

/** Priorities of the rules that mark the start and the end of what is compared, and the start of a program. */
const START = 31_001;
const END = 31_002;
const READY = 31_003;

/** Runs `act` and records what happened in the namespace from then on until it ended. */
export async function record(home: Sandbox, act: () => void | Promise<void>): Promise<Recording> {
  const mark = (priority: number): void => {
    home.ip("rule", "add", "pref", `${priority}`, "from", "192.0.2.1", "table", "main");
    home.ip("rule", "delete", "pref", `${priority}`);
  };
  await using ours = await program(cli(["monitor", ...TOPICS, "--json", "--namespace", home.name]), mark);
  const kinds = ["link", "address", "route", "neigh", "rule"];
  await using theirs = await program(["ip", "-n", home.name, "monitor", "label", ...kinds], mark);
  await using socket = await NetlinkSocket.open("route", { namespace: home.name });
  for (const group of Object.values(GROUPS)) socket.join(group);
  await using watcher = await watch({ namespace: home.name, topics: TOPICS });
  mark(START);
  await act();
  mark(END);
  return {
    events: between(await eventsUntilEnd(watcher), (event) => JSON.stringify(event.type === "rule" && event.rule)),
    datagrams: between(await datagramsUntilEnd(socket), (datagram) => `"priority":${priorityOf(datagram)}`),
    lines: between((await ours.until(`"priority":${END}`)).split("\n"), (line) => line),
    witness: between((await theirs.until(`\n[RULE]${END}:`)).split(/^(?=\[)/m), (text) => {
      return text.replace(/^\[RULE\](?:Deleted )?(\d+):[^]*/, '"priority":$1');
    }),
  };
}

/** What lies behind both messages of the first marker and before those of the second. */
function between<T>(all: readonly T[], text: (one: T) => string): readonly T[] {
  const is = (priority: number) => (one: T): boolean => text(one).includes(`"priority":${priority}`);
  return all.slice(all.findLastIndex(is(START)) + 1, all.findIndex(is(END)));
}

async function eventsUntilEnd(watcher: Watcher): Promise<NetworkEvent[]> {
  const events: NetworkEvent[] = [];
  for await (const event of watcher) {
    events.push(event);
    if (event.type === "rule" && event.rule.priority === END) break;
  }
  return events;
}

async function datagramsUntilEnd(socket: NetlinkSocket): Promise<Uint8Array<ArrayBuffer>[]> {
  const datagrams: Uint8Array<ArrayBuffer>[] = [];
  do datagrams.push(await socket.receive()); while (priorityOf(datagrams.at(-1)) !== END);
  return datagrams;
}

const RTM_NEWRULE = 32;
const RTM_DELRULE = 33;
const FRA_PRIORITY = 6;

/** The priority in the message of a rule, read without a schema. */
function priorityOf(datagram: Uint8Array = new Uint8Array(16)): number | undefined {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  if (![RTM_NEWRULE, RTM_DELRULE].includes(view.getUint16(4, true))) return undefined;
  for (let offset = 28; offset < view.byteLength; offset += (view.getUint16(offset, true) + 3) & ~3) {
    if (view.getUint16(offset + 2, true) === FRA_PRIORITY) return view.getUint32(offset + 4, true);
  }
  return undefined;
}

/** A program that prints what happens. */
interface Program extends AsyncDisposable {
  /** All that it printed, once there is this text in it. */
  until(text: string): Promise<string>;
}

/** Starts a program; resolves when it is seen to watch. */
async function program(command: readonly string[], mark: (priority: number) => void): Promise<Program> {
  const [name = "", ...args] = command;
  const child = spawn(name, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const closed = new Promise<void>((resolve) => child.on("close", () => resolve()));
  let output = "";
  let ended = false;
  let changed = Promise.withResolvers<void>();
  const wake = (): void => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    wake();
  });
  closed.then(() => {
    ended = true;
    wake();
  });
  while (!output.includes(`${READY}`)) {
    if (ended) throw new Error(`Cannot start '${command.join(" ")}': it ended`);
    mark(READY);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    async until(text) {
      while (!output.includes(text)) {
        if (ended) throw new Error(`Cannot wait for '${text}': '${command.join(" ")}' ended`);
        await changed.promise;
      }
      return output;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await closed;
    },
  };
}
