import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { VERSION } from "../../src/cli/version.ts";

let storage = "";
beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), "netlink-netmon-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(storage, { recursive: true });
});

/** What `netlink netmon` prints, and its status. */
async function run(...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += text;
      return true;
    });
  }
  return { status: await main(["netmon", ...args]), ...printed };
}

const DEFAULTS = `  -compat
    \tdo as the first version: IPv4 only, bare destinations, the kernel's routes, exit on a failing runtime
  -d\tenable debug mode
  -h\tdescribe component usage
  -help
    \t
  -log string
    \tlog messages above specified level: debug, warn, error, fatal or panic (default "warn")
  -log-format string
    \thow messages are written: text or json (default "text")
  -namespace string
    \twatch this network namespace, a name or a path
  -quiet-time duration
    \thow long nothing may change until the runtime is told (default 50ms)
  -r string
    \truntime path (required)
  -s string
    \tsandbox id (required)
  -storage string
    \twhere the folders of sandboxes are (default "/var/run/kata-containers/netmon/sbs")
  -time-limit duration
    \thow long a call of the runtime may take (default 30s)
  -v\tdisplay program version and exit
  -version
    \t
`;

describe("netlink netmon", () => {
  test.each(["-h", "-help", "--help", "-version -help", "-h=true -s x"])("%s describes it", async (line) => {
    const { status, stdout, stderr } = await run(...line.split(" "));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\nkata-netmon \S[\s\S]*\S\n$/);
    expect(stderr).toBe(DEFAULTS);
  });

  test.each(["-v", "--version", "-v -s box"])("%s tells the version", async (line) => {
    const outcome = await run(...line.split(" "));
    expect(outcome).toEqual({ status: 0, stdout: `kata-netmon version ${VERSION}\n`, stderr: "" });
  });

  test.each([
    [[], "sandbox id is empty, one must be provided"],
    [["-r", "true"], "sandbox id is empty, one must be provided"],
    [["-s", "", "-r", "true"], "sandbox id is empty, one must be provided"],
    [["-s", "box"], "runtime path is empty, one must be provided"],
    [["-s", "box", "-r="], "runtime path is empty, one must be provided"],
    [["-s", "box", "-r", "true", "-log-format", "xml"], "not a log format: 'xml': expected text or json"],
    [
      ["-s", "../../x", "-r", "true"],
      "Cannot use sandbox id '../../x': expected a letter or a digit, and up to 254 more, '_', '.' or '-'",
    ],
  ])("with %j ends with status 1: %s", async (args, message) => {
    const outcome = await run(...args, "-storage", storage);
    expect(outcome).toEqual({ status: 1, stdout: "", stderr: `Error: ${message}\n${DEFAULTS}` });
    expect(readdirSync(storage)).toEqual([]);
  });

  test.each([
    ["-x", "flag provided but not defined: -x"],
    ["-s", "flag needs an argument: -s"],
    ["-d=maybe", 'invalid boolean value "maybe" for -d: parse error'],
    ["-quiet-time=5", 'invalid value "5" for flag -quiet-time: parse error'],
  ])("with the flag %s ends with status 2", async (flag, message) => {
    const outcome = await run(flag);
    expect(outcome).toEqual({ status: 2, stdout: "", stderr: `${message}\nUsage of netlink netmon:\n${DEFAULTS}` });
  });

  test("with a level that there is none of says so in its log, and leaves no folder", async () => {
    const { status, stderr } = await run("-s", "box", "-r", "true", "-log", "loud", "-storage", storage);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      new RegExp(
        '^time="[^"]+" level=fatal msg="cannot set up the log" error="not a valid level: \'loud\'" ' +
          `name=kata-netmon pid=${process.pid} sandbox=box source=netmon\n$`,
      ),
    );
    expect(readdirSync(storage)).toEqual([]);
  });
});
