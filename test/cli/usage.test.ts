import { readFileSync } from "node:fs";
import process from "node:process";
import { afterEach, describe, expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { VERSION } from "../../src/cli/version.ts";
import { announced } from "../../src/route/mod.ts";
import { trackings } from "../../src/route/tracking/mod.ts";

afterEach(() => vi.restoreAllMocks());

/** What the command line prints on one of its outputs, and its status. */
async function run(args: readonly string[], name: "stdout" | "stderr"): Promise<readonly [number, string]> {
  let printed = "";
  vi.spyOn(process[name], "write").mockImplementation((text) => {
    printed += text;
    return true;
  });
  return [await main(args), printed];
}

const NOUNS = "links, addresses, routes, neighbors, rules, nexthops, netconfs, nsids, address-labels, " +
  "multicast-addresses, anycast-addresses, multicast-routes, neighbor-tables, mdb, bridge-vlans, stats, tunnels, " +
  "qdiscs, classes, filters, chains, actions";
const CONDITIONS = "up, down, present, absent, reconnect";
const COMMANDS = "monitor, list, wait, decode, genl, host-device, netmon";
/** Those that take the place of other programs are called as these are. */
const PROGRAMS = ["host-device", "netmon"];
const TOPICS = announced.join(", ");

describe("a wrong command line ends with status 2, a sentence, and where help is:", () => {
  test.each([
    ["", `Cannot run without a command: expected one of ${COMMANDS}`],
    ["wiat lo up", `Cannot run 'wiat': expected one of ${COMMANDS} (did you mean 'wait'?)`],
    ["toString", `Cannot run 'toString': expected one of ${COMMANDS}`],
  ])("netlink %s", async (line, message) => {
    expect(await run(line.split(" "), "stderr")).toEqual([2, `netlink: ${message}\nTry 'netlink --help'.\n`]);
  });

  test.each([
    ["list", `Cannot list without saying what: expected one of ${NOUNS}`],
    ["list link", `Cannot list 'link': expected one of ${NOUNS} (did you mean 'links'?)`],
    ["list neighbours", `Cannot list 'neighbours': expected one of ${NOUNS} (did you mean 'neighbors'?)`],
    ["list nonsense", `Cannot list 'nonsense': expected one of ${NOUNS}`],
    ["list tables", `Cannot list 'tables': expected one of ${NOUNS} (did you mean 'neighbor-tables'?)`],
    ["list traffic-classes", `Cannot list 'traffic-classes': expected one of ${NOUNS} (did you mean 'classes'?)`],
    ["list routes extra", "Cannot list routes: unexpected argument 'extra'"],
    ["list links --table main", "Cannot list links with --table: it is for routes, rules"],
    [
      "list links --family inet",
      "Cannot list links with --family: it is for addresses, routes, neighbors, rules, nexthops, netconfs, " +
      "multicast-addresses, multicast-routes, neighbor-tables",
    ],
    ["list routes --master br0", "Cannot list routes with --master: it is for links, neighbors, nexthops"],
    [
      "list routes --stats",
      "Cannot list routes with --stats: it is for links, bridge-vlans, tunnels, qdiscs, classes, actions",
    ],
    ["list rules --kind=", "Cannot list rules with --kind: it is for links, qdiscs, classes, filters, actions"],
    ["list links --kind=", "--kind: expected a kind, got ''"],
    ["list actions", "Cannot list actions without --kind KIND"],
    ["list classes", "Cannot list classes without --link LINK"],
    ["list chains --chain 1", "Cannot list chains without --link LINK or --block NUMBER"],
    ["list nsids --block 7", "Cannot list nsids with --block: it is for filters, chains"],
    ["list qdisc", `Cannot list 'qdisc': expected one of ${NOUNS} (did you mean 'qdiscs'?)`],
    [
      "list multicast-routes --family inet",
      "Cannot list multicast-routes of family 'inet': expected one of ipmr, ip6mr",
    ],
    ["list addresses --family mpls", "Cannot list addresses of family 'mpls': expected one of inet, inet6"],
    [
      "list routes --family inet4",
      "Cannot list routes of family 'inet4': expected one of inet, inet6, mpls (did you mean 'inet'?)",
    ],
    ["list links --kidn veth", "Unknown option '--kidn' (did you mean '--kind'?)"],
    ["list links --timeout 5s", "Unknown option '--timeout'"],
    ["wait", "Cannot wait without saying for what: expected a link and what it shall be, new, or removed"],
    ["wait eth0", `Cannot wait for link 'eth0' without saying what it shall be: expected one of ${CONDITIONS}`],
    ["wait eth0 upp", `Cannot wait for link 'eth0' to be 'upp': expected one of ${CONDITIONS} (did you mean 'up'?)`],
    ["wait new upp", `Cannot wait for link 'new' to be 'upp': expected one of ${CONDITIONS} (did you mean 'up'?)`],
    ["wait eth0 up down", "Cannot wait for link 'eth0' to be up: unexpected argument 'down'"],
    ["wait eth0 up --except lo", "Cannot wait with --except: it is for new"],
    ["wait removed --except lo", "Cannot wait with --except: it is for new"],
    ["wait new up --except lo", "Cannot wait with --except: it is for new"],
    ["wait eth0 up --timeout x", "--timeout: expected a duration such as 500ms, 10s or 5m up to 24 days, got 'x'"],
    ["wait eth0 up --timeout -1", "--timeout: expected a duration such as 500ms, 10s or 5m up to 24 days, got '-1'"],
    ["wait 0 up", "Cannot wait for link: expected the name or the index of a link, got 0"],
    ["wait a/b up", "Cannot wait for link: expected the name or the index of a link, got 'a/b'"],
    ["wait a/b reconnect", "Cannot wait for a reconnect: expected the name or the index of a link, got 'a/b'"],
    [
      "wait new --except lo --except a/b",
      "Cannot wait for a new link: except: expected the name or the index of a link, got 'a/b'",
    ],
    ["genl a b", "Cannot tell of family 'a': unexpected argument 'b'"],
    ["genl --count 5", "Cannot use --count without --watch"],
    ["genl --timeout 5 --timeout 6", "Option '--timeout' may be given once"],
    ["genl --subscribe a", "Cannot use --subscribe without --spec"],
    ["genl --watch --count 0", "--count: expected a number from 1 on, got '0'"],
    ["genl --wtach", "Unknown option '--wtach' (did you mean '--watch'?)"],
    ["monitor --snapshot", "Cannot begin with a snapshot without --changes"],
    ["monitor --changes --action new", "Cannot follow actions: --action is for events"],
    ["monitor --action add", "Cannot watch actions: expected new, delete, miss, got 'add'"],
    [
      "monitor --table mian",
      "Cannot watch: table: expected default, main, local or a number up to 4294967295, got 'mian'",
    ],
    ["monitor --link eth0 --link 0", "Cannot watch links: expected the name or the index of a link, got 0"],
    ["monitor --exec=", "Cannot run '': --exec takes a command for a shell"],
    ["monitor --quiet-time 1s", "Cannot wait for a quiet time without --exec"],
    ["monitor --exec true --json", "Cannot print JSON with --exec: its command reads it"],
    ["monitor --write -", "Cannot write to standard output: it is for what is printed"],
    ["monitor --write --timeout 1", "--write: expected a value"],
    ["monitor --exec true --write x", "Cannot write changes: --write is for events"],
    [
      "monitor --exec true --quiet-time x",
      "--quiet-time: expected a duration such as 500ms, 10s or 5m up to 24 days, got 'x'",
    ],
    ["monitor --count -5", "--count: expected a number from 1 on, got '-5'"],
    ["monitor --count 0", "--count: expected a number from 1 on, got '0'"],
    [
      "monitor --receive-buffer 1.5",
      "--receive-buffer: expected bytes such as 65536, 64K or 32M up to 1073741823, got '1.5'",
    ],
    [
      "monitor links",
      `Cannot watch topic 'links': expected one of ${TOPICS} (did you mean 'link'?)`,
    ],
    [
      "monitor --changes nexthopBucket",
      `Cannot follow topic 'nexthopBucket': expected one of ${Object.keys(trackings).join(", ")} ` +
      "(did you mean 'nexthop'?)",
    ],
  ])("netlink %s", async (line, message) => {
    const args = line.split(" ");
    expect(await run(args, "stderr")).toEqual([2, `netlink: ${message}\nTry 'netlink ${args[0]} --help'.\n`]);
  });
});

test("--version tells the version of the package", async () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(manifest).toHaveProperty("version", VERSION);
  expect(await run(["--version"], "stdout")).toEqual([0, `netlink ${VERSION}\n`]);
});

describe("help", () => {
  test("tells of each command in a line that fits on a terminal", async () => {
    const [status, text] = await run(["--help"], "stdout");
    expect(status).toBe(0);
    const commands = [...text.matchAll(/^ {2}([\w-]+) +\S.*$/gm)];
    expect(commands.map(([, name]) => name)).toEqual(COMMANDS.split(", "));
    expect(commands.filter(([line]) => line.length > 80)).toEqual([]);
  });

  test.each(COMMANDS.split(", ").filter((name) => !PROGRAMS.includes(name)))(
    "of %s begins with its usage, and has a line for each option",
    async (command) => {
      const [status, text] = await run([command, "--help"], "stdout");
      expect(status).toBe(0);
      expect(text.startsWith(`Usage: netlink ${command} `)).toBe(true);
      expect(text).toMatch(/^ {2}--json +\S.*$/m);
      expect(text).toMatch(/^ {2}--help +Shows this$/m);
    },
  );

  test("of monitor names all topics", async () => {
    expect((await run(["monitor", "-h"], "stdout"))[1]).toContain(
      `Topics are ${TOPICS}; without any, link, address, route.\n` +
        `With --changes they are ${Object.keys(trackings).join(", ")}; the others cannot be followed.`,
    );
  });
});
