import { type AnyFamily, type CommandDefinition, commandsOf } from "../../src/generic/definition.ts";
import {
  ethtool,
  familyFromSpec,
  mptcpPm,
  netdev,
  nlctrl,
  type SpecificationFamily,
  tcpMetrics,
} from "../../src/generic/mod.ts";
import { specification } from "./specs/read.ts";

/** What a message tells, in the words of a specification, and in those of the family that was written by hand. */
export type Same = readonly [theirs: object, ours: object];

/** A command of a specification. */
export interface Counterpart {
  /** Name of the command in the family that was written by hand. */
  readonly name: string;
  /** What is said by `do request` and the like; what is said in the same schemas before, need not be here. */
  readonly says: Readonly<Record<string, readonly Same[]>>;
}

/** A family that was written twice. */
export interface Twin {
  /** The family of a specification. */
  readonly theirs: SpecificationFamily;
  /** The family that was written by hand. */
  readonly ours: AnyFamily;
  /** The commands by the names of the specification. */
  readonly commands: Readonly<Record<string, Counterpart>>;
  /** The notifications likewise. */
  readonly notifications: Readonly<Record<string, string>>;
}

const bits = {
  nomask: true,
  size: 5,
  bits: { bit: [{ index: 1, name: "tx-gso" }, { index: 4, name: "rx-gro", value: true }] },
};
const ourBits = { noMask: true, size: 5, bits: { bits: bits.bits.bit } };
const words = { size: 40, value: [1, 2], mask: [3, 0x80000000] };
const TWO_QUEUES = [{ type: "rx", id: 1 }, { type: "tx", id: 2 }];

const TABLES: readonly (readonly [name: string, ours: AnyFamily, Omit<Twin, "theirs" | "ours">])[] = [
  ["nlctrl", nlctrl, {
    commands: {
      getfamily: {
        name: "getFamily",
        says: {
          "do request": [
            [{ familyName: "nlctrl" }, { name: "nlctrl" }],
            [{ familyId: 16 }, { id: 16 }],
            [{}, {}],
          ],
          "do reply": [
            [
              {
                familyId: 16,
                familyName: "shop",
                version: 2,
                hdrsize: 0,
                maxattr: 10,
                ops: [{ id: 1, flags: ["cmdCapDo", "cmdCapDump"] }, { id: 2, flags: ["adminPerm"] }],
                mcastGroups: [{ name: "sales", id: 21 }],
              },
              {
                id: 16,
                name: "shop",
                version: 2,
                headerSize: 0,
                maximumType: 10,
                commands: [{ number: 1, capabilities: ["do", "dump"] }, { number: 2, capabilities: ["administrator"] }],
                groups: [{ name: "sales", id: 21 }],
              },
            ],
          ],
        },
      },
      getpolicy: {
        name: "getPolicy",
        says: {
          "dump request": [
            [{ familyName: "netdev", op: 1 }, { name: "netdev", command: 1 }],
          ],
          "dump reply": [
            [
              {
                familyId: 20,
                policy: [{
                  key: 1,
                  value: [
                    { key: 2, value: { type: "u32", minValueU: 1n, maxValueU: 0xffffffffn } },
                    {
                      key: 3,
                      value: { type: "s8", minValueS: -5n, maxValueS: 5n },
                    },
                    { key: 4, value: { type: "nested", policyIdx: 2, policyMaxtype: 9 } },
                    {
                      key: 5,
                      value: { type: "nulString", minLength: 1, maxLength: 15 },
                    },
                    { key: 6, value: { type: "u64", mask: 3n } },
                  ],
                }],
              },
              {
                id: 20,
                policies: [{
                  key: 1,
                  value: [
                    { key: 2, value: { type: "u32", minimum: 1n, maximum: 0xffffffffn } },
                    {
                      key: 3,
                      value: { type: "s8", minimumSigned: -5n, maximumSigned: 5n },
                    },
                    { key: 4, value: { type: "nested", policy: 2, maximumType: 9 } },
                    {
                      key: 5,
                      value: { type: "nulString", minimumLength: 1, maximumLength: 15 },
                    },
                    { key: 6, value: { type: "u64", mask: 3n } },
                  ],
                }],
              },
            ],
            [{ opPolicy: [{ key: 1, value: { do: 0, dump: 1 } }] }, {
              commandPolicies: [{ key: 1, value: { do: 0, dump: 1 } }],
            }],
          ],
        },
      },
    },
    notifications: { newfamilyNtf: "newFamily", delfamilyNtf: "deleteFamily" },
  }],
  ["netdev", netdev, {
    commands: {
      devGet: {
        name: "getDevice",
        says: {
          "do request": [[{ ifindex: 2 }, { index: 2 }]],
          "do reply": [[
            {
              ifindex: 2,
              xdpFeatures: ["basic", "rxSg"],
              xdpZcMaxSegs: 1,
              xdpRxMetadataFeatures: ["hash"],
              xskFeatures: ["txChecksum"],
            },
            {
              index: 2,
              xdpFeatures: ["basic", "rxScatterGather"],
              xdpZeroCopyMaxSegments: 1,
              xdpRxMetadata: ["hash"],
              xskFeatures: ["txChecksum"],
            },
          ]],
        },
      },
      queueGet: {
        name: "getQueue",
        says: {
          "do request": [[{ ifindex: 2, type: "tx", id: 3 }, { linkIndex: 2, type: "tx", id: 3 }]],
          "do reply": [[
            { ifindex: 2, type: "rx", id: 0, napiId: 513, dmabuf: 7, xsk: {} },
            { linkIndex: 2, type: "rx", id: 0, napiId: 513, dmabuf: 7, xsk: {} },
          ], [{ ifindex: 2, type: 9 }, { linkIndex: 2, type: 9 }]],
          "dump request": [[{ ifindex: 2 }, { linkIndex: 2 }], [{}, {}]],
        },
      },
      qstatsGet: {
        name: "getQueueStats",
        says: {
          "dump request": [[{ ifindex: 2, scope: ["queue"] }, { linkIndex: 2, scope: ["queue"] }]],
          "dump reply": [
            [{ ifindex: 2, rxPackets: 5, rxBytes: 2n ** 40n }, { linkIndex: 2, rxPackets: 5, rxBytes: 2n ** 40n }],
            [{ queueType: "tx", queueId: 1 }, { queueType: "tx", queueId: 1 }],
          ],
        },
      },
      bindRx: {
        name: "bindRx",
        says: {
          "do request": [[{ ifindex: 2, fd: 5, queues: TWO_QUEUES }, { linkIndex: 2, fd: 5, queues: TWO_QUEUES }]],
          "do reply": [[{ id: 9 }, { id: 9 }]],
        },
      },
    },
    notifications: { devAddNtf: "newDevice", devDelNtf: "deleteDevice", devChangeNtf: "changeDevice" },
  }],
  ["ethtool", ethtool, {
    commands: {
      strsetGet: {
        name: "getStrings",
        says: {
          "do request": [
            [
              { header: { devName: "eth0" }, stringsets: { stringset: [{ id: 4 }, { id: 1 }] }, countsOnly: true },
              {
                header: { deviceName: "eth0" },
                stringSets: { sets: [{ id: "features" }, { id: "stats" }] },
                countsOnly: true,
              },
            ],
          ],
          "do reply": [
            [
              {
                stringsets: {
                  stringset: [{
                    id: 4,
                    count: 2,
                    strings: { string: [{ index: 0, value: "a" }, { index: 1, value: "b" }] },
                  }],
                },
              },
              {
                stringSets: {
                  sets: [{
                    id: "features",
                    count: 2,
                    strings: { strings: [{ index: 0, value: "a" }, { index: 1, value: "b" }] },
                  }],
                },
              },
            ],
          ],
        },
      },
      linkstateGet: {
        name: "getLinkState",
        says: {
          "do request": [
            [{ header: { devIndex: 2, flags: ["stats"] } }, { header: { deviceIndex: 2, flags: ["stats"] } }],
          ],
          "do reply": [
            [{ header: { devIndex: 2, devName: "eth0" }, link: 1, sqi: 3, sqiMax: 7 }, {
              header: { deviceIndex: 2, deviceName: "eth0" },
              link: true,
              signalQuality: 3,
              signalQualityMax: 7,
            }],
            [{ link: 0, extState: 5, extSubstate: 1, extDownCnt: 4 }, {
              link: false,
              extendedState: "cableIssue",
              extendedSubstate: "unsupportedCable",
              downCount: 4,
            }],
          ],
        },
      },
      featuresGet: {
        name: "getFeatures",
        says: {
          "do request": [
            [{ header: { devIndex: 2, flags: ["compactBitsets", "omitReply"] } }, {
              header: { deviceIndex: 2, flags: ["compactBitsets", "omitReply"] },
            }],
            [{ header: {}, hw: bits, wanted: words, active: words, nochange: bits }, {
              header: {},
              hardware: ourBits,
              wanted: words,
              active: words,
              noChange: ourBits,
            }],
          ],
        },
      },
      featuresSet: { name: "setFeatures", says: {} },
      channelsGet: {
        name: "getChannels",
        says: {
          "do request": [
            [{ header: { devIndex: 2, phyIndex: 1 } }, { header: { deviceIndex: 2, phyIndex: 1 } }],
          ],
          "do reply": [
            [
              {
                header: { devIndex: 2, devName: "eth0" },
                rxMax: 1,
                txMax: 2,
                otherMax: 3,
                combinedMax: 4,
                rxCount: 5,
                txCount: 6,
                otherCount: 7,
                combinedCount: 8,
              },
              {
                header: { deviceIndex: 2, deviceName: "eth0" },
                rxMax: 1,
                txMax: 2,
                otherMax: 3,
                combinedMax: 4,
                rxCount: 5,
                txCount: 6,
                otherCount: 7,
                combinedCount: 8,
              },
            ],
          ],
        },
      },
      channelsSet: { name: "setChannels", says: {} },
    },
    notifications: { featuresNtf: "features", channelsNtf: "channels" },
  }],
  ["mptcp_pm", mptcpPm, {
    commands: {
      addAddr: {
        name: "addEndpoint",
        says: {
          "do request": [
            [{ addr: { family: 2, id: 1, addr4: "192.0.2.1", port: 80, flags: ["signal"], ifIdx: 3 } }, {
              address: { family: "inet", id: 1, address4: "192.0.2.1", port: 80, flags: ["signal"], linkIndex: 3 },
            }],
            [{ addr: { family: 10, addr6: "2001:db8::1" } }, { address: { family: "inet6", address6: "2001:db8::1" } }],
          ],
        },
      },
      delAddr: { name: "deleteEndpoint", says: { "do request": [[{ addr: { id: 7 } }, { address: { id: 7 } }]] } },
      getAddr: {
        name: "getEndpoint",
        says: {
          "do request": [[{ addr: { id: 7 }, token: 5 }, { address: { id: 7 }, token: 5 }]],
          "do reply": [
            [{ addr: { family: 2, id: 1, addr4: "192.0.2.1", port: 0, flags: ["subflow", "backup"] } }, {
              address: { family: "inet", id: 1, address4: "192.0.2.1", port: 0, flags: ["subflow", "backup"] },
            }],
            [{ addr: { family: 10, addr6: "2001:db8::1", flags: ["fullmesh", "implicit"], ifIdx: -1 } }, {
              address: { family: "inet6", address6: "2001:db8::1", flags: ["fullmesh", "implicit"], linkIndex: -1 },
            }],
          ],
          "dump request": [[{ token: 5 }, { token: 5 }], [{}, {}]],
        },
      },
      setLimits: {
        name: "setLimits",
        says: { "do request": [[{ rcvAddAddrs: 2, subflows: 3 }, { acceptedAddresses: 2, subflows: 3 }]] },
      },
      getLimits: {
        name: "getLimits",
        says: {
          "do request": [[{}, {}]],
          "do reply": [[{ rcvAddAddrs: 2, subflows: 3 }, { acceptedAddresses: 2, subflows: 3 }]],
        },
      },
      setFlags: {
        name: "setFlags",
        says: {
          "do request": [[
            { addr: { id: 7, flags: ["backup"] }, token: 5, addrRemote: { addr4: "192.0.2.2", port: 80 } },
            { address: { id: 7, flags: ["backup"] }, token: 5, remoteAddress: { address4: "192.0.2.2", port: 80 } },
          ]],
        },
      },
      announce: {
        name: "announce",
        says: { "do request": [[{ addr: { id: 7 }, token: 5 }, { address: { id: 7 }, token: 5 }]] },
      },
      remove: { name: "remove", says: { "do request": [[{ token: 5, locId: 7 }, { token: 5, localId: 7 }]] } },
      subflowCreate: {
        name: "createSubflow",
        says: {
          "do request": [[
            { addr: { family: 2, id: 6, addr4: "192.0.2.1" }, token: 5, addrRemote: { family: 2, addr4: "192.0.2.2" } },
            {
              address: { family: "inet", id: 6, address4: "192.0.2.1" },
              token: 5,
              remoteAddress: { family: "inet", address4: "192.0.2.2" },
            },
          ]],
        },
      },
    },
    notifications: {},
  }],
  ["tcp_metrics", tcpMetrics, {
    commands: {
      get: {
        name: "get",
        says: {
          "do request": [
            [{ addrIpv4: "192.0.2.1", saddrIpv4: "192.0.2.2" }, { address4: "192.0.2.1", source4: "192.0.2.2" }],
            [{ addrIpv6: "2001:db8::1", saddrIpv6: "::1" }, { address6: "2001:db8::1", source6: "::1" }],
          ],
          "do reply": [[
            {
              addrIpv4: "192.0.2.1",
              saddrIpv4: "192.0.2.2",
              age: 5n,
              vals: { rtt: 8, rttvar: 4, ssthresh: 3, cwnd: 10, reodering: 2, rttUs: 8000, rttvarUs: 4000 },
              fopenMss: 1400,
              fopenSynDrops: 1,
              fopenSynDropTs: 2n,
              fopenCookie: Uint8Array.of(1),
            },
            {
              address4: "192.0.2.1",
              source4: "192.0.2.2",
              age: 5n,
              values: {
                rtt: 8,
                rttVariance: 4,
                slowStartThreshold: 3,
                congestionWindow: 10,
                reordering: 2,
                rttMicroseconds: 8000,
                rttVarianceMicroseconds: 4000,
              },
              fastOpenMss: 1400,
              fastOpenSynDrops: 1,
              fastOpenSynDropAge: 2n,
              fastOpenCookie: Uint8Array.of(1),
            },
          ]],
        },
      },
      del: { name: "delete", says: {} },
    },
    notifications: {},
  }],
];

/** The families that there are both ways. */
export const TWINS: readonly Twin[] = TABLES.map(([name, ours, rest]) => ({
  theirs: familyFromSpec(specification(name)),
  ours,
  ...rest,
}));

/** The command of a family; throws where there is none. */
export function commandOf(family: AnyFamily, name: string): CommandDefinition {
  const [, command] = commandsOf(family).find(([own]) => own === name) ?? [];
  if (command === undefined) throw new Error(`Cannot find command '${name}' of family '${family.name}'`);
  return command;
}
