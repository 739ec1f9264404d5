import { expect, test } from "vitest";
import { toJson } from "../../src/cli/json.ts";
import { Genetlink } from "../../src/generic/mod.ts";
import { Program } from "../live/cli/program.ts";
import { ethtool, PAIR } from "../live/generic/channels.ts";
import { cli, describeLive, namespace, type Outcome, run, type Sandbox } from "../live/sandbox.ts";
import { specificationFile } from "../generic/specs/read.ts";

/** A namespace with a pair of links. */
function prepared(): Sandbox {
  const home = namespace();
  home.batch([PAIR]);
  return home;
}

/** Calls `netlink genl` with a specification of the tests. */
function genl(name: string, ...args: readonly string[]): Promise<Outcome> {
  return run(cli(["genl", "--spec", specificationFile(name), ...args]));
}

describeLive("netlink genl --spec", () => {
  test("lists what the kernel lists", async () => {
    await using home = prepared();
    const links = home.json("link", "show").map(({ ifindex }) => ifindex);
    const json = await genl("netdev", "--dump", "dev-get", "--json", "--namespace", home.name);
    expect(json).toMatchObject({ status: 0, stderr: "" });
    const devices = JSON.parse(json.stdout) as readonly { readonly ifindex: number }[];
    expect(devices.map(({ ifindex }) => ifindex)).toEqual(links);
    const text = await genl("netdev", "--dump", "devGet", "--namespace", home.name);
    expect(text.stdout.split("\n").slice(0, -1).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual(
      links.map((index) => `ifindex ${index}`),
    );
  });

  test("asks, and changes", async () => {
    await using home = prepared();
    const [link] = home.json("link", "show", "dev", "v0");
    const request = '{"header": {"devName": "v0"}}';
    const options = ["--namespace", home.name];
    const one = await genl("ethtool", "--do", "channels-get", "--json", request, ...options);
    expect(JSON.parse(one.stdout)).toEqual({
      header: { devIndex: link?.["ifindex"], devName: "v0" },
      rxMax: 4,
      txMax: 4,
      rxCount: 4,
      txCount: 4,
    });
    const set = '{"header": {"devName": "v0"}, "rxCount": 1}';
    expect(await genl("ethtool", "--do", "channels-set", set, ...options)).toMatchObject({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect((await genl("ethtool", "--do", "channels-get", request, ...options)).stdout).toBe(
      `header { devIndex ${link?.["ifindex"]} devName v0 } rxMax 4 rxCount 1 txMax 4 txCount 4\n`,
    );
  });

  test("adds what ip lists, and lists what ip adds", async () => {
    await using home = prepared();
    const options = ["--namespace", home.name];
    const request = '{"addr": {"family": 2, "addr4": "192.0.2.1", "id": 7, "flags": ["signal"]}}';
    expect(await genl("mptcp_pm", "--do", "add-addr", request, ...options)).toMatchObject({ status: 0, stderr: "" });
    expect(home.json("mptcp", "endpoint", "show")).toEqual([{ address: "192.0.2.1", id: 7, signal: true }]);
    home.ip("mptcp", "endpoint", "add", "2001:db8::1", "id", "9", "subflow", "backup");
    expect((await genl("mptcp_pm", "--dump", "get-addr", ...options)).stdout.split("\n").toSorted()).toEqual([
      "",
      "addr { family 10 port 0 id 9 flags [ subflow backup ] addr6 2001:db8::1 }",
      "addr { family 2 port 0 id 7 flags [ signal ] addr4 192.0.2.1 }",
    ]);
  });

  test("says what the kernel says, with the attribute that it means", async () => {
    await using home = prepared();
    const options = ["--namespace", home.name];
    const refused: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
      [
        ["ethtool", "--do", "channels-set", '{"header": {"devName": "v0"}, "rxCount": 99}'],
        /^netlink: Cannot execute 'channelsSet' of family 'ethtool': EINVAL, Invalid argument: .* \(rxCount\)$/,
      ],
      [["ethtool", "--do", "channels-get", '{"header": {"devName": "none"}}'], /ENODEV, .* \(header\.devName\)$/],
      [["netdev", "--do", "dev-get"], /EINVAL, Invalid argument.*missing ifindex/],
    ];
    for (const [[name = "", ...args], sentence] of refused) {
      const { status, stdout, stderr } = await genl(name, ...args, ...options);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr.trimEnd()).toMatch(sentence);
    }
  });

  test("prints what is announced", async () => {
    await using home = prepared();
    const own = ["--namespace", home.name];
    await using program = new Program(
      "genl",
      "--spec",
      specificationFile("ethtool"),
      "--subscribe",
      "monitor",
      "--count",
      "1",
      ...own,
    );
    await using genetlink = await Genetlink.open({ namespace: home.name });
    let rxCount = 1;
    const outcome = await program.endedBy(() => {
      rxCount = rxCount % 3 + 1;
      void genetlink.family(ethtool).execute("set", { header: { deviceName: "v0" }, rxCount });
    });
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    const index = home.json("link", "show", "dev", "v0")[0]?.["ifindex"];
    expect(outcome.stdout).toMatch(
      new RegExp(`^channelsNtf header { devIndex ${index} devName v0 } rxMax 4 rxCount [123] txMax 4 txCount 4\\n$`),
    );
  });

  test("refuses what cannot be, before it asks", async () => {
    const file = specificationFile("netdev");
    const refused: readonly (readonly [args: readonly string[], sentence: string])[] = [
      [["netdev"], `Cannot use specification '${file}': expected one of --do, --dump, --subscribe and --types`],
      [["netdev", "netdev"], `Cannot use specification '${file}': unexpected argument 'netdev'`],
      [["netdev", "--do", "a", "--dump", "b"], "Cannot use a specification with both --do and --dump"],
      [["netdev", "--subscribe", "mgmt", "--types"], "Cannot use a specification with both --subscribe and --types"],
      [["netdev", "--spec", file, "--types"], "Option '--spec' may be given once"],
      [["netdev", "--watch"], "Cannot use a specification with --watch: --subscribe prints events"],
      [
        ["netdev", "--dump", "bind-rx"],
        "Cannot dump 'bindRx' of family 'netdev': it can only be requested or executed, expected one of devGet",
      ],
      [["netdev", "--do", "dev-get", "{}", "more"], `Cannot use specification '${file}': unexpected argument 'more'`],
      [["netdev", "--subscribe", "mgmt", "{}"], `Cannot use specification '${file}': unexpected argument '{}'`],
      [["netdev", "--types", "{}"], `Cannot print specification '${file}': unexpected argument '{}'`],
      [["netdev", "--types", "--json"], `Cannot print specification '${file}' with --json`],
      [
        ["netdev", "--dump", "dev-get", "--watch"],
        "Cannot use a specification with --watch: --subscribe prints events",
      ],
      [["netdev", "--do", "dev-get", "--count", "1"], "Cannot use --count without --subscribe"],
      [
        ["netdev", "--do", "dev-gte"],
        "Cannot request 'devGte' of family 'netdev': expected one of devGet, queueGet, bindRx (did you mean 'devGet'?)",
      ],
      [
        ["netdev", "--subscribe", "mgmnt"],
        "Cannot subscribe to 'mgmnt' of family 'netdev': expected one of mgmt, page-pool (did you mean 'mgmt'?)",
      ],
      [
        ["netdev", "--do", "dev-get", '{"ifindex": 0}'],
        "Cannot request 'devGet' of family 'netdev': ifindex: expected a number from 1, got 0",
      ],
      [
        ["netdev", "--do", "dev-get", '{"ifindxe": 1}'],
        "Cannot request 'devGet' of family 'netdev': unknown field 'ifindxe' (did you mean 'ifindex'?)",
      ],
      [
        ["netdev", "--dump", "dev-get", '{"ifindex": 1}'],
        "Cannot dump 'devGet' of family 'netdev': unknown field 'ifindex'",
      ],
    ];
    await Promise.all(refused.map(async ([[name = "", ...args], sentence]) => {
      const { status, stdout, stderr } = await genl(name, ...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr.split("\n")[0]?.slice(0, sentence.length + 9)).toBe(`netlink: ${sentence}`);
    }));
    expect((await run(cli(["genl", "--dump", "dev-get"]))).stderr).toContain("Cannot use --dump without --spec");
  });

  test("gives the values that the module gives", async () => {
    await using home = prepared();
    const { stdout } = await genl("nlctrl", "--dump", "getfamily", "--json", "--namespace", home.name);
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const families = await genetlink.controller.list();
    const told = JSON.parse(stdout) as readonly { readonly familyId: number; readonly familyName: string }[];
    expect(told.map(({ familyId, familyName }) => [familyId, familyName])).toEqual(
      families.map(({ id, name }) => [id, name]),
    );
    expect(stdout).toBe(`[${told.map(toJson).join(",\n")}]\n`);
  });
});
