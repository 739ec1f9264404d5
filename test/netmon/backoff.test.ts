import { expect, test } from "vitest";
import { Backoff } from "../../src/netmon/backoff.ts";

test("what fails is tried again later and later, but after ten seconds at most, and what else fails after its own time", () => {
  const backoff = new Backoff();
  const pauses = Array.from({ length: 10 }, () => backoff.fail("one"));
  expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
  expect(backoff.fail("two")).toBe(100);
  expect([backoff.isDue("one"), backoff.isDue("two"), backoff.isDue("three")]).toEqual([false, false, true]);
  expect(backoff.rest).toBeGreaterThan(0);
  expect(backoff.rest).toBeLessThanOrEqual(100);
});

test("what has worked is forgotten", () => {
  const backoff = new Backoff();
  for (const name of ["one", "one", "two"]) backoff.fail(name);
  backoff.keep(new Set(["two"]));
  expect(backoff.isDue("one")).toBe(true);
  expect([backoff.fail("one"), backoff.fail("two")]).toEqual([100, 200]);
  backoff.keep(new Set());
  expect(backoff.rest).toBe(Infinity);
});
