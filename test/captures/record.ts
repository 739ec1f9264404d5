// Records the captures of this folder from the running kernel, with commands of ip and bridge, in namespaces that vanish
// with the process:
//
//   unshare --net --mount sh -c 'mount -t tmpfs tmpfs /run && exec bun test/captures/record.ts [NAME...]'
//
// Where a schema changed and the bytes did not, their annotations are written anew, without a kernel:
//
//   bun test/captures/record.ts --annotate
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import process from "node:process";
import { namespace, type Sandbox } from "../live/sandbox.ts";
import { NetlinkSocket } from "../../src/socket.ts";
import { type Capture, formatCapture, parseCapture } from "./file.ts";
import { type Recording, recordings } from "./recordings.ts";
import { messageTypes } from "../../src/route/message-type.ts";

/** Everything that the kernel announces of objects with a schema. */
const groups = [...messageTypes.values()].filter(({ verb }) => verb === "new").flatMap(({ noun }) => noun.groups);

/** What the socket has received, which the kernel queued while it was asked. */
function received(socket: NetlinkSocket): Uint8Array[] {
  const datagrams: Uint8Array[] = [];
  for (;;) {
    const datagram = socket.receiveNow();
    if (datagram === undefined) return datagrams;
    const { view, length } = datagram;
    datagrams.push(new Uint8Array(view.buffer, view.byteOffset, length).slice());
  }
}

function run(home: Sandbox, commands: readonly string[]): void {
  for (const command of commands) {
    const [program = "", ...args] = command.split(" ");
    execFileSync(program, ["-n", home.name, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  }
}

async function record({ title, setup = [], requests = [], events = [] }: Recording): Promise<Capture> {
  using home = namespace();
  run(home, setup);
  await using socket = await NetlinkSocket.open("route", { namespace: home.name });
  const conversation = requests.flatMap((request) => {
    socket.send(request);
    return [request, ...received(socket)];
  });
  if (events.length > 0) groups.forEach((group) => socket.join(group));
  run(home, events);
  const [version = ""] = release().split("-");
  const watched = events.length > 0 ? ["", "What the kernel announced of:", ...events] : [];
  return {
    head: [title, "", ...setup, ...watched, "", `Linux ${version}`],
    datagrams: [...conversation, ...received(socket)],
  };
}

const names = process.argv.slice(2);
for (const recording of recordings) {
  const file = new URL(`${recording.name}.hex`, import.meta.url);
  if (names.includes("--annotate")) {
    writeFileSync(file, formatCapture(parseCapture(readFileSync(file, "utf8"))));
  } else if (names.length === 0 || names.includes(recording.name)) {
    writeFileSync(file, formatCapture(await record(recording)));
  }
}
