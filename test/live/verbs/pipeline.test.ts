import { afterEach, beforeEach, expect, test } from "vitest";
import { type NewRoute, type Route, Rtnetlink } from "../../../mod.ts";
import { descriptors, gained } from "../process.ts";
import { describeLive, namespace, type Sandbox } from "../sandbox.ts";
import { type Counting, counting } from "./counting.ts";

const COUNT = 1000;
/** How many requests travel in one datagram, where the receive buffer is that of an ordinary user. */
const TOGETHER = 50;
const MANY = 20_000;

/** A route of its own for each number. */
function route(number: number, link: number): NewRoute {
  return { destination: `10.${number >> 16}.${number >> 8 & 0xff}.${number & 0xff}`, link };
}

function destinations(routes: readonly Route[]): readonly (string | undefined)[] {
  return routes.map(({ destination }) => destination);
}

describeLive("requests of one turn", () => {
  let sandbox: Sandbox;
  let counted: Counting;
  let rtnetlink: Rtnetlink;
  let index: number;

  beforeEach(async () => {
    sandbox = namespace();
    sandbox.batch([
      "link add v0 type veth peer name v1",
      ...["v0", "v1"].flatMap((link) => [`link set ${link} addrgenmode none`, `link set ${link} up`]),
    ]);
    counted = await counting();
    rtnetlink = await Rtnetlink.open({ namespace: sandbox.name, kernel: counted.kernel });
    ({ index } = await rtnetlink.links.get("v0"));
    counted.sends();
  });
  afterEach(async () => {
    await rtnetlink[Symbol.asyncDispose]();
    sandbox[Symbol.dispose]();
  });

  /** Adds many routes from another process. */
  function fill(): void {
    const lines = Array.from({ length: MANY }, (_, i) => `route add ${route(i, index).destination} dev v0`);
    sandbox.batch(lines);
  }

  test("travel together, and each has a result of its own", async () => {
    const { routes } = rtnetlink;
    const wanted = Array.from({ length: COUNT }, (_, i) =>
      // Every seventh is there already, and every eleventh has no link.
      i % 7 === 6 ? route(i - 1, index) : i % 11 === 10 ? route(i, 99) : route(i, index));
    const results = await Promise.allSettled(wanted.map((one) => routes.add(one)));
    expect(counted.sends()).toBeLessThanOrEqual(COUNT / TOGETHER);
    const told = results.map((result) =>
      result.status === "fulfilled" ? result.value.destination : result.reason.message
    );
    expect(told).toEqual(
      wanted.map(({ destination, link }, i) =>
        i % 7 === 6 && (i - 1) % 11 !== 10
          ? `Cannot add route '${destination}': EEXIST, File exists`
          : link === 99
          ? `Cannot add route '${destination}': ENODEV, No such device`
          : destination
      ),
    );
    const listed = destinations(await routes.list({ table: "main", family: "inet" }));
    expect(listed).toEqual(
      results.filter(({ status }) => status === "fulfilled").map((_, i) =>
        told.filter((text) => !text.startsWith("Cannot"))[i]
      ),
    );
  });

  test("take two turns where links are named: one to find them, one for what is asked", async () => {
    const { routes } = rtnetlink;
    const made = await Promise.all(
      Array.from({ length: TOGETHER }, (_, i) => routes.add({ ...route(i, 0), link: "v0" })),
    );
    expect(made.map(({ outputLink }) => outputLink)).toEqual(made.map(() => index));
    expect(counted.sends()).toBeLessThanOrEqual(2 * 2);
  });

  test("are carried out in their order, whatever they are about", async () => {
    const { addresses, routes, neighbors } = rtnetlink;
    const address = { link: index, address: "fd00::1/64", noDad: true };
    const through = { destination: "fd01::/64", gateway: "fd00::2" };
    const neighbor = { link: index, destination: "fd00::2", linkLayerAddress: "02:00:00:00:00:02" };
    const [made, early, , late, , removed] = await Promise.allSettled([
      addresses.add(address),
      routes.remove(through),
      routes.add(through),
      routes.add(through),
      neighbors.set(neighbor),
      routes.remove(through),
      addresses.remove(address),
    ]);
    // An address of IPv6 is asked for behind its making, and a neighbor in the turn that follows.
    expect(counted.sends()).toBeLessThanOrEqual(2);
    expect(made).toMatchObject({ status: "fulfilled", value: { address: "fd00::1" } });
    expect(early).toMatchObject({ status: "rejected", reason: { code: "ESRCH" } });
    expect(late).toMatchObject({ status: "rejected", reason: { code: "EEXIST" } });
    expect(removed).toMatchObject({ status: "fulfilled" });
    expect(await addresses.list({ link: index })).toEqual([]);
  });

  test("may be lists too, which go one at a time", async () => {
    const { addresses, routes, rules } = rtnetlink;
    const [before, , after, all, kinds] = await Promise.all([
      routes.list({ table: "main" }),
      routes.add(route(1, index)),
      routes.list({ table: "main" }),
      addresses.list(),
      rules.list(),
    ]);
    expect(counted.sends()).toBe(5);
    expect([destinations(before), destinations(after)]).toEqual([[], ["10.0.0.1"]]);
    expect([all.length, kinds.length]).toEqual([0, 5]);
  });

  test("are given up with the reason of their signal, and the socket goes on", async () => {
    const { routes } = rtnetlink;
    fill();
    await expect(routes.list({ signal: AbortSignal.abort("too late") })).rejects.toBe("too late");
    expect(counted.sends()).toBe(0);
    const controller = new AbortController();
    const list = routes.list({ signal: controller.signal });
    // The list has begun when the event loop gets its turn.
    setTimeout(() => controller.abort("enough"), 0);
    const added = expect(list).rejects.toBe("enough").then(() => routes.add(route(MANY, index)));
    expect(await added).toMatchObject({ destination: route(MANY, index).destination });
    expect(await routes.list({ table: "main" })).toHaveLength(MANY + 1);
  });

  test("are rejected where their replies find no room in the receive buffer, and those after them are not", async () => {
    await rtnetlink.links.add({ name: "wide", kind: "ifb" });
    const names = Array.from({ length: 495 }, (_, i) => `${i}-`.padEnd(127, "x"));
    await Promise.all(names.map((name) => rtnetlink.links.addAlternativeName("wide", name)));
    await using narrow = await Rtnetlink.open({ namespace: sandbox.name, receiveBuffer: 256 * 1024 });
    for (let round = 0; round < 2; round++) {
      const results = await Promise.allSettled(names.map(() => narrow.links.get("wide")));
      expect(results[0]).toMatchObject({ value: { propertyList: { alternativeNames: names } } });
      expect(results.some((result) => result.status === "rejected" && result.reason.code === "ENOBUFS")).toBe(true);
      expect(await narrow.links.get("v0")).toMatchObject({ index });
      // Whatever this list does to the socket, what is lost is told behind it too.
      await narrow.routes.list({ family: "inet6" });
    }
  });

  test("are rejected at once when the socket is closed, and leave nothing behind", async () => {
    fill();
    const before = descriptors();
    for (const close of [(it: Rtnetlink) => it.close(), (it: Rtnetlink) => it[Symbol.dispose]()]) {
      const other = await Rtnetlink.open({ namespace: sandbox.name });
      const list = other.routes.list();
      const queued = other.links.list();
      const start = performance.now();
      let closed = NaN;
      setTimeout(() => {
        closed = performance.now();
        close(other);
      }, 0);
      const results = await Promise.allSettled([list, queued]);
      expect(performance.now() - closed).toBeLessThan(20);
      expect(closed).toBeGreaterThanOrEqual(start);
      expect(results).toMatchObject([
        { reason: { message: "Cannot list routes: EBADF, Bad file descriptor (after closing the socket)" } },
        { reason: { message: "Cannot list links: EBADF, Bad file descriptor (after closing the socket)" } },
      ]);
      await expect(other.rules.list()).rejects.toThrow("Cannot list rules: EBADF");
      await other[Symbol.asyncDispose]();
    }
    await expect.poll(() => gained(before)).toEqual([]);
  });
});
