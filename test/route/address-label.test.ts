import { test } from "vitest";
import { addressLabelMessage } from "../../src/route/address-label.ts";
import { example } from "./example.ts";

// What Linux 6.18 lists after the command of the test name, one attribute a line.

test("ip addrlabel add prefix 2001:db8::/32 dev v2 label 77", () => {
  example(addressLabelMessage, 72, {
    value: {
      family: "inet6",
      prefixLength: 32,
      flags: 0,
      index: 5,
      sequence: 11,
      address: "2001:db8::",
      label: 77,
    },
    bytes: `
      0a | 00 | 20 | 00 | 05 00 00 00 | 0b 00 00 00   # struct ifaddrlblmsg: family, pad, length, flags, link, sequence
      14 00 01 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 00   # IFAL_ADDRESS
      08 00 02 00 | 4d 00 00 00   # IFAL_LABEL
    `,
    text: "prefix 2001:db8::/32 dev v2 label 77",
  });
});

test("ip addrlabel list, of any link", () => {
  example(addressLabelMessage, 72, {
    value: { family: "inet6", prefixLength: 128, flags: 0, index: 0, sequence: 11, address: "::1", label: 0 },
    bytes: `
      0a 00 80 00 00 00 00 00 0b 00 00 00
      14 00 01 00 | 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01
      08 00 02 00 | 00 00 00 00
    `,
    text: "prefix ::1/128 label 0",
  });
});
