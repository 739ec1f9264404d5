import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NetlinkError } from "../../mod.ts";
import {
  FamilyNotFoundError,
  Wireguard,
  wireguard,
  type WireguardDevice,
  type WireguardPrefix,
  type WireguardSettings,
} from "../../src/generic/mod.ts";
import { decode } from "../../src/codec/codec.ts";
import { wireguardDevice } from "../../src/generic/families/wireguard/device.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";
import { decodeFailure, encodeFailure, golden, hex } from "../codec/golden.ts";

/** A key whose bytes are all the same, and these bytes as text. */
function key(byte: number): readonly [base64: string, hexadecimal: string] {
  const bytes = new Uint8Array(32).fill(byte);
  return [btoa(String.fromCharCode(...bytes)), byte.toString(16).padStart(2, "0").repeat(32)];
}

const [NO_KEY] = key(0);
const [ONE, ONE_BYTES] = key(0x11);
const [TWO, TWO_BYTES] = key(0x22);
const [THREE, THREE_BYTES] = key(0x33);

// No kernel at hand has WireGuard: the bytes are worked out from <linux/wireguard.h> and from what the kernel's sources put
// there.

describe("the bytes of a device", () => {
  test("mean its keys, its peers and where they are", () => {
    golden<WireguardDevice>(
      wireguardDevice,
      {
        listenPort: 51820,
        firewallMark: 0x14,
        index: 4,
        name: "wg0",
        privateKey: ONE,
        publicKey: TWO,
        peers: [{
          publicKey: THREE,
          presharedKey: NO_KEY,
          lastHandshakeTime: { seconds: 1_700_000_000n, nanoseconds: 5n },
          persistentKeepaliveInterval: 25,
          txBytes: 1n,
          rxBytes: 2n ** 32n,
          protocolVersion: 1,
          endpoint: { family: "inet", port: 51820, address: "192.0.2.1" },
          allowedIps: [{ prefixLength: 24, family: "inet", address: "10.0.0.0" }],
        }],
      },
      `
      06 00 06 00 6c ca 00 00                          # WGDEVICE_A_LISTEN_PORT: 51820 in host order
      08 00 07 00 14 00 00 00                          # WGDEVICE_A_FWMARK
      08 00 01 00 04 00 00 00                          # WGDEVICE_A_IFINDEX
      08 00 02 00 77 67 30 00                          # WGDEVICE_A_IFNAME: "wg0"
      24 00 03 00 ${ONE_BYTES}                         # WGDEVICE_A_PRIVATE_KEY
      24 00 04 00 ${TWO_BYTES}                         # WGDEVICE_A_PUBLIC_KEY
      c0 00 08 80                                      # WGDEVICE_A_PEERS, nested
        bc 00 00 80                                    # the first, nested
          24 00 01 00 ${THREE_BYTES}                   # WGPEER_A_PUBLIC_KEY
          24 00 02 00 ${"00".repeat(32)}               # WGPEER_A_PRESHARED_KEY: none
          14 00 06 00 00 f1 53 65 00 00 00 00          # WGPEER_A_LAST_HANDSHAKE_TIME
                      05 00 00 00 00 00 00 00
          06 00 05 00 19 00 00 00                      # WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL: 25 s
          0c 00 08 00 01 00 00 00 00 00 00 00          # WGPEER_A_TX_BYTES
          0c 00 07 00 00 00 00 00 01 00 00 00          # WGPEER_A_RX_BYTES
          08 00 0a 00 01 00 00 00                      # WGPEER_A_PROTOCOL_VERSION
          14 00 04 00 02 00 ca 6c c0 00 02 01          # WGPEER_A_ENDPOINT: struct sockaddr_in, port in network order
                      00 00 00 00 00 00 00 00
          20 00 09 80                                  # WGPEER_A_ALLOWEDIPS, nested
            1c 00 00 80                                # the first, nested
              05 00 03 00 18 00 00 00                  # WGALLOWEDIP_A_CIDR_MASK
              06 00 01 00 02 00 00 00                  # WGALLOWEDIP_A_FAMILY: AF_INET
              08 00 02 00 0a 00 00 00                  # WGALLOWEDIP_A_IPADDR
    `,
    );
  });

  test("mean what becomes of all that", () => {
    golden<WireguardDevice>(
      wireguardDevice,
      {
        name: "wg0",
        flags: ["replacePeers"],
        peers: [
          { publicKey: ONE, flags: ["removeMe"] },
          {
            publicKey: TWO,
            flags: ["replaceAllowedIps", "updateOnly"],
            endpoint: { family: "inet6", port: 1, address: "fe80::1%2" },
            allowedIps: [{ family: "inet6", address: "2001:db8::", prefixLength: 32, flags: ["removeMe"] }],
          },
        ],
      },
      `
      08 00 02 00 77 67 30 00                          # WGDEVICE_A_IFNAME: "wg0"
      08 00 05 00 01 00 00 00                          # WGDEVICE_A_FLAGS: WGDEVICE_F_REPLACE_PEERS
      b8 00 08 80                                      # WGDEVICE_A_PEERS
        30 00 00 80                                    # the first
          24 00 01 00 ${ONE_BYTES}                     # WGPEER_A_PUBLIC_KEY
          08 00 03 00 01 00 00 00                      # WGPEER_A_FLAGS: WGPEER_F_REMOVE_ME
        84 00 01 80                                    # the second
          24 00 01 00 ${TWO_BYTES}                     # WGPEER_A_PUBLIC_KEY
          08 00 03 00 06 00 00 00                      # WGPEER_A_FLAGS: WGPEER_F_REPLACE_ALLOWEDIPS, WGPEER_F_UPDATE_ONLY
          20 00 04 00 0a 00 00 01 00 00 00 00          # WGPEER_A_ENDPOINT: struct sockaddr_in6
                      fe 80 00 00 00 00 00 00
                      00 00 00 00 00 00 00 01 02 00 00 00
          34 00 09 80                                  # WGPEER_A_ALLOWEDIPS
            30 00 00 80                                # the first
              06 00 01 00 0a 00 00 00                  # WGALLOWEDIP_A_FAMILY: AF_INET6
              14 00 02 00 20 01 0d b8 00 00 00 00      # WGALLOWEDIP_A_IPADDR
                          00 00 00 00 00 00 00 00
              05 00 03 00 20 00 00 00                  # WGALLOWEDIP_A_CIDR_MASK
              08 00 04 00 01 00 00 00                  # WGALLOWEDIP_A_FLAGS: WGALLOWEDIP_F_REMOVE_ME
    `,
    );
  });

  test("are read with all peers numbered 0, as the kernel writes them, and written with numbers that errors can tell", () => {
    const peers = (second: string): string =>
      `5400 0880 2800 0080 2400 0100 ${ONE_BYTES} 2800 ${second}80 2400 0100 ${TWO_BYTES}`;
    const device = decode(wireguardDevice, hex(peers("00")));
    expect(device).toEqual({ peers: [{ publicKey: ONE }, { publicKey: TWO }] });
    golden(wireguardDevice, device, peers("01"));
  });

  test("are refused where they are wrong", () => {
    const peer = (value: object): string => encodeFailure(wireguardDevice, { peers: [value] });
    expect(decodeFailure(wireguardDevice, "06000300 1111")).toBe("Cannot decode privateKey: expected 32 bytes, got 2");
    for (const wrong of ["", ONE.slice(1), `${ONE}=`, ONE.replace("R", "-"), ONE.replace(/.=$/, "F="), 5, null]) {
      expect(peer({ publicKey: wrong })).toContain("peers.0.publicKey: expected a key of 32 bytes in base64, got ");
    }
    const endpoint = { family: "inet6", port: 1, address: "::1" };
    expect(peer({ endpoint: { ...endpoint, port: 65536 } })).toContain(
      "peers.0.endpoint.port: expected a number from 0",
    );
    expect(peer({ endpoint: { ...endpoint, address: "::1%eth0" } })).toContain(
      "expected an IPv6 address, got '::1%eth0'",
    );
    expect(peer({ endpoint: { ...endpoint, address: "::1%4294967296" } })).toContain("to 4294967295, got 4294967296");
    expect(peer({ endpoint: { ...endpoint, family: 7 } })).toContain("expected a known form, got '7'");
  });
});

let kernel: FakeKernel;
let tunnels: Wireguard;
beforeEach(async () => {
  kernel = fakeKernel();
  kernel.generic.add(wireguard, { setDevice: () => {} });
  tunnels = await Wireguard.open({ kernel });
});
afterEach(async () => {
  await tunnels[Symbol.asyncDispose]();
  expect(kernel.sockets).toBe(0);
});

/** What the kernel was told of devices. */
function told(): readonly WireguardDevice[] {
  return kernel.generic.requests.filter(({ command }) => command === "setDevice").map(({ value }) => value);
}

/** So many prefixes of IPv4. */
function prefixes(count: number, first = 0): WireguardPrefix[] {
  return Array.from({ length: count }, (_, i) => ({
    family: "inet",
    address: `10.${(first + i) >> 8}.${(first + i) & 255}.0`,
    prefixLength: 24,
  }));
}

function texts(all: readonly WireguardPrefix[]): readonly string[] {
  return all.map(({ address, prefixLength }) => `${address}/${prefixLength}`);
}

describe("a device", () => {
  test("is told with its peers, each in one piece, however many messages they take", async () => {
    const endpoint = { family: "inet", address: "192.0.2.1", port: 51820 } as const;
    const parts: readonly WireguardDevice[] = [
      {
        listenPort: 51820,
        index: 4,
        name: "wg0",
        publicKey: ONE,
        peers: [
          { publicKey: ONE, presharedKey: THREE, rxBytes: 5n, allowedIps: prefixes(2) },
          { publicKey: TWO, presharedKey: NO_KEY, endpoint, txBytes: 7n, allowedIps: prefixes(2, 2) },
        ],
      },
      { name: "wg0", peers: [{ publicKey: TWO, allowedIps: prefixes(3, 4) }] },
      { name: "wg0", peers: [{ publicKey: TWO, allowedIps: prefixes(1, 7) }, { publicKey: THREE }] },
    ];
    kernel.generic.add(wireguard, { getDevice: () => parts });
    expect(await tunnels.get("wg0")).toEqual({
      listenPort: 51820,
      index: 4,
      name: "wg0",
      publicKey: ONE,
      peers: [
        { publicKey: ONE, presharedKey: THREE, rxBytes: 5n, allowedIps: texts(prefixes(2)) },
        {
          publicKey: TWO,
          endpoint: { address: "192.0.2.1", port: 51820 },
          txBytes: 7n,
          allowedIps: texts(prefixes(6, 2)),
        },
        { publicKey: THREE, allowedIps: [] },
      ],
    });
  });

  test("is found by name or by index", async () => {
    kernel.generic.add(wireguard, { getDevice: ({ name = "wg4", index = 4 }) => [{ index, name }] });
    expect(await tunnels.get("wg0")).toEqual({ index: 4, name: "wg0", peers: [] });
    expect(await tunnels.get(7)).toEqual({ index: 7, name: "wg4", peers: [] });
    const asked = kernel.generic.requests.filter(({ command }) => command === "getDevice");
    expect(asked).toMatchObject([{ mode: "dump", value: { name: "wg0" } }, { mode: "dump", value: { index: 7 } }]);
    expect(asked.map(({ value }) => Object.keys(value))).toEqual([["name"], ["index"]]);
  });

  test("that is none is named in the error", async () => {
    const refuse = (code: string) => () => {
      throw new NetlinkError("answer", code);
    };
    kernel.generic.add(wireguard, { getDevice: refuse("ENODEV"), setDevice: refuse("EOPNOTSUPP") });
    await expect(tunnels.get("wg9")).rejects.toThrow("Cannot get WireGuard device 'wg9': ENODEV, No such device");
    await expect(tunnels.set(5, {})).rejects.toThrow("Cannot set WireGuard device 5: EOPNOTSUPP");
    for (const wrong of ["", undefined, null, true]) {
      // What the types forbid is the point.
      await expect(tunnels.get(wrong as string)).rejects.toThrow("expected the name or the index of a link, got ");
    }
    await expect(tunnels.get(-1)).rejects.toThrow("Cannot get WireGuard device -1: index: expected a number from 0");
  });

  test("is changed with what is told, and nothing else", async () => {
    await tunnels.set("wg0", { privateKey: ONE, listenPort: 0, firewallMark: 1, flags: ["replacePeers"] });
    await tunnels.set(4, {
      peers: [
        { publicKey: ONE, flags: ["removeMe"] },
        {
          publicKey: TWO,
          presharedKey: THREE,
          persistentKeepaliveInterval: 25,
          endpoint: { address: "fe80::1%2", port: 51820 },
          allowedIps: ["10.0.0.0/8", "192.0.2.1", "2001:DB8::/32"],
          flags: ["replaceAllowedIps"],
        },
      ],
    });
    expect(told()).toEqual([
      { name: "wg0", privateKey: ONE, listenPort: 0, firewallMark: 1, flags: ["replacePeers"] },
      {
        index: 4,
        peers: [
          { publicKey: ONE, flags: ["removeMe"] },
          {
            publicKey: TWO,
            presharedKey: THREE,
            persistentKeepaliveInterval: 25,
            endpoint: { family: "inet6", address: "fe80::1%2", port: 51820 },
            allowedIps: [
              { family: "inet", address: "10.0.0.0", prefixLength: 8 },
              { family: "inet", address: "192.0.2.1", prefixLength: 32 },
              { family: "inet6", address: "2001:db8::", prefixLength: 32 },
            ],
            flags: ["replaceAllowedIps"],
          },
        ],
      },
    ]);
  });

  test("is refused with the peer that the kernel means", async () => {
    // Behind the header of 20 bytes, the name and the two headers: the second peer starts at 72, its flags at 112.
    kernel.generic.add(wireguard, {
      setDevice() {
        throw new NetlinkError("answer", "EOPNOTSUPP", { ack: { message: "no such flag", offset: 112 } });
      },
    });
    const peers = [{ publicKey: ONE }, { publicKey: TWO, flags: ["0x8"] as const }];
    await expect(tunnels.set("wg0", { peers })).rejects.toThrow(
      "Cannot set WireGuard device 'wg0': EOPNOTSUPP, Operation not supported: no such flag (peers.1.flags)",
    );
  });

  test.each<[string, unknown]>([
    ["expected an object with fields, got 5", 5],
    ["unknown field 'listenport' (did you mean 'listenPort'?)", { listenport: 1 }],
    ["peers: expected a list, got an object", { peers: {} }],
    ["peers.1: expected an object with fields, got null", { peers: [{ publicKey: ONE }, null] }],
    ["peers.0: unknown field 'allowedIPs' (did you mean 'allowedIps'?)", { peers: [{ allowedIPs: [] }] }],
    ["peers.0: expected a publicKey", { peers: [{}] }],
    ["peers.0.publicKey: expected a key of 32 bytes in base64, got 'key'", { peers: [{ publicKey: "key" }] }],
    ["peers.0.endpoint: expected an object with fields, got '::1'", { peers: [{ publicKey: ONE, endpoint: "::1" }] }],
    ["peers.0.endpoint.address: expected an IPv4 address, got 'a'", {
      peers: [{ publicKey: ONE, endpoint: { address: "a", port: 1 } }],
    }],
    ["peers.0.endpoint.port: expected a number from 1 to 65535, got undefined", {
      peers: [{ publicKey: ONE, endpoint: { address: "::1" } }],
    }],
    ["peers.0.allowedIps: expected a list, got '::/0'", { peers: [{ publicKey: ONE, allowedIps: "::/0" }] }],
    ["peers.0.allowedIps.0: expected a prefix length from 0 to 32, got '10.0.0.0/33'", {
      peers: [{ publicKey: ONE, allowedIps: ["10.0.0.0/33"] }],
    }],
    ["flags: expected replacePeers or a bit such as 0x80, got 'replace'", { flags: ["replace"] }],
  ])("cannot be: %s", async (reason, settings) => {
    // What the types forbid is the point.
    const set = tunnels.set("wg0", settings as WireguardSettings);
    await expect(set).rejects.toThrow(`Cannot set WireGuard device 'wg0': ${reason}`);
    await expect(set).rejects.toThrow(RangeError);
    expect(told()).toEqual([]);
  });

  test("shows no secret in an error", async () => {
    // One letter is missing.
    const secret = ONE.slice(1);
    for (const settings of [{ privateKey: secret }, { peers: [{ publicKey: ONE, presharedKey: secret }] }]) {
      await expect(tunnels.set("wg0", settings)).rejects.toThrow(/Key: expected a key of 32 bytes in base64$/);
    }
    const number = { privateKey: 5 as unknown as string };
    await expect(tunnels.set("wg0", number)).rejects.toThrow(RangeError);
  });

  test("gets what has no room in one message in several", async () => {
    const many = prefixes(1500);
    const peers = Array.from(
      { length: 400 },
      (_, i) => ({ publicKey: key(i % 256)[0], flags: ["updateOnly"] as const }),
    );
    await tunnels.set("wg0", {
      listenPort: 1,
      flags: ["replacePeers"],
      peers: [{ publicKey: TWO, allowedIps: texts(many), flags: ["replaceAllowedIps"] }, ...peers],
    });
    const [first, ...more] = told();
    expect(more.length).toBeGreaterThan(2);
    expect(first).toMatchObject({ name: "wg0", listenPort: 1, flags: ["replacePeers"] });
    // What would undo the first part is told in it alone.
    for (const part of more) expect(Object.keys(part)).toEqual(["name", "peers"]);
    const all = told().flatMap(({ peers = [] }) => peers);
    const pieces = all.filter(({ allowedIps }) => allowedIps !== undefined);
    expect(pieces.map(({ flags }) => flags)).toEqual([["replaceAllowedIps"], ["updateOnly"], ["updateOnly"]]);
    expect(pieces.flatMap(({ allowedIps = [] }) => allowedIps)).toEqual(many);
    expect(all.slice(pieces.length)).toEqual(peers);
  });

  test("gets none of several messages where the last cannot be", async () => {
    const peers = Array.from({ length: 400 }, (_, i) => ({ publicKey: key(i % 256)[0] }));
    const set = tunnels.set("wg0", { peers: [...peers, { publicKey: "key" }] });
    await expect(set).rejects.toThrow("publicKey: expected a key of 32 bytes in base64, got 'key'");
    expect(told()).toEqual([]);
  });
});

describe("WireGuard", () => {
  test("is loaded where the kernel does not have it", async () => {
    const bare = fakeKernel();
    const loaded: string[] = [];
    await using tunnels = await Wireguard.open({
      kernel: bare,
      loadModule(module) {
        loaded.push(module);
        bare.generic.add(wireguard, { getDevice: () => [{ name: "wg0" }] });
      },
    });
    expect(loaded).toEqual(["wireguard"]);
    expect(await tunnels.get("wg0")).toEqual({ name: "wg0", peers: [] });
  });

  test("that cannot be loaded is told when it is opened, and leaves no socket", async () => {
    const bare = fakeKernel();
    await expect(Wireguard.open({ kernel: bare, loadModule: () => {} })).rejects.toBeInstanceOf(FamilyNotFoundError);
    expect(bare.sockets).toBe(0);
  });

  test("is not waited for any more by who gives up, and is closed at once", async () => {
    await expect(tunnels.get("wg0", { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    // What the types forbid is the point.
    await expect(tunnels.set("wg0", {}, { singal: 1 } as object)).rejects.toThrow(
      "Cannot set WireGuard device 'wg0': unknown option 'singal' (did you mean 'signal'?)",
    );
    tunnels.close();
    await expect(tunnels.get("wg0")).rejects.toMatchObject({ code: "EBADF" });
  });
});

test("the bytes of a key are those of base64", () => {
  const device = { publicKey: "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=" };
  golden<WireguardDevice>(
    wireguardDevice,
    device,
    "24000400 c5320103 9adba14b e71f886d a1d8dbe9 eebded08 cb111b75 34007899 9aa9f038",
  );
  expect(hex(ONE_BYTES)).toHaveLength(32);
});
