import { describe, expect, test } from "vitest";
import { decode } from "../../mod.ts";
import { addressMessage } from "../../src/route/address.ts";
import { hex } from "../codec/golden.ts";
import { eventOf, example } from "./example.ts";

// What Linux 6.18 tells of groups, one attribute a line.

const cacheInfo = { preferred: 4294967295, valid: 4294967295, created: 452687, updated: 452687 };
const GROUP = `
  02 | 20 | 80 | 00 | 05 00 00 00   # struct ifaddrmsg: family, prefix, flags, scope, link
  08 00 07 00 | e0 00 00 01   # IFA_MULTICAST
  14 00 06 00 | ff ff ff ff ff ff ff ff 4f e8 06 00 4f e8 06 00   # IFA_CACHEINFO
`;
const ANYCAST = `
  0a | 80 | 80 | 00 | 05 00 00 00
  14 00 05 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 00   # IFA_ANYCAST
  14 00 06 00 | ff ff ff ff ff ff ff ff 4f e8 06 00 4f e8 06 00
`;

test("a multicast group that a link joined", () => {
  // The flags are in the header alone, which a copy of the object does not tell.
  expect(eventOf(56, GROUP)).toEqual({
    type: "multicastAddress",
    action: "new",
    multicastAddress: {
      family: "inet",
      prefixLength: 32,
      flags: ["permanent"],
      scope: "global",
      index: 5,
      multicast: "224.0.0.1",
      cacheInfo,
    },
    message: { name: "RTM_NEWMULTICAST", flags: [], sequence: 0, port: 0 },
  });
});

test("a multicast group that a link left, with a counter of its users", () => {
  example(addressMessage, 57, {
    value: {
      family: "inet6",
      prefixLength: 128,
      scope: "link",
      index: 5,
      multicast: "ff02::1",
      multicastUsers: 2,
      flags: ["permanent"],
    },
    bytes: `
      0a | 80 | 80 | fd | 05 00 00 00
      14 00 07 00 | ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 01
      08 00 0c 00 | 02 00 00 00   # IFA_MC_USERS
      08 00 08 00 | 80 00 00 00   # IFA_FLAGS
    `,
    text: "Deleted 5: v2 inet6 mcast ff02::1 users 2",
  });
});

test("an anycast address that a link got", () => {
  expect(eventOf(60, ANYCAST)).toMatchObject({
    type: "anycastAddress",
    action: "new",
    anycastAddress: { index: 5, anycast: "2001:db8::", cacheInfo },
    message: { name: "RTM_NEWANYCAST" },
  });
});

describe("a part of a list, which has the type of its request", () => {
  test.each([
    [58, GROUP, "multicastAddress", "RTM_GETMULTICAST"],
    [62, ANYCAST, "anycastAddress", "RTM_GETANYCAST"],
  ])("of messages of the type %i", (type, bytes, topic, name) => {
    expect(eventOf(type, bytes)).toMatchObject({ type: topic, action: "new", message: { name } });
  });

  test("but the request itself is one", () => {
    const request = hex("18 00 00 00 3a 00 01 03 00 00 00 00 00 00 00 00 0a 00 00 00 00 00 00 00");
    expect([...decode(request)]).toMatchObject([{ type: "request", verb: "get", topic: "multicastAddress" }]);
  });
});
