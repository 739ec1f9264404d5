import { describe, expect, test } from "vitest";
import { DecodeError, NetlinkError, Rtnetlink, type UndecodedReply } from "../../mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";

test("who fails over a warning fails that request, and no other", async () => {
  const kernel = fakeKernel(({ verb }) => {
    if (verb === "new") throw new NetlinkError("answer", 0, { ack: { message: "Done, but" } });
  });
  const onWarning = (): never => {
    throw new TypeError("no console");
  };
  await using rtnetlink = await Rtnetlink.open({ kernel, onWarning });
  const results = await Promise.allSettled([rtnetlink.rules.add({ priority: 5 }), rtnetlink.rules.list()]);
  expect(results).toEqual([
    { status: "rejected", reason: new TypeError("no console") },
    { status: "fulfilled", value: [] },
  ]);
});

describe("what of a list cannot be read", () => {
  // An MTU of one byte.
  const kernel = fakeKernel(() => [{ index: 1, unknown: [{ type: 4, data: Uint8Array.of(7) }] }]);

  test("is told with the request, and stays in its object", async () => {
    const undecoded: UndecodedReply[] = [];
    await using rtnetlink = await Rtnetlink.open({ kernel, onUndecoded: (one) => undecoded.push(one) });
    expect(await rtnetlink.links.list()).toMatchObject([{ index: 1, unknown: [{ type: 4, data: Uint8Array.of(7) }] }]);
    expect(undecoded).toEqual([
      {
        operation: "list links",
        bytes: Uint8Array.of(5, 0, 4, 0, 7),
        error: new DecodeError("expected 4 bytes, got 1", ["mtu"]),
      },
    ]);
  });

  test("fails the request where who is told fails", async () => {
    const onUndecoded = (): never => {
      throw new TypeError("no console");
    };
    await using rtnetlink = await Rtnetlink.open({ kernel, onUndecoded });
    await expect(rtnetlink.links.list()).rejects.toThrow(new TypeError("no console"));
  });
});

test("what is given up before it is sent is not sent", async () => {
  const kernel = fakeKernel();
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const controller = new AbortController();
  const { signal } = controller;
  const given = [rtnetlink.rules.add({ priority: 5 }, { signal }), rtnetlink.rules.list({ signal })];
  const rules = rtnetlink.rules.add({ priority: 6 });
  controller.abort("too late");
  expect(await Promise.allSettled(given)).toEqual(given.map(() => ({ status: "rejected", reason: "too late" })));
  expect(await rules).toMatchObject({ priority: 6 });
  expect(kernel.requests).toMatchObject([{ verb: "new", value: { priority: 6 } }]);
});

test("a reply that finds no room rejects its request, and no later one", async () => {
  const alternativeNames = Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(127, "x"));
  const kernel = fakeKernel(({ topic }) =>
    topic === "link" ? [{ index: 1, name: "lo" }, { index: 2, name: "eth0", propertyList: { alternativeNames } }] : []
  );
  await using rtnetlink = await Rtnetlink.open({ kernel, receiveBuffer: 1024 });
  for (const before of [undefined, "inet6"] as const) {
    if (before !== undefined) await rtnetlink.routes.list({ family: before });
    const results = await Promise.allSettled(["eth0", "lo"].map((name) => rtnetlink.links.get(name)));
    expect(results).toMatchObject([
      { status: "rejected", reason: { code: "ENOBUFS", operation: "get link 'eth0'" } },
      { status: "fulfilled", value: { index: 1 } },
    ]);
  }
});

test("requests leave the event loop its turns, those one after the other too", async () => {
  await using rtnetlink = await Rtnetlink.open({ kernel: fakeKernel() });
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const start = performance.now();
  // Where no timer gets its turn, none could end this either.
  while (turns < 3 && performance.now() - start < 2000) await rtnetlink.rules.list();
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(3);
});

test("requests leave the event loop its turns, where there is much to do between them too", async () => {
  await using rtnetlink = await Rtnetlink.open({ kernel: fakeKernel() });
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  for (let i = 0; i < 30; i++) {
    await rtnetlink.rules.list();
    for (const end = performance.now() + 5; performance.now() < end;);
  }
  clearInterval(timer);
  // One turn for a few of them.
  expect(turns).toBeGreaterThanOrEqual(5);
});
