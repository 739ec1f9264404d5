import { existsSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { NetlinkSocket } from "../../../mod.ts";
import { toJson } from "../../../src/cli/json.ts";
import { decode, encode } from "../../../src/codec/codec.ts";
import { NLMSG_DONE, walkMessages } from "../../../src/codec/framing.ts";
import { commandsOf } from "../../../src/generic/definition.ts";
import { controllerMessage } from "../../../src/generic/families/nlctrl/message.ts";
import { FamilyNotFoundError, type GenericFamily, Genetlink, nlctrl } from "../../../src/generic/mod.ts";
import { toHex } from "../../codec/golden.ts";
import { datagram } from "../../generic/datagram.ts";
import { cli, describeLive, describeWhere, namespace, type Outcome, run } from "../sandbox.ts";

/** `genl` of iproute2, where it is installed. */
const GENL = ["/usr/sbin/genl", "/sbin/genl", "/usr/bin/genl"].find((path) => existsSync(path));

/** What of our words `genl` prints otherwise. */
const CAPABILITIES: Readonly<Record<string, string>> = {
  "requires admin permission": "administrator",
  "can doit": "do",
  "can dumpit": "dump",
  "has policy": "policy",
};

/** What `genl ctrl list` says of the families, in our words. */
function familiesOf(text: string): readonly { readonly id: number; readonly version: number }[] {
  return text.split(/^Name: /m).slice(1).map((block) => {
    const number = (expression: RegExp): number => Number(expression.exec(block)?.[1]);
    const [commands = "", groups = ""] = block.split("multicast groups:");
    return {
      id: number(/ID: (0x[\da-f]+)/),
      name: block.split("\n")[0],
      version: number(/Version: (0x[\da-f]+)/),
      headerSize: number(/header size: (\d+)/),
      maximumType: number(/max attribs: (\d+)/),
      commands: [...commands.matchAll(/#\d+: {2}ID-(0x[\da-f]+)([^#]*)/g)].map(([, number, rest = ""]) => ({
        number: Number(number),
        capabilities: Object.keys(CAPABILITIES).filter((words) => rest.includes(words)).map((words) =>
          CAPABILITIES[words]
        ),
      })),
      groups: [...groups.matchAll(/ID-(0x[\da-f]+) {2}name: (\S+)/g)].map(([, id, name]) => ({ id: Number(id), name })),
    };
  });
}

/** A family in the words that `genl` has. */
function printable({ commands, groups, ...family }: GenericFamily, withCapabilities: boolean): object {
  const known = withCapabilities ? Object.values(CAPABILITIES) : [];
  return {
    ...family,
    commands: commands.map(({ number, capabilities }) => ({
      number,
      capabilities: known.filter((word) => capabilities.some((own) => own === word)),
    })),
    groups: groups.map(({ id, name }) => ({ id, name })),
  };
}

describeLive("the controller", () => {
  let families: readonly GenericFamily[] = [];
  beforeAll(async () => {
    await using genetlink = await Genetlink.open();
    families = await genetlink.controller.list();
  });

  test("lists the families, each as it tells of it alone", async () => {
    expect(families.map(({ name }) => name)).toEqual(expect.arrayContaining(["nlctrl", "ethtool", "netdev"]));
    await using genetlink = await Genetlink.open();
    for (const family of families) {
      expect(await genetlink.controller.get(family.name)).toEqual(family);
      expect(await genetlink.controller.get(family.id)).toEqual(family);
    }
  });

  test("has itself the number, the group and the commands that everybody knows", () => {
    const own = families.find(({ name }) => name === "nlctrl");
    expect(own).toMatchObject({ id: 16, version: nlctrl.version, groups: [{ name: "notify", id: 16 }] });
    const capabilities = commandsOf(nlctrl).map(([, { number, do: does, dump }]) => ({
      number,
      capabilities: expect.arrayContaining([...(does ? ["do"] : []), ...(dump ? ["dump"] : [])]),
    }));
    expect(own?.commands).toEqual(capabilities);
  });

  test("does not find what is not there", async () => {
    await using genetlink = await Genetlink.open();
    await expect(genetlink.controller.get("no such")).rejects.toBeInstanceOf(FamilyNotFoundError);
    await expect(genetlink.controller.get(9999)).rejects.toMatchObject({ family: 9999 });
    await expect(genetlink.controller.get("a name that is too long")).rejects.toMatchObject({
      code: "EINVAL",
      ack: { path: "name" },
    });
  });

  test("tells of every policy, for the commands that say that they have one", async () => {
    await using genetlink = await Genetlink.open();
    for (const { name, commands } of families) {
      const policies = await genetlink.controller.policies(name);
      const having = commands.filter(({ capabilities }) => capabilities.includes("policy"));
      expect(policies.map(({ number }) => number), name).toEqual(having.map(({ number }) => number));
      for (const { number, do: once, dump } of policies) {
        const { capabilities = [] } = commands.find((command) => command.number === number) ?? {};
        // Old families have their lists unchecked.
        const accepted = [...(once === undefined ? [] : ["do"]), ...(dump === undefined ? [] : ["dump"])];
        expect(capabilities, `${name} ${number}`).toEqual(expect.arrayContaining(accepted));
        expect(accepted.length, `${name} ${number}`).toBeGreaterThan(0);
      }
    }
  });

  test("checks its own requests as its policy says", async () => {
    await using genetlink = await Genetlink.open();
    const [getFamily] = await genetlink.controller.policies("nlctrl");
    expect(getFamily?.do).toMatchObject([{ number: 1, type: "u16" }, {
      number: 2,
      type: "nulString",
      maximumLength: 15,
    }]);
  });

  test("sends nothing that is not written again as it was", async () => {
    await using socket = await NetlinkSocket.open("generic");
    const [REQUEST, DUMP] = [1, 0x300];
    for (const [command, value] of [[3, {}], [10, { name: "ethtool" }]] as const) {
      socket.send(datagram({ type: 16, flags: REQUEST | DUMP, command, codec: controllerMessage, value }));
      for (let done = false; !done;) {
        const received = await socket.receive();
        walkMessages(new DataView(received.buffer), received.length, ({ type, offset, length }) => {
          done ||= type === NLMSG_DONE;
          if (type !== 16) return;
          const bytes = received.subarray(offset + 4, offset + length);
          const read = decode(controllerMessage, bytes);
          expect(toHex(encode(controllerMessage, read))).toBe(toHex(bytes));
          expect(toJson(read)).not.toContain('"unknown"');
        });
      }
    }
  });

  describeWhere(GENL !== undefined, "genl of iproute2", "says what genl says", () => {
    test("of the families", async () => {
      const { stdout } = await run([GENL ?? "", "ctrl", "list"]);
      const theirs = familiesOf(stdout);
      // It tells what commands can of families alone that have the version of the controller.
      const isTold = new Set(theirs.filter(({ version }) => version > 1).map(({ id }) => id));
      expect(families.map((family) => printable(family, isTold.has(family.id)))).toEqual(theirs);
      expect(isTold.size).toBeGreaterThan(0);
    });

    test("of the policies", async () => {
      await using genetlink = await Genetlink.open();
      const { stdout } = await run([GENL ?? "", "ctrl", "policy", "name", "netdev"]);
      const ops = [...stdout.matchAll(/op (\d+) policies: (?:do=(\d+))? ?(?:dump=(\d+))?/g)];
      const rows = (policy: string | undefined): readonly string[] | undefined =>
        policy === undefined
          ? undefined
          : [...stdout.matchAll(new RegExp(`policy\\[${policy}\\]:attr\\[(\\d+)\\]`, "g"))].map(([, number = ""]) =>
            number
          );
      const policies = await genetlink.controller.policies("netdev");
      for (const [, number, once, dump] of ops.filter(([, number]) => number !== "0")) {
        const ours = policies.find((policy) => `${policy.number}` === number);
        expect([ours?.do, ours?.dump].map((attributes) => attributes?.map(({ number }) => `${number}`)))
          .toEqual([rows(once), rows(dump)]);
      }
      expect(ops.length).toBeGreaterThan(3);
    });
  });

  test("is that of a namespace: others may have other families", async () => {
    await using home = namespace();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const inside = await genetlink.controller.list();
    expect(inside.map(({ name }) => name)).toContain("ethtool");
    await using events = await genetlink.controller.subscribe();
    const waiting = events.next();
    events.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});

describeLive("netlink genl", () => {
  function genl(...args: readonly string[]): Promise<Outcome> {
    return run(cli(["genl", ...args]));
  }

  test("prints what the module gives", async () => {
    await using genetlink = await Genetlink.open();
    const families = await genetlink.controller.list();
    const { stdout, stderr, status } = await genl("--json");
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(JSON.parse(stdout)).toEqual(families);
    const text = await genl();
    expect(text.stdout.trimEnd().split("\n").map((line) => line.trim().split(/ +/).slice(0, 2)))
      .toEqual(families.map(({ id, name }) => [`${id}`, name]));
  });

  test("prints one family with its policies, by name or number", async () => {
    await using genetlink = await Genetlink.open();
    const family = await genetlink.controller.get("netdev");
    const policies = await genetlink.controller.policies("netdev");
    const { stdout } = await genl("netdev", "--json");
    expect(stdout).toBe(`${toJson({ ...family, policies })}\n`);
    const [byName, byNumber] = await Promise.all([genl("netdev"), genl(`${family.id}`)]);
    expect(byName.stdout).toBe(byNumber.stdout);
    expect(byName.stdout).toMatch(/^netdev id \d+ version 1\ngroup mgmt id \d+\n/);
    expect(byName.stdout).toContain(
      "\ncommand 1 getDevice do dump policy\n  do 1 u32 1 to 4294967295\n  dump nothing\n",
    );
  });

  test("says that there is no such family, and ends in time", async () => {
    expect(await genl("none")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: "netlink: Cannot find family 'none': ENOENT, the kernel has no such family\n",
    });
    expect(await genl("nectrl")).toMatchObject({
      status: 1,
      stderr: "netlink: Cannot find family 'nectrl': ENOENT, the kernel has no such family (did you mean 'nlctrl'?)\n",
    });
    expect(await genl("--watch", "--timeout", "100ms")).toMatchObject({ status: 124, stdout: "", stderr: "" });
    expect(await genl("--watch", "nlctrl", "--timeout", "100ms")).toMatchObject({
      status: 124,
      stdout: "",
      stderr: "",
    });
    expect(await genl("--watch", "nectrl", "--timeout", "1s")).toMatchObject({
      status: 124,
      stdout: "",
      stderr: expect.stringMatching(/^netlink: Cannot find family 'nectrl': .* 'nlctrl'\?\); it is waited for\n$/),
    });
  });

  test("ends when nobody reads any more, though nothing happens", async () => {
    const pipeline = ["sh", "-c", '{ "$@"; echo "status $?" >&2; } | true', "sh"];
    const { stderr } = await run([...pipeline, ...cli(["genl", "--watch", "--timeout", "20s"])]);
    expect(stderr).toBe("status 0\n");
  });

  test("looks into other namespaces", async () => {
    await using home = namespace();
    const { stdout } = await genl("--namespace", home.name, "--json");
    await using genetlink = await Genetlink.open({ namespace: home.name });
    expect(JSON.parse(stdout)).toEqual(await genetlink.controller.list());
  });
});
