import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { familyFromSpec, Genetlink, type MptcpAddress, type MptcpEvent, mptcpPm } from "../../../src/generic/mod.ts";
import { specification } from "../../generic/specs/read.ts";
import { describeLive, describeWhere, namespace, run, type Sandbox } from "../sandbox.ts";

/** Whether there is a language that has sockets of Multipath TCP, which the runtimes do not have. */
const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** A connection over Multipath TCP with a second subflow, which is closed again. */
const PROGRAM = `
import socket, sys, time
IPPROTO_MPTCP = 262
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP)
server.bind(("192.0.2.1", 7000))
server.listen()
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP)
client.connect(("192.0.2.1", 7000))
peer, _ = server.accept()
for _ in range(3):
    client.sendall(b"a"); peer.recv(1); peer.sendall(b"b"); client.recv(1); time.sleep(0.1)
client.close(); peer.close(); server.close()
`;

/** The same connection, which says when it is there and stays until there is nothing more to read. */
const CONNECTION = PROGRAM.replace("client.close()", 'print("ready", flush=True); sys.stdin.read(); client.close()');

/** A namespace with some addresses. */
function prepared(): Sandbox {
  const home = namespace();
  home.batch([
    "link set lo up",
    "address add 192.0.2.1/24 dev lo",
    "address add 192.0.2.2/24 dev lo",
    "address add 192.0.2.3/24 dev lo",
    "address add 2001:db8::1/64 dev lo nodad",
  ]);
  return home;
}

/** An endpoint in the words that `ip` has. */
function printable({ address4, address6, id, port = 0, flags = [], linkIndex }: MptcpAddress): object {
  return {
    address: address4 ?? address6,
    id,
    ...(port > 0 ? { port } : {}),
    ...Object.fromEntries(flags.map((flag) => [flag, true])),
    ...(linkIndex === 1 ? { dev: "lo" } : {}),
  };
}

/** What `ip mptcp monitor` has for our words. */
const EVENTS: Readonly<Record<string, string>> = {
  created: "CREATED",
  established: "ESTABLISHED",
  subflowEstablished: "SF_ESTABLISHED",
  subflowClosed: "SF_CLOSED",
  closed: "CLOSED",
  listenerCreated: "UNKNOWN 15",
  listenerClosed: "UNKNOWN 16",
};

/** An event in the words that `ip mptcp monitor` has, of which old ones do not know the last two at all. */
function line(command: string, event: MptcpEvent): string {
  const { token, remoteId, localId, source4, destination4, sourcePort, destinationPort, backup, linkIndex } = event;
  if (token === undefined) return EVENTS[command] ?? command;
  const told = {
    token: token.toString(16).padStart(8, "0"),
    remid: remoteId,
    locid: localId,
    saddr4: source4,
    daddr4: destination4,
    sport: sourcePort,
    dport: destinationPort,
    backup: backup === undefined ? undefined : Number(backup),
    ifindex: linkIndex,
  };
  const words = Object.entries(told).filter(([, value]) => value !== undefined).map((word) => word.join("="));
  return [EVENTS[command], ...words].join(" ");
}

describeLive("mptcp_pm", () => {
  test("adds, finds, changes and deletes endpoints as ip does", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(mptcpPm);
    await family.execute("addEndpoint", {
      address: { family: "inet", address4: "192.0.2.2", flags: ["subflow", "backup"], linkIndex: 1 },
    });
    await family.execute("addEndpoint", {
      address: { family: "inet6", address6: "2001:db8::1", id: 9, flags: ["signal"], port: 99 },
    });
    home.ip("mptcp", "endpoint", "add", "192.0.2.1", "id", "20", "subflow", "fullmesh");
    const all = await family.dump("getEndpoint");
    expect(all.map(({ address = {} }) => printable(address))).toEqual(home.json("mptcp", "endpoint", "show"));
    expect(all.map(({ address }) => address?.id)).toEqual([1, 9, 20]);
    for (const { address = {} } of all) {
      expect(address).not.toHaveProperty("unknown");
      expect(await family.request("getEndpoint", { address: { id: address.id ?? 0 } })).toEqual({ address });
    }
    await family.execute("setFlags", { address: { id: 1, flags: ["subflow"] } });
    expect((await family.request("getEndpoint", { address: { id: 1 } })).address?.flags).toEqual(["subflow"]);
    await family.execute("deleteEndpoint", { address: { id: 9 } });
    expect(home.json("mptcp", "endpoint", "show").map(({ id }) => id)).toEqual([1, 20]);
    await family.execute("flushEndpoints");
    expect(await family.dump("getEndpoint")).toEqual([]);
  });

  test("says to a family of a specification what it says to ip", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(familyFromSpec(specification("mptcp_pm")));
    home.ip("mptcp", "endpoint", "add", "192.0.2.2", "id", "3", "dev", "lo", "subflow", "backup");
    home.ip("mptcp", "endpoint", "add", "2001:db8::1", "id", "9", "port", "99", "signal");
    await family.execute("addAddr", {
      addr: { family: 2, addr4: "192.0.2.3", id: 20, flags: ["subflow", "fullmesh"] },
    });
    const all = await family.dump("getAddr") as readonly { readonly addr: Readonly<Record<string, unknown>> }[];
    const told = all.map(({ addr: { addr4: address4, addr6: address6, ifIdx: linkIndex, ...rest } }) =>
      // The other words are the same in both.
      printable({ ...rest, address4, address6, linkIndex } as MptcpAddress)
    );
    expect(told).toEqual(home.json("mptcp", "endpoint", "show"));
    expect(all.map(({ addr }) => [addr["id"], addr["family"]])).toEqual([[3, 2], [9, 10], [20, 2]]);
    for (const { addr } of all) expect(await family.request("getAddr", { addr: { id: addr["id"] } })).toEqual({ addr });
    await family.execute("setLimits", { rcvAddAddrs: 3, subflows: 4 });
    expect(home.ip("mptcp", "limits").trim()).toBe("add_addr_accepted 3 subflows 4");
    expect(await family.request("getLimits")).toEqual({ rcvAddAddrs: 3, subflows: 4 });
  });

  test("sets limits as ip does", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(mptcpPm);
    await family.execute("setLimits", { acceptedAddresses: 3, subflows: 4 });
    expect(home.ip("mptcp", "limits").trim()).toBe("add_addr_accepted 3 subflows 4");
    home.ip("mptcp", "limits", "set", "subflow", "5");
    expect(await family.request("getLimits")).toEqual({ acceptedAddresses: 3, subflows: 5 });
    await expect(family.execute("setLimits", { subflows: 99 })).rejects.toMatchObject({
      code: "EINVAL",
      ack: { path: "subflows" },
    });
  });

  test("says what of an endpoint or a connection there is not", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(mptcpPm);
    await expect(family.request("getEndpoint", { address: { id: 77 } })).rejects.toThrow(/address not found/);
    await expect(family.execute("addEndpoint", { address: { family: "inet" } })).rejects.toMatchObject({
      code: "EINVAL",
      ack: { path: "address" },
    });
    const own: MptcpAddress = { family: "inet", id: 5, address4: "192.0.2.2" };
    const remote: MptcpAddress = { family: "inet", address4: "192.0.2.1", port: 7000 };
    const ofNobody = { token: 5, address: own, remoteAddress: remote };
    for (
      const asked of [
        family.execute("announce", { token: 5, address: own }),
        family.execute("remove", { token: 5, localId: 5 }),
        family.execute("createSubflow", ofNobody),
        family.execute("destroySubflow", ofNobody),
      ]
    ) await expect(asked).rejects.toMatchObject({ code: "EINVAL", ack: { path: "token" } });
  });

  test("announces the ports of endpoints that are listened to", async () => {
    await using home = prepared();
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(mptcpPm);
    await using events = await family.subscribe("mptcp_pm_events");
    const address: MptcpAddress = { family: "inet6", address6: "2001:db8::1", id: 1, flags: ["signal"], port: 99 };
    await family.execute("addEndpoint", { address });
    await family.execute("deleteEndpoint", { address: { id: 1 } });
    for (const command of ["listenerCreated", "listenerClosed"]) {
      expect((await events.next()).value).toMatchObject({
        type: "notification",
        command,
        value: { family: "inet6", source6: "2001:db8::1", sourcePort: 99 },
      });
    }
  });

  describeWhere(hasPython, "python3", "with sockets of Multipath TCP", () => {
    test("announces what ip mptcp monitor prints of a connection", async () => {
      await using home = prepared();
      await using genetlink = await Genetlink.open({ namespace: home.name });
      const family = genetlink.family(mptcpPm);
      await family.execute("setLimits", { subflows: 2 });
      await family.execute("addEndpoint", { address: { family: "inet", address4: "192.0.2.2", flags: ["subflow"] } });
      await using events = await family.subscribe("mptcp_pm_events");
      const monitor = spawn("ip", ["-n", home.name, "mptcp", "monitor"], { stdio: ["ignore", "pipe", "ignore"] });
      let printed = "";
      monitor.stdout.on("data", (text) => printed += text);
      const ended = once(monitor, "close");
      // It listens once it has opened its socket; a port that is listened to in between tells so.
      const probe = async (): Promise<void> => {
        const address: MptcpAddress = { family: "inet", address4: "192.0.2.1", id: 9, flags: ["signal"], port: 99 };
        await family.execute("addEndpoint", { address });
        await family.execute("deleteEndpoint", { address: { id: 9 } });
      };
      await expect.poll(async () => {
        await probe();
        return printed;
      }).toContain("UNKNOWN 16");
      const { status, stderr } = await run(["ip", "netns", "exec", home.name, "python3", "-c", PROGRAM]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      await expect.poll(() => printed.match(/ CLOSED\]/g)).toHaveLength(2);
      monitor.kill();
      await ended;
      const theirs = printed.trim().split("\n").map((text) =>
        text.replace(/^\[ *(.*?)\]/, "$1").replace(/ (flags|server_side|error)=\S+/g, "").trim()
      );
      const isOfConnection = (text: string): boolean => text.includes("token=");
      const expected = theirs.filter(isOfConnection);
      const ours: string[] = [];
      while (ours.length < expected.length) {
        const { value: event } = await events.next();
        if (event?.type !== "notification") throw new Error(`What is ${event?.type}?`);
        expect(event.value).not.toHaveProperty("unknown");
        const text = line(event.command, event.value);
        if (isOfConnection(text)) ours.push(text);
      }
      expect(ours).toEqual(expected);
      const names = ours.map((text) => text.split(" ")[0]);
      expect(names.filter((name) => name === "SF_ESTABLISHED")).toHaveLength(2);
      expect(names).toEqual(expect.arrayContaining(["CREATED", "ESTABLISHED", "SF_ESTABLISHED", "CLOSED"]));
    });

    test("manages the paths of one connection, where that is left to programs", async () => {
      await using home = prepared();
      await using genetlink = await Genetlink.open({ namespace: home.name });
      const family = genetlink.family(mptcpPm);
      await using events = await family.subscribe("mptcp_pm_events");
      const inside = ["ip", "netns", "exec", home.name];
      expect((await run([...inside, "sh", "-c", "echo 1 > /proc/sys/net/mptcp/pm_type"])).status).toBe(0);
      const [program = "", ...args] = [...inside, "python3", "-c", CONNECTION];
      const connection = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
      /** What comes next of this kind, for this end of the connection. */
      const next = async (command: string, isOurs: (event: MptcpEvent) => boolean): Promise<MptcpEvent> => {
        for (;;) {
          const { value: event } = await events.next();
          if (event?.type !== "notification") throw new Error(`What is ${event?.type}?`);
          if (event.command === command && isOurs(event.value)) return event.value;
        }
      };
      await once(connection.stdout, "data");
      const { token = 0 } = await next("established", ({ serverSide }) => serverSide !== true);
      const isOurs = (event: MptcpEvent): boolean => event.token === token;
      const announced: MptcpAddress = { family: "inet", id: 5, address4: "192.0.2.2", flags: ["signal"] };
      await family.execute("announce", { token, address: announced });
      expect(await next("announced", (event) => !isOurs(event))).toMatchObject({
        remoteId: 5,
        destination4: "192.0.2.2",
      });
      const remoteAddress: MptcpAddress = { family: "inet", address4: "192.0.2.1", port: 7000 };
      const own: MptcpAddress = { family: "inet", id: 6, address4: "192.0.2.3" };
      await family.execute("createSubflow", { token, address: own, remoteAddress });
      const subflow = await next("subflowEstablished", isOurs);
      expect(subflow).toMatchObject({ localId: 6, source4: "192.0.2.3", destinationPort: 7000, backup: false });
      const listed = await family.dump("getEndpoint", { token });
      expect(listed.map(({ address }) => [address?.id, address?.address4]).toSorted()).toEqual(
        expect.arrayContaining([[5, "192.0.2.2"], [6, "192.0.2.3"]]),
      );
      expect(await family.request("getEndpoint", { token, address: { id: 5 } })).toMatchObject({ address: announced });
      const address: MptcpAddress = { ...own, port: subflow.sourcePort ?? 0 };
      await family.execute("setFlags", { token, address: { ...address, flags: ["backup"] }, remoteAddress });
      expect(await next("subflowPriority", (event) => !isOurs(event))).toMatchObject({
        destination4: "192.0.2.3",
        backup: true,
      });
      await family.execute("destroySubflow", { token, address, remoteAddress });
      expect(await next("subflowClosed", isOurs)).toMatchObject({ localId: 6, sourcePort: subflow.sourcePort });
      await family.execute("remove", { token, localId: 5 });
      expect(await next("removed", (event) => !isOurs(event))).toMatchObject({ remoteId: 5 });
      connection.stdin.end();
      await once(connection, "close");
      await next("closed", isOurs);
    });
  });
});
