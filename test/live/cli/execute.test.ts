import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeLive, namespace, type Sandbox } from "../sandbox.ts";
import { Program } from "./program.ts";

type Printed = Readonly<Record<string, unknown>>;

let home: Sandbox;
let folder = "";
beforeEach(() => {
  home = namespace();
  home.batch([
    "link add v0 type veth peer name v1",
    "link set v0 addrgenmode none",
    "link set v1 addrgenmode none",
    "address add 10.9.9.9/24 dev v1",
  ]);
  folder = mkdtempSync(join(tmpdir(), "netlink-execute-"));
});
afterEach(() => {
  home[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

/** `monitor --exec` in our namespace, which has run its command for what is there. */
async function monitor(command: string, words: string): Promise<Program> {
  const all = ["--exec", command, "--snapshot", "--namespace", home.name, ...words.split(" ")];
  const program = new Program("monitor", ...all);
  await program.linesUntil("ran");
  return program;
}

/** What a file in our folder holds; nothing where it is not there. */
function read(name: string): string {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** The batches that a command wrote into a file, one behind the other. */
function batches(name: string): readonly (readonly Printed[])[] {
  const text = read(name).trim();
  // Each ends with a bracket at the end of a line.
  return text === ""
    ? []
    : text.split("]\n[").map((part) => JSON.parse(`[${part.replace(/^\[|\]$/g, "")}]`) as Printed[]);
}

/** What a batch tells, in short. */
function shortly(batch: readonly Printed[]): readonly string[] {
  return batch.map(({ type, action = "" }) => `${type} ${action}`.trim());
}

describeLive("monitor --exec", () => {
  test("runs a command for what is there and for what has changed, which it reads as JSON", async () => {
    await using program = await monitor(`cat >> ${folder}/in; echo ran`, "link address --count 3 --quiet-time 200ms");
    expect(shortly(batches("in")[0] ?? [])).toEqual(["link add", "link add", "link add", "address add", "synced"]);
    home.batch(["link set v0 mtu 1400", "address add 10.0.0.1/24 dev v0"]);
    await program.linesUntil("ran");
    expect(batches("in")[1]).toEqual([
      expect.objectContaining({ type: "link", action: "change", changed: ["mtu"], cause: "event" }),
      expect.objectContaining({
        type: "address",
        action: "add",
        address: expect.objectContaining({ address: "10.0.0.1" }),
      }),
    ]);
    home.ip("address", "delete", "10.0.0.1/24", "dev", "v0");
    expect(await program.outcome).toMatchObject({ status: 0, signal: null, stderr: "" });
    expect(shortly(batches("in")[2] ?? [])).toEqual(["address remove"]);
  });

  test("runs one command at a time, and the next one with all that changed meanwhile", async () => {
    const command = `[ ! -e ${folder}/busy ] || echo two at once >> ${folder}/wrong; touch ${folder}/busy; ` +
      `cat >> ${folder}/in; echo ran; sleep 0.5; rm ${folder}/busy`;
    await using program = await monitor(command, "address --count 3");
    home.ip("address", "add", "10.0.0.1/24", "dev", "v0");
    await program.linesUntil("ran");
    home.batch(Array.from({ length: 10 }, (_, i) => `address add 10.0.0.${i + 2}/24 dev v0`));
    expect(await program.outcome).toMatchObject({ status: 0 });
    expect(batches("in").map((batch) => batch.length)).toEqual([2, 1, 10]);
    expect(read("wrong")).toBe("");
  });

  test("runs a command that fails again, with the same changes, and says so", async () => {
    const command = `cat >> ${folder}/in; echo ran; [ "$(grep -c 10.0.0.1 ${folder}/in)" -ne 1 ] || exit 7`;
    await using program = await monitor(command, "address --count 2");
    home.ip("address", "add", "10.0.0.1/24", "dev", "v0");
    await program.linesUntil("ran");
    home.ip("address", "add", "10.0.0.2/24", "dev", "v0");
    const { status, stderr } = await program.outcome;
    expect(status).toBe(0);
    expect(stderr).toBe(`netlink: Cannot run 'sh -c ${command}': status 7; again in 1 s\n`);
    const [, first, second, ...more] = batches("in");
    expect(shortly(first ?? [])).toEqual(["address add"]);
    expect(second).toEqual(first);
    expect(more).toEqual([]);
  });

  test("runs it for what is about one link alone", async () => {
    await using program = await monitor(`cat >> ${folder}/in; echo ran`, "address --link v1 --count 2");
    home.ip("address", "add", "10.0.0.1/24", "dev", "v0");
    await delay(200);
    expect(batches("in")).toHaveLength(1);
    home.ip("address", "add", "10.0.1.1/24", "dev", "v1");
    expect((await program.outcome).status).toBe(0);
    expect(batches("in").slice(1)).toMatchObject([[{ type: "address", address: { address: "10.0.1.1" } }]]);
  });

  test("ends in the middle of a command, with it, when its time is up", async () => {
    await using program = await monitor(`echo ran $$; exec sleep 60`, "address --timeout 3s");
    const { status, stdout } = await program.outcome;
    expect(status).toBe(124);
    const pid = stdout.replace("ran", "").trim();
    expect(pid).toMatch(/^\d+$/);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });
});
