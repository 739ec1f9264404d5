import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Captured, type CapturedDatagram, readCapture } from "../../src/codec/capture.ts";
import { DecodeError } from "../../src/errors.ts";

// Captures, built after draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng.

type Order = "little" | "big";
const ORDERS: readonly Order[] = ["little", "big"];

function u16(order: Order, value: number): number[] {
  const bytes = [value & 0xff, value >>> 8 & 0xff];
  return order === "little" ? bytes : bytes.reverse();
}

function u32(order: Order, value: number): number[] {
  const bytes = [value & 0xff, value >>> 8 & 0xff, value >>> 16 & 0xff, value >>> 24 & 0xff];
  return order === "little" ? bytes : bytes.reverse();
}

/** `struct nlmsghdr` of an NLMSG_DONE with a sequence number of its own. */
function message(sequence: number): number[] {
  return [...u32("little", 16), 3, 0, 2, 0, ...u32("little", sequence), ...u32("little", 0)];
}

interface Cooked {
  readonly type?: number;
  readonly hardware?: number;
  readonly protocol?: number;
}

function cooked(payload: readonly number[], { type = 0, hardware = 824, protocol = 0 }: Cooked = {}): number[] {
  return [
    ...u16("big", type),
    ...u16("big", hardware),
    ...Array<number>(10).fill(0),
    ...u16("big", protocol),
    ...payload,
  ];
}

interface Stored {
  readonly seconds?: number;
  readonly ticks?: number;
  readonly capturedLength?: number;
  readonly originalLength?: number;
}

function pcapRecord(order: Order, data: readonly number[], stored: Stored = {}): number[] {
  const { seconds = 0, ticks = 0, capturedLength = data.length, originalLength = data.length } = stored;
  return [seconds, ticks, capturedLength, originalLength].flatMap((value) => u32(order, value)).concat(data);
}

interface FileHeader {
  readonly magic?: number;
  readonly version?: readonly [number, number];
  readonly linkType?: number;
}

function pcapHeader(order: Order, { magic = 0xa1b2c3d4, version = [2, 4], linkType = 253 }: FileHeader = {}): number[] {
  return [
    ...u32(order, magic),
    ...version.flatMap((part) => u16(order, part)),
    ...u32(order, 0),
    ...u32(order, 0),
    ...u32(order, 262144),
    ...u32(order, linkType),
  ];
}

function padded(bytes: readonly number[]): number[] {
  return [...bytes, ...Array<number>((4 - bytes.length % 4) % 4).fill(0)];
}

function block(order: Order, type: number, body: readonly number[]): number[] {
  const whole = padded(body);
  const length = u32(order, 12 + whole.length);
  return [...u32(order, type), ...length, ...whole, ...length];
}

function option(order: Order, code: number, value: readonly number[]): number[] {
  return [...u16(order, code), ...u16(order, value.length), ...padded(value)];
}

function section(order: Order, version: readonly [number, number] = [1, 0]): number[] {
  const length = Array<number>(8).fill(0xff);
  return block(order, 0x0a0d0d0a, [
    ...u32(order, 0x1a2b3c4d),
    ...version.flatMap((part) => u16(order, part)),
    ...length,
  ]);
}

interface Interface {
  readonly linkType?: number;
  readonly snapLength?: number;
  readonly options?: readonly number[];
}

function interfaceBlock(order: Order, { linkType = 253, snapLength = 0, options = [] }: Interface = {}): number[] {
  return block(order, 1, [...u16(order, linkType), ...u16(order, 0), ...u32(order, snapLength), ...options]);
}

interface InBlock {
  readonly id?: number;
  readonly time?: bigint;
  readonly capturedLength?: number;
  readonly originalLength?: number;
  readonly options?: readonly number[];
}

function timed(order: Order, data: readonly number[], packet: InBlock): number[] {
  const { time = 0n, capturedLength = data.length, originalLength = data.length, options = [] } = packet;
  const fields = [Number(time >> 32n), Number(time & 0xffffffffn), capturedLength, originalLength];
  return [...fields.flatMap((value) => u32(order, value)), ...padded(data), ...options];
}

function enhanced(order: Order, data: readonly number[], packet: InBlock = {}): number[] {
  return block(order, 6, [...u32(order, packet.id ?? 0), ...timed(order, data, packet)]);
}

function obsolete(order: Order, data: readonly number[], packet: InBlock = {}): number[] {
  const drops = 0xffff;
  return block(order, 2, [...u16(order, packet.id ?? 0), ...u16(order, drops), ...timed(order, data, packet)]);
}

function simple(order: Order, data: readonly number[], originalLength: number = data.length): number[] {
  return block(order, 3, [...u32(order, originalLength), ...data]);
}

// What the reader makes of them.

/** What stands in a capture, where nothing but datagrams does. */
function datagramsIn(input: Uint8Array): CapturedDatagram[] {
  return [...readCapture(input)].map(onlyDatagram);
}

function onlyDatagram(captured: Captured): CapturedDatagram {
  if (!("bytes" in captured)) throw new Error(`expected a datagram, got ${JSON.stringify(captured)}`);
  return captured;
}

function read(bytes: readonly number[]): CapturedDatagram[] {
  return datagramsIn(Uint8Array.from(bytes));
}

function readText(text: string): number[][] {
  return datagramsIn(new TextEncoder().encode(text)).map(({ bytes, ...rest }) => {
    expect(rest).toEqual({});
    return Array.from(bytes);
  });
}

/** What came before the error, and the reason of the error; anything but a DecodeError fails. */
function readUntilError(input: Uint8Array): { datagrams: CapturedDatagram[]; reason: string | undefined } {
  const datagrams: CapturedDatagram[] = [];
  try {
    for (const captured of readCapture(input)) datagrams.push(onlyDatagram(captured));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { datagrams, reason: error.reason };
  }
  return { datagrams, reason: undefined };
}

function reasonOf(bytes: readonly number[] | string): string | undefined {
  return readUntilError(typeof bytes === "string" ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes)).reason;
}

function datagram(sequence: number, rest: Partial<CapturedDatagram> = {}): CapturedDatagram {
  return { bytes: Uint8Array.from(message(sequence)), protocol: 0, ...rest };
}

const SOME = cooked(message(1));

describe.each(ORDERS)("pcap in %s-endian order", (order) => {
  test("gives each packet with its time, protocol and direction", () => {
    const capture = [
      ...pcapHeader(order),
      ...pcapRecord(order, cooked(message(1), { type: 4 }), { seconds: 1_700_000_000, ticks: 123_456 }),
      ...pcapRecord(order, cooked(message(2), { protocol: 16 }), { seconds: 0xffffffff, ticks: 999_999 }),
    ];
    expect(read(capture)).toEqual([
      datagram(1, { timestamp: 1_700_000_000_123_456_000n }),
      datagram(2, { protocol: 16, timestamp: 4_294_967_295_999_999_000n }),
    ]);
  });

  test("counts nanoseconds where the magic number says so", () => {
    const record = pcapRecord(order, SOME, { seconds: 1_700_000_000, ticks: 123_456_789 });
    const capture = [...pcapHeader(order, { magic: 0xa1b23c4d }), ...record];
    expect(read(capture)).toEqual([datagram(1, { timestamp: 1_700_000_000_123_456_789n })]);
  });

  test("gives nothing where there are no packets, whatever their link type", () => {
    expect(read(pcapHeader(order))).toEqual([]);
    expect(read(pcapHeader(order, { linkType: 1 }))).toEqual([]);
  });

  test("leaves out what the header says of the frame check sequence", () => {
    const capture = [...pcapHeader(order, { linkType: 0x54000000 + 253 }), ...pcapRecord(order, SOME)];
    expect(read(capture)).toEqual([datagram(1, { timestamp: 0n })]);
  });

  test("gives what is there of packets that were cut", () => {
    const cut = pcapRecord(order, SOME.slice(0, 21), { originalLength: SOME.length });
    const empty = pcapRecord(order, SOME.slice(0, 16), { originalLength: SOME.length });
    const datagrams = read([...pcapHeader(order), ...cut, ...empty, ...pcapRecord(order, SOME)]);
    expect(datagrams.map(({ bytes }) => Array.from(bytes))).toEqual([message(1).slice(0, 5), [], message(1)]);
  });

  test("refuses another version", () => {
    expect(reasonOf(pcapHeader(order, { version: [2, 3] }))).toBe("expected pcap version 2.4 at byte 4, got 2.3");
    expect(reasonOf(pcapHeader(order, { version: [1, 4] }))).toBe("expected pcap version 2.4 at byte 4, got 1.4");
  });

  test("refuses packets of another link type", () => {
    const capture = [...pcapHeader(order, { linkType: 1 }), ...pcapRecord(order, SOME)];
    expect(reasonOf(capture)).toBe("expected link type 253 (LINKTYPE_NETLINK) of the packet at byte 40, got 1");
  });

  test("refuses a cooked header that is cut, or of other hardware", () => {
    const header = pcapHeader(order);
    expect(reasonOf([...header, ...pcapRecord(order, SOME.slice(0, 15))]))
      .toBe("expected the 16 bytes of a cooked header at byte 40, got 15");
    expect(reasonOf([...header, ...pcapRecord(order, cooked(message(1), { hardware: 1 }))]))
      .toBe("expected 824 (ARPHRD_NETLINK) at byte 42, got 1");
  });

  test("refuses a captured length beyond the end, after the packets before it", () => {
    const capture = [
      ...pcapHeader(order),
      ...pcapRecord(order, SOME),
      ...pcapRecord(order, cooked(message(2)), { capturedLength: 0xffffffff }),
    ];
    expect(readUntilError(Uint8Array.from(capture))).toEqual({
      datagrams: [datagram(1, { timestamp: 0n })],
      reason: "expected the 4294967295 bytes of packet data at byte 88, got 32",
    });
  });

  test("refuses each truncation, after the packets before it", () => {
    const whole = [...pcapHeader(order), ...pcapRecord(order, SOME), ...pcapRecord(order, cooked(message(2)))];
    for (let length = 4; length < whole.length; length++) {
      const { datagrams, reason } = readUntilError(Uint8Array.from(whole.slice(0, length)));
      expect(datagrams.length).toBe(length < 72 ? 0 : 1);
      // At the end of the file header and of a record nothing is missing.
      if (length === 24 || length === 72) expect(reason).toBeUndefined();
      else expect(reason).toMatch(/^expected the \d+ bytes of [a-z ]+ at byte \d+, got \d+$/);
    }
  });
});

test("pcap tells what is truncated", () => {
  const whole = [...pcapHeader("little"), ...pcapRecord("little", SOME)];
  expect(reasonOf(whole.slice(0, 23))).toBe("expected the 24 bytes of a pcap file header at byte 0, got 23");
  expect(reasonOf(whole.slice(0, 30))).toBe("expected the 16 bytes of a packet record header at byte 24, got 6");
  expect(reasonOf(whole.slice(0, 50))).toBe("expected the 32 bytes of packet data at byte 40, got 10");
  // Less than a magic number is taken for text.
  expect(reasonOf(whole.slice(0, 3))).toBe(
    "neither a capture nor hexadecimal text: expected hexadecimal digits on line 1, got '\ufffd'",
  );
});

describe.each(ORDERS)("pcapng in %s-endian order", (order) => {
  const start = [...section(order), ...interfaceBlock(order)];

  test("gives Enhanced Packet Blocks with time, protocol and direction", () => {
    const comment = option(order, 1, [0x68, 0x69]);
    const first = cooked(message(1), { type: 4 });
    const capture = [
      ...start,
      ...enhanced(order, first, { time: 1_700_000_000_123_456n, options: [...comment, ...u32(order, 0)] }),
      ...enhanced(order, cooked(message(2), { protocol: 16 }), { time: 1n }),
    ];
    expect(read(capture)).toEqual([
      datagram(1, { timestamp: 1_700_000_000_123_456_000n, comment: "hi" }),
      datagram(2, { protocol: 16, timestamp: 1000n }),
    ]);
  });

  test("gives the obsolete Packet Blocks", () => {
    const capture = [...start, ...interfaceBlock(order), ...obsolete(order, SOME, { id: 1, time: 5_000_000_000n })];
    expect(read(capture)).toEqual([datagram(1, { timestamp: 5_000_000_000_000n })]);
  });

  test("gives Simple Packet Blocks, cut at the snap length of the first interface", () => {
    const snapped = interfaceBlock(order, { snapLength: 21 });
    expect(read([...start, ...simple(order, SOME)])).toEqual([datagram(1)]);
    const cut = read([...section(order), ...snapped, ...start.slice(28), ...simple(order, SOME.slice(0, 21), 32)]);
    expect(cut).toEqual([datagram(1, { bytes: Uint8Array.from(message(1).slice(0, 5)) })]);
    expect(Object.keys(cut[0] ?? {})).not.toContain("timestamp");
    // Shorter than the snap length: the padding is no data.
    const short = read([...section(order), ...snapped, ...simple(order, SOME.slice(0, 17))]);
    expect(short.map(({ bytes }) => Array.from(bytes))).toEqual([message(1).slice(0, 1)]);
  });

  test("gives what is there of packets that were cut, without the padding", () => {
    const cut = { originalLength: SOME.length };
    const capture = [...start, ...enhanced(order, SOME.slice(0, 19), cut), ...obsolete(order, SOME.slice(0, 18), cut)];
    expect(read(capture).map(({ bytes }) => Array.from(bytes))).toEqual([
      message(1).slice(0, 3),
      message(1).slice(0, 2),
    ]);
  });

  test("skips blocks that it does not know", () => {
    const capture = [
      ...section(order),
      ...block(order, 0x0bad, []),
      ...interfaceBlock(order),
      ...block(order, 4, [1, 2, 3, 4, 5]),
      ...enhanced(order, SOME),
      ...block(order, 0xffffffff, SOME),
    ];
    expect(read(capture)).toEqual([datagram(1, { timestamp: 0n })]);
  });

  test.each([
    [[0], 7n, 7_000_000_000n],
    [[3], 1_700_000_000_123n, 1_700_000_000_123_000_000n],
    [[6], 1_700_000_000_123_456n, 1_700_000_000_123_456_000n],
    [[9], 1_700_000_000_123_456_789n, 1_700_000_000_123_456_789n],
    [[12], 1_999n, 1n],
    [[127], 0xffffffffffffffffn, 0n],
    [[0x80], 7n, 7_000_000_000n],
    [[0x80 | 10], 1536n, 1_500_000_000n],
    [[0x80 | 32], 0x1_80000000n, 1_500_000_000n],
    [[0xff], 0xffffffffffffffffn, 0n],
  ])("honours if_tsresol %j", (resolution, time, timestamp) => {
    const options = [...option(order, 2, [0x6c, 0x6f, 0x30]), ...option(order, 9, resolution), ...option(order, 0, [])];
    const capture = [...section(order), ...interfaceBlock(order, { options }), ...enhanced(order, SOME, { time })];
    expect(read(capture)).toEqual([datagram(1, { timestamp })]);
  });

  test("honours if_tsoffset, either sign", () => {
    for (const [offset, timestamp] of [[[100, 0], 101_000_000_000n], [[-100, -1], -99_000_000_000n]] as const) {
      const [low, high] = offset;
      const value = [[low, high], [high, low]][ORDERS.indexOf(order)] ?? [];
      const options = option(order, 14, value.flatMap((half) => u32(order, half)));
      const capture = [
        ...section(order),
        ...interfaceBlock(order, { options }),
        ...enhanced(order, SOME, { time: 1_000_000n }),
      ];
      expect(read(capture)).toEqual([datagram(1, { timestamp })]);
    }
  });

  test("reads no options behind opt_endofopt", () => {
    const options = [...option(order, 0, []), ...option(order, 9, [9, 9])];
    const capture = [...section(order), ...interfaceBlock(order, { options }), ...enhanced(order, SOME, { time: 1n })];
    expect(read(capture)).toEqual([datagram(1, { timestamp: 1000n })]);
  });

  test("keeps the resolutions of several interfaces apart", () => {
    const capture = [
      ...start,
      ...interfaceBlock(order, { linkType: 1 }),
      ...interfaceBlock(order, { options: option(order, 9, [9]) }),
      ...enhanced(order, cooked(message(1)), { id: 2, time: 5n }),
      ...enhanced(order, cooked(message(2)), { id: 0, time: 5n }),
    ];
    expect(read(capture)).toEqual([datagram(1, { timestamp: 5n }), datagram(2, { timestamp: 5000n })]);
  });

  test("begins anew with each section, whatever its byte order", () => {
    const other = order === "little" ? "big" : "little";
    const capture = [
      ...start,
      ...enhanced(order, cooked(message(1))),
      ...section(other, [1, 2]),
      ...interfaceBlock(other, { options: option(other, 9, [9]) }),
      ...enhanced(other, cooked(message(2)), { time: 7n }),
      ...section(order),
    ];
    expect(read(capture)).toEqual([datagram(1, { timestamp: 0n }), datagram(2, { timestamp: 7n })]);
    expect(reasonOf([...capture, ...enhanced(order, SOME)]))
      .toBe(`expected one of the 0 interfaces of the section at byte ${capture.length + 8}, got 0`);
  });

  test("refuses packets of another link type", () => {
    const capture = [...start, ...interfaceBlock(order, { linkType: 113 })];
    const at = capture.length + 28;
    expect(reasonOf([...capture, ...enhanced(order, SOME, { id: 1 })]))
      .toBe(`expected link type 253 (LINKTYPE_NETLINK) of the packet at byte ${at}, got 113`);
  });

  test("refuses an interface that no block described", () => {
    const at = start.length + 8;
    const reason = `expected one of the 1 interfaces of the section at byte ${at}, got`;
    expect(reasonOf([...start, ...enhanced(order, SOME, { id: 0xffffffff })])).toBe(`${reason} 4294967295`);
    expect(reasonOf([...start, ...obsolete(order, SOME, { id: 1 })])).toBe(`${reason} 1`);
    expect(reasonOf([...section(order), ...simple(order, SOME)]))
      .toBe("expected one of the 0 interfaces of the section at byte 36, got 0");
  });

  test("refuses a captured length beyond the block", () => {
    const at = start.length;
    for (const packet of [enhanced, obsolete]) {
      expect(reasonOf([...start, ...packet(order, SOME, { capturedLength: 33 })]))
        .toBe(`expected a captured length of at most 32 at byte ${at + 20}, got 33`);
    }
    expect(reasonOf([...start, ...simple(order, SOME, 0xffffffff)]))
      .toBe(`expected a captured length of at most 32 at byte ${at + 8}, got 4294967295`);
  });

  test("refuses a cooked header that is cut, or of other hardware", () => {
    const at = start.length;
    expect(reasonOf([...start, ...enhanced(order, SOME.slice(0, 4))]))
      .toBe(`expected the 16 bytes of a cooked header at byte ${at + 28}, got 4`);
    expect(reasonOf([...start, ...simple(order, cooked([], { hardware: 772 }))]))
      .toBe(`expected 824 (ARPHRD_NETLINK) at byte ${at + 14}, got 772`);
  });

  test.each([0, 3, 8, 11])("refuses the block length %i", (length) => {
    expect(reasonOf([...start, ...u32(order, 0x0bad), ...u32(order, length), ...u32(order, length)]))
      .toBe(`expected a block length of at least 12 at byte ${start.length + 4}, got ${length}`);
  });

  test.each([
    ["Section Header", 0x0a0d0d0a, 28, 24],
    ["Interface Description", 1, 20, 16],
    ["Packet", 2, 32, 28],
    ["Simple Packet", 3, 16, 12],
    ["Enhanced Packet", 6, 32, 28],
  ])("refuses a %s Block that lacks fields", (_, type, minimum, length) => {
    const body = [...u32(order, 0x1a2b3c4d), ...u16(order, 1), ...Array<number>(18).fill(0)].slice(0, length - 12);
    const capture = [...start, ...block(order, type, body)];
    // Where the file goes on, it is the length that is wrong.
    expect(reasonOf([...capture, ...start]))
      .toBe(`expected a block length of at least ${minimum} at byte ${start.length + 4}, got ${length}`);
  });

  test("refuses a block length that is odd, huge, or not the same at the end", () => {
    const at = start.length;
    const odd = [...u32(order, 0x0bad), ...u32(order, 13), 0, ...u32(order, 13)];
    expect(reasonOf([...start, ...odd]))
      .toBe(`expected a block length that is a multiple of 4 at byte ${at + 4}, got 13`);
    const huge = [...u32(order, 0x0bad), ...u32(order, 0xfffffffc), ...u32(order, 0xfffffffc)];
    expect(reasonOf([...start, ...huge])).toBe(`expected the 4294967292 bytes of a block at byte ${at}, got 12`);
    const unequal = [...u32(order, 0x0bad), ...u32(order, 12), ...u32(order, 16)];
    expect(reasonOf([...start, ...unequal])).toBe(`expected the block length 12 again at byte ${at + 8}, got 16`);
  });

  test("refuses another version and another byte-order magic", () => {
    expect(reasonOf(section(order, [2, 1]))).toBe("expected pcapng version 1 at byte 12, got 2.1");
    const capture = [...start, ...section(order)];
    capture.splice(start.length + 8, 4, 1, 2, 3, 4);
    expect(reasonOf(capture)).toBe(
      `expected the byte-order magic 0x1a2b3c4d in either order at byte ${start.length + 8}, got 0x01020304`,
    );
  });

  test("refuses options of a wrong length", () => {
    const described = (options: number[]) => reasonOf([...section(order), ...interfaceBlock(order, { options })]);
    expect(described(option(order, 9, [6, 6]))).toBe("expected length 1 of the option if_tsresol at byte 46, got 2");
    expect(described(option(order, 14, [6]))).toBe("expected length 8 of the option if_tsoffset at byte 46, got 1");
    expect(described([...u16(order, 2), ...u16(order, 5), 0, 0, 0, 0]))
      .toBe("expected an option length of at most 4 at byte 46, got 5");
    expect(described([...u16(order, 9), ...u16(order, 1)]))
      .toBe("expected an option length of at most 0 at byte 46, got 1");
  });

  test("refuses each truncation, after the packets before it", () => {
    const parts = [
      section(order),
      interfaceBlock(order),
      enhanced(order, SOME),
      simple(order, SOME),
      obsolete(order, SOME),
    ];
    const whole = parts.flat();
    const ends = parts.map((_, index) => parts.slice(0, index + 1).flat().length);
    for (let length = 4; length < whole.length; length++) {
      const { datagrams, reason } = readUntilError(Uint8Array.from(whole.slice(0, length)));
      expect(datagrams.length).toBe(ends.slice(2).filter((end) => end <= length).length);
      if (ends.includes(length)) expect(reason).toBeUndefined();
      else expect(reason).toMatch(/^expected the \d+ bytes of [A-Za-z ]+ at byte \d+, got \d+$/);
    }
  });
});

test("pcapng tells what is truncated", () => {
  const whole = [...section("little"), ...interfaceBlock("little")];
  expect(reasonOf(whole.slice(0, 10))).toBe("expected the 12 bytes of a block at byte 0, got 10");
  expect(reasonOf(whole.slice(0, 26))).toBe("expected the 28 bytes of a Section Header Block at byte 0, got 26");
  expect(reasonOf(whole.slice(0, 47))).toBe("expected the 20 bytes of a block at byte 28, got 19");
});

describe("hexadecimal text", () => {
  test("makes one datagram of all digits, whatever the white space between them", () => {
    expect(readText("0aFf 10\n\t2 0\r\n30")).toEqual([[0x0a, 0xff, 0x10, 0x20, 0x30]]);
    expect(readText("\ufeff0a")).toEqual([[0x0a]]);
    expect(readText("0a\u00a0\u20280b")).toEqual([[0x0a, 0x0b]]);
  });

  test("ignores comments; a line of nothing else separates nothing", () => {
    expect(readText("# link eth0, ü\n0a # zz # 0b\n  # between\n0c\u2028#")).toEqual([[0x0a, 0x0c]]);
  });

  test("begins another datagram at a blank line, however it ends", () => {
    expect(readText("\n\n0a\n\n\n0b\n \t\n0c\r\n\r\n0d\r\r0e\n")).toEqual([[0x0a], [0x0b], [0x0c], [0x0d], [0x0e]]);
    expect(readText("0a\n\n# two\n0b")).toEqual([[0x0a], [0x0b]]);
  });

  test.each(["", "\n", " \n\n\t", "# nothing", "\n\r", "\n\r\r"])("gives nothing without digits: %j", (text) => {
    expect(readText(text)).toEqual([]);
  });

  test.each([
    ["0g", 1, "'g'"],
    ["0a\r\n0b\n\n 0x0c", 4, "'x'"],
    ["0a\n🐧", 2, "'🐧'"],
    ["0a \u001b[1m", 1, "U+001B"],
    ["\u202e", 1, "U+202E"],
  ])("refuses another character: %j", (text, line, character) => {
    const begin = line === 1 ? "neither a capture nor hexadecimal text: " : "";
    expect(reasonOf(text)).toBe(`${begin}expected hexadecimal digits on line ${line}, got ${character}`);
  });

  test("refuses a digit without a pair, after the datagrams before it", () => {
    expect(readUntilError(new TextEncoder().encode("0a\n\n0b\n0c0 # 1\n# 2\n\n0d"))).toEqual({
      datagrams: [{ bytes: Uint8Array.of(0x0a) }],
      reason: "expected an even number of digits up to line 4, got the odd digit '0'",
    });
    expect(reasonOf("f")).toBe("expected an even number of digits up to line 1, got the odd digit 'f'");
  });

  test("takes any bytes", () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ minLength: 1 }), { minLength: 1 }), (datagrams) => {
      const lines = datagrams.map((bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" "));
      expect(readText(lines.join("\n\n"))).toEqual(datagrams.map((bytes) => Array.from(bytes)));
    }));
  });
});

test("the message says what failed", () => {
  expect(() => read(pcapHeader("little", { version: [9, 9] })))
    .toThrow("Cannot decode message: expected pcap version 2.4 at byte 4, got 9.9");
});

test("nothing is read before it is asked for", () => {
  const datagrams = readCapture(Uint8Array.from([...pcapHeader("big"), ...pcapRecord("big", SOME), 1]));
  expect(datagrams.next().value).toEqual(datagram(1, { timestamp: 0n }));
  expect(() => datagrams.next()).toThrow(DecodeError);
  expect(datagrams.next().done).toBe(true);
});

describe("hostile input", () => {
  const captures = ORDERS.flatMap((order) => [
    [...pcapHeader(order), ...pcapRecord(order, SOME), ...pcapRecord(order, cooked(message(2)))],
    [
      ...section(order),
      ...interfaceBlock(order, { snapLength: 64, options: [...option(order, 9, [9]), ...option(order, 0, [])] }),
      ...enhanced(order, SOME),
      ...simple(order, SOME),
      ...obsolete(order, SOME),
    ],
  ]);

  /** Reads it as part of a larger buffer, whose other bytes must show nowhere. */
  function check(bytes: Uint8Array): void {
    const alone = readUntilError(bytes);
    const buffer = new Uint8Array(bytes.length + 64).fill(0xa1);
    buffer.set(bytes, 13);
    const input = buffer.subarray(13, 13 + bytes.length);
    expect(readUntilError(input)).toEqual(alone);
    for (const datagram of alone.datagrams) expect(datagram.bytes.length).toBeLessThanOrEqual(bytes.length);
    expect(alone.datagrams.length).toBeLessThanOrEqual(bytes.length);
  }

  test("random bytes end or throw a DecodeError", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check), { numRuns: 500 });
  });

  test("so do random bytes behind a start that is right", () => {
    const starts = ORDERS.flatMap((order) => [
      pcapHeader(order),
      pcapHeader(order, { magic: 0xa1b23c4d }),
      section(order),
      [...section(order), ...interfaceBlock(order)],
    ]);
    const start = fc.constantFrom(...starts);
    fc.assert(
      fc.property(
        start,
        fc.uint8Array({ maxLength: 100 }),
        (before, after) => check(Uint8Array.of(...before, ...after)),
      ),
      { numRuns: 500 },
    );
  });

  test("so do captures with wrong bytes", () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(0, 1, 3, 0x7f, 0xff), fc.nat(255))), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...captures), changes, (capture, replaced) => {
        const bytes = Uint8Array.from(capture);
        for (const [index, byte] of replaced) bytes[index % bytes.length] = byte;
        check(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  test("so do captures of which any part is missing", () => {
    for (const capture of captures) {
      for (let length = 0; length < capture.length; length++) {
        check(Uint8Array.from(capture.slice(0, length)));
        check(Uint8Array.from(capture.slice(capture.length - length)));
      }
    }
  });

  test("so does any text", () => {
    const text = fc.string({
      unit: fc.constantFrom("0", "a", "F", "g", " ", "\n", "\r", "#", "é", "\u0000"),
      maxLength: 60,
    });
    fc.assert(fc.property(text, (characters) => check(new TextEncoder().encode(characters))));
  });
});
