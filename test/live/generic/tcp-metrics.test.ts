import { beforeAll, expect, test } from "vitest";
import { familyFromSpec, Genetlink, type TcpMetrics, tcpMetrics } from "../../../src/generic/mod.ts";
import { specification } from "../../generic/specs/read.ts";
import { describeLive, describeWhere, isPrivileged, namespace, type Sandbox } from "../sandbox.ts";
import { script } from "../process.ts";

/** Sends something to and fro over IPv4 and IPv6, so that the kernel learns how long that takes. */
const PROGRAM = `
import { connect, createServer } from "node:net";
for (const host of ["127.0.0.1", "::1"]) {
  const server = createServer((socket) => socket.pipe(socket));
  await new Promise((resolve) => server.listen(0, host, resolve));
  await new Promise((resolve) => {
    const socket = connect(server.address().port, host, () => socket.write("x".repeat(100_000)));
    let received = 0;
    socket.on("data", ({ length }) => (received += length) === 100_000 && socket.end());
    socket.on("close", resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}
`;

/** A namespace in which there were two connections. */
async function connected(): Promise<Sandbox> {
  const home = namespace();
  home.batch(["link set lo up"]);
  const { status, stderr } = await script(PROGRAM, ["ip", "netns", "exec", home.name], "--allow-all");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return home;
}

/** What `ip` prints, in its words, but for the age, which is another in a moment. */
function printable({ address4, address6, source4, source6, values = {} }: TcpMetrics): object {
  const seconds = (number: number | undefined, scale: number): number | undefined =>
    number === undefined ? undefined : Math.floor(number / scale) / 1e6;
  return JSON.parse(JSON.stringify({
    dst: address4 ?? address6,
    source: source4 ?? source6,
    cwnd: values.congestionWindow,
    ssthresh: values.slowStartThreshold,
    reordering: values.reordering,
    rtt: seconds(values.rttMicroseconds, 8),
    rttvar: seconds(values.rttVarianceMicroseconds, 4),
  }));
}

describeLive("tcp_metrics", () => {
  let home: Sandbox;
  beforeAll(async () => {
    home = await connected();
    return () => home[Symbol.dispose]();
  });

  test("remembers what ip says that it remembers", async () => {
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const all = await genetlink.family(tcpMetrics).dump("get");
    const theirs = home.json("tcp_metrics", "show");
    expect(all.map(printable)).toEqual(theirs.map(({ age: _, ...known }) => known));
    expect(all.map(({ address4, address6 }) => address4 ?? address6).toSorted()).toEqual(["127.0.0.1", "::1"]);
    for (const [i, { age = -1n }] of all.entries()) {
      // In milliseconds, and in seconds a moment later.
      expect(Number(age)).toBeLessThanOrEqual(Number(theirs[i]?.["age"]) * 1000 + 1);
      expect(Number(age)).toBeGreaterThan(Number(theirs[i]?.["age"]) * 1000 - 10_000);
      expect(all[i]).not.toHaveProperty("unknown");
    }
  });

  test("tells of one address", async () => {
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(tcpMetrics);
    for (const key of [{ address4: "127.0.0.1" }, { address6: "::1", source6: "::1" }]) {
      expect(await family.request("get", key)).toMatchObject(key);
    }
    await expect(family.request("get", { address4: "192.0.2.1" })).rejects.toMatchObject({ code: "ESRCH" });
  });

  test("remembers the same for a family of a specification", async () => {
    await using genetlink = await Genetlink.open({ namespace: home.name });
    const family = genetlink.family(familyFromSpec(specification("tcp_metrics")));
    // What a specification has is known when the program runs.
    const all = await family.dump("get") as readonly (Readonly<Record<`${"" | "s"}addrIpv${4 | 6}`, string>> & {
      readonly vals: Readonly<Record<"cwnd" | "ssthresh" | "reodering" | "rttUs" | "rttvarUs", number>>;
    })[];
    const told = all.map(({ addrIpv4: address4, addrIpv6: address6, saddrIpv4: source4, saddrIpv6: source6, vals }) => {
      const values = { slowStartThreshold: vals.ssthresh, congestionWindow: vals.cwnd, reordering: vals.reodering };
      const times = { rttMicroseconds: vals.rttUs, rttVarianceMicroseconds: vals.rttvarUs };
      return printable({ address4, address6, source4, source6, values: { ...values, ...times } });
    });
    expect(told).toEqual(home.json("tcp_metrics", "show").map(({ age: _, ...known }) => known));
    expect(told).toHaveLength(2);
    expect(await family.request("get", { addrIpv4: "127.0.0.1" })).toMatchObject({ addrIpv4: "127.0.0.1" });
  });

  describeWhere(isPrivileged, "CAP_NET_ADMIN outside of a user namespace", "with privileges on the machine", () => {
    test("forgets one address, and all", async () => {
      await using genetlink = await Genetlink.open({ namespace: home.name });
      const family = genetlink.family(tcpMetrics);
      const addresses = async () => (await family.dump("get")).map(({ address4, address6 }) => address4 ?? address6);
      await family.execute("delete", { address4: "127.0.0.1" });
      expect(await addresses()).toEqual(["::1"]);
      expect(home.json("tcp_metrics", "show").map(({ dst }) => dst)).toEqual(["::1"]);
      await family.execute("delete");
      expect(await addresses()).toEqual([]);
      expect(home.ip("tcp_metrics", "show")).toBe("");
    });
  });
});
