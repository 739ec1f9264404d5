import { describe, expect, test } from "vitest";
import {
  type Acknowledgement,
  brokenMessage,
  extendedAck,
  MessageCursor,
  type RawMessage,
  readDone,
  readError,
  walkMessages,
  writeMessage,
} from "../../src/codec/framing.ts";
import { AddressBuffer, kernelAddress } from "../../src/codec/socket-address.ts";
import { bytes } from "../../src/codec/text.ts";
import { Writer } from "../../src/codec/writer.ts";
import { DecodeError } from "../../src/errors.ts";
import { golden, hex, toHex, viewOf } from "./golden.ts";

/** The messages of a datagram with their payload, and where the walk ended. */
function walk(text: string, length?: number): { readonly messages: readonly RawMessage[]; readonly end: number } {
  const view = viewOf(text);
  const messages: RawMessage[] = [];
  const end = walkMessages(view, length ?? view.byteLength, (raw) => messages.push(raw));
  // The other way to go through them sees the same.
  const stations: RawMessage[] = [];
  for (const cursor = new MessageCursor(view, length ?? view.byteLength); cursor.next();) stations.push({ ...cursor });
  expect(stations).toEqual(messages);
  return { messages, end };
}

// length 20, type 16, flags 0x5, sequence 1, port 2, payload
const FIRST = "14 00 00 00 10 00 05 00 01 00 00 00 02 00 00 00 | aa bb cc dd";
const SECOND = "10 00 00 00 03 00 02 00 ff ff ff ff fe ff ff ff";
const NO_PADDING = "11 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 | aa";

describe("walkMessages", () => {
  test("one message", () => {
    expect(walk(FIRST)).toEqual({
      messages: [{ type: 16, flags: 5, sequence: 1, port: 2, offset: 16, length: 4 }],
      end: 20,
    });
  });

  test("two messages; numbers of 32 bits are not negative", () => {
    const { messages, end } = walk(`${FIRST} ${SECOND}`);
    expect(messages).toHaveLength(2);
    expect(messages[1]).toEqual({
      type: 3,
      flags: 2,
      sequence: 0xffffffff,
      port: 0xfffffffe,
      offset: 36,
      length: 0,
    });
    expect(end).toBe(36);
  });

  test("an odd length: the next message is at a multiple of four", () => {
    const { messages, end } = walk(`${NO_PADDING} 000000 ${SECOND}`);
    expect(messages.map(({ offset, length }) => [offset, length])).toEqual([[16, 1], [36, 0]]);
    expect(end).toBe(36);
  });

  test("an odd length at the end, with, without and with half of its padding", () => {
    for (const [padding, length] of [["000000", 20], ["", 17], ["0000", 19]] as const) {
      const { messages, end } = walk(`${NO_PADDING} ${padding}`);
      expect(messages).toHaveLength(1);
      expect(end).toBe(length);
    }
  });

  test.each([
    ["nothing", "", 0],
    ["less than a header", "10 00 00 00 03 00 00 00 00 00 00 00 00 00 00", 0],
    ["a length of 0", `00000000 ${SECOND.slice(11)}`, 0],
    ["a length of 15", `0f000000 ${SECOND.slice(11)}`, 0],
    ["a length beyond the end", `11000000 ${SECOND.slice(11)}`, 0],
    ["a length of 32 bits", `ffffffff ${SECOND.slice(11)}`, 0],
    ["a length of 31 bits", `00000080 ${SECOND.slice(11)}`, 0],
  ])("%s: no message", (_name, text, end) => expect(walk(text)).toEqual({ messages: [], end }));

  test.each([
    ["a length of 0", "00 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00"],
    ["a length beyond the end", "15 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"],
    ["a few bytes", "00 01 02"],
    ["nearly a header", "10 00 00 00 03 00 00 00 00 00 00 00 00 00 00"],
  ])("what came before is kept: %s", (_name, text) => {
    const { messages, end } = walk(`${FIRST} ${text}`);
    expect(messages).toHaveLength(1);
    expect(end).toBe(20);
  });

  test("the length counts, not that of the buffer", () => {
    expect(walk(`${FIRST} ${SECOND}`, 20).messages).toHaveLength(1);
    expect(walk(`${FIRST} ${SECOND}`, 20).end).toBe(20);
    expect(walk(`${FIRST} ${SECOND}`, 35)).toMatchObject({ end: 20 });
    expect(walk(`${FIRST} ${SECOND}`, 19)).toEqual({ messages: [], end: 0 });
  });
});

describe("brokenMessage", () => {
  function sentence(text: string, offset = 0): string {
    const view = viewOf(text);
    const error = brokenMessage(view, offset, view.byteLength);
    expect(error).toBeInstanceOf(DecodeError);
    return error.message;
  }

  test("tells what is wrong", () => {
    expect(sentence("00 01 02")).toBe("Cannot decode message: expected a header of 16 bytes, got 3");
    expect(sentence(`${FIRST} 00`, 20)).toBe("Cannot decode message: expected a header of 16 bytes, got 1");
    expect(sentence(`0f000000 ${SECOND.slice(11)}`)).toBe(
      "Cannot decode message: expected a message length from 16 to 16, got 15",
    );
    expect(sentence(`ffffffff ${SECOND.slice(11)} 00`)).toBe(
      "Cannot decode message: expected a message length from 16 to 17, got 4294967295",
    );
  });
});

describe("writeMessage", () => {
  test("header, payload, padding", () => {
    const out = new Writer();
    const header = { type: 16, flags: 5, sequence: 0xffffffff, port: 0xfffffffe };
    writeMessage(out, header, bytes, Uint8Array.of(0xaa));
    writeMessage(out, { type: 3, flags: 2, sequence: 1, port: 0 }, bytes, Uint8Array.of());
    expect(toHex(out.finish())).toBe(toHex(hex(`
      11 00 00 00 10 00 05 00 ff ff ff ff fe ff ff ff | aa 00 00 00
      10 00 00 00 03 00 02 00 01 00 00 00 00 00 00 00
    `)));
  });

  test("more than the first buffer holds", () => {
    const out = new Writer();
    const payload = Uint8Array.from({ length: 1000 }, (_, i) => i & 0xff);
    for (let i = 0; i < 3; i++) writeMessage(out, { type: 16, flags: 0, sequence: i, port: 0 }, bytes, payload);
    const written = out.finish();
    const view = new DataView(written.buffer);
    const read: unknown[] = [];
    expect(walkMessages(view, written.length, ({ sequence, offset, length }) => {
      read.push([sequence, toHex(written.subarray(offset, offset + length))]);
    })).toBe(3048);
    expect(read).toEqual([0, 1, 2].map((sequence) => [sequence, toHex(payload)]));
  });
});

/** What an acknowledgement with `payload` says; poison behind it must not matter. */
function acknowledgement(read: typeof readError, flags: number, payload: string): Acknowledgement {
  const there = hex(payload);
  const view = new DataView(
    Uint8Array.of(...hex("ff ff ff ff"), ...there, ...hex("0b 00 01 00 70 6f 69 73 6f 6e 00 00"))
      .buffer,
  );
  const raw = { type: 2, flags, sequence: 0, port: 0, offset: 4, length: there.length };
  return read(view, raw);
}

const CAPPED = 0x100;
const TLVS = 0x200;
const ENODEV = "ed ff ff ff";
const SUCCESS = "00 00 00 00";
/** The header of a request of 24 bytes: 16 of header, 8 of payload. */
const REQUEST = "18 00 00 00 10 00 05 06 07 00 00 00 08 00 00 00";
const ECHOED = `${REQUEST} 01 02 03 04 05 06 07 08`;
const TEXT = "07 00 01 00 6e 6f 00 00"; // message: "no"
const request = { type: 16, flags: 0x605, sequence: 7, port: 8 };

describe("readError", () => {
  test.each([
    ["an error that echoes the request", 0, `${ENODEV} ${ECHOED}`, { error: -19, request }],
    ["an error, capped", CAPPED, `${ENODEV} ${REQUEST}`, { error: -19, request }],
    ["attributes behind the request", TLVS, `${ENODEV} ${ECHOED} ${TEXT}`, {
      error: -19,
      request,
      ack: { message: "no" },
    }],
    ["attributes behind the header", CAPPED | TLVS, `${ENODEV} ${REQUEST} ${TEXT}`, {
      error: -19,
      request,
      ack: { message: "no" },
    }],
    ["success, capped without being asked to", CAPPED, `${SUCCESS} ${REQUEST}`, { error: 0, request }],
    ["success with a warning", CAPPED | TLVS, `${SUCCESS} ${REQUEST} ${TEXT}`, {
      error: 0,
      request,
      ack: { message: "no" },
    }],
    ["attributes without the flag", CAPPED, `${ENODEV} ${REQUEST} ${TEXT}`, { error: -19, request }],
    ["the flag without attributes", CAPPED | TLVS, `${ENODEV} ${REQUEST}`, { error: -19, request }],
    ["the flag without attributes behind the request", TLVS, `${ENODEV} ${ECHOED}`, { error: -19, request }],
    ["no request", CAPPED | TLVS, ENODEV, { error: -19 }],
    ["half a request", CAPPED | TLVS, `${ENODEV} ${REQUEST.slice(0, -3)}`, { error: -19 }],
    ["a request that is cut off", TLVS, `${ENODEV} ${REQUEST} 01 02 03`, { error: -19, request }],
  ])("%s", (_name, flags, payload, expected) => {
    expect(acknowledgement(readError, flags, payload)).toStrictEqual(expected);
  });

  test("the attributes stand behind the padding of the request", () => {
    const odd = REQUEST.replace("18", "15");
    expect(acknowledgement(readError, TLVS, `${ENODEV} ${odd} 01 02 03 04 05 000000 ${TEXT}`)).toEqual({
      error: -19,
      request,
      ack: { message: "no" },
    });
  });

  test.each(["00 00 00 00", "0c 00 00 00", "ff ff ff ff", "fd ff ff ff", "00 00 00 80", "fc ff ff 7f"])(
    "an impossible length of the request: %s",
    (length) => {
      const echoed = `${length} ${REQUEST.slice(12)} ${TEXT}`;
      expect(acknowledgement(readError, TLVS, `${ENODEV} ${echoed}`)).toEqual({ error: -19, request });
    },
  );

  test("everything that the kernel can say", () => {
    const ack = `
      07 00 01 00 6e 6f 00 00
      08 00 02 00 14 00 00 00
      07 00 03 00 01 02 03 00
      34 00 04 80
        08 00 01 00 04 00 00 00
        0c 00 04 00 01 00 00 00 00 00 00 00
        0c 00 05 00 fe 0f 00 00 00 00 00 00
        04 00 0b 00
        0c 00 0c 00 ff 00 00 00 00 00 00 80
      08 00 05 00 03 00 00 00
      08 00 06 00 18 00 00 00
    `;
    expect(acknowledgement(readError, CAPPED | TLVS, `ea ff ff ff ${REQUEST} ${ack}`)).toEqual({
      error: -22,
      request,
      ack: {
        message: "no",
        offset: 20,
        cookie: Uint8Array.of(1, 2, 3),
        policy: {
          type: 4,
          minimum: 1n,
          maximum: 4094n,
          mask: 0x80000000000000ffn,
          unknown: [{ type: 11, data: Uint8Array.of() }],
        },
        missingType: 3,
        missingNest: 24,
      },
    });
  });

  test.each(["", "ff", "ff ff ff"])("less than an error number is malformed: '%s'", (payload) => {
    expect(() => acknowledgement(readError, 0, payload)).toThrow(
      new DecodeError(`expected an error number of 4 bytes, got ${hex(payload).length}`),
    );
  });

  test("malformed attributes do not take the error number with them", () => {
    expect(acknowledgement(readError, CAPPED | TLVS, `${ENODEV} ${REQUEST} 03 00 01 00`)).toMatchObject({
      error: -19,
      request,
    });
    expect(acknowledgement(readError, CAPPED | TLVS, `${ENODEV} ${REQUEST} 05 00 02 00 01`)).toMatchObject({
      error: -19,
      request,
    });
  });
});

describe("readDone", () => {
  test.each([
    ["empty", 0, "", { error: 0 }],
    ["empty, with the flag", TLVS, "", { error: 0 }],
    ["success", 0, SUCCESS, { error: 0 }],
    ["an error", 0, ENODEV, { error: -19 }],
    ["an error with attributes", TLVS, `${ENODEV} ${TEXT}`, { error: -19, ack: { message: "no" } }],
    ["success with a warning", TLVS, `${SUCCESS} ${TEXT}`, { error: 0, ack: { message: "no" } }],
    ["attributes without the flag", 0, `${ENODEV} ${TEXT}`, { error: -19 }],
    ["the flag without attributes", TLVS, ENODEV, { error: -19 }],
  ])("%s", (_name, flags, payload, expected) => {
    expect(acknowledgement(readDone, flags, payload)).toStrictEqual(expected);
  });

  test("less than an error number is malformed", () => {
    expect(() => acknowledgement(readDone, 0, "ff ff ff")).toThrow("expected an error number of 4 bytes, got 3");
  });
});

describe("extendedAck", () => {
  test("signed limits, lengths and bit fields", () => {
    golden(
      extendedAck,
      {
        policy: {
          type: 6,
          minimumSigned: -1n,
          maximumSigned: 1n,
          minimumLength: 2,
          maximumLength: 3,
          bitfieldMask: 0x80000000,
        },
      },
      `
      3c 00 04 80
        08 00 01 00 06 00 00 00
        0c 00 02 00 ff ff ff ff ff ff ff ff
        0c 00 03 00 01 00 00 00 00 00 00 00
        08 00 06 00 02 00 00 00
        08 00 07 00 03 00 00 00
        08 00 0a 00 00 00 00 80
    `,
    );
  });
});

describe("socket addresses", () => {
  test("that of the kernel", () => {
    expect(toHex(kernelAddress())).toBe("10 00 00 00 00 00 00 00 00 00 00 00");
    expect(kernelAddress()).not.toBe(kernelAddress());
  });

  test("the port of one that was received", () => {
    const address = new AddressBuffer();
    expect(address.bytes).toHaveLength(12);
    expect(address.port).toBe(0);
    address.bytes.set(hex("10 00 00 00 78 56 34 f2 00 00 00 00"));
    expect(address.port).toBe(0xf2345678);
  });
});
