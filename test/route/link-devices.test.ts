import { describe, expect, test } from "vitest";
// The schema of links comes before those of their kinds, some of which contain links.
import "../../src/route/link.ts";
import { decode, encode } from "../../src/codec/codec.ts";
import { batadvData } from "../../src/route/link/batadv.ts";
import { canData, canStats } from "../../src/route/link/can.ts";
import { dsaData } from "../../src/route/link/dsa.ts";
import { hsrData } from "../../src/route/link/hsr.ts";
import { linkInfo } from "../../src/route/link/info.ts";
import { ipoibData } from "../../src/route/link/ipoib.ts";
import { netkitData } from "../../src/route/link/netkit.ts";
import { rmnetData } from "../../src/route/link/rmnet.ts";
import { vethData } from "../../src/route/link/veth.ts";
import { wwanData } from "../../src/route/link/wwan.ts";
import type { Link } from "../../src/route/link.ts";
import { hex, toHex } from "../codec/golden.ts";
import { complete } from "./complete.ts";

// One attribute a line: length, number, payload, padding. The bytes are those of a little-endian host.

/** `struct can_bittiming` and `struct can_bittiming_const` with numbers of their own. */
const TIMING = {
  bitrate: 500_000,
  samplePoint: 875,
  timeQuantum: 125,
  propagationSegment: 6,
  phaseSegment1: 7,
  phaseSegment2: 2,
  synchronizationJumpWidth: 1,
  prescaler: 10,
};
const TIMING_BYTES = "20 a1 07 00 6b 03 00 00 7d 00 00 00 06 00 00 00 07 00 00 00 02 00 00 00 01 00 00 00 0a 00 00 00";
const LIMITS = {
  name: "mcp251x",
  segment1Min: 3,
  segment1Max: 16,
  segment2Min: 2,
  segment2Max: 8,
  synchronizationJumpWidthMax: 4,
  prescalerMin: 1,
  prescalerMax: 64,
  prescalerStep: 1,
};
const LIMITS_BYTES = `6d 63 70 32 35 31 78 00 00 00 00 00 00 00 00 00
  03 00 00 00 10 00 00 00 02 00 00 00 08 00 00 00 04 00 00 00 01 00 00 00 40 00 00 00 01 00 00 00`;
const COMPENSATION = {
  valueMin: 0,
  valueMax: 63,
  offsetMin: 1,
  offsetMax: 127,
  filterMin: 2,
  filterMax: 3,
  value: 20,
  offset: 21,
  filter: 22,
};
const COMPENSATION_BYTES = `
  08 00 01 00 00 00 00 00 | 08 00 02 00 3f 00 00 00 | 08 00 03 00 01 00 00 00 | 08 00 04 00 7f 00 00 00
  08 00 05 00 02 00 00 00 | 08 00 06 00 03 00 00 00 | 08 00 07 00 14 00 00 00 | 08 00 08 00 15 00 00 00
  08 00 09 00 16 00 00 00`;

describe("every attribute of", () => {
  test("a can", () => {
    complete(
      canData,
      {
        bitTiming: TIMING,
        bitTimingLimits: LIMITS,
        clock: { frequency: 80_000_000 },
        state: "busOff",
        modes: {
          mask: ["loopback", "listenOnly", "tripleSampling", "oneShot", "busErrorReporting", "fd", "presumeAck"],
          flags: [
            "fdNonIso",
            "rawLength",
            "tdcAuto",
            "tdcManual",
            "restricted",
            "xl",
            "xlTdcAuto",
            "xlTdcManual",
            "xlTransceiverSwitching",
          ],
        },
        restartDelay: 100,
        restart: 1,
        errorCounter: { transmit: 127, receive: 128 },
        dataBitTiming: { ...TIMING, bitrate: 2_000_000 },
        dataBitTimingLimits: { ...LIMITS, name: "" },
        termination: 120,
        terminations: [0, 120],
        bitrates: [125_000, 250_000],
        dataBitrates: [],
        bitrateMax: 8_000_000,
        delayCompensation: COMPENSATION,
        modesExtension: { supported: ["loopback", "fd"] },
        xlDataBitTiming: TIMING,
        xlDataBitTimingLimits: LIMITS,
        xlDataBitrates: [10_000_000],
        xlDelayCompensation: COMPENSATION,
        xlPulses: {
          shortMin: 1,
          shortMax: 2,
          longMin: 3,
          longMax: 4,
          offsetMin: 5,
          offsetMax: 6,
          short: 7,
          long: 8,
          offset: 9,
        },
      },
      `
      24 00 01 00 | ${TIMING_BYTES}                     # IFLA_CAN_BITTIMING
      34 00 02 00 | ${LIMITS_BYTES}                     # IFLA_CAN_BITTIMING_CONST
      08 00 03 00 | 00 b4 c4 04                         # IFLA_CAN_CLOCK 80 MHz
      08 00 04 00 | 03 00 00 00                         # IFLA_CAN_STATE CAN_STATE_BUS_OFF
      0c 00 05 00 | 7f 00 00 00 | 80 ff 00 00           # IFLA_CAN_CTRLMODE: mask, flags
      08 00 06 00 | 64 00 00 00                         # IFLA_CAN_RESTART_MS 100
      08 00 07 00 | 01 00 00 00                         # IFLA_CAN_RESTART
      08 00 08 00 | 7f 00 | 80 00                       # IFLA_CAN_BERR_COUNTER: sending, receiving
      24 00 09 00 | 80 84 1e 00 ${TIMING_BYTES.slice(12)} # IFLA_CAN_DATA_BITTIMING
      34 00 0a 00 | ${"00 ".repeat(16)} ${
        LIMITS_BYTES.slice(LIMITS_BYTES.indexOf("\n"))
      } # IFLA_CAN_DATA_BITTIMING_CONST
      06 00 0b 00 | 78 00 | 00 00                       # IFLA_CAN_TERMINATION 120
      08 00 0c 00 | 00 00 | 78 00                       # IFLA_CAN_TERMINATION_CONST
      0c 00 0d 00 | 48 e8 01 00 | 90 d0 03 00           # IFLA_CAN_BITRATE_CONST
      04 00 0e 00                                       # IFLA_CAN_DATA_BITRATE_CONST
      08 00 0f 00 | 00 12 7a 00                         # IFLA_CAN_BITRATE_MAX
      4c 00 10 80 | ${COMPENSATION_BYTES}               # IFLA_CAN_TDC, marked as nested
      0c 00 11 80 | 08 00 01 00 21 00 00 00             # IFLA_CAN_CTRLMODE_EXT: IFLA_CAN_CTRLMODE_SUPPORTED
      24 00 12 00 | ${TIMING_BYTES}                     # IFLA_CAN_XL_DATA_BITTIMING
      34 00 13 00 | ${LIMITS_BYTES}                     # IFLA_CAN_XL_DATA_BITTIMING_CONST
      08 00 14 00 | 80 96 98 00                         # IFLA_CAN_XL_DATA_BITRATE_CONST
      4c 00 15 80 | ${COMPENSATION_BYTES}               # IFLA_CAN_XL_TDC
      4c 00 16 80                                       # IFLA_CAN_XL_PWM
        08 00 01 00 01 00 00 00 | 08 00 02 00 02 00 00 00 | 08 00 03 00 03 00 00 00 | 08 00 04 00 04 00 00 00
        08 00 05 00 05 00 00 00 | 08 00 06 00 06 00 00 00 | 08 00 07 00 07 00 00 00 | 08 00 08 00 08 00 00 00
        08 00 09 00 09 00 00 00
      `,
    );
  });

  test("the statistics of a can", () => {
    complete(
      canStats,
      { busErrors: 1, errorWarnings: 2, errorPassive: 3, busOff: 4, arbitrationLost: 5, restarts: 6 },
      "01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00 05 00 00 00 06 00 00 00",
    );
  });

  test("an hsr", () => {
    complete(
      hsrData,
      {
        port1: 3,
        port2: 4,
        multicastSpec: 45,
        supervisionAddress: "01:15:4e:00:01:2d",
        sequence: 0xfffe,
        version: 1,
        protocol: "prp",
        interlink: 5,
      },
      `
      08 00 01 00 | 03 00 00 00                         # IFLA_HSR_SLAVE1
      08 00 02 00 | 04 00 00 00                         # IFLA_HSR_SLAVE2
      05 00 03 00 | 2d | 00 00 00                       # IFLA_HSR_MULTICAST_SPEC
      0a 00 04 00 | 01 15 4e 00 01 2d | 00 00           # IFLA_HSR_SUPERVISION_ADDR
      06 00 05 00 | fe ff | 00 00                       # IFLA_HSR_SEQ_NR
      05 00 06 00 | 01 | 00 00 00                       # IFLA_HSR_VERSION
      05 00 07 00 | 01 | 00 00 00                       # IFLA_HSR_PROTOCOL HSR_PROTOCOL_PRP
      08 00 08 00 | 05 00 00 00                         # IFLA_HSR_INTERLINK
      `,
    );
  });

  test("a netkit", () => {
    const peer: Link = { family: "unspec", type: "netrom", index: 0, flags: ["up"], change: ["up"], name: "nk1" };
    complete(
      netkitData,
      {
        peer,
        primary: true,
        policy: "forward",
        peerPolicy: "blackhole",
        mode: "l3",
        scrub: "default",
        peerScrub: "none",
        headroom: 256,
        tailroom: 128,
        pairing: "single",
      },
      `
      1c 00 01 00 | 00 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00 | 08 00 03 00 6e 6b 31 00 # IFLA_NETKIT_PEER_INFO
      05 00 02 00 | 01 | 00 00 00                       # IFLA_NETKIT_PRIMARY
      08 00 03 00 | 00 00 00 00                         # IFLA_NETKIT_POLICY NETKIT_PASS
      08 00 04 00 | 02 00 00 00                         # IFLA_NETKIT_PEER_POLICY NETKIT_DROP
      08 00 05 00 | 01 00 00 00                         # IFLA_NETKIT_MODE NETKIT_L3
      08 00 06 00 | 01 00 00 00                         # IFLA_NETKIT_SCRUB NETKIT_SCRUB_DEFAULT
      08 00 07 00 | 00 00 00 00                         # IFLA_NETKIT_PEER_SCRUB NETKIT_SCRUB_NONE
      06 00 08 00 | 00 01 | 00 00                       # IFLA_NETKIT_HEADROOM 256
      06 00 09 00 | 80 00 | 00 00                       # IFLA_NETKIT_TAILROOM 128
      08 00 0a 00 | 01 00 00 00                         # IFLA_NETKIT_PAIRING NETKIT_DEVICE_SINGLE
      `,
    );
    complete(
      vethData,
      { peer },
      "1c 00 01 00 | 00 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00 | 08 00 03 00 6e 6b 31 00 # VETH_INFO_PEER",
    );
  });

  test("an rmnet", () => {
    complete(
      rmnetData,
      {
        id: 254,
        flags: {
          flags: [
            "ingressDeaggregation",
            "ingressCommands",
            "ingressChecksumV4",
            "egressChecksumV4",
            "ingressChecksumV5",
            "egressChecksumV5",
          ],
          mask: 0xffffffff,
        },
      },
      "06 00 01 00 fe 00 00 00 | 0c 00 02 00 3f 00 00 00 ff ff ff ff",
    );
  });

  test("an ipoib", () => {
    complete(
      ipoibData,
      { partitionKey: 0xffff, mode: "connected", userMulticast: true },
      "06 00 01 00 ff ff 00 00 | 06 00 02 00 01 00 00 00 | 06 00 03 00 01 00 00 00",
    );
  });

  test("a dsa, a wwan and a batadv", () => {
    complete(dsaData, { conduit: 2 }, "08 00 01 00 02 00 00 00");
    complete(wwanData, { linkId: 1 }, "08 00 01 00 01 00 00 00");
    complete(batadvData, { algorithm: "BATMAN_V" }, "0d 00 01 00 42 41 54 4d 41 4e 5f 56 00 00 00 00");
  });
});

describe("statistics of a kind", () => {
  const STATS = "1c 00 03 00 | 01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00 05 00 00 00 06 00 00 00";

  test("are those of the kind, wherever the kind stands", () => {
    for (const text of [`08 00 01 00 63 61 6e 00 | ${STATS}`, `${STATS} | 08 00 01 00 63 61 6e 00`]) {
      const info = decode(linkInfo, hex(text));
      expect(info.statistics).toEqual({
        busErrors: 1,
        errorWarnings: 2,
        errorPassive: 3,
        busOff: 4,
        arbitrationLost: 5,
        restarts: 6,
      });
      expect(toHex(encode(linkInfo, info))).toBe(toHex(hex(text)));
    }
  });

  test("of a kind that has none here are kept as they are", () => {
    const bytes = hex(`0a 00 01 00 64 75 6d 6d 79 00 00 00 | ${STATS}`);
    const info = decode(linkInfo, bytes);
    expect(info).toMatchObject({ kind: "dummy", unknown: [{ type: 3 }] });
    // There is nothing special to the kind, for the compiler too.
    if (info.kind === "dummy") expect(info.data satisfies undefined).toBeUndefined();
    expect(toHex(encode(linkInfo, info))).toBe(toHex(bytes));
  });
});
