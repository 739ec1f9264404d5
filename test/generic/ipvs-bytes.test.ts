import { describe, expect, test } from "vitest";
import { decode } from "../../src/codec/codec.ts";
import { ipvsInfo, type IpvsMessage, ipvsMessage } from "../../src/generic/families/ipvs/message.ts";
import { decodeFailure, encodeFailure, golden, hex, survives } from "../codec/golden.ts";

// No kernel at hand has IPVS: the bytes are worked out from <linux/ip_vs.h> and from what the kernel's sources put there.

describe("a message about a service", () => {
  test("of IPv4, as the kernel tells it", () => {
    golden<IpvsMessage>(
      ipvsMessage,
      {
        service: {
          family: "inet",
          protocol: "tcp",
          address: "192.0.2.1",
          port: 80,
          scheduler: "rr",
          flags: ["hashed"],
          timeout: 0,
          netmask: "255.255.255.255",
          stats: {
            connections: 1,
            inPackets: 2,
            outPackets: 3,
            inBytes: 4n,
            outBytes: 2n ** 33n,
            connectionRate: 6,
            inPacketRate: 7,
            outPacketRate: 8,
            inByteRate: 9,
            outByteRate: 10,
          },
        },
      },
      `
      b0 00 01 00                                      # IPVS_CMD_ATTR_SERVICE, not marked as nested
        06 00 01 00 02 00 00 00                        # IPVS_SVC_ATTR_AF: AF_INET
        06 00 02 00 06 00 00 00                        # IPVS_SVC_ATTR_PROTOCOL: IPPROTO_TCP
        14 00 03 00 c0 00 02 01 00 00 00 00            # IPVS_SVC_ATTR_ADDR: union nf_inet_addr
                    00 00 00 00 00 00 00 00
        06 00 04 00 00 50 00 00                        # IPVS_SVC_ATTR_PORT: 80 in network order
        07 00 06 00 72 72 00 00                        # IPVS_SVC_ATTR_SCHED_NAME: "rr"
        0c 00 07 00 02 00 00 00 ff ff ff ff            # IPVS_SVC_ATTR_FLAGS: IP_VS_SVC_F_HASHED of all
        08 00 08 00 00 00 00 00                        # IPVS_SVC_ATTR_TIMEOUT
        08 00 09 00 ff ff ff ff                        # IPVS_SVC_ATTR_NETMASK: one address
        5c 00 0a 00                                    # IPVS_SVC_ATTR_STATS
          08 00 01 00 01 00 00 00                      # IPVS_STATS_ATTR_CONNS
          08 00 02 00 02 00 00 00                      # IPVS_STATS_ATTR_INPKTS
          08 00 03 00 03 00 00 00                      # IPVS_STATS_ATTR_OUTPKTS
          0c 00 04 00 04 00 00 00 00 00 00 00          # IPVS_STATS_ATTR_INBYTES, 64 bits
          0c 00 05 00 00 00 00 00 02 00 00 00          # IPVS_STATS_ATTR_OUTBYTES, 64 bits
          08 00 06 00 06 00 00 00                      # IPVS_STATS_ATTR_CPS
          08 00 07 00 07 00 00 00                      # IPVS_STATS_ATTR_INPPS
          08 00 08 00 08 00 00 00                      # IPVS_STATS_ATTR_OUTPPS
          08 00 09 00 09 00 00 00                      # IPVS_STATS_ATTR_INBPS
          08 00 0a 00 0a 00 00 00                      # IPVS_STATS_ATTR_OUTBPS
    `,
    );
  });

  test("of IPv6, with an engine and counters of 64 bits", () => {
    golden<IpvsMessage>(
      ipvsMessage,
      {
        service: {
          family: "inet6",
          protocol: "udp",
          address: "2001:db8::1",
          port: 5060,
          scheduler: "wlc",
          persistenceEngine: "sip",
          flags: ["persistent", "onePacket", "0x100"],
          timeout: 300,
          netmask: 128,
          stats64: { connections: 2n ** 40n, inBytes: 1n, inByteRate: 2n },
        },
      },
      `
      84 00 01 00                                      # IPVS_CMD_ATTR_SERVICE
        06 00 01 00 0a 00 00 00                        # IPVS_SVC_ATTR_AF: AF_INET6
        06 00 02 00 11 00 00 00                        # IPVS_SVC_ATTR_PROTOCOL: IPPROTO_UDP
        14 00 03 00 20 01 0d b8 00 00 00 00            # IPVS_SVC_ATTR_ADDR
                    00 00 00 00 00 00 00 01
        06 00 04 00 13 c4 00 00                        # IPVS_SVC_ATTR_PORT: 5060
        08 00 06 00 77 6c 63 00                        # IPVS_SVC_ATTR_SCHED_NAME: "wlc"
        08 00 0b 00 73 69 70 00                        # IPVS_SVC_ATTR_PE_NAME: "sip"
        0c 00 07 00 05 01 00 00 ff ff ff ff            # IPVS_SVC_ATTR_FLAGS: one is of a newer kernel
        08 00 08 00 2c 01 00 00                        # IPVS_SVC_ATTR_TIMEOUT: 300 s
        08 00 09 00 80 00 00 00                        # IPVS_SVC_ATTR_NETMASK: 128 bits, in host order
        28 00 0c 00                                    # IPVS_SVC_ATTR_STATS64
          0c 00 01 00 00 00 00 00 00 01 00 00          # IPVS_STATS_ATTR_CONNS
          0c 00 04 00 01 00 00 00 00 00 00 00          # IPVS_STATS_ATTR_INBYTES
          0c 00 09 00 02 00 00 00 00 00 00 00          # IPVS_STATS_ATTR_INBPS
    `,
    );
  });

  test("that is known by a mark", () => {
    golden<IpvsMessage>(
      ipvsMessage,
      { service: { family: "inet", firewallMark: 4294967295 } },
      `
      14 00 01 00                                      # IPVS_CMD_ATTR_SERVICE
        06 00 01 00 02 00 00 00                        # IPVS_SVC_ATTR_AF: AF_INET
        08 00 05 00 ff ff ff ff                        # IPVS_SVC_ATTR_FWMARK
    `,
    );
  });

  test("keeps the address where the family comes behind it, and where none comes", () => {
    const address = "14000300 c0000201 00000000 00000000 00000000";
    expect(survives(ipvsMessage, `20000100 ${address} 06000100 02000000`)).toEqual({
      service: { address: "192.0.2.1", family: "inet" },
    });
    expect(survives(ipvsMessage, `18000100 ${address}`)).toEqual({
      service: { unknown: [{ type: 3, data: hex("c0000201 00000000 00000000 00000000") }] },
    });
  });

  test("is refused for what cannot be", () => {
    const failure = (service: object): string => encodeFailure(ipvsMessage, { service });
    expect(failure({ family: "inet", address: "::1" })).toBe(
      "Cannot encode service.address: expected an IPv4 address, got '::1'",
    );
    expect(failure({ address: "::1" })).toBe("Cannot encode service.address: expected inet, inet6 to choose it");
    expect(failure({ flags: "hashed" })).toBe("Cannot encode service.flags: expected a list of flags, got 'hashed'");
    expect(failure({ family: "inet6", netmask: "255.255.255.255" })).toContain("service.netmask: expected a number");
    expect(decodeFailure(ipvsMessage, "14000100 06000100 02000000 06000300 c0000000")).toBe(
      "Cannot decode service.address: expected 16 bytes, got 2",
    );
  });
});

describe("a message about a destination", () => {
  test("as the kernel tells it", () => {
    golden<IpvsMessage>(
      ipvsMessage,
      {
        destination: {
          address: "198.51.100.7",
          port: 8080,
          forwardingMethod: "tunnel",
          weight: 1,
          tunnelType: "gue",
          tunnelPort: 6080,
          tunnelFlags: ["remoteChecksum"],
          upperThreshold: 0,
          lowerThreshold: 0,
          activeConnections: 1,
          inactiveConnections: 2,
          persistentConnections: 3,
          addressFamily: "inet",
        },
      },
      `
      78 00 02 00                                      # IPVS_CMD_ATTR_DEST
        14 00 01 00 c6 33 64 07 00 00 00 00            # IPVS_DEST_ATTR_ADDR, in front of its family
                    00 00 00 00 00 00 00 00
        06 00 02 00 1f 90 00 00                        # IPVS_DEST_ATTR_PORT: 8080 in network order
        08 00 03 00 02 00 00 00                        # IPVS_DEST_ATTR_FWD_METHOD: IP_VS_CONN_F_TUNNEL
        08 00 04 00 01 00 00 00                        # IPVS_DEST_ATTR_WEIGHT
        05 00 0d 00 01 00 00 00                        # IPVS_DEST_ATTR_TUN_TYPE: GUE
        06 00 0e 00 17 c0 00 00                        # IPVS_DEST_ATTR_TUN_PORT: 6080 in network order
        06 00 0f 00 02 00 00 00                        # IPVS_DEST_ATTR_TUN_FLAGS
        08 00 05 00 00 00 00 00                        # IPVS_DEST_ATTR_U_THRESH
        08 00 06 00 00 00 00 00                        # IPVS_DEST_ATTR_L_THRESH
        08 00 07 00 01 00 00 00                        # IPVS_DEST_ATTR_ACTIVE_CONNS
        08 00 08 00 02 00 00 00                        # IPVS_DEST_ATTR_INACT_CONNS
        08 00 09 00 03 00 00 00                        # IPVS_DEST_ATTR_PERSIST_CONNS
        06 00 0b 00 02 00 00 00                        # IPVS_DEST_ATTR_ADDR_FAMILY: AF_INET
    `,
    );
  });

  test("with a negative weight, and of an unknown method", () => {
    golden<IpvsMessage>(
      ipvsMessage,
      { destination: { forwardingMethod: 7, weight: -1 } },
      `
      14 00 02 00                                      # IPVS_CMD_ATTR_DEST
        08 00 03 00 07 00 00 00                        # IPVS_DEST_ATTR_FWD_METHOD
        08 00 04 00 ff ff ff ff                        # IPVS_DEST_ATTR_WEIGHT: an int
    `,
    );
  });
});

test("a message about a daemon", () => {
  golden<IpvsMessage>(
    ipvsMessage,
    {
      daemon: {
        state: "backup",
        link: "eth0",
        syncId: 7,
        maximumLength: 1400,
        group: "224.0.0.81",
        group6: "ff02::81",
        port: 8848,
        ttl: 1,
      },
    },
    `
    54 00 03 00                                        # IPVS_CMD_ATTR_DAEMON
      08 00 01 00 02 00 00 00                          # IPVS_DAEMON_ATTR_STATE: IP_VS_STATE_BACKUP
      09 00 02 00 65 74 68 30 00 00 00 00              # IPVS_DAEMON_ATTR_MCAST_IFN: "eth0"
      08 00 03 00 07 00 00 00                          # IPVS_DAEMON_ATTR_SYNC_ID
      06 00 04 00 78 05 00 00                          # IPVS_DAEMON_ATTR_SYNC_MAXLEN: 1400
      08 00 05 00 e0 00 00 51                          # IPVS_DAEMON_ATTR_MCAST_GROUP
      14 00 06 00 ff 02 00 00 00 00 00 00              # IPVS_DAEMON_ATTR_MCAST_GROUP6
                  00 00 00 00 00 00 00 81
      06 00 07 00 90 22 00 00                          # IPVS_DAEMON_ATTR_MCAST_PORT: 8848 in host order
      05 00 08 00 01 00 00 00                          # IPVS_DAEMON_ATTR_MCAST_TTL
  `,
  );
});

test("timeouts", () => {
  golden<IpvsMessage>(
    ipvsMessage,
    { tcpTimeout: 900, tcpFinTimeout: 120, udpTimeout: 300 },
    `
    08 00 04 00 84 03 00 00                            # IPVS_CMD_ATTR_TIMEOUT_TCP
    08 00 05 00 78 00 00 00                            # IPVS_CMD_ATTR_TIMEOUT_TCP_FIN
    08 00 06 00 2c 01 00 00                            # IPVS_CMD_ATTR_TIMEOUT_UDP
  `,
  );
});

test("what the balancer says of itself", () => {
  golden(
    ipvsInfo,
    { version: "1.2.1", connectionTableSize: 4096 },
    `
    08 00 01 00 01 02 01 00                            # IPVS_INFO_ATTR_VERSION: IP_VS_VERSION_CODE 0x010201
    08 00 02 00 00 10 00 00                            # IPVS_INFO_ATTR_CONN_TAB_SIZE
  `,
  );
  expect(decode(ipvsInfo, hex("08000100 ffffffff"))).toEqual({ version: "65535.255.255" });
  for (const wrong of ["1.2", "65536.0.0", "1.256.0", "1.0.256", "", 1, null]) {
    expect(encodeFailure(ipvsInfo, { version: wrong })).toContain("version: expected a version such as 1.2.1");
  }
});
