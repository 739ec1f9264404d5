import { describe, expect, test } from "vitest";
import type { Codec } from "../../src/codec/codec.ts";
import { bridgeCfm } from "../../src/route/link/bridge-cfm.ts";
import { bridgeMrp } from "../../src/route/link/bridge-mrp.ts";
import { bridgeSettings } from "../../src/route/link/bridge-vlan.ts";
import { golden, hex, survives } from "../codec/golden.ts";
import { complete } from "./complete.ts";

// One attribute a line: length, number, payload, padding. The bytes are those of a little-endian host.

/** Expects that each list of attributes in `value` has all that its schema knows. */
function expectWhole(codec: Codec<unknown>, value: object): void {
  const { layout } = codec;
  if (layout.type !== "attributes") return;
  expect(Object.keys(value)).toEqual(Object.keys(layout.fields));
  for (const [name, { codec, element }] of Object.entries(layout.fields)) {
    const part: unknown = Reflect.get(value, name);
    const inner = element ?? codec;
    const first: unknown = Array.isArray(part) ? part[0] : part;
    if (inner !== undefined && typeof first === "object" && first !== null) expectWhole(inner, first);
  }
}

describe("what a bridge tells of its port:", () => {
  test("every attribute", () => {
    const value = {
      flags: ["self"] as const,
      mode: "vepa" as const,
      vlans: [
        { flags: ["pvid", "untagged"] as const, id: 1 },
        { flags: ["rangeBegin"] as const, id: 100 },
        { flags: ["rangeEnd"] as const, id: 199 },
        { flags: ["master", "bridgeEntry", "onlyOptions", "0x80"] as const, id: 4094 },
      ],
      tunnels: [
        { id: 1000, vlan: 10, flags: ["rangeBegin"] as const },
        { id: 1001, vlan: 11, flags: ["rangeEnd"] as const },
      ],
      mrp: {},
      cfm: {},
      trees: { states: [{ tree: 2, state: "learning" as const }, { tree: 3, state: "blocking" as const }] },
    };
    complete(
      bridgeSettings,
      value,
      `
      06 00 00 00 | 02 00 | 00 00                       # IFLA_BRIDGE_FLAGS BRIDGE_FLAGS_SELF
      06 00 01 00 | 01 00 | 00 00                       # IFLA_BRIDGE_MODE BRIDGE_MODE_VEPA
      08 00 02 00 | 06 00 | 01 00                       # IFLA_BRIDGE_VLAN_INFO: flags, number
      08 00 02 00 | 08 00 | 64 00
      08 00 02 00 | 10 00 | c7 00
      08 00 02 00 | e1 00 | fe 0f
      1c 00 03 00                                       # IFLA_BRIDGE_VLAN_TUNNEL_INFO
        08 00 01 00 e8 03 00 00 | 06 00 02 00 0a 00 00 00 | 06 00 03 00 08 00 00 00
      1c 00 03 00
        08 00 01 00 e9 03 00 00 | 06 00 02 00 0b 00 00 00 | 06 00 03 00 10 00 00 00
      04 00 04 80                                       # IFLA_BRIDGE_MRP
      04 00 05 80                                       # IFLA_BRIDGE_CFM
      2c 00 06 80                                       # IFLA_BRIDGE_MST
        14 00 01 80 | 06 00 01 00 02 00 00 00 | 05 00 02 00 02 00 00 00 # IFLA_BRIDGE_MST_ENTRY: MSTI, STATE
        14 00 01 80 | 06 00 01 00 03 00 00 00 | 05 00 02 00 04 00 00 00
      `,
    );
  });

  test("states of spanning trees come without the nested flag, and go back so", () => {
    const text = "18 00 06 80 | 14 00 01 00 | 06 00 01 00 02 00 00 00 | 05 00 02 00 03 00 00 00";
    expect(survives(bridgeSettings, text)).toEqual({ trees: { states: [{ tree: 2, state: "forwarding" }] } });
  });

  test("a mode that is none", () => {
    golden(bridgeSettings, { mode: "undefined" }, "06 00 01 00 ff ff 00 00");
  });

  test("the first attribute has the number 0", () => {
    expect(survives(bridgeSettings, "06 00 00 00 01 00 00 00")).toEqual({ flags: ["master"] });
  });
});

describe("rings of MRP:", () => {
  test("every attribute", () => {
    const value = {
      instance: { ring: 1, primary: 4, secondary: 5, priority: 0x8000 },
      portState: { state: "notConnected" as const },
      portRole: { role: "interconnect" as const },
      ringState: { ring: 1, state: "closed" as const },
      ringRole: { ring: 1, role: "automanager" as const },
      startTest: { ring: 1, interval: 20, maxMiss: 3, period: 1000, monitor: true },
      info: [{
        ring: 1,
        primary: 4,
        secondary: 5,
        priority: 0x8000,
        ringState: "open" as const,
        ringRole: "manager" as const,
        testInterval: 20,
        testMaxMiss: 3,
        testMonitor: false,
        interconnect: 6,
        interconnectState: "closed" as const,
        interconnectRole: "client" as const,
        interconnectTestInterval: 21,
        interconnectTestMaxMiss: 4,
      }],
      interconnectRole: { ring: 1, id: 7, role: "manager" as const, port: 6 },
      interconnectState: { id: 7, state: "open" as const },
      startInterconnectTest: { id: 7, interval: 20, maxMiss: 3, period: 1000 },
    };
    expectWhole(bridgeMrp, value);
    golden(
      bridgeMrp,
      value,
      `
      24 00 01 80                                       # IFLA_BRIDGE_MRP_INSTANCE: ring, two ports, priority
        08 00 01 00 01 00 00 00 | 08 00 02 00 04 00 00 00 | 08 00 03 00 05 00 00 00 | 06 00 04 00 00 80 00 00
      0c 00 02 80 | 08 00 01 00 03 00 00 00             # IFLA_BRIDGE_MRP_PORT_STATE BR_MRP_PORT_STATE_NOT_CONNECTED
      0c 00 03 80 | 08 00 01 00 02 00 00 00             # IFLA_BRIDGE_MRP_PORT_ROLE BR_MRP_PORT_ROLE_INTER
      14 00 04 80 | 08 00 01 00 01 00 00 00 | 08 00 02 00 01 00 00 00 # IFLA_BRIDGE_MRP_RING_STATE CLOSED
      14 00 05 80 | 08 00 01 00 01 00 00 00 | 08 00 02 00 03 00 00 00 # IFLA_BRIDGE_MRP_RING_ROLE MRA
      2c 00 06 80                                       # IFLA_BRIDGE_MRP_START_TEST
        08 00 01 00 01 00 00 00 | 08 00 02 00 14 00 00 00 | 08 00 03 00 03 00 00 00 | 08 00 04 00 e8 03 00 00
        08 00 05 00 01 00 00 00
      74 00 07 00                                       # IFLA_BRIDGE_MRP_INFO
        08 00 01 00 01 00 00 00 | 08 00 02 00 04 00 00 00 | 08 00 03 00 05 00 00 00 | 06 00 04 00 00 80 00 00
        08 00 05 00 00 00 00 00 | 08 00 06 00 02 00 00 00 | 08 00 07 00 14 00 00 00 | 08 00 08 00 03 00 00 00
        08 00 09 00 00 00 00 00 | 08 00 0a 00 06 00 00 00 | 08 00 0b 00 01 00 00 00 | 08 00 0c 00 01 00 00 00
        08 00 0d 00 15 00 00 00 | 08 00 0e 00 04 00 00 00
      24 00 08 80                                       # IFLA_BRIDGE_MRP_IN_ROLE: ring, ring of rings, role, port
        08 00 01 00 01 00 00 00 | 06 00 02 00 07 00 00 00 | 08 00 03 00 02 00 00 00 | 08 00 04 00 06 00 00 00
      14 00 09 80 | 08 00 01 00 07 00 00 00 | 08 00 02 00 00 00 00 00 # IFLA_BRIDGE_MRP_IN_STATE OPEN
      24 00 0a 80                                       # IFLA_BRIDGE_MRP_START_IN_TEST
        08 00 01 00 07 00 00 00 | 08 00 02 00 14 00 00 00 | 08 00 03 00 03 00 00 00 | 08 00 04 00 e8 03 00 00
      `,
    );
  });
});

describe("supervision of connections:", () => {
  const MAID = Uint8Array.from({ length: 48 }, (_, i) => i);
  const endPoint = { instance: 1, domain: "vlan" as const, direction: "up" as const, port: 4 };
  const END_POINT =
    "08 00 01 00 01 00 00 00 | 08 00 02 00 01 00 00 00 | 08 00 03 00 01 00 00 00 | 08 00 04 00 04 00 00 00";
  const configuration = { instance: 1, address: "02:00:00:00:00:01", level: 7, id: 8191 };
  const CONFIGURATION = `08 00 01 00 01 00 00 00 | 0a 00 02 00 02 00 00 00 00 01 00 00
    08 00 03 00 07 00 00 00 | 08 00 04 00 ff 1f 00 00`;
  const supervision = { instance: 1, enable: true, interval: "10min" as const, domainId: MAID };
  const SUPERVISION = `08 00 01 00 01 00 00 00 | 08 00 02 00 01 00 00 00 | 08 00 03 00 07 00 00 00
    34 00 04 00 ${[...MAID].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}`;
  const peer = { instance: 1, id: 2 };
  const PEER = "08 00 01 00 01 00 00 00 | 08 00 02 00 02 00 00 00";
  const defect = { instance: 1, defect: true };
  const DEFECT = "08 00 01 00 01 00 00 00 | 08 00 02 00 01 00 00 00";
  const transmission = {
    instance: 1,
    destination: "01:80:c2:00:00:37",
    sequenceUpdate: false,
    period: 60,
    tellsLink: true,
    linkState: 1,
    tellsPort: true,
    portState: 2,
  };
  const TRANSMISSION = `08 00 01 00 01 00 00 00 | 0a 00 02 00 01 80 c2 00 00 37 00 00 | 08 00 03 00 00 00 00 00
    08 00 04 00 3c 00 00 00 | 08 00 05 00 01 00 00 00 | 05 00 06 00 01 00 00 00 | 08 00 07 00 01 00 00 00
    05 00 08 00 02 00 00 00`;

  test("every attribute", () => {
    const value = {
      create: [endPoint],
      delete: [{ instance: 1 }],
      configure: [configuration],
      supervise: [supervision],
      addPeer: [peer],
      removePeer: [peer],
      indicateDefect: [defect],
      transmit: [transmission],
      endPointInfo: [endPoint, { instance: 2, domain: "port" as const, direction: "down" as const }],
      configurationInfo: [configuration],
      supervisionInfo: [supervision],
      defectInfo: [defect],
      transmissionInfo: [transmission],
      peerInfo: [peer],
      statusInfo: [{ instance: 1, unexpectedOpcode: true, unexpectedVersion: false, lowLevel: true }],
      peerStatusInfo: [{
        instance: 1,
        id: 2,
        lost: true,
        defect: false,
        portState: 2,
        linkState: 1,
        seen: true,
        statesSeen: false,
        unexpectedSequence: true,
      }],
    };
    expectWhole(bridgeCfm, value);
    const nest = (type: number, payload: string): string => {
      const length = hex(payload).length + 4;
      return `${length.toString(16).padStart(2, "0")} 00 ${type.toString(16).padStart(2, "0")} 80 | ${payload}\n`;
    };
    golden(
      bridgeCfm,
      value,
      nest(1, END_POINT) + nest(2, "08 00 01 00 01 00 00 00") + nest(3, CONFIGURATION) + nest(4, SUPERVISION) +
        nest(5, PEER) + nest(6, PEER) + nest(7, DEFECT) + nest(8, TRANSMISSION) + nest(9, END_POINT) +
        nest(9, "08 00 01 00 02 00 00 00 | 08 00 02 00 00 00 00 00 | 08 00 03 00 00 00 00 00") +
        nest(10, CONFIGURATION) + nest(11, SUPERVISION) + nest(12, DEFECT) + nest(13, TRANSMISSION) + nest(14, PEER) +
        nest(
          15,
          "08 00 01 00 01 00 00 00 | 08 00 02 00 01 00 00 00 | 08 00 03 00 00 00 00 00 | 08 00 04 00 01 00 00 00",
        ) +
        nest(
          16,
          `08 00 01 00 01 00 00 00 | 08 00 02 00 02 00 00 00 | 08 00 03 00 01 00 00 00 | 08 00 04 00 00 00 00 00
           05 00 05 00 02 00 00 00 | 05 00 06 00 01 00 00 00 | 08 00 07 00 01 00 00 00 | 08 00 08 00 00 00 00 00
           08 00 09 00 01 00 00 00`,
        ),
    );
  });
});
