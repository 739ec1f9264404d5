// Measures ADD of `host-device`, compiled, beside the plugin of the same name that everybody uses, in turn; as root, in
// namespaces of its own.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { root, tool } from "../run/shell.ts";
import { mean, median } from "./measure.ts";
import { childrenSeconds, Stopwatch } from "./programs/stopwatch.ts";

/** Where Debian's `containernetworking-plugins` are. */
const PLUGINS = "/usr/lib/cni";
const ROUNDS = 25;
const OURS = `${root}.cache/bench/host-device`;

/** Runs a program to its end; throws with what it said where it fails. */
function must(command: readonly string[], input = "", env: Readonly<Record<string, string>> = {}): void {
  const [program = "", ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`Cannot run '${command.join(" ")}': ${error ?? `${stdout}${stderr}`}`);
}

/** Has a plugin do something with the device. */
function call(plugin: string, command: string): void {
  const addresses = [{ address: "10.10.0.1/24", gateway: "10.10.0.254" }];
  const ipam = { type: "static", addresses, routes: [{ dst: "0.0.0.0/0" }] };
  must([plugin], JSON.stringify({ cniVersion: "1.0.0", name: "bench", type: "host-device", device: "bench0", ipam }), {
    CNI_COMMAND: command,
    CNI_CONTAINERID: "bench",
    CNI_NETNS: "/run/netns/bench",
    CNI_IFNAME: "eth0",
    CNI_PATH: PLUGINS,
  });
}

function measure(): void {
  mkdirSync(`${root}.cache/bench`, { recursive: true });
  // As the README has it.
  const options = [
    "--compile",
    "--minify",
    "--bytecode",
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
  ];
  must([tool("bun"), "build", ...options, `${root}src/cni/host-device/main.ts`, "--outfile", OURS]);
  must(["ip", "netns", "add", "bench"]);
  must(["ip", "link", "add", "bench0", "type", "ifb"]);

  const watches = [[`${PLUGINS}/host-device`, new Stopwatch(childrenSeconds)], [
    OURS,
    new Stopwatch(childrenSeconds),
  ]] as const;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [plugin, watch] of watches) {
      watch.start();
      call(plugin, "ADD");
      watch.stop();
      call(plugin, "DEL");
    }
  }
  const [theirs, ours] = watches.map(([, { wall, cpu }]) => ({ wall: median(wall) * 1000, cpu: mean(cpu) * 1000 }));
  if (theirs !== undefined && ours !== undefined) {
    for (const what of ["wall", "cpu"] as const) {
      const ratio = (ours[what] / theirs[what]).toFixed(1);
      console.log(`${what}: ${ours[what].toFixed(1)} ms, theirs ${theirs[what].toFixed(1)} ms: ${ratio} times as much`);
    }
  }
}

/** Tells this program that it runs in namespaces of its own. */
const INSIDE = "NETLINK_BENCH_INSIDE";

if (process.env[INSIDE] !== undefined) {
  measure();
} else {
  const alone = ["--net", "--mount", "sh", "-c", 'mount -t tmpfs tmpfs /run && exec "$@"', "sh"];
  const { status } = spawnSync("unshare", [...alone, process.execPath, fileURLToPath(import.meta.url)], {
    stdio: "inherit",
    env: { ...process.env, [INSIDE]: "1" },
  });
  process.exitCode = status ?? 1;
}
