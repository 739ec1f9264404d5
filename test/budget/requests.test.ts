import { expect, test } from "vitest";
import { Rtnetlink } from "../../mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";
import { counted } from "./counted.ts";

// What requests may cost, counted instead of timed.

const COUNT = 1000;
/** How many travel in one datagram. */
const TOGETHER = 64;

const routes = Array.from({ length: COUNT }, (_, i) => ({ destination: `10.0.${i >> 8}.${i & 0xff}/32`, link: 3 }));

test(`${COUNT} requests that wait for each other only in the end take one call for ${TOGETHER}, and one a reply`, async () => {
  const kernel = fakeKernel();
  const { binding, calls } = counted(kernel);
  await using rtnetlink = await Rtnetlink.open({ kernel: binding });
  calls();
  await Promise.all(routes.map((route) => rtnetlink.routes.add(route)));
  // The route as it is, and the acknowledgement.
  expect(calls()).toEqual({ send: Math.ceil(COUNT / TOGETHER), recv: 2 * COUNT });
  await Promise.all(routes.map((route) => rtnetlink.routes.remove(route)));
  expect(calls()).toEqual({ send: Math.ceil(COUNT / TOGETHER), recv: COUNT });
});
