import { afterEach, beforeEach, expect, test } from "vitest";
import { NetworkState } from "../../mod.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";

const LO = { index: 1, name: "lo" };
const ETH0 = { index: 2, name: "eth0", mtu: 1500 };

let links: object[];
let kernel: FakeKernel;
beforeEach(() => {
  links = [LO, ETH0];
  kernel = fakeKernel(({ topic }) => topic === "link" ? links : []);
});
afterEach(() => expect(kernel.sockets).toBe(0));

test("a copy of a made-up network has what is there, and what is announced", async () => {
  await using state = await NetworkState.open({ topics: ["link"], kernel });
  expect([...state.links.values()]).toMatchObject([LO, ETH0]);
  links.push({ index: 3, name: "eth1" });
  kernel.announce({ type: "link", action: "new", link: { index: 3, name: "eth1" } });
  expect(await state.waitFor(({ links }) => links.get(3))).toMatchObject({ name: "eth1" });
});

test("what is lost is listed anew", async () => {
  await using state = await NetworkState.open({ topics: ["link"], kernel });
  links = [LO, { ...ETH0, mtu: 9000 }];
  const changes = state.changes();
  kernel.overrun(3);
  expect(await changes.next()).toMatchObject({ value: { type: "overrun", lost: 3 } });
  expect(await changes.next()).toMatchObject({ value: { action: "change", link: { mtu: 9000 }, cause: "resync" } });
});

test("a list that is interrupted is made again", async () => {
  kernel.interrupt(3);
  await using state = await NetworkState.open({ topics: ["link"], kernel });
  expect(state.links.size).toBe(2);
  const lists = kernel.requests.filter(({ message }) => message.flags.includes("root"));
  expect(lists).toHaveLength(4);
});
