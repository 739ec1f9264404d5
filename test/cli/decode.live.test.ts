import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decode } from "../../mod.ts";
import { cli, describeLive, type Outcome, run } from "../live/sandbox.ts";

/** A message that says nothing, and one that ends a list. */
const NOOP = "10000000 01000000 07000000 00000000";
const DONE = "14000000 03000200 08000000 2a000000 00000000";
/** A link without a name (`RTM_NEWLINK`), with a type (`ARPHRD_LOOPBACK`), an index and this alias (`IFLA_IFALIAS`). */
function link(alias: string): string {
  const text = `${Buffer.from(alias).toString("hex")}00`;
  const length = 4 + text.length / 2;
  const attribute = `${hex16(length)}1400${text}${"00".repeat(-length & 3)}`;
  return `${
    hex16(32 + attribute.length / 2)
  }0000 10000000 01000000 00000000 00000403 05000000 00000000 00000000 ${attribute}`;
}

function hex16(number: number): string {
  return Buffer.from(Uint16Array.of(number).buffer).toString("hex");
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netlink-decode-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with this text. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function decoded(args: readonly string[], input = ""): Promise<Outcome> {
  return run(cli(["decode", ...args]), { input });
}

describeLive("netlink decode", () => {
  test("reads a file, or standard input without one and with -", async () => {
    const text = `# two datagrams\n${NOOP}\n\n${DONE}\n`;
    const stdout = "noop seq 7\ndone success seq 8\n";
    const path = file("two.txt", text);
    for (const outcome of await Promise.all([decoded([path]), decoded([], text), decoded(["-"], text)])) {
      expect(outcome).toEqual({ status: 0, signal: null, stdout, stderr: "" });
    }
  });

  test("prints nothing of nothing", async () => {
    expect(await decoded([], "# nothing\n")).toEqual({ status: 0, signal: null, stdout: "", stderr: "" });
  });

  test("prints as JSON exactly what the module decodes", async () => {
    const text = `${NOOP}${link("a\u202eb")}${DONE}`;
    const { status, stdout } = await decoded(["--json"], text);
    expect(status).toBe(0);
    const lines = stdout.split("\n").slice(0, -1).map((line): unknown => JSON.parse(line));
    const messages = [...decode(Buffer.from(text.replaceAll(" ", ""), "hex"))];
    expect(lines).toHaveLength(3);
    // Nothing in them is bytes or has 64 bits.
    expect(lines).toEqual(JSON.parse(JSON.stringify(messages)));
  });

  test("shows what would change the order of text or what a terminal obeys", async () => {
    const { stdout } = await decoded([], link("\u202eevil\u2066\x1b[2J\u200f"));
    expect(stdout).toMatch(/ alias \\u\{202e\}evil\\u\{2066\}\\x1b\[2J\\u\{200f\}\n$/);
    // Programs get it as it is, in the escapes of JSON or not.
    const json = await decoded(["--json"], link("\u202eevil"));
    expect(JSON.parse(json.stdout)).toMatchObject({ link: { alias: "\u202eevil" } });
  });

  test("tells what cannot be decoded in its place, and ends with status 1", async () => {
    const broken = `${NOOP} ff000000 01000000`;
    const { status, stdout, stderr } = await decoded([], `${broken}\n\n${DONE}`);
    const [first, second, third] = stdout.split("\n");
    expect([first, third]).toEqual(["noop seq 7", "done success seq 8"]);
    expect(second).toMatch(/^Datagram: Cannot decode .* \(8 bytes\)$/);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const json = await decoded(["--json"], broken);
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout.split("\n")[1] ?? "")).toMatchObject({
      type: "undecoded",
      bytes: "ff00000001000000",
    });
  });

  test("reads the protocol that is told", async () => {
    const text = "14000000 25000100 01000000 00000000 03020000\n\n1c000000 10000000 00000000 00000000 02020000" +
      "06000100 15000000";
    const stdout = "generic family 37 command 3 version 2 (0 bytes)\nCTRL_CMD_DELFAMILY id 21\n";
    expect(await decoded(["--protocol", "generic"], text)).toMatchObject({ status: 0, stdout });
  });

  test("ends quietly when nobody reads any more", async () => {
    const many = file("many.txt", `${NOOP}\n\n`.repeat(50_000));
    const pipeline = '{ "$@"; echo "status $?" >&2; } | head -n 1';
    const { stdout, stderr } = await run(["sh", "-c", pipeline, "sh", ...cli(["decode", many])]);
    expect({ stdout, stderr }).toEqual({ stdout: "noop seq 7\n", stderr: "status 0\n" });
  });

  test.each([
    [["/no/such/file"], 1, "Cannot read '/no/such/file': "],
    [["/tmp"], 1, "Cannot read '/tmp': "],
    [["package.json"], 1, "Cannot decode 'package.json': neither a capture nor hexadecimal text: expected "],
    [["one", "two"], 2, "Cannot decode 'two': expected one file"],
    [["--protocol", "router"], 2, "--protocol: expected route or generic, got 'router'"],
  ])("%j: one sentence tells what is wrong", async (args, status, sentence) => {
    const outcome = await decoded(args);
    expect(outcome).toMatchObject({ status, stdout: "" });
    const [first, ...more] = outcome.stderr.split("\n");
    expect(first).toContain(`netlink: ${sentence}`);
    expect(more).toEqual(status === 2 ? ["Try 'netlink decode --help'.", ""] : [""]);
  });

  test.each([["what is no text", "zz"], ["half a byte", `${NOOP} 1`]])("%s is told with its place", async (_, text) => {
    const { status, stderr } = await decoded([], text);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^netlink: Cannot decode standard input: .*\n$/);
  });
});
