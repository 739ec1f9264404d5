import { expect } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { toHex } from "../codec/golden.ts";
import { piecesOf } from "./pieces.ts";

/** Expects that everything in a datagram that has a schema is written as it was read. */
export function expectSurvival(datagram: Uint8Array): void {
  for (const { offset, length = 0, codec } of piecesOf(datagram)) {
    if (codec === undefined) continue;
    const bytes = datagram.subarray(offset, offset + length);
    expect(toHex(encode(codec, decode(codec, bytes)))).toBe(toHex(bytes));
  }
}
