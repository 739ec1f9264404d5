import { describe, expect, test } from "vitest";
import { ipv4 } from "../../src/codec/address.ts";
import { array, indexed, keyed, records } from "../../src/codec/array.ts";
import { attribute, attributes, type Extensible } from "../../src/codec/attributes.ts";
import { type Codec, decode, encode } from "../../src/codec/codec.ts";
import { locate } from "../../src/codec/locate.ts";
import { message } from "../../src/codec/message.ts";
import { boolean, u16, u32, u8 } from "../../src/codec/numbers.ts";
import { field } from "../../src/codec/struct.ts";
import { bytes, cstring } from "../../src/codec/text.ts";
import { shown } from "../../src/shown.ts";
import { decodeFailure, encodeFailure, golden, hex, survives, toHex, viewOf } from "./golden.ts";

describe("array", () => {
  test("one behind the other, without padding", () => {
    golden(array(u16), [1, 2, 3], "01 00 02 00 03 00");
    golden(array(u16), [], "");
  });

  test("half an element is malformed", () => {
    expect(decodeFailure(array(u16), "01 00 02")).toBe("Cannot decode message: expected a multiple of 2 bytes, got 3");
  });

  test("the errors tell which element", () => {
    expect(encodeFailure(array(u16), [1, -1])).toBe("Cannot encode 1: expected a number from 0 to 65535, got -1");
    expect(decodeFailure(array(boolean(u8)), "00 01 02")).toBe("Cannot decode 2: expected 0 or 1, got 2");
  });

  test("a hole is no element", () => {
    const holes: unknown[] = [1];
    holes[2] = 3;
    expect(encodeFailure(array(u16), holes)).toBe("Cannot encode 1: expected a number from 0 to 65535, got undefined");
  });

  test("what is no list is refused", () => {
    const codecs: readonly Codec<readonly unknown[]>[] = [array(u16), indexed(u16), records(bytes)];
    for (const codec of codecs) {
      for (const value of ["12", 1, null, undefined]) {
        expect(encodeFailure(codec, value)).toBe(`Cannot encode value: expected a list, got ${shown(value)}`);
      }
    }
  });
});

describe("indexed", () => {
  test("each in an attribute of its own, from 1", () => {
    golden(indexed(u32), [7, 8], "08 00 01 00 07 00 00 00 | 08 00 02 00 08 00 00 00");
    golden(indexed(u32), [], "");
  });

  test("from 0", () => {
    golden(
      indexed(ipv4, { first: 0 }),
      ["192.0.2.1", "192.0.2.2"],
      "08 00 00 00 c0 00 02 01 | 08 00 01 00 c0 00 02 02",
    );
  });

  test("each is padded", () => {
    golden(indexed(cstring), ["a", "abc"], "06 00 01 00 61 00 00 00 | 08 00 02 00 61 62 63 00");
    expect(decode(indexed(cstring), hex("06 00 01 00 61 00"))).toEqual(["a"]);
  });

  test("the index is not kept", () => {
    const value = decode(indexed(u8), hex("05 00 09 80 07 000000 | 05 00 03 00 08 000000"));
    expect(value).toEqual([7, 8]);
    expect(toHex(encode(indexed(u8), value))).toBe("05 00 01 00 07 00 00 00 05 00 02 00 08 00 00 00");
  });

  test("the errors tell the index", () => {
    expect(decodeFailure(indexed(u32), "08 00 01 00 07 00 00 00 | 05 00 02 80 08 000000")).toBe(
      "Cannot decode 2: expected 4 bytes, got 1",
    );
    expect(encodeFailure(indexed(u32), [7, -8])).toMatch(/^Cannot encode 1: expected a number .* got -8$/);
  });

  test.each([["03 00 01 00", 3, 4], ["00 00 01 00", 0, 4], ["09 00 01 00 07 00 00 00", 9, 8]])(
    "a broken length: %s",
    (text, length, left) => {
      expect(decodeFailure(indexed(u32), text)).toBe(
        `Cannot decode message: expected an attribute length from 4 to ${left}, got ${length}`,
      );
    },
  );
});

interface Hop extends Extensible {
  readonly weight: number;
  readonly name?: string;
}
const hop: Codec<Hop> = message<Pick<Hop, "weight">, Omit<Hop, "weight">>(4, { weight: field(2, u8) }, {
  name: attribute(1, cstring),
});
const hops = records(hop);

describe("keyed", () => {
  test("each with the number by which it is known", () => {
    golden(
      keyed(u32),
      [{ key: 9, value: 7 }, { key: 0, value: 8 }],
      "08 00 09 00 07 00 00 00 | 08 00 00 00 08 00 00 00",
    );
    golden(keyed(u32), [], "");
  });

  test("lists are marked as such, whether they are attributes or keyed themselves", () => {
    golden(keyed(keyed(u8)), [{ key: 1, value: [{ key: 2, value: 3 }] }], "0c 00 01 80 | 05 00 02 00 03 00 00 00");
    const list = attributes<{ a?: number }>({ a: attribute(1, u8) });
    golden(keyed(list), [{ key: 5, value: { a: 1 } }], "0c 00 05 80 | 05 00 01 00 01 00 00 00");
    expect(decode(keyed(list), hex("0c 00 05 00 | 05 00 01 00 01 00 00 00"))).toEqual([{ key: 5, value: { a: 1 } }]);
  });

  test("the errors tell the key, or the place", () => {
    expect(decodeFailure(keyed(u32), "08 00 09 00 07 00 00 00 | 05 00 07 80 08 000000")).toBe(
      "Cannot decode 7: expected 4 bytes, got 1",
    );
    const good = { key: 1, value: 7 };
    expect(encodeFailure(keyed(u32), [good, { key: 2, value: -1 }])).toMatch(/^Cannot encode 1\.value: .* got -1$/);
    for (const key of [-1, 0x4000, 1.5, "1", undefined]) {
      expect(encodeFailure(keyed(u32), [{ key, value: 7 }])).toBe(
        `Cannot encode 0: expected a key from 0 to 16383, got '${key}'`,
      );
    }
    expect(encodeFailure(keyed(u32), [{ kye: 1, value: 7 }])).toBe(
      "Cannot encode 0: unknown field 'kye' (did you mean 'key'?)",
    );
    expect(encodeFailure(keyed(u32), [null])).toMatch(/^Cannot encode 0: expected an object with fields, /);
  });

  test("an offset is in the value that has the key", () => {
    const list = keyed(attributes<{ a?: number }>({ a: attribute(1, u8) }));
    const view = viewOf("0c 00 05 80 | 05 00 01 00 01 00 00 00");
    expect(locate(list, view, 0, 12, 4).path).toEqual(["5", "a"]);
  });
});

describe("records", () => {
  test("each starts with its length", () => {
    golden(hops, [{ weight: 1 }, { weight: 2, name: "abc" }], "04 00 01 00 | 0c 00 02 00 08 00 01 00 61 62 63 00");
    golden(hops, [], "");
  });

  test("each is padded, which its length does not tell", () => {
    golden(records(bytes), [Uint8Array.of(3, 0, 9), Uint8Array.of(2, 0)], "03 00 09 00 | 02 00 00 00");
  });

  test("padding may be missing behind the last", () => {
    expect(decode(records(bytes), hex("05 00 07 08 09"))).toEqual([Uint8Array.of(5, 0, 7, 8, 9)]);
    expect(decode(records(bytes), hex("05 00 07 08 09 000000 | 02 00"))).toEqual([
      Uint8Array.of(5, 0, 7, 8, 9),
      Uint8Array.of(2, 0),
    ]);
  });

  test("unknown attributes in it survive", () => {
    const value = survives(hops, "14 00 02 00 06 00 09 00 aa bb 00 00 06 00 01 00 61 00 00 00 | 04 00 01 00");
    expect(value).toEqual([
      { weight: 2, name: "a", unknown: [{ type: 9, data: Uint8Array.of(0xaa, 0xbb) }] },
      { weight: 1 },
    ]);
  });

  test.each([
    ["00 00 01 00", 0, 4],
    ["01 00 01 00", 1, 4],
    ["05 00 01 00", 5, 4],
    ["04 00 01 00 | 08 00 01 00", 8, 4],
    ["04 00 01 00 | ff", 0, 1],
  ])("a broken length: %s", (text, length, left) => {
    expect(decodeFailure(records(bytes), text)).toBe(
      `Cannot decode message: expected a record length from 2 to ${left}, got ${length}`,
    );
  });

  test("the errors tell which record", () => {
    expect(decodeFailure(hops, "04 00 01 00 | 02 00 00 00")).toBe(
      "Cannot decode 1: expected at least 4 bytes, got 2",
    );
    expect(encodeFailure(hops, [{ weight: 1 }, { weight: 256 }])).toBe(
      "Cannot encode 1.weight: expected a number from 0 to 255, got 256",
    );
  });

  test("one that is too long for its length is refused", () => {
    expect(encodeFailure(hops, [{ weight: 1, unknown: [{ type: 9, data: new Uint8Array(65530) }] }])).toBe(
      "Cannot encode 0: expected a number from 0 to 65535, got 65540",
    );
  });
});

describe("arrays as attributes", () => {
  interface Lists {
    readonly plain?: readonly number[];
    readonly indexed?: readonly number[];
  }
  const lists = attributes<Lists>({ plain: attribute(1, array(u16)), indexed: attribute(2, indexed(u16)) });

  test("in a list", () => {
    golden(lists, { plain: [1], indexed: [2] }, "06 00 01 00 01 00 00 00 | 0c 00 02 00 06 00 01 00 02 00 00 00");
  });

  test("the errors tell list and element", () => {
    expect(encodeFailure(lists, { indexed: [1, 2, 70000] })).toBe(
      "Cannot encode indexed.2: expected a number from 0 to 65535, got 70000",
    );
    expect(decodeFailure(lists, "0c 00 02 00 05 00 01 00 02 00 00 00")).toBe(
      "Cannot decode indexed.1: expected 2 bytes, got 1",
    );
  });
});
