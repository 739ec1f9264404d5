import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeLive, namespace, type Outcome, type Sandbox } from "../sandbox.ts";
import { subscribed } from "../subscribed.ts";
import { Program } from "./program.ts";

/** It ended as it should, and printed this. */
function printed(stdout: string): Outcome {
  return { status: 0, signal: null, stdout, stderr: "" };
}

describeLive("wait", () => {
  let home: Sandbox;
  beforeEach(() => {
    home = namespace();
  });
  afterEach(() => home[Symbol.dispose]());

  function wait(...words: readonly string[]): Program {
    return new Program("wait", ...words, "--namespace", home.name);
  }

  /** Starts to wait, and acts when it waits. */
  async function waited(words: string, act: () => void): Promise<Outcome> {
    await using program = wait(...words.split(" "));
    await subscribed(home, program.outcome);
    act();
    return await program.outcome;
  }

  /** Makes `v0`, whose other end is `v1`. */
  function cable(...ends: readonly string[]): void {
    home.batch(["link add v0 type veth peer name v1", ...ends.map((end) => `link set ${end} up`)]);
  }

  describe("for a link", () => {
    test.each<readonly [words: string, up: readonly string[]]>([
      ["lo down", []],
      ["lo present", []],
      ["1 present", []],
      ["nowhere absent", []],
      ["v0 up", ["v0", "v1"]],
      ["v0 down", ["v0"]],
    ])("%s ends at once where it is so already", async (words, up) => {
      cable(...up);
      await using program = wait(...words.split(" "));
      expect(await program.outcome).toEqual(printed(""));
    });

    test.each<readonly [words: string, up: readonly string[], act: readonly string[]]>([
      ["v0 up", ["v1"], ["link set v0 up"]],
      ["v0 up", ["v0"], ["link set v1 up"]],
      ["v0 down", ["v0", "v1"], ["link set v1 down"]],
      ["v0 down", ["v0", "v1"], ["link set v0 down"]],
      ["v7 present", [], ["link set v0 name v7"]],
      ["v7 present", [], ["link add v7 type ifb"]],
      ["v0 absent", [], ["link delete v1"]],
      ["v0 absent", [], ["link set v0 name v7"]],
      ["alternative up", ["v1"], ["link property add dev v0 altname alternative", "link set v0 up"]],
    ])("%s, with %j up, ends with %j", async (words, up, act) => {
      cable(...up);
      expect(await waited(words, () => home.batch(act))).toEqual(printed(""));
    });

    test("does not end before it is so", async () => {
      cable("v0");
      await using program = wait("v0", "up", "--timeout", "1s");
      const stderr = "netlink: Cannot wait for link 'v0' to be up any longer: it was not within 1s\n";
      await subscribed(home, program.outcome);
      home.batch(["link set v0 mtu 1400", "link set v0 down", "link set v0 up"]);
      expect(await program.outcome).toEqual({ ...printed(""), status: 124, stderr });
    });

    test("prints the link for programs, and nothing of one that is absent", async () => {
      await using present = wait("lo", "present", "--json");
      const { stdout, ...rest } = await present.outcome;
      expect(rest).toEqual({ status: 0, signal: null, stderr: "" });
      expect(stdout).toMatch(/^\{.*\}\n$/);
      expect(JSON.parse(stdout)).toMatchObject({ index: 1, name: "lo", state: "down", type: "loopback" });
      await using absent = wait("nowhere", "absent", "--json");
      expect(await absent.outcome).toEqual(printed(""));
    });

    test("waits until it has lost its carrier and got it back", async () => {
      cable("v0", "v1");
      await using program = wait("v0", "reconnect", "--json");
      const { status, stdout, stderr } = await program.endedBy(() => {
        home.batch(["link set v1 down", "link set v1 up"]);
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(JSON.parse(stdout)).toMatchObject({ name: "v0", state: "up" });
    });

    test("does not take a link that is up, or that only lost its carrier, for reconnected", async () => {
      cable("v0", "v1");
      await using program = wait("v0", "reconnect", "--timeout", "1s");
      const stderr = "netlink: Cannot wait for link 'v0' to reconnect any longer: it did not within 1s\n";
      await subscribed(home, program.outcome);
      home.batch(["link set v0 mtu 1400", "link set v1 down"]);
      expect(await program.outcome).toEqual({ ...printed(""), status: 124, stderr });
    });

    test("takes new and removed for names where it is told what they shall be", async () => {
      home.batch(["link add new type ifb", "link add removed type ifb"]);
      await using made = wait("new", "present");
      expect(await made.outcome).toEqual(printed(""));
      await using removed = wait("removed", "down");
      expect(await removed.outcome).toEqual(printed(""));
    });
  });

  describe("for any link", () => {
    test("prints the name of a new one", async () => {
      await using program = wait("new");
      let made = 0;
      const { stdout, ...rest } = await program.endedBy(() => {
        home.ip("link", "add", `ifb${++made}`, "type", "ifb");
      });
      expect(rest).toEqual({ status: 0, signal: null, stderr: "" });
      expect(stdout).toMatch(/^ifb[1-9]\d*\n$/);
    });

    test("does not miss one that is there already, where it is told which are not new", async () => {
      cable();
      await using program = wait("new", "--except", "lo", "--except", "v1");
      expect(await program.outcome).toEqual(printed("v0\n"));
    });

    test("prints a new one for programs", async () => {
      await using program = wait("new", "--except", "lo", "--json");
      await subscribed(home, program.outcome);
      home.ip("link", "add", "ifb7", "type", "ifb");
      const { stdout, ...rest } = await program.outcome;
      expect(rest).toEqual({ status: 0, signal: null, stderr: "" });
      expect(JSON.parse(stdout)).toMatchObject({ name: "ifb7", kind: "ifb" });
    });

    test("does not let a name command a terminal", async () => {
      await using program = wait("new", "--except", "lo");
      home.ip("link", "add", "\x1b[2J", "type", "ifb");
      expect(await program.outcome).toEqual(printed("\\x1b[2J\n"));
    });

    test("prints the name of one that is gone", async () => {
      await using program = wait("removed");
      const outcome = await program.endedBy(() => home.batch(["link add ifb7 type ifb", "link delete ifb7"]));
      expect(outcome).toEqual(printed("ifb7\n"));
    });
  });

  test.each([
    ["v0 up", "link 'v0' to be up any longer: it was not"],
    ["7 present", "link '7' to be present any longer: it was not"],
    ["v0 reconnect", "link 'v0' to reconnect any longer: it did not"],
    ["new", "a new link any longer: there was none"],
    ["removed", "a removed link any longer: there was none"],
  ])("%s ends with status 124 and a sentence when the time is up", async (words, sentence) => {
    await using program = wait(...words.split(" "), "--timeout", "0.2");
    const stderr = `netlink: Cannot wait for ${sentence} within 0.2s\n`;
    expect(await program.outcome).toEqual({ ...printed(""), status: 124, stderr });
  });

  test.each([["SIGHUP", 129], ["SIGINT", 130], ["SIGTERM", 143]] as const)(
    "ends with %s, status %d",
    async (signal, status) => {
      await using program = wait("nowhere", "present");
      await subscribed(home, program.outcome);
      program.kill(signal);
      expect(await program.outcome).toEqual({ ...printed(""), status });
    },
  );

  test("fails where there is no such namespace", async () => {
    await using program = new Program("wait", "lo", "up", "--namespace", "nowhere");
    const stderr = "netlink: Cannot open network namespace 'nowhere': ENOENT, No such file or directory\n";
    expect(await program.outcome).toEqual({ ...printed(""), status: 1, stderr });
  });
});
