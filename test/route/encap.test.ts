import { describe, expect, test } from "vitest";
import { encapWords } from "../../src/cli/text/encap.ts";
import { Names } from "../../src/cli/text/names.ts";
import { type Codec, decode, encode } from "../../src/codec/codec.ts";
import type { EncapByType } from "../../src/route/route/encap.ts";
import { bpfEncap } from "../../src/route/route/encap/bpf.ts";
import { ilaEncap } from "../../src/route/route/encap/ila.ts";
import { ioam6Encap } from "../../src/route/route/encap/ioam6.ts";
import { ip6Encap, ipEncap } from "../../src/route/route/encap/ip-tunnel.ts";
import { mplsEncap } from "../../src/route/route/encap/mpls.ts";
import { rplEncap } from "../../src/route/route/encap/rpl.ts";
import { seg6Encap } from "../../src/route/route/encap/seg6.ts";
import { seg6LocalEncap } from "../../src/route/route/encap/seg6local.ts";
import { xfrmEncap } from "../../src/route/route/encap/xfrm.ts";
import { nexthopMessage } from "../../src/route/nexthop.ts";
import { routeMessage } from "../../src/route/route.ts";
import { decodeFailure, encodeFailure, golden, hex, survives, toHex } from "../codec/golden.ts";

const names = new Names();
names.set(2, "v1");
names.set(3, "v0");

const CODECS: { readonly [Type in keyof EncapByType]: Codec<EncapByType[Type]> } = {
  mpls: mplsEncap,
  ip: ipEncap,
  ila: ilaEncap,
  ip6: ip6Encap,
  seg6: seg6Encap,
  bpf: bpfEncap,
  seg6local: seg6LocalEncap,
  rpl: rplEncap,
  ioam6: ioam6Encap,
  xfrm: xfrmEncap,
};

/** The words of the command line for an encapsulation. */
function textOf<Type extends keyof EncapByType>(encapType: Type, encap: EncapByType[Type]): string {
  return encapWords({ encapType, encap }, { names, part: (text) => text }).filter((word) => word !== "").join(" ");
}

/** Expects that bytes and value are each other's, and what the command line prints of them. */
function example<Type extends keyof EncapByType>(
  type: Type,
  encap: EncapByType[Type],
  bytes: string,
  text: string,
): void {
  golden(CODECS[type], encap, bytes);
  expect(textOf(type, encap)).toBe(`encap ${type} ${text}`);
}

// What is marked as "told" is what Linux 6.18 tells after a command of `ip` with these words; the rest, which that
// kernel lacks, was put together from its sources. One attribute a line.

describe("mpls", () => {
  test("labels with a TTL", () => {
    example(
      "mpls",
      { destination: "100/200", ttl: 5 },
      `
      0c 00 01 00 | 00 06 40 00 | 00 0c 81 00           # MPLS_IPTUNNEL_DST 100, 200 at the bottom
      05 00 02 00 | 05 | 00 00 00                       # MPLS_IPTUNNEL_TTL
      `,
      "100/200 ttl 5",
    );
  });
});

describe("tunnels", () => {
  test("over IPv4, told", () => {
    example(
      "ip",
      {
        id: 7n,
        destination: "10.9.9.9",
        source: "10.0.0.1",
        tos: 4,
        ttl: 3,
        flags: ["checksum", "key", "sequence"],
      },
      `
      0c 00 01 00 | 00 00 00 00 00 00 00 07             # LWTUNNEL_IP_ID, network order
      08 00 02 00 | 0a 09 09 09                         # LWTUNNEL_IP_DST
      08 00 03 00 | 0a 00 00 01                         # LWTUNNEL_IP_SRC
      05 00 05 00 | 04 | 00 00 00                       # LWTUNNEL_IP_TOS
      05 00 04 00 | 03 | 00 00 00                       # LWTUNNEL_IP_TTL
      06 00 06 00 | 00 0d | 00 00                       # LWTUNNEL_IP_FLAGS, network order
      `,
      "id 7 src 10.0.0.1 dst 10.9.9.9 ttl 3 tos 4 key csum seq",
    );
  });

  test("over IPv6, told", () => {
    example(
      "ip6",
      {
        id: 2n ** 64n - 1n,
        destination: "2001:db8::9",
        source: "2001:db8::1",
        trafficClass: 4,
        hopLimit: 3,
        flags: ["checksum"],
      },
      `
      0c 00 01 00 | ff ff ff ff ff ff ff ff             # LWTUNNEL_IP6_ID
      14 00 02 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 09 # LWTUNNEL_IP6_DST
      14 00 03 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 # LWTUNNEL_IP6_SRC
      05 00 05 00 | 04 | 00 00 00                       # LWTUNNEL_IP6_TC
      05 00 04 00 | 03 | 00 00 00                       # LWTUNNEL_IP6_HOPLIMIT
      06 00 06 00 | 00 01 | 00 00                       # LWTUNNEL_IP6_FLAGS
      `,
      "id 18446744073709551615 src 2001:db8::1 dst 2001:db8::9 hoplimit 3 tc 4 csum",
    );
  });

  test("options of Geneve, each in an attribute of its own as in a request", () => {
    example(
      "ip",
      {
        padding: new Uint8Array(0),
        options: {
          geneve: [
            [{ class: 0x0102, type: 0x80, data: hex("01 02 03 04") }],
            [{ class: 0xffff, type: 1, data: hex("05 06 07 08 09 0a 0b 0c") }],
          ],
        },
      },
      `
      04 00 07 00                                       # LWTUNNEL_IP_PAD
      40 00 08 80                                       # LWTUNNEL_IP_OPTS, marked as nested
        1c 00 01 80                                     #   LWTUNNEL_IP_OPTS_GENEVE, marked as nested
          06 00 01 00 | 01 02 | 00 00                   #     LWTUNNEL_IP_OPT_GENEVE_CLASS, network order
          05 00 02 00 | 80 | 00 00 00                   #     LWTUNNEL_IP_OPT_GENEVE_TYPE
          08 00 03 00 | 01 02 03 04                     #     LWTUNNEL_IP_OPT_GENEVE_DATA
        20 00 01 80                                     #   LWTUNNEL_IP_OPTS_GENEVE
          06 00 01 00 | ff ff | 00 00
          05 00 02 00 | 01 | 00 00 00
          0c 00 03 00 | 05 06 07 08 09 0a 0b 0c
      `,
      "geneve_opts 258:128:01020304,65535:1:05060708090a0b0c",
    );
  });

  test("options of Geneve, all in one attribute and without marks as the kernel tells them", () => {
    const encap = survives(
      ip6Encap,
      `
      38 00 08 00                                       # LWTUNNEL_IP6_OPTS
        34 00 01 00                                     #   LWTUNNEL_IP_OPTS_GENEVE
          06 00 01 00 | 01 02 | 00 00
          05 00 02 00 | 80 | 00 00 00
          08 00 03 00 | 01 02 03 04
          06 00 01 00 | ff ff | 00 00
          05 00 02 00 | 01 | 00 00 00
          08 00 03 00 | 05 06 07 08
      `,
    );
    expect(encap).toEqual({
      options: {
        geneve: [[
          { class: 0x0102, type: 0x80, data: hex("01 02 03 04") },
          { class: 0xffff, type: 1, data: hex("05 06 07 08") },
        ]],
      },
    });
  });

  test.each([
    ["without its end", "14 00 01 80 | 06 00 01 00 01 02 00 00 | 05 00 02 00 80 000000", "0: ", "1, 2"],
    ["in another order", "14 00 01 80 | 05 00 02 00 80 000000 | 08 00 03 00 01 02 03 04", "0: ", "2, 3"],
  ])("an option of Geneve %s is malformed", (_name, options, path, got) => {
    expect(decodeFailure(ipEncap, `18 00 08 80 | ${options}`))
      .toBe(`Cannot decode options.geneve.${path}expected the attributes 1, 2, 3, got ${got}`);
  });

  test("options of VXLAN", () => {
    example(
      "ip",
      { flags: ["vxlanOption"], options: { vxlan: { groupPolicy: 0x10203 } } },
      `
      06 00 06 00 | 10 00 | 00 00                       # LWTUNNEL_IP_FLAGS
      10 00 08 80                                       # LWTUNNEL_IP_OPTS
        0c 00 02 80                                     #   LWTUNNEL_IP_OPTS_VXLAN
          08 00 01 00 | 03 02 01 00                     #     LWTUNNEL_IP_OPT_VXLAN_GBP
      `,
      "vxlan_opts 66051",
    );
  });

  test("options of ERSPAN", () => {
    example(
      "ip6",
      { options: { erspan: { version: 2, index: 0x10203, direction: 1, hardwareId: 17 } } },
      `
      28 00 08 80                                       # LWTUNNEL_IP6_OPTS
        24 00 03 80                                     #   LWTUNNEL_IP_OPTS_ERSPAN
          05 00 01 00 | 02 | 00 00 00                   #     LWTUNNEL_IP_OPT_ERSPAN_VER
          08 00 02 00 | 00 01 02 03                     #     LWTUNNEL_IP_OPT_ERSPAN_INDEX, network order
          05 00 03 00 | 01 | 00 00 00                   #     LWTUNNEL_IP_OPT_ERSPAN_DIR
          05 00 04 00 | 11 | 00 00 00                   #     LWTUNNEL_IP_OPT_ERSPAN_HWID
      `,
      "erspan_opts 2:66051:1:17",
    );
  });

  test("every flag has its bit", () => {
    const { flags } = decode(ipEncap, hex("06 00 06 00 ff ff 00 00"));
    expect(flags).toEqual([
      ..."checksum routing key sequence strict recursion version noKey dontFragment oam criticalOption".split(" "),
      ..."geneveOption vxlanOption noCache erspanOption gtpOption".split(" "),
    ]);
  });
});

describe("ila", () => {
  test("another locator", () => {
    example(
      "ila",
      {
        locator: 0x2001_0db8_0000_000an,
        padding: new Uint8Array(0),
        checksumMode: "neutral-map-auto",
        identifierType: "use-format",
        hookType: "input",
      },
      `
      0c 00 01 00 | 20 01 0d b8 00 00 00 0a             # ILA_ATTR_LOCATOR, network order
      04 00 06 00                                       # ILA_ATTR_PAD
      05 00 07 00 | 03 | 00 00 00                       # ILA_ATTR_CSUM_MODE
      05 00 08 00 | 20 | 00 00 00                       # ILA_ATTR_IDENT_TYPE
      05 00 09 00 | 01 | 00 00 00                       # ILA_ATTR_HOOK_TYPE
      `,
      "2001:db8:0:a csum-mode neutral-map-auto ident-type use-format hook-type input",
    );
  });
});

const A = "20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 0a";
const B = "20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 0b";
const NONE = "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";
const HMAC_TLV = `05 26 | 00 00 | 00 00 00 2a | ${"5a ".repeat(32)}`;

describe("seg6", () => {
  test("an outer packet, told; the segments stand in reverse", () => {
    example(
      "seg6",
      {
        routingHeader: {
          mode: "encap",
          nextHeader: 0,
          segmentsLeft: 1,
          flags: [],
          tag: 0,
          segments: ["2001:db8::a", "2001:db8::b"],
        },
      },
      `
      30 00 01 00                                       # SEG6_IPTUNNEL_SRH
        01 00 00 00                                     #   mode, SEG6_IPTUN_MODE_ENCAP
        00 | 04 | 04 | 01 | 01 | 00 | 00 00             #   nexthdr, hdrlen, type, segments left, last one, flags, tag
        ${B}                                            #   the last segment
        ${A}                                            #   the first segment
      `,
      "mode encap segs 2 [ 2001:db8::a 2001:db8::b ]",
    );
  });

  test("inserted into the packet, told; the last segment is a place for its destination", () => {
    example(
      "seg6",
      {
        routingHeader: {
          mode: "inline",
          nextHeader: 0,
          segmentsLeft: 2,
          flags: [],
          tag: 0,
          segments: ["2001:db8::a", "2001:db8::b", "::"],
        },
      },
      `40 00 01 00 | 00 00 00 00 | 00 06 04 02 02 00 00 00 | ${NONE} | ${B} | ${A}`,
      "mode inline segs 3 [ 2001:db8::a 2001:db8::b :: ]",
    );
  });

  test("with a signature, a tag, a source and a table", () => {
    example(
      "seg6",
      {
        routingHeader: {
          mode: "l2encap.red",
          nextHeader: 59,
          segmentsLeft: 3,
          flags: ["hmac", "protected"],
          tag: 0x1234,
          segments: ["2001:db8::a"],
          tlvs: hex(HMAC_TLV),
        },
        source: "2001:db8::b",
        table: 254,
      },
      `
      48 00 01 00                                       # SEG6_IPTUNNEL_SRH
        04 00 00 00                                     #   mode, SEG6_IPTUN_MODE_L2ENCAP_RED
        3b | 07 | 04 | 03 | 00 | 48 | 12 34             #   flags SR6_FLAG1_HMAC, SR6_FLAG1_PROTECTED; tag
        ${A}
        ${HMAC_TLV}                                     #   struct sr6_tlv_hmac, key 42
      14 00 02 00 | ${B}                                # SEG6_IPTUNNEL_SRC
      08 00 03 00 | fe 00 00 00                         # SEG6_IPTUNNEL_TABLE
      `,
      "mode l2encap.red segs 1 [ 2001:db8::a ] hmac 0x2A tunsrc 2001:db8::b table main",
    );
  });

  test("a request needs the mode and the segments alone", () => {
    const bytes = encode(seg6Encap, { routingHeader: { mode: "encap", segments: ["2001:db8::a", "2001:db8::b"] } });
    expect(toHex(bytes)).toBe(toHex(hex(`30 00 01 00 | 01 00 00 00 | 00 04 04 01 01 00 00 00 | ${B} | ${A}`)));
  });

  test("the names of the modes", () => {
    const modes = [0, 1, 2, 3, 4, 5].map((mode) =>
      decode(seg6Encap, hex(`20 00 01 00 | 0${mode} 00 00 00 | 00 02 04 00 00 00 00 00 | ${A}`)).routingHeader?.mode
    );
    expect(modes).toEqual(["inline", "encap", "l2encap", "encap.red", "l2encap.red", 5]);
  });

  test.each([
    ["a length that is not its own", "00 02 04 00 00 00 00 00", "expected 16 bytes behind the header, got 32"],
    ["another type of routing header", "00 04 03 01 01 00 00 00", "expected the type 4, got 3"],
    ["more segments than fit", "00 04 04 01 02 00 00 00", "expected 48 bytes of segments, got 32"],
  ])("%s is malformed", (_name, header, reason) => {
    expect(decodeFailure(seg6Encap, `30 00 01 00 | 01 00 00 00 | ${header} | ${B} | ${A}`))
      .toBe(`Cannot decode routingHeader: ${reason}`);
  });

  test("a header without segments has no last one", () => {
    golden(
      seg6LocalEncap,
      { routingHeader: { nextHeader: 0, segmentsLeft: 0, flags: [], tag: 0, segments: [] } },
      "0c 00 02 00 | 00 00 04 00 00 00 00 00",
    );
    expect(decodeFailure(seg6LocalEncap, "0c 00 02 00 | 00 00 04 00 01 00 00 00"))
      .toBe("Cannot decode routingHeader: expected 32 bytes of segments, got 0");
    expect(encodeFailure(seg6LocalEncap, { routingHeader: { segments: [], tlvs: new Uint8Array(8) } }))
      .toBe("Cannot encode routingHeader.tlvs: expected at most 0 bytes, got 8");
  });

  test("less than a header is malformed", () => {
    expect(decodeFailure(seg6Encap, "0b 00 01 00 | 01 00 00 00 00 04 04 00"))
      .toBe("Cannot decode routingHeader: expected at least 12 bytes, got 7");
  });

  test("what does not fit the header is refused", () => {
    const refused = (more: object): string =>
      encodeFailure(seg6Encap, { routingHeader: { mode: "encap", segments: ["2001:db8::a"], ...more } });
    expect(refused({ tlvs: hex("04 00") })).toBe(
      "Cannot encode routingHeader.tlvs: expected a multiple of 8 bytes, got 2",
    );
    expect(refused({ segments: Array<string>(128).fill("::1") }))
      .toBe("Cannot encode routingHeader.segments: expected at most 127 segments, got 128");
    expect(refused({ tlvs: new Uint8Array(8 * 254) }))
      .toBe("Cannot encode routingHeader.tlvs: expected at most 2024 bytes, got 2032");
    expect(refused({ segments: ["::1", "192.0.2.1"] }))
      .toBe("Cannot encode routingHeader.segments.1: expected an IPv6 address, got '192.0.2.1'");
  });
});

describe("seg6local", () => {
  test.each(
    [
      [{ action: "End.X", nextHop6: "2001:db8::a" }, `08 00 01 00 02 00 00 00 | 14 00 05 00 ${A}`, "nh6 2001:db8::a"],
      [
        { action: "End.DX4", nextHop4: "10.0.0.5" },
        "08 00 01 00 06 00 00 00 | 08 00 04 00 0a 00 00 05",
        "nh4 10.0.0.5",
      ],
      [{ action: "End.DX2", outputLink: 2 }, "08 00 01 00 04 00 00 00 | 08 00 07 00 02 00 00 00", "oif v1"],
      [{ action: "End.T", table: 100 }, "08 00 01 00 03 00 00 00 | 08 00 03 00 64 00 00 00", "table 100"],
      [{ action: "End.DT46", vrfTable: 255 }, "08 00 01 00 10 00 00 00 | 08 00 09 00 ff 00 00 00", "vrftable local"],
      [{ action: "End.AS", inputLink: 3 }, "08 00 01 00 0d 00 00 00 | 08 00 06 00 03 00 00 00", "iif v0"],
    ] as const,
  )("%j", (encap, bytes, text) => {
    example("seg6local", encap, bytes, `action ${encap.action} ${text}`);
  });

  test("further segments, told", () => {
    example(
      "seg6local",
      {
        action: "End.B6.Encaps",
        routingHeader: {
          nextHeader: 0,
          segmentsLeft: 1,
          flags: [],
          tag: 0,
          segments: ["2001:db8::a", "2001:db8::b"],
        },
      },
      `
      08 00 01 00 | 0a 00 00 00                         # SEG6_LOCAL_ACTION
      2c 00 02 00 | 00 04 04 01 01 00 00 00 | ${B} | ${A} # SEG6_LOCAL_SRH
      `,
      "action End.B6.Encaps segs 2 [ 2001:db8::a 2001:db8::b ]",
    );
  });

  test("counters and flavors", () => {
    example(
      "seg6local",
      {
        action: "End",
        counters: { padding: new Uint8Array(0), packets: 5n, bytes: 2n ** 32n, errors: 1n },
        flavors: { operations: ["psp", "usp", "usd", "next-csid"], locatorBlockBits: 48, nodeFunctionBits: 16 },
      },
      `
      08 00 01 00 | 01 00 00 00                         # SEG6_LOCAL_ACTION
      2c 00 0a 80                                       # SEG6_LOCAL_COUNTERS, marked as nested
        04 00 01 00                                     #   SEG6_LOCAL_CNT_PAD
        0c 00 02 00 | 05 00 00 00 00 00 00 00           #   SEG6_LOCAL_CNT_PACKETS
        0c 00 03 00 | 00 00 00 00 01 00 00 00           #   SEG6_LOCAL_CNT_BYTES
        0c 00 04 00 | 01 00 00 00 00 00 00 00           #   SEG6_LOCAL_CNT_ERRORS
      1c 00 0b 80                                       # SEG6_LOCAL_FLAVORS, marked as nested
        08 00 01 00 | 1e 00 00 00                       #   SEG6_LOCAL_FLV_OPERATION
        05 00 02 00 | 30 | 00 00 00                     #   SEG6_LOCAL_FLV_LCBLOCK_BITS
        05 00 03 00 | 10 | 00 00 00                     #   SEG6_LOCAL_FLV_LCNODE_FN_BITS
      `,
      "action End packets 5 bytes 4294967296 errors 1 flavors psp,usp,usd,next-csid lblen 48 nflen 16",
    );
  });

  test("a program", () => {
    example(
      "seg6local",
      { action: "End.BPF", bpf: { program: 7, name: "end\x1b" } },
      `
      08 00 01 00 | 0f 00 00 00                         # SEG6_LOCAL_ACTION
      18 00 08 00                                       # SEG6_LOCAL_BPF
        08 00 01 00 | 07 00 00 00                       #   SEG6_LOCAL_BPF_PROG
        09 00 02 00 | 65 6e 64 1b 00 | 00 00 00         #   SEG6_LOCAL_BPF_PROG_NAME
      `,
      "action End.BPF endpoint end\\x1b",
    );
  });

  test("the names of the actions", () => {
    const actions = Array.from(
      { length: 18 },
      (_, i) => decode(seg6LocalEncap, Uint8Array.of(8, 0, 1, 0, i, 0, 0, 0)).action,
    );
    expect(actions.join(" ")).toBe(
      "0 End End.X End.T End.DX2 End.DX6 End.DX4 End.DT6 End.DT4 End.B6 End.B6.Encaps End.BM End.S End.AS End.AM " +
        "End.BPF End.DT46 17",
    );
  });
});

describe("bpf", () => {
  test("three programs and room for what they add", () => {
    example(
      "bpf",
      { input: { name: "in" }, output: { fileDescriptor: 9 }, transmit: { name: "x" }, transmitHeadroom: 14 },
      `
      0c 00 01 00                                       # LWT_BPF_IN
        07 00 02 00 | 69 6e 00 | 00                     #   LWT_BPF_PROG_NAME
      0c 00 02 00                                       # LWT_BPF_OUT
        08 00 01 00 | 09 00 00 00                       #   LWT_BPF_PROG_FD
      0c 00 03 00                                       # LWT_BPF_XMIT
        06 00 02 00 | 78 00 | 00 00                     #   LWT_BPF_PROG_NAME
      08 00 04 00 | 0e 00 00 00                         # LWT_BPF_XMIT_HEADROOM
      `,
      "in in out <unknown> xmit x headroom 14",
    );
  });
});

describe("rpl", () => {
  // The bytes that `ip route add ... encap rpl segs 2001:db8::a,2001:db8::b` sends.
  const request = `
    2c 00 01 00                                         # RPL_IPTUNNEL_SRH
      00 | 04 | 03 | 02 | 00 00 00 00                   #   nexthdr, hdrlen, type, segments left, compression
      ${B}                                              #   the first segment
      ${A}                                              #   the last segment
  `;

  test("the segments stand in the order in which they are visited, which ip reverses", () => {
    example(
      "rpl",
      {
        routingHeader: {
          nextHeader: 0,
          segmentsLeft: 2,
          compression: 0,
          segments: ["2001:db8::b", "2001:db8::a"],
        },
      },
      request,
      "segs 2 [ 2001:db8::a 2001:db8::b ]",
    );
    const bytes = encode(rplEncap, { routingHeader: { segments: ["2001:db8::b", "2001:db8::a"] } });
    expect(toHex(bytes)).toBe(toHex(hex(request)));
  });

  test("there is nothing behind them", () => {
    expect(decodeFailure(rplEncap, `24 00 01 00 | 00 03 03 01 00 00 00 00 | ${A} | 00 00 00 00 00 00 00 00`))
      .toBe("Cannot decode routingHeader: expected a multiple of 16 bytes, got 24");
    expect(encodeFailure(rplEncap, { routingHeader: { segments: [], tlvs: hex("00") } }))
      .toContain("Cannot encode routingHeader: ");
  });
});

describe("ioam6", () => {
  test("a trace in outer packets", () => {
    example(
      "ioam6",
      {
        frequencyK: 1,
        frequencyN: 3,
        mode: "encap",
        source: "2001:db8::b",
        destination: "2001:db8::a",
        trace: {
          namespaceId: 0x0102,
          nodeLength: 24,
          remainingLength: 3,
          type: ["opaqueState", "wideHopLimitAndNode", "hopLimitAndNode"],
        },
      },
      `
      08 00 04 00 | 01 00 00 00                         # IOAM6_IPTUNNEL_FREQ_K
      08 00 05 00 | 03 00 00 00                         # IOAM6_IPTUNNEL_FREQ_N
      05 00 01 00 | 02 | 00 00 00                       # IOAM6_IPTUNNEL_MODE
      14 00 06 00 | ${B}                                # IOAM6_IPTUNNEL_SRC
      14 00 02 00 | ${A}                                # IOAM6_IPTUNNEL_DST
      0c 00 03 00 | 01 02 | 18 | 03 | 80 80 02 00       # IOAM6_IPTUNNEL_TRACE: namespace, lengths, type
      `,
      "freq 1/3 mode encap tunsrc 2001:db8::b tundst 2001:db8::a trace prealloc type 0x808002 ns 258 size 12",
    );
  });

  test("the fields in the order of their bits", () => {
    const { trace } = decode(ioam6Encap, hex("0c 00 03 00 | 00 00 00 00 ff ff ff ff"));
    expect(trace?.type.filter((name) => !name.startsWith("0x")).toReversed()).toEqual([
      ..."hopLimitAndNode links seconds fraction transitDelay namespaceData queueDepth checksumComplement".split(" "),
      ..."wideHopLimitAndNode wideLinks wideNamespaceData bufferOccupancy opaqueState".split(" "),
    ]);
  });

  test("the names of the modes", () => {
    const modes = [0, 1, 2, 3].map((mode) => decode(ioam6Encap, Uint8Array.of(5, 0, 1, 0, mode, 0, 0, 0)).mode);
    expect(modes).toEqual([0, "inline", "encap", "auto"]);
  });
});

describe("xfrm", () => {
  test("a number and a link", () => {
    example(
      "xfrm",
      { interfaceId: 0x2a, link: 3 },
      `
      08 00 01 00 | 2a 00 00 00                         # LWT_XFRM_IF_ID
      08 00 02 00 | 03 00 00 00                         # LWT_XFRM_LINK
      `,
      "if_id 0x2a link_dev v0",
    );
  });
});

describe("the type of an encapsulation", () => {
  const header = "02 10 00 00 fe 03 00 01 00 00 00 00";
  const labels = "08 00 01 00 | 00 06 41 00";

  test.each([
    [
      "in front of its type and without a mark, as the kernel tells it",
      `0c 00 16 00 | ${labels} | 06 00 15 00 01 00 0000`,
    ],
    ["in front of its type and marked, as ip sends it", `0c 00 16 80 | ${labels} | 06 00 15 00 01 00 0000`],
    ["behind its type", `06 00 15 00 01 00 0000 | 0c 00 16 80 | ${labels}`],
    ["behind its type and without a mark", `06 00 15 00 01 00 0000 | 0c 00 16 00 | ${labels}`],
  ])("is found by an encapsulation %s", (_name, bytes) => {
    const route = survives(routeMessage, `${header} | ${bytes}`);
    expect(route).toMatchObject({ encapType: "mpls", encap: { destination: "100" } });
    expect(route.unknown).toBeUndefined();
  });

  test("is found in a next hop of several, and marks what a request sends", () => {
    const hops = `
      1c 00 | 00 | 00 | 03 00 00 00                     # struct rtnexthop
      0c 00 16 80 | ${labels}
      06 00 15 00 | 01 00 | 00 00
    `;
    golden(
      routeMessage,
      {
        family: "inet",
        prefixLength: 16,
        sourcePrefixLength: 0,
        tos: 0,
        table: 254,
        protocol: "boot",
        scope: "global",
        type: "unicast",
        flags: [],
        nextHops: [{ flags: [], weight: 1, outputLink: 3, encap: { destination: "100" }, encapType: "mpls" }],
      },
      `${header} | 08 00 0f 00 fe 00 00 00 | 20 00 09 00 | ${hops}`,
    );
  });

  test("is found in a nexthop object", () => {
    golden(
      nexthopMessage,
      {
        family: "inet",
        scope: "link",
        protocol: "unspec",
        flags: [],
        id: 13,
        encap: { destination: "100" },
        encapType: "mpls",
      },
      `
      02 fd 00 00 00 00 00 00
      08 00 01 00 | 0d 00 00 00                         # NHA_ID
      0c 00 08 80 | ${labels}                           # NHA_ENCAP
      06 00 07 00 | 01 00 | 00 00                       # NHA_ENCAP_TYPE
      `,
    );
  });

  test("that has no schema, or is missing, leaves the bytes as they are", () => {
    const unknown = [{ type: 22, data: hex(labels) }];
    const other = survives(routeMessage, `${header} | 0c 00 16 00 | ${labels} | 06 00 15 00 | 2a 00 | 00 00`);
    expect(other).toMatchObject({ encapType: 42, unknown });
    expect("encap" in other).toBe(false);
    const missing = survives(routeMessage, `${header} | 0c 00 16 00 | ${labels}`);
    expect(missing.unknown).toEqual(unknown);
    expect(encapWords(other, { names, part: (text) => text })).toEqual(["encap 42"]);
  });

  test("whose data does not fit is told, and its bytes are kept", () => {
    const problems: { readonly error: Error }[] = [];
    const bytes = hex(`${header} | 0c 00 16 00 | 08 00 01 00 ff ff ff ff | 06 00 15 00 | 05 00 | 00 00`);
    const route = routeMessage.salvage(new DataView(bytes.buffer), 0, bytes.length, problems as never);
    expect(route).toMatchObject({ encapType: "seg6", unknown: [{ type: 22, data: hex("08 00 01 00 ff ff ff ff") }] });
    expect(problems.map(({ error }) => error.message))
      .toEqual(["Cannot decode encap.routingHeader: expected at least 12 bytes, got 4"]);
  });
});
