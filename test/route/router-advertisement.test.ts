import { describe, expect, test } from "vitest";
import { ndUserOptionMessage } from "../../src/route/nd-user-option.ts";
import { prefixMessage } from "../../src/route/prefix.ts";
import { decodeFailure, encodeFailure, hex, survives, toHex } from "../codec/golden.ts";
import { eventOf, example } from "./example.ts";

// What Linux 6.18 tells of a router advertisement of fe80::1, one attribute a line.

const RTM_NEWPREFIX = 52;
const RTM_NEWNDUSEROPT = 68;

test("a prefix", () => {
  example(prefixMessage, RTM_NEWPREFIX, {
    value: {
      family: "inet6",
      index: 5,
      type: 3,
      prefixLength: 64,
      flags: [],
      address: "2001:db8:77::",
      cacheInfo: { preferred: 14400, valid: 4294967295 },
    },
    bytes: `
      0a | 00 | 00 00 | 05 00 00 00 | 03 | 40 | 00 | 00   # struct prefixmsg: family, pads, link, type, length, flags
      14 00 01 00 | 20 01 0d b8 00 77 00 00 00 00 00 00 00 00 00 00   # PREFIX_ADDRESS
      0c 00 02 00 | 40 38 00 00 | ff ff ff ff   # PREFIX_CACHEINFO: preferred, valid
    `,
    text: "prefix 2001:db8:77::/64 dev v2 valid forever preferred 14400sec",
  });
});

test.each([
  ["f8", ["0x8", "preferDelegation", "routerAddress", "autoconf", "onLink"]],
  ["03", ["prefixOnLink", "prefixAutoconf"]],
])("a prefix with the flags %s, in the bits of a newer or an older kernel", (bits, flags) => {
  const bytes = `0a 00 00 00 05 00 00 00 03 40 ${bits} 00`;
  expect(eventOf(RTM_NEWPREFIX, bytes)).toMatchObject({ prefix: { flags } });
  survives(prefixMessage, bytes);
});

describe("options for programs", () => {
  const option = "19 03 00 00 00 00 02 58 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 53";

  test("a DNS server", () => {
    example(ndUserOptionMessage, RTM_NEWNDUSEROPT, {
      value: {
        family: "inet6",
        index: 5,
        icmpType: 134,
        icmpCode: 0,
        options: hex(option),
        source: "fe80::1",
      },
      bytes: `
        0a | 00 | 18 00 | 05 00 00 00 | 86 | 00 | 00 00 | 00 00 00 00   # struct nduseroptmsg
        ${option}   # nduseropt_opts_len bytes: an option of type 25 and three times eight bytes
        14 00 01 00 | fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01   # NDUSEROPT_SRCADDR
      `,
      text: "dev v2 from fe80::1 option 25 (24 bytes)",
    });
  });

  test("whose number of bytes is no multiple of four: the attributes are aligned", () => {
    const value = survives(
      ndUserOptionMessage,
      `0a 00 05 00 05 00 00 00 86 00 00 00 00 00 00 00 | 01 02 03 04 05 | 00 00 00
       14 00 01 00 | fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01`,
    );
    expect(toHex(value.options)).toBe("01 02 03 04 05");
    expect(value.source).toBe("fe80::1");
  });

  test("none, and nothing behind them", () => {
    const value = survives(ndUserOptionMessage, "0a 00 00 00 05 00 00 00 86 00 00 00 00 00 00 00");
    expect(value).toEqual({ family: "inet6", index: 5, icmpType: 134, icmpCode: 0, options: hex("") });
  });

  test("that are longer than the message are refused, and all of it is kept", () => {
    const bytes = "0a 00 19 00 05 00 00 00 86 00 00 00 00 00 00 00 01 02 03 04";
    expect(decodeFailure(ndUserOptionMessage, bytes)).toBe("Cannot decode options: expected 25 bytes, got 4");
    expect(eventOf(RTM_NEWNDUSEROPT, bytes)).toMatchObject({ type: "undecoded", bytes: hex(bytes) });
  });

  test("that no message has room for cannot be written", () => {
    const value = { family: "inet6", index: 5, icmpType: 134, icmpCode: 0, options: new Uint8Array(0x10000) };
    expect(encodeFailure(ndUserOptionMessage, value))
      .toBe("Cannot encode options: expected a number from 0 to 65535, got 65536");
  });
});
