import { describe, expect, test } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { linkMessage } from "../../src/route/link.ts";
import { virtualFunctions } from "../../src/route/link/virtual-function.ts";
import { virtualPort, virtualPorts } from "../../src/route/link/virtual-port.ts";
import { golden, hex, survives, toHex } from "../codec/golden.ts";
import { complete } from "./complete.ts";

// One attribute a line: length, number, payload, padding. The bytes are those of a little-endian host.

/** `struct ifinfomsg`: an Ethernet link with the index 2. */
const HEADER = "00 00 01 00 | 02 00 00 00 | 00 00 00 00 | 00 00 00 00";
const HEADER_VALUE = { family: "unspec", type: "ether", index: 2, flags: [], change: [] } as const;

describe("virtual functions", () => {
  test("with every attribute", () => {
    const [codec, value, text] = [
      virtualFunctions,
      {
        functions: [{
          address: { function: 1, address: "02:00:00:00:00:01" },
          vlan: { function: 1, vlan: 100, priority: 5 },
          transmitRate: { function: 1, rate: 1000 },
          spoofCheck: { function: 1, setting: 1 },
          linkState: { function: 1, state: "disable" as const },
          rate: { function: 1, min: 10, max: 1000 },
          rssQuery: { function: 1, setting: -1 },
          stats: {
            rxPackets: 1n,
            txPackets: 2n,
            rxBytes: 3n,
            txBytes: 4n,
            broadcast: 5n,
            multicast: 6n,
            padding: new Uint8Array(0),
            rxDropped: 7n,
            txDropped: 2n ** 64n - 1n,
          },
          trust: { function: 1, setting: 0 },
          nodeGuid: { function: 1, guid: 0x0011_2233_4455_6677n },
          portGuid: { function: 1, guid: 1n },
          vlanList: { vlans: [{ function: 1, vlan: 100, priority: 5, protocol: "802.1ad" as const }] },
          broadcast: "ff:ff:ff:ff:ff:ff",
        }],
      },
      `
      54 01 01 00                                       # IFLA_VF_INFO
        28 00 01 00 | 01 00 00 00 | 02 00 00 00 00 01 ${"00 ".repeat(26)} # IFLA_VF_MAC
        10 00 02 00 | 01 00 00 00 64 00 00 00 05 00 00 00 # IFLA_VF_VLAN
        0c 00 03 00 | 01 00 00 00 e8 03 00 00           # IFLA_VF_TX_RATE 1000
        0c 00 04 00 | 01 00 00 00 01 00 00 00           # IFLA_VF_SPOOFCHK on
        0c 00 05 00 | 01 00 00 00 02 00 00 00           # IFLA_VF_LINK_STATE IFLA_VF_LINK_STATE_DISABLE
        10 00 06 00 | 01 00 00 00 0a 00 00 00 e8 03 00 00 # IFLA_VF_RATE
        0c 00 07 00 | 01 00 00 00 ff ff ff ff           # IFLA_VF_RSS_QUERY_EN not told
        68 00 08 00                                     # IFLA_VF_STATS
          0c 00 00 00 | 01 00 00 00 00 00 00 00         # IFLA_VF_STATS_RX_PACKETS
          0c 00 01 00 | 02 00 00 00 00 00 00 00         # IFLA_VF_STATS_TX_PACKETS
          0c 00 02 00 | 03 00 00 00 00 00 00 00         # IFLA_VF_STATS_RX_BYTES
          0c 00 03 00 | 04 00 00 00 00 00 00 00         # IFLA_VF_STATS_TX_BYTES
          0c 00 04 00 | 05 00 00 00 00 00 00 00         # IFLA_VF_STATS_BROADCAST
          0c 00 05 00 | 06 00 00 00 00 00 00 00         # IFLA_VF_STATS_MULTICAST
          04 00 06 00                                   # IFLA_VF_STATS_PAD
          0c 00 07 00 | 07 00 00 00 00 00 00 00         # IFLA_VF_STATS_RX_DROPPED
          0c 00 08 00 | ff ff ff ff ff ff ff ff         # IFLA_VF_STATS_TX_DROPPED
        0c 00 09 00 | 01 00 00 00 00 00 00 00           # IFLA_VF_TRUST off
        14 00 0a 00 | 01 00 00 00 00 00 00 00 77 66 55 44 33 22 11 00 # IFLA_VF_IB_NODE_GUID, aligned to 8
        14 00 0b 00 | 01 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 # IFLA_VF_IB_PORT_GUID
        18 00 0c 00                                     # IFLA_VF_VLAN_LIST
          14 00 01 00 | 01 00 00 00 64 00 00 00 05 00 00 00 88 a8 00 00 # IFLA_VF_VLAN_INFO, protocol in network order
        24 00 0d 00 | ff ff ff ff ff ff ${"00 ".repeat(26)} # IFLA_VF_BROADCAST
      `,
    ] as const;
    complete(codec, value, text);
    const { layout } = codec;
    const element = layout.type === "attributes" ? layout.fields["functions"]?.element?.layout : undefined;
    expect(element?.type === "attributes" && Object.keys(element.fields)).toEqual(Object.keys(value.functions[0]!));
  });

  test("several, and in a message", () => {
    const link = survives(
      linkMessage,
      `
      ${HEADER}
      08 00 15 00 02 00 00 00                           # IFLA_NUM_VF 2
      24 00 16 00                                       # IFLA_VFINFO_LIST
        10 00 01 00 | 0c 00 09 00 00 00 00 00 01 00 00 00 # IFLA_VF_TRUST
        10 00 01 00 | 0c 00 09 00 01 00 00 00 00 00 00 00 # IFLA_VF_TRUST
      `,
    );
    expect(link).toEqual({
      ...HEADER_VALUE,
      virtualFunctionCount: 2,
      virtualFunctions: {
        functions: [{ trust: { function: 0, setting: 1 } }, { trust: { function: 1, setting: 0 } }],
      },
    });
  });

  test("an address of InfiniBand is longer", () => {
    const address = `00:00:00:48:fe:80:${"00:".repeat(13)}01`;
    const bytes = `28 00 01 00 | 00 00 00 00 | ${address.replaceAll(":", " ")} ${"00 ".repeat(12)}`;
    golden(virtualFunctions, { functions: [{ address: { function: 0, address } }] }, `2c 00 01 00 | ${bytes}`);
  });
});

describe("virtual ports", () => {
  const UUID = "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f";
  const port = {
    function: 3,
    profile: "web",
    vsi: { manager: 1, id: hex("01 02 03"), version: 4 },
    instance: hex(UUID),
    host: hex(UUID),
    request: "associate" as const,
    response: "profileInProgress" as const,
  };
  const text = `
    08 00 01 00 | 03 00 00 00                           # IFLA_PORT_VF
    08 00 02 00 | 77 65 62 00                           # IFLA_PORT_PROFILE
    0c 00 03 00 | 01 | 01 02 03 | 04 | 00 00 00         # IFLA_PORT_VSI_TYPE
    14 00 04 00 | ${UUID}                               # IFLA_PORT_INSTANCE_UUID
    14 00 05 00 | ${UUID}                               # IFLA_PORT_HOST_UUID
    06 00 06 00 | 02 00 | 00 00                         # IFLA_PORT_REQUEST PORT_REQUEST_ASSOCIATE
    06 00 07 00 | 01 01 | 00 00                         # IFLA_PORT_RESPONSE PORT_PROFILE_RESPONSE_INPROGRESS
  `;

  test("with every attribute", () => {
    complete(virtualPort, port, text);
    complete(virtualPorts, { ports: [port] }, `58 00 01 00 | ${text}`);
  });

  test.each([
    ["success", 0],
    ["invalidFormat", 1],
    ["insufficientResources", 2],
    ["unusedVtid", 3],
    ["vtidViolation", 4],
    ["vtidVersionViolation", 5],
    ["outOfSync", 6],
    ["profileSuccess", 0x100],
    ["profileInvalid", 0x102],
    ["profileBadState", 0x103],
    ["profileInsufficientResources", 0x104],
    ["profileError", 0x105],
    [7, 7],
  ])("a response: %s", (response, number) => {
    const bytes = Uint8Array.of(6, 0, 7, 0, number & 0xff, number >> 8, 0, 0);
    expect(decode(virtualPort, bytes)).toEqual({ response });
    expect(toHex(encode(virtualPort, decode(virtualPort, bytes)))).toBe(toHex(bytes));
  });
});

describe("the port of a device", () => {
  test("is told by its bus, its name and its number", () => {
    golden(
      linkMessage,
      { ...HEADER_VALUE, devlinkPort: { busName: "pci", deviceName: "0000:01:00.0", index: 1 }, dpllPin: { id: 5 } },
      `
      ${HEADER}
      28 00 3e 80                                       # IFLA_DEVLINK_PORT
        08 00 01 00 | 70 63 69 00                       # DEVLINK_ATTR_BUS_NAME
        11 00 02 00 | 30 30 30 30 3a 30 31 3a 30 30 2e 30 00 | 00 00 00 # DEVLINK_ATTR_DEV_NAME
        08 00 03 00 | 01 00 00 00                       # DEVLINK_ATTR_PORT_INDEX
      0c 00 41 80 | 08 00 01 00 05 00 00 00             # IFLA_DPLL_PIN: DPLL_A_PIN_ID
      `,
    );
  });

  test("is empty where the link is none", () => {
    golden(linkMessage, { ...HEADER_VALUE, devlinkPort: {}, dpllPin: {} }, `${HEADER} | 04 00 3e 80 | 04 00 41 80`);
  });
});
