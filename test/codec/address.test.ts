import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hardwareAddress, ip, ipv4, ipv6, mac, paddedHardwareAddress, parseIp } from "../../src/codec/address.ts";
import { decode, encode } from "../../src/codec/codec.ts";
import { mplsLabels } from "../../src/codec/labels.ts";
import { decodeFailure, encodeFailure, golden, hex, toHex } from "./golden.ts";
import { shown } from "../../src/shown.ts";

describe("IPv4", () => {
  test.each([
    ["0.0.0.0", "00 00 00 00"],
    ["127.0.0.1", "7f 00 00 01"],
    ["192.0.2.199", "c0 00 02 c7"],
    ["255.255.255.255", "ff ff ff ff"],
  ])("%s", (value, text) => {
    golden(ip, value, text);
    golden(ipv4, value, text);
  });

  test.each([
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.",
    ".1.2.3",
    "1..2.3",
    "256.0.0.1",
    "1.2.3.1000",
    "01.2.3.4",
    "1.2.3.00",
    "0x7f.0.0.1",
    "1.2.3.-4",
    "1.2.3.+4",
    " 1.2.3.4",
    "1.2.3.4 ",
    "1.2.3.4\n",
    "1.2.3.4/24",
    "1.2.3.٤",
    "2130706433",
    "localhost",
  ])("'%s' is none", (value) => {
    expect(parseIp(value)).toBeUndefined();
    expect(encodeFailure(ip, value)).toBe(`Cannot encode value: expected an IPv4 or IPv6 address, got ${shown(value)}`);
    expect(encodeFailure(ipv4, value)).toBe(`Cannot encode value: expected an IPv4 address, got ${shown(value)}`);
  });
});

// Written after RFC 5952, section by section.
const CANONICAL: readonly (readonly [why: string, text: string, bytes: string])[] = [
  ["nothing but zeros", "::", "0000 0000 0000 0000 0000 0000 0000 0000"],
  ["loopback", "::1", "0000 0000 0000 0000 0000 0000 0000 0001"],
  ["zeros behind", "1::", "0001 0000 0000 0000 0000 0000 0000 0000"],
  ["4.1 no leading zeros", "2001:db8::1", "2001 0db8 0000 0000 0000 0000 0000 0001"],
  ["4.1 a zero group is one digit", "2001:db8:0:1:2:3:4:5", "2001 0db8 0000 0001 0002 0003 0004 0005"],
  ["4.2.1 as short as can be", "2001:db8::2:1", "2001 0db8 0000 0000 0000 0000 0002 0001"],
  ["4.2.2 one group is not left out", "2001:db8:0:1:1:1:1:1", "2001 0db8 0000 0001 0001 0001 0001 0001"],
  ["4.2.2 nor the first", "0:1:2:3:4:5:6:7", "0000 0001 0002 0003 0004 0005 0006 0007"],
  ["4.2.2 nor the last", "1:2:3:4:5:6:7:0", "0001 0002 0003 0004 0005 0006 0007 0000"],
  ["4.2.2 nor several single ones", "0:1:0:1:0:1:0:1", "0000 0001 0000 0001 0000 0001 0000 0001"],
  ["4.2.3 the longest run", "2001:0:0:1::1", "2001 0000 0000 0001 0000 0000 0000 0001"],
  ["4.2.3 of equal runs the first", "2001:db8::1:0:0:1", "2001 0db8 0000 0000 0001 0000 0000 0001"],
  ["4.2.3 also at both ends", "::1:2:3:4:0:0", "0000 0000 0001 0002 0003 0004 0000 0000"],
  ["4.2.3 a longer run behind", "0:0:1::", "0000 0000 0001 0000 0000 0000 0000 0000"],
  ["4.2.3 two groups in front", "::2:3:4:5:6:7", "0000 0000 0002 0003 0004 0005 0006 0007"],
  ["4.2.3 two groups behind", "1:2:3:4:5:6::", "0001 0002 0003 0004 0005 0006 0000 0000"],
  ["4.3 lower case", "abcd:ef::fedc", "abcd 00ef 0000 0000 0000 0000 0000 fedc"],
  ["5 mapped", "::ffff:192.0.2.1", "0000 0000 0000 0000 0000 ffff c000 0201"],
  ["5 mapped, all zeros", "::ffff:0.0.0.0", "0000 0000 0000 0000 0000 ffff 0000 0000"],
  ["not mapped: one group further", "::ffff:0:c000:201", "0000 0000 0000 0000 ffff 0000 c000 0201"],
  ["not mapped: another prefix", "::fffe:c000:201", "0000 0000 0000 0000 0000 fffe c000 0201"],
  ["not mapped: a bit in front", "1::ffff:c000:201", "0001 0000 0000 0000 0000 ffff c000 0201"],
  ["no zeros", "1:2:3:4:5:6:7:8", "0001 0002 0003 0004 0005 0006 0007 0008"],
  ["all ones", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff ffff ffff ffff ffff ffff ffff ffff"],
  ["link-local", "fe80::5054:ff:fe12:3456", "fe80 0000 0000 0000 5054 00ff fe12 3456"],
];

describe("IPv6", () => {
  test.each(CANONICAL)("%s: %s", (_why, value, text) => {
    golden(ip, value, text);
    golden(ipv6, value, text);
  });

  test.each([
    ["upper case", "2001:DB8::ABCD", "2001:db8::abcd"],
    ["leading zeros", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["nothing left out", "0:0:0:0:0:0:0:0", "::"],
    ["one group left out", "1:2:3:4::6:7:8", "1:2:3:4:0:6:7:8"],
    ["one group left out in front", "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
    ["one group left out behind", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["the shorter run left out", "2001::1:0:0:0:1", "2001:0:0:1::1"],
    ["IPv4 behind a prefix", "64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
    ["IPv4 behind six groups", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"],
    ["IPv4 behind nothing", "::1.2.3.4", "::102:304"],
    ["mapped in hexadecimal", "::FFFF:c000:201", "::ffff:192.0.2.1"],
  ])("input: %s", (_why, value, canonical) => {
    expect(decode(ipv6, encode(ipv6, value))).toBe(canonical);
    expect(toHex(encode(ip, value))).toBe(toHex(encode(ip, canonical)));
  });

  test.each([
    ":",
    ":::",
    "::::",
    "1:::2",
    "1::2::3",
    "::1::",
    ":1:2:3:4:5:6:7:8",
    ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:",
    "1:2:3:4:5:6:7:8:",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "::1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8::",
    "12345::",
    "::00001",
    "::g",
    "::-1",
    "::0x1",
    "fe80::1%eth0",
    "fe80::1%2",
    "[::1]",
    "::1/128",
    " ::1",
    "::1 ",
    "::1\n",
    "::1.2.3",
    "::1.2.3.4.5",
    "::01.2.3.4",
    "::1.2.3.256",
    "::1.2.3.4:5",
    "1.2.3.4::",
    "::1.2.3.4::",
    "1:2:3:4:5:6:7:1.2.3.4",
    "1:2:3:4:5:6:7:8:1.2.3.4",
    "1:2:3:4:5:1.2.3.4",
    "::.",
  ])("'%s' is none", (value) => {
    expect(parseIp(value)).toBeUndefined();
    expect(encodeFailure(ip, value)).toBe(`Cannot encode value: expected an IPv4 or IPv6 address, got ${shown(value)}`);
    expect(encodeFailure(ipv6, value)).toBe(`Cannot encode value: expected an IPv6 address, got ${shown(value)}`);
  });

  test("the URL standard writes the same", () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
      // The standard has no mixed notation.
      .filter((all) => !(all.slice(0, 5).every((group) => group === 0) && all[5] === 0xffff));
    fc.assert(
      fc.property(groups, (all) => {
        const full = all.map((group) => group.toString(16).padStart(4, "0"));
        const url = new URL(`http://[${full.join(":")}]/`).hostname.slice(1, -1);
        expect(decode(ipv6, hex(full.join(" ")))).toBe(url);
        expect(toHex(encode(ipv6, url))).toBe(toHex(hex(full.join(" "))));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the length of IP addresses", () => {
  test("no bytes are an address of either family that is not there", () => {
    golden(ip, "", "");
    expect(decodeFailure(ipv4, "")).toBe("Cannot decode message: expected the 4 bytes of an IPv4 address, got 0");
    expect(decodeFailure(ipv6, "")).toBe("Cannot decode message: expected the 16 bytes of an IPv6 address, got 0");
    expect(encodeFailure(ipv4, "")).toBe("Cannot encode value: expected an IPv4 address, got ''");
    expect(encodeFailure(ipv6, "")).toBe("Cannot encode value: expected an IPv6 address, got ''");
  });

  test.each([1, 3, 5, 6, 8, 15, 17, 20])("%d bytes", (length) => {
    const zeros = "00".repeat(length);
    const got = `, got ${length}`;
    const start = "Cannot decode message: expected the";
    expect(decodeFailure(ip, zeros)).toBe(`${start} 4 or 16 bytes of an IPv4 or IPv6 address${got}`);
    expect(decodeFailure(ipv4, zeros)).toBe(`${start} 4 bytes of an IPv4 address${got}`);
    expect(decodeFailure(ipv6, zeros)).toBe(`${start} 16 bytes of an IPv6 address${got}`);
  });

  test("one family is not the other", () => {
    expect(encodeFailure(ipv4, "::1")).toBe("Cannot encode value: expected an IPv4 address, got '::1'");
    expect(encodeFailure(ipv6, "1.2.3.4")).toBe("Cannot encode value: expected an IPv6 address, got '1.2.3.4'");
    expect(decodeFailure(ipv4, "00".repeat(16))).toContain("got 16");
    expect(decodeFailure(ipv6, "00".repeat(4))).toContain("got 4");
  });

  test("what is no text is no address", () => {
    for (const value of [1, null, undefined]) {
      expect(encodeFailure(ip, value)).toBe(
        `Cannot encode value: expected an IPv4 or IPv6 address, got ${shown(value)}`,
      );
    }
  });
});

describe("hardware addresses", () => {
  test.each([
    ["no bytes", "", ""],
    ["one", "0a", "0a"],
    ["four: an IP tunnel", "c0:00:02:01", "c0 00 02 01"],
    ["six: Ethernet", "02:00:5e:10:00:01", "02 00 5e 10 00 01"],
    ["eight: EUI-64", "00:11:22:33:44:55:66:77", "00 11 22 33 44 55 66 77"],
    [
      "twenty: InfiniBand",
      "80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:0d:e5:21",
      "80 00 02 08 fe 80 00 00 00 00 00 00 00 02 c9 03 00 0d e5 21",
    ],
  ])("%s", (_name, value, text) => golden(hardwareAddress, value, text));

  test("upper case is read and written in lower case", () => {
    expect(toHex(encode(hardwareAddress, "AB:CD"))).toBe("ab cd");
    expect(decode(hardwareAddress, hex("AB CD"))).toBe("ab:cd");
  });

  test.each([":", "0:1", "001", "00:", ":00", "00:0g", "00-11", "0011", "00:11\n", " 00", 0, null, undefined])(
    "'%s' is none",
    (value) => {
      expect(encodeFailure(hardwareAddress, value)).toBe(
        `Cannot encode value: expected hexadecimal bytes such as 02:00:00:00:00:01, got ${shown(value)}`,
      );
    },
  );

  test("an Ethernet address has six bytes", () => {
    golden(mac, "02:00:5e:10:00:01", "02 00 5e 10 00 01");
    for (const value of ["", "02:00:5e:10:00", "02:00:5e:10:00:01:02", "02:00:5e:10:00:0", 6]) {
      expect(encodeFailure(mac, value)).toBe(
        `Cannot encode value: expected 6 bytes such as 02:00:00:00:00:01, got ${shown(value)}`,
      );
    }
    for (const length of [0, 5, 7, 8]) {
      expect(decodeFailure(mac, "00".repeat(length))).toBe(
        `Cannot decode message: expected the 6 bytes of an Ethernet address, got ${length}`,
      );
    }
  });
});

describe("link-layer addresses in a member that is longer", () => {
  const padded = paddedHardwareAddress(8);

  test.each([
    ["02:00:00:00:00:01", "02 00 00 00 00 01 00 00"],
    ["02:00:00:00:00:00", "02 00 00 00 00 00 00 00"],
    ["00:00:00:00:00:00", "00 00 00 00 00 00 00 00"],
    ["02:00:00:00:00:00:07", "02 00 00 00 00 00 07 00"],
    ["00:00:00:00:00:00:00:08", "00 00 00 00 00 00 00 08"],
  ])("%s", (value, text) => golden(padded, value, text));

  test("what does not fit is refused", () => {
    for (const value of ["", "02:00:00:00:00", "02:00:00:00:00:01:02:03:04", "nonsense", 1]) {
      expect(encodeFailure(padded, value)).toMatch(/^Cannot encode value: expected .* bytes such as 02:00:00:00:00:01/);
    }
    expect(decodeFailure(padded, "00".repeat(6))).toBe("Cannot decode message: expected 8 bytes, got 6");
  });
});

// An entry of RFC 3032: 20 bits of label, 3 of traffic class, the bottom bit, 8 of time to live.
describe("MPLS labels", () => {
  test.each([
    ["one", "100", "00 06 41 00"],
    ["two", "100/200", "00 06 40 00 | 00 0c 81 00"],
    ["the smallest", "0", "00 00 01 00"],
    ["the largest", "1048575/16", "ff ff f0 00 | 00 01 01 00"],
  ])("%s", (_name, value, text) => golden(mplsLabels, value, text));

  test.each([
    ["no bottom", "00 06 40 00", "0x64000"],
    ["a bottom too early", "00 06 41 00 00 0c 81 00", "0x64100"],
    ["a time to live", "00 06 41 40", "0x64140"],
    ["a traffic class", "ff ff f3 00", "0xfffff300"],
  ])("%s is refused", (_name, text, entry) => {
    expect(decodeFailure(mplsLabels, text)).toBe(
      `Cannot decode message: expected a plain label stack entry, got ${entry}`,
    );
  });

  test.each([0, 1, 3, 5, 7])("%d bytes are refused", (length) => {
    expect(decodeFailure(mplsLabels, "00".repeat(length))).toMatch(/expected a .*multiple of 4 bytes, got \d$/);
  });

  test.each(["", "/", "100/", "/100", "1048576", "99999999", "-1", "1.5", "0x10", "100 200", "1e3"])(
    "'%s' is refused",
    (value) => {
      expect(encodeFailure(mplsLabels, value)).toBe(
        `Cannot encode value: expected labels from 0 to 1048575 such as 100/200, got ${shown(value)}`,
      );
    },
  );

  test.each([100, null, undefined])("%s is no text", (value) => {
    expect(encodeFailure(mplsLabels, value)).toBe(
      `Cannot encode value: expected labels such as 100/200, got ${shown(value)}`,
    );
  });
});
