import { expect, test } from "vitest";
import { type Difference, differences, ours, type Step, theirsIn, traceOf } from "./debian.ts";
import { describeBesideOthers } from "./others.ts";
import { ip } from "./stage.ts";

const STATIC = {
  ipam: {
    type: "static",
    addresses: [
      { address: "10.10.0.1/24", gateway: "10.10.0.254" },
      { address: "3ffe:ffff:0:1ff::10/64", gateway: "3ffe:ffff:0:1ff::1" },
    ],
    routes: [{ dst: "0.0.0.0/0" }, { dst: "192.168.0.0/16", gw: "10.10.0.5" }, { dst: "2001:db8::/32" }],
    dns: { nameservers: ["8.8.8.8"], search: ["example.org"] },
  },
  dns: { nameservers: ["1.1.1.1"] },
};
const HOST_LOCAL = {
  ipam: {
    type: "host-local",
    ranges: [[{ subnet: "10.1.2.0/24" }], [{ subnet: "2001:db8::/64" }]],
    routes: [{ dst: "0.0.0.0/0" }],
    dataDir: "FOLDER/leases",
  },
};
const NET1 = { CNI_IFNAME: "net1" };
const BY_ADDRESS = { device: "", hwaddr: "02:00:00:00:00:11" };

/** ADD, CHECK where the version has it, and DEL. */
function cycle(config: object, cniVersion = "1.0.0", env: Readonly<Record<string, string>> = {}): readonly Step[] {
  const commands = cniVersion >= "0.4" ? ["ADD", "CHECK", "DEL"] : ["ADD", "DEL"];
  return commands.map((command) => ({ command, config: { ...config, cniVersion }, env }));
}

/** The step, with another interface of this name in the container. */
function withOther(name: string, step: Step | undefined): Step {
  return {
    command: "ADD",
    ...step,
    before: ({ container }) => container.ip("link", "add", name, "address", "02:00:00:00:00:13", "type", "ifb"),
  };
}

const [addNet1, ...otherNet1] = cycle({}, "1.0.0", NET1);

const SEQUENCES: Readonly<Record<string, readonly Step[]>> = {
  ...Object.fromEntries(["0.3.0", "0.3.1", "0.4.0", "1.0.0"].map((version) => [
    `without IPAM, in version ${version}`,
    cycle({}, version),
  ])),
  ...Object.fromEntries(["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0"].map((version) => [
    `with static addresses, in version ${version}`,
    cycle(STATIC, version),
  ])),
  "without IPAM, in version 0.2.0": [{ command: "ADD", config: { cniVersion: "0.2.0" } }],
  "with addresses of host-local": cycle(HOST_LOCAL),
  "by hardware address": cycle(BY_ADDRESS),
  "under another name, beside an eth0": [withOther("eth0", addNet1), ...otherNet1],
  "with names of the configuration alone": cycle({
    ...STATIC,
    ipam: { ...STATIC.ipam, dns: undefined },
  }),
  "with names of IPAM alone": cycle({ ...STATIC, dns: undefined }),
  "deleted twice": [{ command: "ADD" }, { command: "DEL" }, { command: "DEL" }],
  "checked after all": [{ command: "ADD" }, { command: "DEL" }, { command: "CHECK" }],
  "deleted without a namespace": [{ command: "DEL", env: { CNI_NETNS: "" } }],
  "deleted with a namespace that is gone": [{ command: "DEL", env: { CNI_NETNS: "/nowhere" } }],
  "with its name taken in the container": [withOther("eth0", { command: "ADD" })],
  "with its name taken on the host, for a while": [
    { command: "ADD" },
    {
      command: "DEL",
      before: ({ device }) => ip("link", "add", device, "address", "02:00:00:00:00:14", "type", "ifb"),
    },
    { command: "DEL", before: ({ device }) => ip("link", "delete", device) },
  ],
  "with a route that cannot be": [{
    command: "ADD",
    config: { ipam: { ...STATIC.ipam, routes: [{ dst: "192.168.0.0/16", gw: "10.99.0.1" }] } },
  }],
  "without an address": [{ command: "ADD", config: { ipam: { type: "static" } } }],
  "with an address that cannot be": [{
    command: "ADD",
    config: { ipam: { type: "static", addresses: [{ address: "1.2.3.4" }] } },
  }],
  "with an IPAM plugin that is nowhere": [{ command: "ADD", config: { ipam: { type: "nope" } } }],
  "in the namespace of the plugin": [{ command: "ADD", env: { CNI_NETNS: "/proc/self/ns/net" } }],
  refused: [
    ...[
      { device: "" },
      { device: "nope" },
      { device: "", hwaddr: "xx" },
      { device: "", hwaddr: "02:00:00:00:00:77" },
      { device: "", kernelpath: "/x" },
      { device: "", kernelpath: "/sys/devices/nope" },
      { device: "", pciBusID: "0000:99:00.0" },
      { runtimeConfig: { deviceID: "nope" } },
      { device: 5 },
      { cniVersion: "9.0.0" },
      { cniVersion: "0." },
      { name: "" },
      { name: "/" },
    ].map((config) => ({ command: "ADD", config })),
    ...[
      { CNI_NETNS: "/nowhere" },
      { CNI_NETNS: "/etc/hostname" },
      { CNI_NETNS: "" },
      { CNI_NETNS: "", CNI_IFNAME: "", CNI_PATH: "" },
      { CNI_IFNAME: ".." },
      { CNI_IFNAME: "a:b" },
      { CNI_IFNAME: "a/b" },
      { CNI_IFNAME: "sixteen-letters-" },
      { CNI_CONTAINERID: "/" },
    ].map((env) => ({ command: "ADD", env })),
    { command: "CHECK" },
    { command: "CHECK", env: { CNI_NETNS: "/nowhere" } },
    { command: "CHECK", config: { cniVersion: "0.3.1" } },
    ...["FOO", "GC", "STATUS", "VERSION", ""].map((command) => ({ command })),
  ],
};

/** Whether a value is a text, or holds one, with this in it. */
function says(value: unknown, text: string): boolean {
  return (JSON.stringify(value) ?? "").includes(text);
}

/** What is not the same on purpose, and why. */
const INTENDED: readonly (readonly [reason: string, isIt: (difference: Difference) => boolean])[] = [
  [
    "The specification has the version in errors.",
    ({ at, status, theirs }) => at === "stdout/cniVersion" && status === 1 && theirs === undefined,
  ],
  ["We speak 1.1.0 too.", ({ at, ours }) => /^(stdout|stderr)\b/.test(at) && says(ours, "1.1.0")],
  [
    "We know the commands of 1.1.0.",
    ({ command, at, ours }) =>
      ["GC", "STATUS"].includes(command) &&
      (says(ours, `not allow ${command}`) || (at === "stdout/code" && ours === 1)),
  ],
  [
    "A version that cannot be is no version that we do not speak, as with newer plugins.",
    ({ at, ours, theirs }) =>
      says(ours, "strconv.Atoi") || (at === "stdout/code" && ours === 6 && theirs === 1) ||
      (at === "stdout/details" && ours === undefined),
  ],
  [
    "What IPAM says of names counts where the configuration says nothing.",
    ({ at, ours, theirs }) => at.startsWith("stdout/dns/") && ours !== undefined && theirs === undefined,
  ],
  [
    "From 1.0.0 on, results leave out what is empty, as those of newer plugins do.",
    ({ at, ours, theirs }) => at === "stdout/dns" && ours === undefined && JSON.stringify(theirs) === "{}",
  ],
  [
    "The alias goes when the device comes home, as with newer plugins.",
    ({ at, command, ours }) => at === "host/ifalias" && command !== "ADD" && ours === undefined,
  ],
  [
    "An ADD that fails leaves nothing behind.",
    ({ command, status, at, ours, theirs }) =>
      command === "ADD" && status === 1 &&
      (at === "host" ? theirs === undefined : /^(container|routes)\/\d$/.test(at) && ours === undefined),
  ],
  [
    "The device does not go where it is already.",
    ({ command, at, ours, theirs }) =>
      command === "ADD" && says(theirs, "/proc/self/ns/net") ||
      (at === "stdout/msg" && says(ours, "should not be the same")) || (at === "stdout/code" && ours === 8) ||
      (at === "status" && command === "ADD" && ours === 1 && theirs === 0),
  ],
  [
    "DEL succeeds where nothing is left to do, the device or the namespace.",
    ({ command, at, ours, theirs }) =>
      command === "DEL" &&
      (at === "status"
        ? ours === 0
        : at === "stdout" && /failed to (find \\"eth0|open netns)/.test(JSON.stringify(theirs))),
  ],
  [
    "For CHECK as for ADD, a route has its router from the address.",
    ({ command, at, ours, theirs }) =>
      command === "CHECK" && (at === "status" ? ours === 0 : says(theirs, "Expected Route {Dst:{IP:2001:db8::")),
  ],
  [
    "What the kernel refuses is told in our words, and why.",
    ({ at, ours }) => at === "stdout/msg" && /has another interface|Nexthop has invalid gateway/.test(`${ours}`),
  ],
  [
    "What cannot be read is told in the words of the runtime.",
    ({ at, ours }) => at === "stdout/msg" && /ENOENT|expected a text/.test(`${ours}`),
  ],
  [
    "What the container runtime chose may be an auxiliary device, as with newer plugins.",
    ({ at, ours }) => at === "stdout/msg" && says(ours, "not found or unsupported"),
  ],
];

describeBesideOthers("a device", (folder) => {
  const seen = new Set<string>();

  test.each(Object.entries(SEQUENCES))("%s is treated as others treat it", async (_, steps) => {
    const found = differences(await traceOf(folder, ours, steps), await traceOf(folder, theirsIn(folder), steps));
    const unintended = found.filter((difference) => {
      const [reason] = INTENDED.find(([, isIt]) => isIt(difference)) ?? [];
      if (reason !== undefined) seen.add(reason);
      return reason === undefined;
    });
    expect(unintended).toEqual([]);
  });

  test("is treated in other ways for these reasons alone, each of which there is", () => {
    expect([...seen].sort()).toEqual(INTENDED.map(([reason]) => reason).sort());
  });
});
