import { expect, test } from "vitest";
import { readCapture } from "../../src/codec/capture.ts";
import { CaptureWriter } from "../../src/codec/capture/pcapng-writer.ts";

const DATAGRAM = Uint8Array.of(20, 0, 0, 0, 3, 0, 2, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
const TIME = 1_700_000_000_123_456_789n;

function file(...blocks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(blocks.flatMap((block) => [...block]));
}

test("what is written is read again, with its times, notes and losses", () => {
  const writer = new CaptureWriter(16);
  const odd = DATAGRAM.subarray(0, 17);
  const bytes = file(
    writer.header("all of it: é"),
    writer.datagram(DATAGRAM, TIME),
    writer.loss(1744, TIME),
    writer.datagram(odd, TIME + 1n, "this one"),
    writer.loss(1, TIME),
  );
  expect([...readCapture(bytes)]).toEqual([
    { note: "all of it: é" },
    { bytes: DATAGRAM, protocol: 16, timestamp: TIME },
    { lost: 1744 },
    { bytes: odd, protocol: 16, timestamp: TIME + 1n, comment: "this one" },
    { lost: 1 },
  ]);
});

test("a capture without notes has none", () => {
  const writer = new CaptureWriter(0);
  const bytes = file(writer.header(), writer.datagram(DATAGRAM, 0n));
  expect([...readCapture(bytes)]).toEqual([{ bytes: DATAGRAM, protocol: 0, timestamp: 0n }]);
});

test("the blocks have the form of the specification", () => {
  const header = new CaptureWriter(0).header();
  const view = new DataView(header.buffer);
  // Section Header Block: type, length, byte-order magic, version 1.0, unknown section length, length.
  expect([view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true)]).toEqual([
    0x0a0d0d0a,
    28,
    0x1a2b3c4d,
  ]);
  expect([view.getUint16(12, true), view.getUint16(14, true), view.getBigInt64(16, true)]).toEqual([1, 0, -1n]);
  // Interface Description Block: link type 253, nanoseconds.
  expect([view.getUint32(28, true), view.getUint16(36, true), view.getUint32(40, true)]).toEqual([1, 253, 0]);
  expect([...header.subarray(44, 56)]).toEqual([9, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0]);
  expect(header.length).toBe(60);
});
