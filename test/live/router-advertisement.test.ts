import { expect, test } from "vitest";
import { watch } from "../../mod.ts";
import { hex, toHex } from "../codec/golden.ts";
import { script } from "./process.ts";
import { collect, describeLive, namespace } from "./sandbox.ts";
import { unknownIn } from "./unknown.ts";

/** How long nothing has happened when nothing is to happen. */
const QUIET = 500;

const DNS_SERVER = "19 03 00 00 00 00 02 58 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 53";

/** A router advertisement of fe80::1, in the frame of an Ethernet that goes through a tunnel. */
const FRAME = `
  08 00 00 00 00 00 2a 00                                # VXLAN: network 42
  33 33 00 00 00 01 | 02 00 00 00 00 01 | 86 dd          # Ethernet: all nodes
  60 00 00 00 | 00 48 | 3a | ff                          # IPv6: 72 bytes of ICMPv6, hop limit 255
  fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01
  ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 01
  86 00 CHECKSUM 40 00 07 08 00 00 00 00 00 00 00 00     # ICMPv6: router advertisement
  03 04 40 c0 00 01 51 80 00 00 38 40 00 00 00 00        # prefix: /64, on link, autoconf, a day, four hours
  20 01 0d b8 00 77 00 00 00 00 00 00 00 00 00 00
  ${DNS_SERVER}
`;

/** The frame with the checksum of its ICMPv6 message, which covers the addresses too. */
function frame(): Uint8Array {
  const bytes = hex(FRAME.replace("CHECKSUM", "00 00"));
  const [addresses, message] = [8 + 14 + 8, 8 + 14 + 40];
  const view = new DataView(bytes.buffer);
  let sum = bytes.length - message + 58;
  for (let offset = addresses; offset < bytes.length; offset += 2) sum += view.getUint16(offset);
  view.setUint16(message + 2, ~((sum & 0xffff) + (sum >> 16)) & 0xffff);
  return bytes;
}

describeLive("a router advertisement", () => {
  test("is told with its prefix, and its options for programs", async () => {
    await using home = namespace();
    home.batch(["link set lo up", "link add vx0 type vxlan id 42 local 127.0.0.1 dstport 4789", "link set vx0 up"]);
    await using watcher = await watch({ namespace: home.name, topics: ["prefix", "ndUserOption"] });
    const bytes = `Uint8Array.of(${frame().join(", ")})`;
    const { stderr, status } = await script(
      `import { createSocket } from "node:dgram";
       const socket = createSocket("udp4");
       socket.send(${bytes}, 4789, "127.0.0.1", () => socket.close());`,
      ["ip", "netns", "exec", home.name],
      "--allow-net",
    );
    expect([status, stderr]).toEqual([0, ""]);
    const events = await collect(watcher, QUIET);
    expect(events.map(({ type }) => type)).toEqual(["prefix", "ndUserOption", "ndUserOption"]);
    const [prefix, first, second] = events;
    expect(prefix).toMatchObject({
      action: "new",
      prefix: {
        family: "inet6",
        type: 3,
        address: "2001:db8:77::",
        prefixLength: 64,
        // Newer kernels pass the bits of the router on; older ones have their own.
        flags: expect.arrayContaining([expect.stringMatching(/^(on|prefixOn)Link$/)]),
        cacheInfo: { preferred: 14400, valid: 86400 },
      },
      message: { name: "RTM_NEWPREFIX" },
    });
    expect([first, second].map((event) => event?.type === "ndUserOption" && event.ndUserOption)).toMatchObject([
      { icmpType: 134, icmpCode: 0, source: "fe80::1" },
      { icmpType: 134, icmpCode: 0, source: "fe80::1" },
    ]);
    expect(second?.type === "ndUserOption" && toHex(second.ndUserOption.options)).toBe(DNS_SERVER);
    expect([...unknownIn(events)]).toEqual([]);
  });
});
