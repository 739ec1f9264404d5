import { expect, test } from "vitest";
import { Writer } from "../../src/codec/writer.ts";

test("what one writer has written is in no other, and stays as it is", () => {
  const first = new Writer();
  first.append(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  const written = first.finish();
  const second = new Writer();
  second.reserve(8);
  expect([...written]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...second.finish()]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

test("a writer inside another has bytes of its own", () => {
  new Writer().finish();
  const outer = new Writer();
  outer.append(Uint8Array.of(1));
  const inner = new Writer();
  inner.append(Uint8Array.of(2, 2));
  expect([...inner.finish()]).toEqual([2, 2]);
  outer.append(Uint8Array.of(3));
  expect([...outer.finish()]).toEqual([1, 3]);
});

test("a writer that has finished begins anew, beside the next one", () => {
  const first = new Writer();
  first.append(Uint8Array.of(1));
  first.finish();
  const second = new Writer();
  first.append(Uint8Array.of(2));
  second.append(Uint8Array.of(3));
  expect([...first.finish()]).toEqual([2]);
  expect([...second.finish()]).toEqual([3]);
});

test("a buffer grows as far as needed, and one that has grown large is not kept", () => {
  const large = new Writer();
  large.append(new Uint8Array(100_000).fill(7));
  expect(large.finish()).toHaveLength(100_000);
  expect(new Writer().view.byteLength).toBeLessThan(100_000);
});
