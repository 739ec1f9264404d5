import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NetlinkError, NetlinkSocket } from "../../mod.ts";
import { addRules } from "./rules.ts";
import { describeLive, namespace } from "./sandbox.ts";

/** `RTNLGRP_IPV4_RULE` */
const RULES = 8;

/** A message that says nothing and wants that confirmed (`NLMSG_NOOP`, `NLM_F_REQUEST`, `NLM_F_ACK`). */
function noop(sequence: number): Uint8Array {
  return Uint8Array.of(16, 0, 0, 0, 1, 0, 5, 0, sequence, 0, 0, 0, 0, 0, 0, 0);
}

/** What the header of the first message in a datagram says. */
function header(datagram: Uint8Array): { length: number; type: number; sequence: number; port: number } {
  const view = new DataView(datagram.buffer, datagram.byteOffset);
  const [length, , sequence = 0, port = 0] = [0, 4, 8, 12].map((offset) => view.getUint32(offset, true));
  return { length: length ?? 0, type: view.getUint16(4, true), sequence, port };
}

/** What the kernel tells of a socket of this process: its protocol and the first 32 of its groups. */
function listed(port: number): { protocol: number; groups: number } | undefined {
  const rows = readFileSync("/proc/self/net/netlink", "utf8").split("\n").map((line) => line.trim().split(/ +/));
  const row = rows.find(([, , pid]) => Number(pid) === port);
  return row && { protocol: Number(row[1]), groups: Number.parseInt(row[3] ?? "", 16) };
}

/** How many datagrams are queued; takes them. */
function drain(socket: NetlinkSocket): number {
  let count = 0;
  while (socket.receiveNow() !== undefined) count++;
  return count;
}

/** What became of something that fails. */
function failure(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(() => "no failure", (error: unknown) => error);
}

const CLOSED = { name: "NetlinkError", code: "EBADF", operation: "use the socket after closing it" };

describeLive("a socket", () => {
  test.each([["route", 0], ["generic", 16], [0, 0], [16, 16], [4, 4]] as const)(
    "of the protocol %s has the number %i, and a port of its own",
    async (protocol, number) => {
      await using one = await NetlinkSocket.open(protocol);
      await using other = await NetlinkSocket.open(protocol);
      expect(one.port).toBeGreaterThan(0);
      expect(other.port).not.toBe(one.port);
      expect(listed(one.port)).toEqual({ protocol: number, groups: 0 });
    },
  );

  test("of a protocol that this kernel does not have is refused", async () => {
    const error = await failure(NetlinkSocket.open(31));
    expect(error).toBeInstanceOf(NetlinkError);
    expect(error).toMatchObject({ code: "EPROTONOSUPPORT", operation: "open socket" });
  });

  test("gets the reply to its request", async () => {
    await using socket = await NetlinkSocket.open("route");
    // RTM_GETLINK for index 1.
    socket.send(Uint8Array.from([32, 0, 0, 0, 18, 0, 1, 0, 9, ...Array(11).fill(0), 1, ...Array(11).fill(0)]));
    const reply = await socket.receive();
    const RTM_NEWLINK = 16;
    expect(header(reply)).toEqual({ length: reply.length, type: RTM_NEWLINK, sequence: 9, port: socket.port });
    expect(new TextDecoder("latin1").decode(reply)).toContain("lo\0");
  });

  test("gives every receiver a datagram of its own, in the order in which they asked", async () => {
    await using socket = await NetlinkSocket.open("route");
    const receivers = Array.from({ length: 4 }, () => socket.receive());
    for (let sequence = 1; sequence <= 4; sequence++) socket.send(noop(sequence));
    const datagrams = await Promise.all(receivers);
    expect(datagrams.map((datagram) => header(datagram).sequence).toSorted()).toEqual([1, 2, 3, 4]);
    expect(new Set(datagrams.map(({ buffer }) => buffer)).size).toBe(4);
    expect(socket.receiveNow()).toBeUndefined();
  });

  test("has as much room as was granted", async () => {
    for (const receiveBuffer of [16 * 1024, 128 * 1024]) {
      await using socket = await NetlinkSocket.open("route", { receiveBuffer });
      expect(socket.receiveBuffer).toBe(receiveBuffer * 2);
    }
    await using least = await NetlinkSocket.open("route", { receiveBuffer: 0 });
    expect(least.receiveBuffer).toBeGreaterThan(0);
    expect(least.receiveBuffer).toBeLessThan(16 * 1024);
  });
});

describeLive("a group", () => {
  test("is told of from joining to leaving", async () => {
    await using home = namespace();
    await using socket = await NetlinkSocket.open("route", { namespace: home.name });
    addRules(home, 1, 1);
    expect(drain(socket)).toBe(0);
    socket.join(RULES);
    addRules(home, 2, 3);
    socket.leave(RULES);
    addRules(home, 5, 1);
    // What was queued stays queued.
    expect(drain(socket)).toBe(3);
    socket.join(RULES);
    addRules(home, 6, 1);
    expect(drain(socket)).toBe(1);
  });

  test("is joined as the kernel numbers it, any number of times", async () => {
    await using socket = await NetlinkSocket.open("route");
    socket.join(RULES);
    socket.join(RULES);
    socket.join(1);
    expect(listed(socket.port)?.groups).toBe(1 << RULES - 1 | 1);
    socket.leave(RULES);
    expect(listed(socket.port)?.groups).toBe(1);
  });

  test.each([0, -1, 100_000])("with the number %i is refused", async (group) => {
    await using socket = await NetlinkSocket.open("route");
    for (const way of ["join", "leave"] as const) {
      expect(() => socket[way](group)).toThrow(NetlinkError);
      expect(() => socket[way](group)).toThrow(`Cannot ${way} group ${group}: EINVAL, Invalid argument`);
    }
  });
});

describeLive("the drop counter", () => {
  test("is exact, and starts anew each time it is taken", async () => {
    await using home = namespace();
    await using socket = await NetlinkSocket.open("route", { namespace: home.name, receiveBuffer: 16 * 1024 });
    socket.join(RULES);
    for (const first of [1, 2001]) {
      addRules(home, first, 2000);
      const lost = socket.takeDrops();
      expect(lost).toBeGreaterThan(0);
      expect(drain(socket) + lost).toBe(2000);
      expect(socket.takeDrops()).toBe(0);
    }
    addRules(home, 5000, 1);
    expect(header(await socket.receive()).type).toBe(32);
    expect(socket.takeDrops()).toBe(0);
  });
});

describeLive("a datagram that is longer than the buffer", () => {
  /** A request that is refused; the kernel sends all of it back. */
  const request = new Uint8Array(150_000);
  const answer = request.length + 20;
  new DataView(request.buffer).setUint32(0, request.length, true);
  request.set([0xf0, 0x7f, 1, 0, 1], 4);
  request.fill(0xab, 16);

  test("is cut off with its whole length told, and the next one is not", async () => {
    await using socket = await NetlinkSocket.open("route");
    socket.send(request);
    const cut = socket.receiveNow();
    expect(cut?.length).toBeGreaterThanOrEqual(answer);
    expect(cut?.view.byteLength).toBeLessThan(answer);
    socket.send(request);
    const whole = socket.receiveNow();
    expect(whole?.length).toBe(cut?.length);
    expect(whole?.view.byteLength).toBeGreaterThanOrEqual(whole?.length ?? Infinity);
    expect(whole?.view.getUint8(answer - 1)).toBe(0xab);
  });

  test("is received as far as it was, and whole from then on", async () => {
    await using socket = await NetlinkSocket.open("route");
    socket.send(request);
    const cut = await socket.receive();
    expect(cut.length).toBeLessThan(answer);
    expect(header(cut).length).toBeGreaterThan(cut.length);
    socket.send(request);
    expect((await socket.receive()).length).toBeGreaterThanOrEqual(answer);
  });
});

describeLive("receiving with a signal", () => {
  test("is given up with its reason, and the socket goes on", async () => {
    await using socket = await NetlinkSocket.open("route");
    const controller = new AbortController();
    const given = failure(socket.receive({ signal: controller.signal }));
    const other = socket.receive();
    controller.abort("enough");
    expect(await given).toBe("enough");
    socket.send(noop(1));
    expect(header(await other).sequence).toBe(1);
    socket.send(noop(2));
    expect(header(await socket.receive({ signal: new AbortController().signal })).sequence).toBe(2);
  });

  test("is not begun when that is aborted, and takes nothing from the queue", async () => {
    await using socket = await NetlinkSocket.open("route");
    socket.send(noop(1));
    const signal = AbortSignal.abort("too late");
    expect(await failure(socket.receive({ signal }))).toBe("too late");
    expect(await failure(socket.readable({ signal }))).toBe("too late");
    expect(header(await socket.receive()).sequence).toBe(1);
  });

  test("leaves nothing behind, however often it is given up", async () => {
    await using socket = await NetlinkSocket.open("route");
    for (let i = 0; i < 1000; i++) {
      const controller = new AbortController();
      const given = failure(socket.receive({ signal: controller.signal }));
      controller.abort(i);
      expect(await given).toBe(i);
    }
    const received = socket.receive();
    socket.send(noop(1));
    expect(header(await received).sequence).toBe(1);
  });
});

describeLive("a closed socket", () => {
  test("refuses everything but being closed", async () => {
    const socket = await NetlinkSocket.open("route");
    socket.send(noop(1));
    socket.close();
    socket.close();
    socket[Symbol.dispose]();
    await socket[Symbol.asyncDispose]();
    const uses = [
      () => socket.join(RULES),
      () => socket.leave(RULES),
      () => socket.send(noop(1)),
      () => socket.receiveNow(),
      () => socket.takeDrops(),
    ];
    for (const use of uses) expect(use).toThrow(expect.objectContaining(CLOSED));
    expect(await failure(socket.receive())).toMatchObject(CLOSED);
    expect(await failure(socket.readable())).toMatchObject(CLOSED);
    expect(listed(socket.port)).toBeUndefined();
  });

  test("rejects what waited for it", async () => {
    const socket = await NetlinkSocket.open("route");
    const waiting = [
      failure(socket.receive()),
      failure(socket.readable()),
      failure(socket.receive({ signal: new AbortController().signal })),
    ];
    socket.close();
    for (const error of await Promise.all(waiting)) expect(error).toMatchObject(CLOSED);
  });

  test("is free for another use once it is disposed of", async () => {
    const socket = await NetlinkSocket.open("route");
    const waiting = failure(socket.receive());
    await socket[Symbol.asyncDispose]();
    expect(listed(socket.port)).toBeUndefined();
    expect(await waiting).toMatchObject(CLOSED);
  });

  test("by its signal rejects everything with the reason", async () => {
    const controller = new AbortController();
    const socket = await NetlinkSocket.open("route", { signal: controller.signal });
    const waiting = failure(socket.receive());
    controller.abort("enough");
    expect(await waiting).toBe("enough");
    expect(await failure(socket.receive())).toBe("enough");
    let thrown: unknown;
    try {
      socket.send(noop(1));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBe("enough");
    await socket[Symbol.asyncDispose]();
  });

  test("by somebody who hears of the abort before it does says that it is closed", async () => {
    const controller = new AbortController();
    const opened: NetlinkSocket[] = [];
    controller.signal.addEventListener("abort", () => opened[0]?.close());
    const socket = await NetlinkSocket.open("route", { signal: controller.signal });
    opened.push(socket);
    const waiting = failure(socket.receive());
    controller.abort("enough");
    expect(await waiting).toMatchObject(CLOSED);
  });
});
