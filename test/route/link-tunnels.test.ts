import { describe, expect, test } from "vitest";
// The schema of links comes before those of their kinds, some of which contain links.
import "../../src/route/link.ts";
import { decode, encode } from "../../src/codec/codec.ts";
import { amtData } from "../../src/route/link/amt.ts";
import { bareudpData } from "../../src/route/link/bareudp.ts";
import { geneveData } from "../../src/route/link/geneve.ts";
import { greData } from "../../src/route/link/gre.ts";
import { gtpData } from "../../src/route/link/gtp.ts";
import { linkInfo } from "../../src/route/link/info.ts";
import { ip6TunnelData, ipTunnelData } from "../../src/route/link/ip-tunnel.ts";
import { macsecData } from "../../src/route/link/macsec.ts";
import { ovpnData } from "../../src/route/link/ovpn.ts";
import { pppData } from "../../src/route/link/ppp.ts";
import { vtiData } from "../../src/route/link/vti.ts";
import { xfrmData } from "../../src/route/link/xfrm.ts";
import { golden, hex, toHex } from "../codec/golden.ts";
import { complete } from "./complete.ts";

// One attribute a line: length, number, payload, padding. The bytes are those of a little-endian host.

describe("every attribute of", () => {
  test("a gre, and of what is like it", () => {
    complete(
      greData,
      {
        link: 5,
        inputFlags: ["sequence", "key"],
        outputFlags: ["acknowledgement", "strict", "sequence", "key", "routing", "checksum"],
        inputKey: 0x01020304,
        outputKey: 42,
        local: "192.0.2.1",
        remote: "2001:db8::2",
        ttl: 64,
        tos: 1,
        pathMtuDiscovery: true,
        encapsulationLimit: 4,
        flowInfo: 0x12345,
        flags: ["ignoreEncapsulationLimit", "copyReceivedDscp"],
        encapsulation: "gue",
        encapsulationFlags: ["checksum", "remoteChecksum"],
        encapsulationSourcePort: 0,
        encapsulationPort: 5555,
        collectMetadata: true,
        ignoreDontFragment: false,
        mark: 7,
        erspanIndex: 123,
        erspanVersion: 2,
        erspanDirection: "egress",
        erspanHardwareId: 48,
      },
      `
      08 00 01 00 | 05 00 00 00                         # IFLA_GRE_LINK 5
      06 00 02 00 | 30 00 | 00 00                       # IFLA_GRE_IFLAGS GRE_KEY | GRE_SEQ, network order
      06 00 03 00 | f8 80 | 00 00                       # IFLA_GRE_OFLAGS all
      08 00 04 00 | 01 02 03 04                         # IFLA_GRE_IKEY, network order
      08 00 05 00 | 00 00 00 2a                         # IFLA_GRE_OKEY 42
      08 00 06 00 | c0 00 02 01                         # IFLA_GRE_LOCAL
      14 00 07 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 # IFLA_GRE_REMOTE
      05 00 08 00 | 40 | 00 00 00                       # IFLA_GRE_TTL 64
      05 00 09 00 | 01 | 00 00 00                       # IFLA_GRE_TOS inherit
      05 00 0a 00 | 01 | 00 00 00                       # IFLA_GRE_PMTUDISC
      05 00 0b 00 | 04 | 00 00 00                       # IFLA_GRE_ENCAP_LIMIT
      08 00 0c 00 | 00 01 23 45                         # IFLA_GRE_FLOWINFO, network order
      08 00 0d 00 | 11 00 00 00                         # IFLA_GRE_FLAGS, host order
      06 00 0e 00 | 02 00 | 00 00                       # IFLA_GRE_ENCAP_TYPE TUNNEL_ENCAP_GUE
      06 00 0f 00 | 05 00 | 00 00                       # IFLA_GRE_ENCAP_FLAGS CSUM | REMCSUM
      06 00 10 00 | 00 00 | 00 00                       # IFLA_GRE_ENCAP_SPORT
      06 00 11 00 | 15 b3 | 00 00                       # IFLA_GRE_ENCAP_DPORT 5555, network order
      04 00 12 00                                       # IFLA_GRE_COLLECT_METADATA
      05 00 13 00 | 00 | 00 00 00                       # IFLA_GRE_IGNORE_DF
      08 00 14 00 | 07 00 00 00                         # IFLA_GRE_FWMARK 7
      08 00 15 00 | 7b 00 00 00                         # IFLA_GRE_ERSPAN_INDEX 123
      05 00 16 00 | 02 | 00 00 00                       # IFLA_GRE_ERSPAN_VER 2
      05 00 17 00 | 01 | 00 00 00                       # IFLA_GRE_ERSPAN_DIR egress
      06 00 18 00 | 30 00 | 00 00                       # IFLA_GRE_ERSPAN_HWID 48
      `,
    );
  });

  test("an ipip or a sit", () => {
    complete(
      ipTunnelData,
      {
        link: 6,
        local: "192.0.2.1",
        remote: "0.0.0.0",
        ttl: 0,
        tos: 0,
        encapsulationLimit: 3,
        flowInfo: 1,
        flags: ["isatap"],
        protocol: 4,
        pathMtuDiscovery: false,
        prefix6rd: "2002::",
        relayPrefix6rd: "10.0.0.0",
        prefixLength6rd: 16,
        relayPrefixLength6rd: 8,
        encapsulation: "fou",
        encapsulationFlags: ["checksum6"],
        encapsulationSourcePort: 4096,
        encapsulationPort: 4097,
        collectMetadata: true,
        mark: 0x80000000,
      },
      `
      08 00 01 00 | 06 00 00 00                         # IFLA_IPTUN_LINK 6
      08 00 02 00 | c0 00 02 01                         # IFLA_IPTUN_LOCAL
      08 00 03 00 | 00 00 00 00                         # IFLA_IPTUN_REMOTE any
      05 00 04 00 | 00 | 00 00 00                       # IFLA_IPTUN_TTL inherit
      05 00 05 00 | 00 | 00 00 00                       # IFLA_IPTUN_TOS
      05 00 06 00 | 03 | 00 00 00                       # IFLA_IPTUN_ENCAP_LIMIT
      08 00 07 00 | 00 00 00 01                         # IFLA_IPTUN_FLOWINFO, network order
      06 00 08 00 | 01 00 | 00 00                       # IFLA_IPTUN_FLAGS SIT_ISATAP, host order
      05 00 09 00 | 04 | 00 00 00                       # IFLA_IPTUN_PROTO IPPROTO_IPIP
      05 00 0a 00 | 00 | 00 00 00                       # IFLA_IPTUN_PMTUDISC
      14 00 0b 00 | 20 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # IFLA_IPTUN_6RD_PREFIX
      08 00 0c 00 | 0a 00 00 00                         # IFLA_IPTUN_6RD_RELAY_PREFIX
      06 00 0d 00 | 10 00 | 00 00                       # IFLA_IPTUN_6RD_PREFIXLEN 16
      06 00 0e 00 | 08 00 | 00 00                       # IFLA_IPTUN_6RD_RELAY_PREFIXLEN 8
      06 00 0f 00 | 01 00 | 00 00                       # IFLA_IPTUN_ENCAP_TYPE TUNNEL_ENCAP_FOU
      06 00 10 00 | 02 00 | 00 00                       # IFLA_IPTUN_ENCAP_FLAGS CSUM6
      06 00 11 00 | 10 00 | 00 00                       # IFLA_IPTUN_ENCAP_SPORT 4096, network order
      06 00 12 00 | 10 01 | 00 00                       # IFLA_IPTUN_ENCAP_DPORT 4097
      04 00 13 00                                       # IFLA_IPTUN_COLLECT_METADATA
      08 00 14 00 | 00 00 00 80                         # IFLA_IPTUN_FWMARK
      `,
    );
  });

  test("an ip6tnl, whose flags are wider", () => {
    golden(
      ip6TunnelData,
      {
        local: "2001:db8::1",
        ttl: 64,
        flags: [
          "ignoreEncapsulationLimit",
          "useOriginalTrafficClass",
          "useOriginalFlowLabel",
          "mobility",
          "copyReceivedDscp",
          "useOriginalMark",
          "allowLocalRemote",
          "0x10000",
        ],
        protocol: 41,
      },
      `
      14 00 02 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 # IFLA_IPTUN_LOCAL
      05 00 04 00 | 40 | 00 00 00                       # IFLA_IPTUN_TTL 64
      08 00 08 00 | 7f 00 01 00                         # IFLA_IPTUN_FLAGS IP6_TNL_F_*, host order
      05 00 09 00 | 29 | 00 00 00                       # IFLA_IPTUN_PROTO IPPROTO_IPV6
      `,
    );
  });

  test("a vti", () => {
    complete(
      vtiData,
      { link: 1, inputKey: 1, outputKey: 0x0a000001, local: "2001:db8::1", remote: "192.0.2.2", mark: 16 },
      `
      08 00 01 00 | 01 00 00 00                         # IFLA_VTI_LINK 1
      08 00 02 00 | 00 00 00 01                         # IFLA_VTI_IKEY 1, network order
      08 00 03 00 | 0a 00 00 01                         # IFLA_VTI_OKEY
      14 00 04 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 # IFLA_VTI_LOCAL
      08 00 05 00 | c0 00 02 02                         # IFLA_VTI_REMOTE
      08 00 06 00 | 10 00 00 00                         # IFLA_VTI_FWMARK 16
      `,
    );
  });

  test("a geneve", () => {
    complete(
      geneveData,
      {
        id: 0xfffffe,
        remote: "192.0.2.9",
        ttl: 9,
        tos: 4,
        port: 6081,
        collectMetadata: true,
        remote6: "2001:db8::9",
        udpChecksum: true,
        udpZeroChecksum6Transmit: false,
        udpZeroChecksum6Receive: true,
        label: 0xfffff,
        ttlInherit: true,
        dontFragment: "inherit",
        innerProtocolInherit: true,
        portRange: { low: 1000, high: 2000 },
        groHint: true,
        local: "192.0.2.8",
        local6: "2001:db8::8",
      },
      `
      08 00 01 00 | fe ff ff 00                         # IFLA_GENEVE_ID
      08 00 02 00 | c0 00 02 09                         # IFLA_GENEVE_REMOTE
      05 00 03 00 | 09 | 00 00 00                       # IFLA_GENEVE_TTL
      05 00 04 00 | 04 | 00 00 00                       # IFLA_GENEVE_TOS
      06 00 05 00 | 17 c1 | 00 00                       # IFLA_GENEVE_PORT 6081, network order
      04 00 06 00                                       # IFLA_GENEVE_COLLECT_METADATA
      14 00 07 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 09 # IFLA_GENEVE_REMOTE6
      05 00 08 00 | 01 | 00 00 00                       # IFLA_GENEVE_UDP_CSUM
      05 00 09 00 | 00 | 00 00 00                       # IFLA_GENEVE_UDP_ZERO_CSUM6_TX
      05 00 0a 00 | 01 | 00 00 00                       # IFLA_GENEVE_UDP_ZERO_CSUM6_RX
      08 00 0b 00 | 00 0f ff ff                         # IFLA_GENEVE_LABEL, network order
      05 00 0c 00 | 01 | 00 00 00                       # IFLA_GENEVE_TTL_INHERIT
      05 00 0d 00 | 02 | 00 00 00                       # IFLA_GENEVE_DF GENEVE_DF_INHERIT
      04 00 0e 00                                       # IFLA_GENEVE_INNER_PROTO_INHERIT
      08 00 0f 00 | 03 e8 | 07 d0                       # IFLA_GENEVE_PORT_RANGE, network order
      04 00 10 00                                       # IFLA_GENEVE_GRO_HINT
      08 00 11 00 | c0 00 02 08                         # IFLA_GENEVE_LOCAL
      14 00 12 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 08 # IFLA_GENEVE_LOCAL6
      `,
    );
  });

  test("a bareudp", () => {
    complete(
      bareudpData,
      { port: 6635, etherType: 0x8847, sourcePortMin: 49152, multiprotocol: true },
      `
      06 00 01 00 | 19 eb | 00 00                       # IFLA_BAREUDP_PORT 6635, network order
      06 00 02 00 | 88 47 | 00 00                       # IFLA_BAREUDP_ETHERTYPE ETH_P_MPLS_UC, network order
      06 00 03 00 | 00 c0 | 00 00                       # IFLA_BAREUDP_SRCPORT_MIN 49152, host order
      04 00 04 00                                       # IFLA_BAREUDP_MULTIPROTO_MODE
      `,
    );
  });

  test("a gtp", () => {
    complete(
      gtpData,
      {
        descriptor0: 7,
        descriptor1: 8,
        hashSize: 1024,
        role: "sgsn",
        createSockets: true,
        restartCount: 3,
        local: "192.0.2.3",
        local6: "2001:db8::3",
      },
      `
      08 00 01 00 | 07 00 00 00                         # IFLA_GTP_FD0
      08 00 02 00 | 08 00 00 00                         # IFLA_GTP_FD1
      08 00 03 00 | 00 04 00 00                         # IFLA_GTP_PDP_HASHSIZE 1024
      08 00 04 00 | 01 00 00 00                         # IFLA_GTP_ROLE GTP_ROLE_SGSN
      05 00 05 00 | 01 | 00 00 00                       # IFLA_GTP_CREATE_SOCKETS
      05 00 06 00 | 03 | 00 00 00                       # IFLA_GTP_RESTART_COUNT
      08 00 07 00 | c0 00 02 03                         # IFLA_GTP_LOCAL
      14 00 08 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 03 # IFLA_GTP_LOCAL6
      `,
    );
  });

  test("an amt", () => {
    complete(
      amtData,
      {
        mode: "relay",
        relayPort: 2268,
        gatewayPort: 2269,
        link: 4,
        local: "192.0.2.1",
        remote: "192.0.2.2",
        discovery: "192.0.2.3",
        maxTunnels: 128,
      },
      `
      08 00 01 00 | 01 00 00 00                         # IFLA_AMT_MODE AMT_MODE_RELAY
      06 00 02 00 | 08 dc | 00 00                       # IFLA_AMT_RELAY_PORT 2268, network order
      06 00 03 00 | 08 dd | 00 00                       # IFLA_AMT_GATEWAY_PORT 2269
      08 00 04 00 | 04 00 00 00                         # IFLA_AMT_LINK 4
      08 00 05 00 | c0 00 02 01                         # IFLA_AMT_LOCAL_IP
      08 00 06 00 | c0 00 02 02                         # IFLA_AMT_REMOTE_IP
      08 00 07 00 | c0 00 02 03                         # IFLA_AMT_DISCOVERY_IP
      08 00 08 00 | 80 00 00 00                         # IFLA_AMT_MAX_TUNNELS 128
      `,
    );
  });

  test("an xfrm", () => {
    complete(
      xfrmData,
      { link: 2, interfaceId: 0xffffffff, collectMetadata: true },
      "08 00 01 00 02 00 00 00 | 08 00 02 00 ff ff ff ff | 04 00 03 00",
    );
  });

  test("a macsec", () => {
    complete(
      macsecData,
      {
        sci: 0x0200_0000_0001_0001n,
        port: 1,
        checkLength: 16,
        cipherSuite: 0x0080_c200_0100_0002n,
        window: 32,
        encodingAssociation: 3,
        encrypt: true,
        protect: true,
        includeSci: true,
        endStation: false,
        singleCopyBroadcast: false,
        replayProtect: true,
        validation: "strict",
        padding: new Uint8Array(0),
        offload: "mac",
      },
      `
      0c 00 01 00 | 02 00 00 00 00 01 00 01             # IFLA_MACSEC_SCI: address, port
      06 00 02 00 | 00 01 | 00 00                       # IFLA_MACSEC_PORT 1, network order
      05 00 03 00 | 10 | 00 00 00                       # IFLA_MACSEC_ICV_LEN 16
      0c 00 04 00 | 02 00 00 01 00 c2 80 00             # IFLA_MACSEC_CIPHER_SUITE GCM_AES_256, host order
      08 00 05 00 | 20 00 00 00                         # IFLA_MACSEC_WINDOW 32
      05 00 06 00 | 03 | 00 00 00                       # IFLA_MACSEC_ENCODING_SA 3
      05 00 07 00 | 01 | 00 00 00                       # IFLA_MACSEC_ENCRYPT
      05 00 08 00 | 01 | 00 00 00                       # IFLA_MACSEC_PROTECT
      05 00 09 00 | 01 | 00 00 00                       # IFLA_MACSEC_INC_SCI
      05 00 0a 00 | 00 | 00 00 00                       # IFLA_MACSEC_ES
      05 00 0b 00 | 00 | 00 00 00                       # IFLA_MACSEC_SCB
      05 00 0c 00 | 01 | 00 00 00                       # IFLA_MACSEC_REPLAY_PROTECT
      05 00 0d 00 | 02 | 00 00 00                       # IFLA_MACSEC_VALIDATION MACSEC_VALIDATE_STRICT
      04 00 0e 00                                       # IFLA_MACSEC_PAD
      05 00 0f 00 | 02 | 00 00 00                       # IFLA_MACSEC_OFFLOAD MACSEC_OFFLOAD_MAC
      `,
    );
  });

  test("an ovpn and a ppp", () => {
    complete(ovpnData, { mode: "mp" }, "05 00 01 00 01 00 00 00");
    complete(pppData, { deviceDescriptor: -1 }, "08 00 01 00 ff ff ff ff");
  });
});

describe("the data of a kind is found by its name:", () => {
  /** `IFLA_INFO_KIND` and, in `IFLA_INFO_DATA`, the attribute 1 with 7 in four bytes. */
  const infoOf = (kind: string): Uint8Array => {
    const name = encode(linkInfo, { kind });
    return Uint8Array.of(...name, ...hex("0c 00 02 00 | 08 00 01 00 07 00 00 00"));
  };

  test.each(["gre", "gretap", "erspan", "ip6gre", "ip6gretap", "ip6erspan", "ipip", "sit", "ip6tnl", "vti", "vti6"])(
    "%s",
    (kind) => expect(decode(linkInfo, infoOf(kind))).toEqual({ kind, data: { link: 7 } }),
  );

  test.each([
    ["vrf", { table: 7 }],
    ["geneve", { id: 7 }],
    ["vxlan", { id: 7 }],
    ["xfrm", { link: 7 }],
    ["dsa", { conduit: 7 }],
    ["hsr", { port1: 7 }],
    ["wwan", { linkId: 7 }],
    ["gtp", { descriptor0: 7 }],
    ["ppp", { deviceDescriptor: 7 }],
  ])("%s", (kind, data) => {
    expect(decode(linkInfo, infoOf(kind))).toEqual({ kind, data });
  });

  test("that of another kind is kept as it is", () => {
    const bytes = infoOf("nonsense");
    const info = decode(linkInfo, bytes);
    expect(info).toEqual({
      kind: "nonsense",
      unknown: [{ type: 2, data: hex("08 00 01 00 07 00 00 00") }],
    });
    expect(toHex(encode(linkInfo, info))).toBe(toHex(bytes));
  });
});
