import { describe, expect, test } from "vitest";
import { NetlinkError } from "../../mod.ts";
import { decode, encode } from "../../src/codec/codec.ts";
import { genericMessage, withGenericHeader } from "../../src/codec/generic.ts";
import { errno } from "../../src/errno.ts";
import { type AnyFamily, commandsOf } from "../../src/generic/definition.ts";
import { mptcpEvent } from "../../src/generic/families/mptcp-pm/event.ts";
import { mptcpMessage } from "../../src/generic/families/mptcp-pm/message.ts";
import { netdevDevice } from "../../src/generic/families/netdev/device.ts";
import { dmabufBinding } from "../../src/generic/families/netdev/dmabuf.ts";
import { napi } from "../../src/generic/families/netdev/napi.ts";
import { pagePool, pagePoolStats } from "../../src/generic/families/netdev/page-pool.ts";
import { netdevQueue } from "../../src/generic/families/netdev/queue.ts";
import { netdevQueueStats } from "../../src/generic/families/netdev/queue-stats.ts";
import { cgroupMessage } from "../../src/generic/families/taskstats/cgroup.ts";
import { taskMessage } from "../../src/generic/families/taskstats/message.ts";
import { taskStats } from "../../src/generic/families/taskstats/stats.ts";
import { tcpMetricsMessage } from "../../src/generic/families/tcp-metrics.ts";
import { Genetlink, mptcpPm, netdev, taskstats, tcpMetrics } from "../../src/generic/mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";
import { decodeFailure, golden, hex, survives, toHex } from "../codec/golden.ts";

// Replies are those of Linux 6.18 where it has what they tell of, as its own test pages have it otherwise.

describe("netdev", () => {
  test("a device", () => {
    golden(netdevDevice, {
      index: 3,
      xdpFeatures: ["basic", "redirect", "rxScatterGather"],
      xdpRxMetadata: ["timestamp", "hash", "vlanTag"],
      xskFeatures: ["0x8000000000000000"],
    }, "08000100 03000000 0c000300 2300000000000000 0c000500 0700000000000000 0c000600 0000000000000080");
  });

  test("a page pool whose memory io_uring provides, and its counters", () => {
    golden(
      pagePool,
      { id: 7, linkIndex: 2, napiId: 513, inflight: 3, inflightMemory: 2n ** 32n, ioUring: { rxBufferLength: 4096 } },
      `08000100 07000000 08000200 02000000 08000300 01020000 08000400 03000000 0c000500 0000000001000000
       0c000880 08000100 00100000`,
    );
    golden(
      pagePoolStats,
      { info: { id: 7, linkIndex: 2 }, allocFast: 9, recycleReleasedReferenced: 1 },
      "14000180 08000100 07000000 08000200 02000000 08000800 09000000 08001200 01000000",
    );
  });

  test("a queue that is a window to another", () => {
    golden(
      netdevQueue,
      {
        id: 1,
        type: "rx",
        linkIndex: 2,
        xsk: {},
        lease: { linkIndex: 5, queue: { id: 3, type: "tx" }, namespaceId: 0 },
      },
      `08000100 01000000 08000300 00000000 08000200 02000000 04000780
       28000880 08000100 05000000 14000280 08000100 03000000 08000300 01000000 08000300 00000000`,
    );
  });

  test("a NAPI instance, the counters of a queue, and a dma-buf for two queues", () => {
    golden(
      napi,
      { id: 271, threaded: "busyPoll", irqSuspendTimeout: 2n ** 33n },
      "08000200 0f010000 08000800 02000000 0c000700 0000000002000000",
    );
    golden(
      netdevQueueStats,
      { linkIndex: 2, queueType: "tx", queueId: 0, txPackets: 5, txWake: 1 },
      "08000100 02000000 08000200 01000000 08000300 00000000 08000a00 05000000 08002200 01000000",
    );
    golden(
      dmabufBinding,
      { linkIndex: 2, queues: [{ id: 0, type: "rx" }, { id: 1, type: "rx" }], fd: 9 },
      `08000100 02000000 14000280 08000100 00000000 08000300 00000000 14000280 08000100 01000000 08000300 00000000
       08000300 09000000`,
    );
  });
});

test("tcp_metrics: what is remembered of an address", () => {
  golden(
    tcpMetricsMessage,
    {
      address6: "::1",
      source6: "::1",
      age: 52n,
      values: { rttMicroseconds: 1658, rtt: 1 },
      fastOpenMss: 1460,
      fastOpenSynDrops: 2,
      fastOpenSynDropAge: 1000n,
      fastOpenCookie: hex("0102030405060708"),
    },
    `14000200 00000000000000000000000000000001 14000c00 00000000000000000000000000000001 0c000300 3400000000000000
     14000600 08000600 7a060000 08000100 01000000 06000700 b4050000 06000800 02000000 0c000900 e803000000000000
     0c000a00 0102030405060708`,
  );
});

describe("mptcp_pm", () => {
  test("an endpoint", () => {
    golden(
      mptcpMessage,
      {
        address: {
          family: "inet",
          port: 0,
          id: 1,
          flags: ["subflow", "backup", "laminar"],
          linkIndex: 1,
          address4: "192.0.2.2",
        },
      },
      `34000180 06000100 02000000 06000500 00000000 05000200 01000000 08000600 26000000 08000700 01000000
        08000300 c0000202`,
    );
  });

  test("the end of a subflow", () => {
    golden(
      mptcpEvent,
      {
        token: 0x809304bf,
        family: "inet",
        source4: "192.0.2.2",
        destination4: "192.0.2.1",
        sourcePort: 46795,
        destinationPort: 7000,
        remoteId: 0,
        localId: 1,
        backup: false,
        error: 104,
        resetReason: "prohibited",
        resetFlags: 1,
        linkIndex: 1,
      },
      `08000100 bf049380 06000200 02000000 08000500 c0000202 08000700 c0000201 06000900 b6cb0000 06000a00 1b580000
        05000400 00000000 05000300 01000000 05000b00 00000000 05000c00 68000000 08001000 03000000 08001100 01000000
        08000f00 01000000`,
    );
  });
});

describe("TASKSTATS", () => {
  /** A struct of so many bytes: its version, a nice value, and a name of the command where it has one. */
  function struct(version: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    bytes.set([version, 0, 0, 0, 0, 3, 0, 0, 0x12, 0xfb]);
    bytes.set(hex("6c73"), 80);
    // The last number of 8 bytes.
    bytes[length - 8] = version;
    return bytes;
  }

  test.each([
    [8, 328, "freePagesDelayTotal"],
    [9, 344, "thrashingDelayTotal"],
    [10, 352, "beginTime64"],
    [11, 368, "compactDelayTotal"],
    [12, 400, "executableInode"],
    [13, 416, "writeProtectCopyDelayTotal"],
    [14, 432, "irqDelayTotal"],
    [16, 560, "irqDelayMin"],
  ])("version %d of the struct has %d bytes, the last of which are %s", (version, length, last) => {
    const bytes = struct(version, length);
    const read = decode(taskStats, bytes);
    expect(read).toMatchObject({ version, exitCode: 768, flags: ["superUser", "signal"], nice: -5, command: "ls" });
    expect(Object.entries(read).at(-1)).toEqual([last, BigInt(version)]);
    expect(toHex(encode(taskStats, read))).toBe(toHex(bytes));
  });

  test("newer versions keep what is not known, and the one that is out of order is not read", () => {
    const newer = struct(18, 696);
    const read = decode(taskStats, newer);
    expect(read).toMatchObject({
      version: 18,
      irqDelayMaxTime: { seconds: 0n, nanoseconds: 0n },
      rest: hex("12000000 00000000"),
    });
    expect(toHex(encode(taskStats, read))).toBe(toHex(newer));
    expect(decodeFailure(taskStats, toHex(struct(15, 560)))).toBe(
      "Cannot decode version: expected another number than 15, since Linux 6.14 and 6.15 had its new members between the others",
    );
    expect(decodeFailure(taskStats, "00".repeat(79))).toContain("expected at least 80 bytes, got 79");
  });

  test("a task and its process in one message", () => {
    const stats = toHex(struct(8, 328));
    const text = `58010400 08000100 05000000 4c010300 ${stats} 58010500 08000200 04000000 4c010300 ${stats}`;
    expect(survives(taskMessage, text)).toMatchObject({
      task: { pid: 5, stats: { command: "ls" } },
      process: { tgid: 4, stats: { version: 8 } },
    });
  });

  test("a control group, of which the kernel tells in the same family", async () => {
    const states = { sleeping: 9n, running: 2n, stopped: 0n, uninterruptible: 1n, ioWait: 3n };
    golden(
      cgroupMessage,
      { stats: states },
      "2c000100 0900000000000000 0200000000000000 0000000000000000 0100000000000000 0300000000000000",
    );
    const kernel = fakeKernel();
    kernel.generic.add(taskstats, {
      getCgroup({ fd }) {
        if (fd !== 5) throw new NetlinkError("get", errno("EINVAL"));
        return { stats: states };
      },
    });
    await using genetlink = await Genetlink.open({ kernel });
    const family = genetlink.family(taskstats);
    expect(await family.request("getCgroup", { fd: 5 })).toEqual({ stats: states });
    await expect(family.request("getCgroup", { fd: 6 })).rejects.toMatchObject({ code: "EINVAL" });
  });
});

describe("requests are", () => {
  /** The payload of a request, with its command. */
  function request(family: AnyFamily, name: string, mode: "do" | "dump", value: object): string {
    const [, command] = commandsOf(family).find(([own]) => own === name) ?? [];
    const { request: codec } = command?.[mode] ?? {};
    if (command === undefined || codec === undefined) throw new Error(`There is no request of '${name}'`);
    const header = { command: command.number, version: family.version };
    return toHex(encode(withGenericHeader(genericMessage(codec), header), value));
  }

  const own = { family: "inet", id: 5, address4: "192.0.2.2" };
  const remote = { family: "inet", address4: "192.0.2.1", port: 7000 };
  const OWN = "1c000180 06000100 02000000 05000200 05000000 08000300 c0000202";
  const REMOTE = "1c000680 06000100 02000000 08000300 c0000201 06000500 581b0000";

  const requests: readonly [AnyFamily, string, "do" | "dump", object, string][] = [
    [netdev, "getDevice", "do", { index: 3 }, "01010000 08000100 03000000"],
    [netdev, "getPagePool", "dump", { linkIndex: 3 }, "05010000 08000200 03000000"],
    [netdev, "getPagePoolStats", "do", { info: { id: 7 } }, "09010000 0c000180 08000100 07000000"],
    [
      netdev,
      "getQueue",
      "do",
      { linkIndex: 3, type: "tx", id: 1 },
      "0a010000 08000200 03000000 08000300 01000000 08000100 01000000",
    ],
    [netdev, "getQueueStats", "dump", { scope: ["queue"] }, "0c010000 08000400 01000000"],
    [netdev, "setNapi", "do", { id: 271, threaded: "enabled" }, "0e010000 08000200 0f010000 08000800 01000000"],
    [netdev, "bindTx", "do", { linkIndex: 3, fd: 9 }, "0f010000 08000100 03000000 08000300 09000000"],
    [
      netdev,
      "createQueue",
      "do",
      { linkIndex: 3, type: "rx", lease: { linkIndex: 2, queue: { id: 1, type: "rx" } } },
      `10010000 08000200 03000000 08000300 00000000
       20000880 08000100 02000000 14000280 08000100 01000000 08000300 00000000`,
    ],
    [tcpMetrics, "get", "do", { address4: "192.0.2.1" }, "01010000 08000100 c0000201"],
    [
      tcpMetrics,
      "delete",
      "do",
      { address6: "::1", source6: "::2" },
      "02010000 14000200 00000000000000000000000000000001 14000c00 00000000000000000000000000000002",
    ],
    [mptcpPm, "addEndpoint", "do", { address: own }, `01010000 ${OWN}`],
    [mptcpPm, "deleteEndpoint", "do", { address: { id: 5 } }, "02010000 0c000180 05000200 05000000"],
    [
      mptcpPm,
      "setLimits",
      "do",
      { acceptedAddresses: 3, subflows: 4 },
      "05010000 08000200 03000000 08000300 04000000",
    ],
    [mptcpPm, "announce", "do", { token: 7, address: own }, `08010000 08000400 07000000 ${OWN}`],
    [mptcpPm, "remove", "do", { token: 7, localId: 5 }, "09010000 08000400 07000000 05000500 05000000"],
    [
      mptcpPm,
      "createSubflow",
      "do",
      { token: 7, address: own, remoteAddress: remote },
      `0a010000 08000400 07000000 ${OWN} ${REMOTE}`,
    ],
    [
      mptcpPm,
      "destroySubflow",
      "do",
      { token: 7, address: own, remoteAddress: remote },
      `0b010000 08000400 07000000 ${OWN} ${REMOTE}`,
    ],
    [taskstats, "get", "do", { tgid: 5 }, "01010000 08000200 05000000"],
    [taskstats, "get", "do", { registerCpus: "0-1" }, "01010000 08000300 302d3100"],
    [taskstats, "getCgroup", "do", { fd: 5 }, "04010000 08000100 05000000"],
  ];

  test.each(requests.map(([family, name, ...rest]) => [`${family.name} ${name}`, family, name, ...rest] as const))(
    "those of %s",
    (_, family, name, mode, value, text) => expect(request(family, name, mode, value)).toBe(toHex(hex(text))),
  );

  test("refused where they say what the command does not take", () => {
    expect(() => request(netdev, "getDevice", "do", { index: 3, xdpFeatures: [] })).toThrow(/'xdpFeatures'/);
    expect(() => request(mptcpPm, "announce", "do", { token: 7, localId: 5 })).toThrow(/'localId'/);
  });
});
