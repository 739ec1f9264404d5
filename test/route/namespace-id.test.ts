import { expect, test } from "vitest";
import { namespaceIdMessage } from "../../src/route/namespace-id.ts";
import { eventOf, example } from "./example.ts";

// What Linux 6.18 tells after the commands of the test names, one attribute a line.

test("ip netns set other 7", () => {
  example(namespaceIdMessage, 88, {
    value: { family: "unspec", id: 7 },
    bytes: "00 | 00 00 00 | 08 00 01 00 07 00 00 00 # struct rtgenmsg, and NETNSA_NSID",
    text: "nsid 7",
  });
});

test("ip netns delete other", () => {
  expect(eventOf(89, "00 00 00 00 08 00 01 00 07 00 00 00")).toMatchObject({
    type: "nsid",
    action: "delete",
    nsid: { id: 7 },
    message: { name: "RTM_DELNSID" },
  });
});

test("ip netns list-id target-nsid 1", () => {
  example(namespaceIdMessage, 88, {
    value: { family: "unspec", id: 2, currentId: -1 },
    bytes: `
      00 | 00 00 00
      08 00 01 00 | 02 00 00 00   # NETNSA_NSID
      08 00 05 00 | ff ff ff ff   # NETNSA_CURRENT_NSID, NETNSA_NSID_NOT_ASSIGNED
    `,
    text: "nsid 2 current-nsid -1",
  });
});
