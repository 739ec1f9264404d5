import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { describeLive, namespace, type Sandbox } from "../sandbox.ts";
import { Program } from "./program.ts";

type Printed = Readonly<Record<string, unknown>>;

/** A namespace with a veth pair and an address, and a folder, which goes with it. */
class Home implements Disposable {
  readonly sandbox: Sandbox = namespace();
  readonly folder: string = mkdtempSync(join(tmpdir(), "netlink-execute-"));

  constructor() {
    this.sandbox.batch([
      "link add v0 type veth peer name v1",
      "link set v0 addrgenmode none",
      "link set v1 addrgenmode none",
      "address add 10.9.9.9/24 dev v1",
    ]);
  }

  /** `monitor --exec` in our namespace, which has run its command for what is there. */
  async monitor(command: string, words: string): Promise<Program> {
    const all = ["--exec", command, "--snapshot", "--namespace", this.sandbox.name, ...words.split(" ")];
    const program = new Program("monitor", ...all);
    await program.linesUntil("ran");
    return program;
  }

  /** The batches that the command wrote into `in` in our folder, one behind the other. */
  get batches(): readonly (readonly Printed[])[] {
    const text = readFileSync(join(this.folder, "in"), "utf8").trim();
    // Each ends with a bracket at the end of a line.
    return text.split("]\n[").map((part) => JSON.parse(`[${part.replace(/^\[|\]$/g, "")}]`) as Printed[]);
  }

  [Symbol.dispose](): void {
    this.sandbox[Symbol.dispose]();
    rmSync(this.folder, { recursive: true });
  }
}

/** What a batch tells, in short. */
function shortly(batch: readonly Printed[]): readonly string[] {
  return batch.map(({ type, action = "" }) => `${type} ${action}`.trim());
}

describeLive("monitor --exec", () => {
  test.concurrent("runs a command for what is there and for what has changed, which it reads as JSON", async () => {
    using home = new Home();
    const { folder, sandbox } = home;
    await using program = await home.monitor(
      `cat >> ${folder}/in; echo ran`,
      "link address --count 3 --quiet-time 200ms",
    );
    expect(shortly(home.batches[0] ?? [])).toEqual(["link add", "link add", "link add", "address add", "synced"]);
    sandbox.batch(["link set v0 mtu 1400", "address add 10.0.0.1/24 dev v0"]);
    await program.linesUntil("ran");
    expect(home.batches[1]).toEqual([
      expect.objectContaining({ type: "link", action: "change", changed: ["mtu"], cause: "event" }),
      expect.objectContaining({
        type: "address",
        action: "add",
        address: expect.objectContaining({ address: "10.0.0.1" }),
      }),
    ]);
    sandbox.ip("address", "delete", "10.0.0.1/24", "dev", "v0");
    expect(await program.outcome).toMatchObject({ status: 0, signal: null, stderr: "" });
    expect(shortly(home.batches[2] ?? [])).toEqual(["address remove"]);
  });

  test.concurrent("runs one command at a time, and the next one with all that changed meanwhile", async () => {
    using home = new Home();
    const { folder, sandbox } = home;
    const command = `[ ! -e ${folder}/busy ] || echo two at once >> ${folder}/wrong; touch ${folder}/busy; ` +
      `cat >> ${folder}/in; echo ran; sleep 0.5; rm ${folder}/busy`;
    await using program = await home.monitor(command, "address --count 3");
    sandbox.ip("address", "add", "10.0.0.1/24", "dev", "v0");
    await program.linesUntil("ran");
    sandbox.batch(Array.from({ length: 10 }, (_, i) => `address add 10.0.0.${i + 2}/24 dev v0`));
    expect(await program.outcome).toMatchObject({ status: 0 });
    expect(home.batches.map((batch) => batch.length)).toEqual([2, 1, 10]);
    expect(existsSync(join(folder, "wrong"))).toBe(false);
  });

  test.concurrent("runs a command that fails again, with the same changes, later and later, and says so", async () => {
    using home = new Home();
    const { folder, sandbox } = home;
    const command = `cat >> ${folder}/in; echo ran; case $(grep -c 10.0.0.1 ${folder}/in) in 1 | 2) exit 7 ;; esac`;
    await using program = await home.monitor(command, "address --count 2");
    sandbox.ip("address", "add", "10.0.0.1/24", "dev", "v0");
    await program.linesUntil("ran");
    sandbox.ip("address", "add", "10.0.0.2/24", "dev", "v0");
    const { status, stderr } = await program.outcome;
    expect(status).toBe(0);
    const failure = `netlink: Cannot run 'sh -c ${command}': status 7; again in`;
    expect(stderr).toBe(`${failure} 1 s\n${failure} 2 s\n`);
    const [, first, ...more] = home.batches;
    expect(shortly(first ?? [])).toEqual(["address add"]);
    expect(more).toEqual([first, first]);
  });

  test.concurrent("runs it for what is about one link alone", async () => {
    using home = new Home();
    const { folder, sandbox } = home;
    await using program = await home.monitor(`cat >> ${folder}/in; echo ran`, "address --link v1 --count 2");
    sandbox.ip("address", "add", "10.0.0.1/24", "dev", "v0");
    await delay(200);
    expect(home.batches).toHaveLength(1);
    sandbox.ip("address", "add", "10.0.1.1/24", "dev", "v1");
    expect((await program.outcome).status).toBe(0);
    expect(home.batches.slice(1)).toMatchObject([[{ type: "address", address: { address: "10.0.1.1" } }]]);
  });

  test.concurrent("ends in the middle of a command, with it, when its time is up", async () => {
    using home = new Home();
    await using program = await home.monitor(`echo ran $$; exec sleep 60`, "address --timeout 3s");
    const { status, stdout } = await program.outcome;
    expect(status).toBe(124);
    const pid = stdout.replace("ran", "").trim();
    expect(pid).toMatch(/^\d+$/);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });
});
