import { describe, expect, test } from "vitest";
import { decode } from "../../mod.ts";
import { hex } from "../codec/golden.ts";

// The bytes are those of a little-endian host.

/** `struct ifinfomsg` of the link 3, and a list of properties with the alternative name `abc`. */
const PROPERTIES = "00 00 00 00 | 03 00 00 00 | 00 00 00 00 | 00 00 00 00 | 0c 00 34 80 | 08 00 35 00 61 62 63 00";

describe("properties of a link", () => {
  test.each([
    ["RTM_NEWLINKPROP", "6c", "05 0e", "set", ["request", "ack", "exclusive", "create", "append"]],
    ["RTM_DELLINKPROP", "6d", "05 02", "set", ["request", "ack", "exclusive"]],
    ["RTM_GETLINKPROP", "6e", "01 00", "get", ["request"]],
  ])("are told by a request that is about the link: %s", (name, type, flagBits, verb, flags) => {
    const message = hex(`2c 00 00 00 | ${type} 00 | ${flagBits} | 07 00 00 00 | 00 00 00 00 | ${PROPERTIES}`);
    expect([...decode(message)]).toEqual([{
      type: "request",
      verb,
      topic: "link",
      value: {
        family: "unspec",
        type: "netrom",
        index: 3,
        flags: [],
        change: [],
        propertyList: { alternativeNames: ["abc"] },
      },
      message: { name, flags, sequence: 7, port: 0 },
    }]);
  });

  test("a message that is none of a request tells nothing of a link", () => {
    const message = hex(`2c 00 00 00 | 6d 00 | 00 00 | 00 00 00 00 | 00 00 00 00 | ${PROPERTIES}`);
    expect([...decode(message)].filter(({ type }) => type === "link")).toEqual([]);
  });
});
