import { beforeAll, expect, test } from "vitest";
import { AF_NETLINK, binding, CLOEXEC, type Libc, SOCK_RAW } from "../../ffi/mod.ts";
import { NetlinkSocket, type NetworkEvent, watch } from "../../mod.ts";
import { inNamespace } from "../../src/namespace.ts";
import { addRules } from "./rules.ts";
import { describeLive, namespace, type Sandbox } from "./sandbox.ts";

const ECONNREFUSED = 111;
/** `RTNLGRP_LINK` */
const LINKS = 1;

/** A message about a link that does not exist (`RTM_NEWLINK`). */
const FORGED = Uint8Array.from([32, 0, 0, 0, 16, 0, 0, 0, ...Array(12).fill(0), 77, ...Array(11).fill(0)]);

let libc: Libc;
beforeAll(async () => {
  ({ libc } = await binding());
});

/** Another socket in a namespace, which sends what it wants to whom it wants, by port or by group. */
class Stranger implements Disposable {
  readonly #fd: number;

  /** Chooses who gets what is sent. */
  constructor(home: Sandbox, { port = 0, group = 0 }: { readonly port?: number; readonly group?: number }) {
    this.#fd = inNamespace(libc, home.name, () => libc.socket(AF_NETLINK, SOCK_RAW | CLOEXEC, 0));
    const address = Uint32Array.of(AF_NETLINK, port, group === 0 ? 0 : 1 << group - 1);
    expect(libc.connect(this.#fd, new Uint8Array(address.buffer))).toBe(0);
  }

  /** Sends the message; returns what the C library does. */
  send(): number {
    return libc.send(this.#fd, FORGED, 0);
  }

  /** Closes the descriptor. */
  [Symbol.dispose](): void {
    libc.close(this.#fd);
  }
}

/** Asks for a confirmation (`NLMSG_ERROR`), and expects that it is what is received. */
async function expectReply(socket: NetlinkSocket, received: () => Promise<Uint8Array>): Promise<void> {
  const waiting = received();
  socket.send(Uint8Array.of(16, 0, 0, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  expect((await waiting)[4]).toBe(2);
}

describeLive("what others send", () => {
  test("to our port is refused at their side", async () => {
    await using home = namespace();
    await using socket = await NetlinkSocket.open("route", { namespace: home.name });
    using stranger = new Stranger(home, { port: socket.port });
    expect(stranger.send()).toBe(-ECONNREFUSED);
    await expectReply(socket, () => {
      const waiting = socket.receive();
      expect(stranger.send()).toBe(-ECONNREFUSED);
      return waiting;
    });
    expect(socket.receiveNow()).toBeUndefined();
    expect(socket.foreign).toBe(0);
  });

  test("to our group is dropped and counted", async () => {
    await using home = namespace();
    await using socket = await NetlinkSocket.open("route", { namespace: home.name });
    socket.join(LINKS);
    using stranger = new Stranger(home, { group: LINKS });
    for (let i = 0; i < 3; i++) expect(stranger.send()).toBe(FORGED.length);
    expect(socket.receiveNow()).toBeUndefined();
    expect(socket.foreign).toBe(3);
    await expectReply(socket, () => socket.receive());
  });

  test("to a group that is watched is no event", async () => {
    await using home = namespace();
    await using watcher = await watch({ namespace: home.name, topics: ["link"] });
    using stranger = new Stranger(home, { group: LINKS });
    for (let i = 0; i < 3; i++) expect(stranger.send()).toBe(FORGED.length);
    home.ip("link", "add", "ifb7", "type", "ifb");
    expect((await watcher.next()).value).toMatchObject({ type: "link", link: { name: "ifb7" } });
  });
});

describeLive("a reader that does not read", () => {
  test("is told of the loss when it has read all that was queued, and not before", async () => {
    await using home = namespace();
    // Room for more than are read in one turn of the event loop.
    const options = { namespace: home.name, topics: ["rule"], receiveBuffer: 512 * 1024 } as const;
    await using watcher = await watch(options);
    const COUNT = 3000;
    addRules(home, 1, COUNT);
    const read: NetworkEvent[] = [];
    for await (const event of watcher) {
      read.push(event);
      if (event.type === "overrun") break;
    }
    const priorities = read.map((event) => event.type === "rule" ? event.rule.priority : undefined);
    const received = read.length - 1;
    expect(received).toBeGreaterThan(512);
    expect(priorities.slice(0, -1)).toEqual(Array.from({ length: received }, (_, i) => i + 1));
    expect(read.at(-1)).toEqual({ type: "overrun", lost: COUNT - received });
  });

  test("goes on afterwards, as often as it happens", async () => {
    await using home = namespace();
    await using watcher = await watch({ namespace: home.name, topics: ["rule"], receiveBuffer: 4096 });
    for (let round = 0; round < 5; round++) {
      addRules(home, round * 1000 + 1, 500);
      let [received, lost] = [0, 0];
      while (received + lost < 500) {
        const { value: event } = await watcher.next();
        if (event?.type === "overrun") lost += event.lost;
        else received++;
      }
      expect([received + lost, lost > 0]).toEqual([500, true]);
    }
    addRules(home, 9000, 1);
    expect((await watcher.next()).value).toMatchObject({ type: "rule", rule: { priority: 9000 } });
  });
});
