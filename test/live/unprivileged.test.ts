import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { beforeAll, expect, test } from "vitest";
import { script } from "./process.ts";
import { cli, describeLive, namespace, root, run, UNPRIVILEGED } from "./sandbox.ts";
import { subscribed } from "./subscribed.ts";

/** How to run a program without privileges: as another user where we may and it can read the checkout, else without any. */
const WAYS: readonly (readonly string[])[] = [
  ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
  UNPRIVILEGED,
];

/** The largest receive buffer for ordinary users. */
const LIMIT = "/proc/sys/net/core/rmem_max";

let ordinary: readonly string[] = [];
beforeAll(async () => {
  const needed = ["sh", "-c", 'test -r "$0" && test -x "$1"', `${root}mod.ts`, process.execPath];
  for (const way of WAYS) {
    if ((await run([...way, ...needed])).status === 0) {
      ordinary = way;
      break;
    }
  }
});

describeLive("an ordinary user", () => {
  test("is what the programs are here", async () => {
    const { stdout } = await run([...ordinary, "cat", "/proc/self/status"]);
    expect(stdout).toMatch(/^CapEff:\s*0+$/m);
  });

  test("watches, with as large a queue as is allowed", async () => {
    await using home = namespace();
    const wanted = 2 ** 29;
    const ending = script(
      `await using events = await netlink.watch({ topics: ["link"], receiveBuffer: ${wanted} });
      for await (const { action, link } of events) { console.log(action, link.name, link.kind); break; }
      using socket = await netlink.NetlinkSocket.open("route", { receiveBuffer: ${wanted} });
      console.log(socket.receiveBuffer);`,
      ["nsenter", `--net=/run/netns/${home.name}`, ...ordinary],
    );
    await subscribed(home, ending);
    home.ip("link", "add", "ifb7", "type", "ifb");
    const { status, stdout, stderr } = await ending;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const [event, size] = stdout.split("\n");
    expect(event).toBe("new ifb7 ifb");
    expect(Number(size)).toBeLessThan(wanted * 2);
    // Old kernels show the limit in the first namespace alone; all of them double it.
    if (existsSync(LIMIT)) expect(Number(size)).toBe(Number(readFileSync(LIMIT, "utf8")) * 2);
  });

  test("uses the command line", async () => {
    await using home = namespace();
    const command = cli(["monitor", "link", "--count", "1", "--receive-buffer", "512M"]);
    const ending = run(["nsenter", `--net=/run/netns/${home.name}`, ...ordinary, ...command]);
    await subscribed(home, ending);
    home.ip("link", "add", "ifb7", "type", "ifb");
    expect(await ending).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+: ifb7: <.*\n$/), stderr: "" });
  });

  test("may not enter a namespace, and is told which", async () => {
    await using home = namespace();
    const { status, stdout, stderr } = await script(
      `await netlink.watch({ namespace: "${home.name}" }).catch((error) => console.log(error.code, error.message));`,
      ordinary,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const said = `Cannot enter network namespace '${home.name}': EPERM, Operation not permitted`;
    expect(stdout).toBe(`EPERM ${said}\n`);
    expect(await run([...ordinary, ...cli(["monitor", "--namespace", home.name])]))
      .toMatchObject({ status: 1, stdout: "", stderr: `netlink: ${said}\n` });
  });

  test("may not change anything, and is told so", async () => {
    const { stdout } = await script(
      `using socket = await netlink.NetlinkSocket.open("route");
      // Set lo up, and confirm it (RTM_NEWLINK).
      const header = [32, 0, 0, 0, 16, 0, 5, 0, ...Array(8).fill(0)];
      socket.send(Uint8Array.from([...header, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]));
      for (const { code } of netlink.decode(await socket.receive())) console.log(code);`,
      ordinary,
    );
    expect(stdout).toBe("EPERM\n");
  });
});
