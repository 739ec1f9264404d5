import { expect } from "vitest";
import type { Codec } from "../../src/codec/codec.ts";
import { golden } from "../codec/golden.ts";

/** Expects that `text` is `value` in both directions, and that no attribute or member of the codec is left out. */
export function complete<T extends object>(codec: Codec<T>, value: T, text: string): void {
  golden(codec, value, text);
  const { layout } = codec;
  const names = "fields" in layout ? Object.keys(layout.fields) : [];
  expect(Object.keys(value).toSorted()).toEqual(names.toSorted());
}
