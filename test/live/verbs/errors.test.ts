import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NetlinkError, Rtnetlink } from "../../../mod.ts";
import { script } from "../process.ts";
import { describeLive, namespace, type Sandbox, UNPRIVILEGED } from "../sandbox.ts";

const MAC = "02:00:00:00:00:09";

/** What fails where `v0` has the address and the route, and each noun what is named here, and what is said of it. */
type Failing = readonly [call: (rtnetlink: Rtnetlink) => Promise<unknown>, message: string, ack?: object];

/** What there is before, each from the verb that is asked for it once more. */
const THERE: readonly Failing[] = [
  [
    ({ addresses }) => addresses.add({ link: "v0", address: "10.0.0.1/24" }),
    "Cannot add address '10.0.0.1/24' to 'v0': EEXIST, File exists: ipv4: Address already assigned",
  ],
  [
    ({ routes }) => routes.add({ destination: "10.0.0.0/8", gateway: "10.0.0.2" }),
    "Cannot add route '10.0.0.0/8': EEXIST, File exists",
  ],
  [
    ({ neighbors }) => neighbors.add({ link: "v0", destination: "10.0.0.9", linkLayerAddress: MAC }),
    "Cannot add neighbor '10.0.0.9' to 'v0': EEXIST, File exists",
  ],
  [({ rules }) => rules.add({ priority: 100, source: "10.0.0.0/8" }), "Cannot add rule 100: EEXIST, File exists"],
  [({ nexthops }) => nexthops.add({ id: 1, link: "v0" }), "Cannot add nexthop 1: EEXIST, File exists"],
];

/** What is not there. */
const GONE: readonly Failing[] = [
  [
    ({ addresses }) => addresses.add({ link: "v9", address: "10.0.0.1/24" }),
    "Cannot add address '10.0.0.1/24' to 'v9': link 'v9': ENODEV, No such device",
  ],
  [
    ({ addresses }) => addresses.set({ link: 99, address: "10.0.0.1/24" }),
    "Cannot set address '10.0.0.1/24' of link 99: ENODEV, No such device: ipv4: Device not found",
  ],
  [({ addresses }) => addresses.list({ link: 99 }), "Cannot list addresses: ENODEV, No such device"],
  [({ routes }) => routes.list({ link: 99 }), "Cannot list routes: ENODEV, No such device"],
  [({ neighbors }) => neighbors.list({ link: "v9" }), "Cannot list neighbors: link 'v9': ENODEV, No such device"],
  [
    ({ routes }) => routes.add({ destination: "10.9.0.0/16", nextHops: [{ link: "v0" }, { link: "v9" }] }),
    "Cannot add route '10.9.0.0/16': link 'v9': ENODEV, No such device",
  ],
  [
    ({ routes }) => routes.add({ destination: "10.9.0.0/16" }),
    "Cannot add route '10.9.0.0/16': ENODEV, No such device (missing outputLink; expected a link or a gateway)",
  ],
  [
    ({ routes }) => routes.append({ destination: "2001:db8:9::/48" }),
    "Cannot append route '2001:db8:9::/48': ENODEV, No such device (missing outputLink; expected a link or a gateway)",
  ],
  [
    ({ routes }) => routes.set({ destination: "10.9.0.0/16", link: 99 }),
    "Cannot set route '10.9.0.0/16': ENODEV, No such device",
  ],
  [
    ({ addresses }) => addresses.remove({ link: "v0", address: "10.0.0.1/25" }),
    "Cannot remove address '10.0.0.1/25' of 'v0': EADDRNOTAVAIL, Cannot assign requested address: ipv4: Address not found",
  ],
  [
    ({ addresses }) => addresses.get("10.9.9.9"),
    "Cannot get address '10.9.9.9': EADDRNOTAVAIL, Cannot assign requested address",
  ],
  [
    ({ routes }) => routes.remove({ destination: "10.9.0.0/16" }),
    "Cannot remove route '10.9.0.0/16': ESRCH, No such process",
  ],
  [({ routes }) => routes.get("198.51.100.7"), "Cannot get route '198.51.100.7': ENETUNREACH, Network is unreachable"],
  [
    ({ neighbors }) => neighbors.remove({ link: "v0", destination: "10.0.0.8" }),
    "Cannot remove neighbor '10.0.0.8' of 'v0': ENOENT, No such file or directory",
  ],
  [
    ({ neighbors }) => neighbors.get({ link: "v0", destination: "10.0.0.8" }),
    "Cannot get neighbor '10.0.0.8' of 'v0': ENOENT, No such file or directory: Neighbour entry not found",
  ],
  [({ rules }) => rules.remove({ priority: 7 }), "Cannot remove rule 7: ENOENT, No such file or directory"],
  [({ rules }) => rules.get(7), "Cannot get rule 7: ENOENT, No such file or directory"],
  [({ nexthops }) => nexthops.remove(7), "Cannot remove nexthop 7: ENOENT, No such file or directory"],
  [({ nexthops }) => nexthops.get(7), "Cannot get nexthop 7: ENOENT, No such file or directory"],
];

/** What the kernel explains. */
const EXPLAINED: readonly Failing[] = [
  [
    ({ routes }) => routes.add({ destination: "10.0.0.1/8", link: "v0" }),
    "Cannot add route '10.0.0.1/8': EINVAL, Invalid argument: Invalid prefix for given prefix length",
  ],
  [
    ({ addresses }) => addresses.add({ link: "v0", address: "10.5.0.1", label: "a-label-that-is-too-long" }),
    "Cannot add address '10.5.0.1' to 'v0': ERANGE, Numerical result out of range: Attribute failed policy validation (label)",
    { path: "label" },
  ],
  [
    ({ neighbors }) => neighbors.add({ link: "v0", destination: "10.5.0.1", extendedFlags: ["0x40000000"] }),
    "Cannot add neighbor '10.5.0.1' to 'v0': EINVAL, Invalid argument: reserved bit set (extendedFlags)",
    { path: "extendedFlags" },
  ],
  [
    ({ rules }) => rules.add({ priority: 5, dscp: 64 }),
    "Cannot add rule 5: ERANGE, Numerical result out of range: Error parsing msg (dscp; expected 0 to 63)",
    { path: "dscp", policy: { minimum: 0n, maximum: 63n } },
  ],
  [
    ({ nexthops }) => nexthops.add({ group: [{ id: 77 }] }),
    "Cannot add nexthop: EINVAL, Invalid argument: Invalid nexthop id",
  ],
  [
    ({ neighbors }) => neighbors.add({ family: "bridge", link: "v0", linkLayerAddress: MAC, flags: ["master"] }),
    `Cannot add neighbor '${MAC}' to 'v0': EOPNOTSUPP, Operation not supported`,
  ],
  [
    ({ links }) => links.add({ name: "e0", kind: "nothing" }),
    "Cannot add link 'e0': EOPNOTSUPP, Operation not supported: Unknown device type (kind 'nothing')",
    { message: "Unknown device type" },
  ],
];

describeLive("the kernel says", () => {
  let sandbox: Sandbox;
  let rtnetlink: Rtnetlink;

  beforeAll(async () => {
    sandbox = namespace();
    sandbox.batch(["link add v0 type veth peer name v1", "link set v1 up", "link set v0 up"]);
    rtnetlink = await Rtnetlink.open({ namespace: sandbox.name });
    for (const [make] of THERE) await make(rtnetlink);
  });
  afterAll(async () => {
    await rtnetlink?.[Symbol.asyncDispose]();
    sandbox?.[Symbol.dispose]();
  });

  describe.each(Object.entries({ "what is there": THERE, "what is not": GONE, "what is wrong": EXPLAINED }))(
    "%s:",
    (_, failing) => {
      test.each(failing.map(([call, message, ack = {}]) => ({ call, message, ack })))(
        "$message",
        async ({ call, message, ack }) => {
          const failure: unknown = await call(rtnetlink).catch((error) => error);
          if (!(failure instanceof NetlinkError)) throw new Error("It did not fail", { cause: failure });
          expect(failure.message).toBe(message);
          expect(message).toContain(`Cannot ${failure.operation}: ${failure.code}, `);
          expect(failure.ack ?? {}).toMatchObject(ack);
        },
      );
    },
  );

  test("who may not change anything, but may list", async () => {
    const { stdout, stderr } = await script(
      `const { addresses, routes, neighbors, rules, nexthops } = await netlink.Rtnetlink.open();
      const tries = [
        addresses.add({ link: "lo", address: "127.0.0.7/8" }),
        routes.add({ destination: "10.0.0.0/8", link: "lo" }),
        neighbors.remove({ link: "lo", destination: "127.0.0.7" }),
        rules.add({ priority: 5 }),
        nexthops.remove(5),
      ];
      for (const { reason } of await Promise.allSettled(tries)) console.log(reason.message);
      console.log((await rules.list({ priority: 32766 })).length);
      process.exit();`,
      UNPRIVILEGED,
    );
    expect(stderr).toBe("");
    const why = "EPERM, Operation not permitted (it takes CAP_NET_ADMIN)";
    expect(stdout.split("\n")).toEqual([
      `Cannot add address '127.0.0.7/8' to 'lo': ${why}`,
      `Cannot add route '10.0.0.0/8': ${why}`,
      `Cannot remove neighbor '127.0.0.7' of 'lo': ${why}`,
      `Cannot add rule 5: ${why}`,
      `Cannot remove nexthop 5: ${why}`,
      "2",
      "",
    ]);
  });
});
