import fc from "fast-check";
import { describe, test } from "vitest";
import { concatenated, damaged, messages } from "./fuzz-bytes.ts";
import { decodeAnything } from "./fuzz-decode.ts";

// Where one of these fails, fast-check tells the seed, with which it fails again.

const bytes = fc.uint8Array({ maxLength: 200 });

describe("nothing is thrown, and nothing read that is not there, in", () => {
  test("random bytes", () => {
    fc.assert(fc.property(bytes, (datagram) => void decodeAnything(datagram)));
  });

  test("random bytes and messages of generic netlink", () => {
    const property = fc.property(fc.oneof(messages, bytes), (datagram) => {
      decodeAnything(datagram, { protocol: "generic" });
    });
    fc.assert(property);
  });

  test("random messages, several in a datagram", () => {
    const several = fc.array(messages, { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(several, (all) => void decodeAnything(concatenated(...all))), { numRuns: 1000 });
  });

  test("recorded messages with wrong bits", () => {
    fc.assert(fc.property(damaged, (message) => void decodeAnything(message)), { numRuns: 1000 });
  });
});
