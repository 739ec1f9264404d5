import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hostDevice } from "../../../src/cni/mod.ts";
import { called } from "../../cni/called.ts";
import { describeLive } from "../sandbox.ts";
import { onHost, Stage } from "./stage.ts";

const PCI = "0000:00:01.0";

/** A machine with a device in every way that a configuration can name it. */
async function machine(stage: Stage): Promise<string> {
  const sys = join(stage.folder, "sys");
  const devices = join(sys, "bus/pci/devices");
  await mkdir(join(devices, PCI, "net", stage.device), { recursive: true });
  await mkdir(join(devices, "0000:00:02.0/virtio0/net", stage.device), { recursive: true });
  await mkdir(join(sys, "bus/auxiliary/devices/mlx5_core.sf.4/net", stage.device), { recursive: true });
  await mkdir(join(sys, "devices/pci0000:00/0000:00:01.0/net", stage.device), { recursive: true });
  for (const address of [PCI, "0000:00:02.0"]) await symlink("../../drivers/ixgbe", join(devices, address, "driver"));
  await mkdir(join(devices, "0000:00:03.0"));
  await symlink("../../drivers/vfio-pci", join(devices, "0000:00:03.0/driver"));
  for (const driver of ["ixgbe", "vfio-pci"]) await mkdir(join(sys, "bus/pci/drivers", driver), { recursive: true });
  return sys;
}

describeLive("a device is found", () => {
  test.each<[string, (stage: Stage, mac: string) => object]>([
    ["by name", ({ device }) => ({ device })],
    ["by hardware address", (_, mac) => ({ hwaddr: mac })],
    ["by hardware address with dashes", (_, mac) => ({ hwaddr: mac.toUpperCase().replaceAll(":", "-") })],
    ["by path", () => ({ kernelpath: `/sys/devices/pci0000:00/${PCI}` })],
    ["by PCI address", () => ({ pciBusID: PCI })],
    ["by the PCI address of a virtio device", () => ({ pciBusID: "0000:00:02.0" })],
    ["by what the container runtime chose", () => ({ runtimeConfig: { deviceID: PCI } })],
    [
      "by what the container runtime chose, whatever else is said",
      () => ({ device: "lo", runtimeConfig: { deviceID: PCI } }),
    ],
    ["by the name of an auxiliary device", () => ({ runtimeConfig: { deviceID: "mlx5_core.sf.4" } })],
  ])("%s, and comes back", async (_, selectorOf) => {
    await using stage = await Stage.open();
    const before = await onHost(stage.device);
    const plugin = hostDevice({ sys: await machine(stage), records: join(stage.folder, "records") });
    const config = { cniVersion: "1.0.0", name: "net", ...selectorOf(stage, `${before?.["address"]}`) };
    const { status, stdout } = await called(plugin, stage.env("ADD", { CNI_IFNAME: "net1" }), config);
    expect(status, stdout).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ interfaces: [{ name: "net1", mac: before?.["address"] }] });
    const prevResult = JSON.parse(stdout);
    for (const command of ["CHECK", "DEL"]) {
      const answer = await called(plugin, stage.env(command, { CNI_IFNAME: "net1" }), { ...config, prevResult });
      expect(answer).toEqual({ status: 0, stdout: "", stderr: "" });
    }
    expect(await onHost(stage.device)).toMatchObject({ ifname: stage.device });
  });

  test.each([{ pciBusID: "0000:00:03.0" }, { runtimeConfig: { deviceID: "0000:00:03.0" } }])(
    "not where it belongs to a program, which is told alone: %j",
    async (selector) => {
      await using stage = await Stage.open();
      const { container, folder, netns } = stage;
      const plugin = hostDevice({ sys: await machine(stage), records: join(folder, "records") });
      const config = { cniVersion: "1.0.0", name: "net", ...selector };
      const { stdout, stderr } = await called(plugin, stage.env("ADD"), config);
      const prevResult = JSON.parse(stdout);
      expect({ prevResult, stderr }).toEqual({
        prevResult: { cniVersion: "1.0.0", interfaces: [{ name: "eth0", sandbox: netns }] },
        stderr: "",
      });
      expect(container.json("link")).toHaveLength(1);
      for (const command of ["CHECK", "DEL"]) {
        const answer = await called(plugin, stage.env(command), { ...config, prevResult });
        expect(answer).toEqual({ status: 0, stdout: "", stderr: "" });
      }
    },
  );

  test.each([
    [{ device: "nowhere0" }, "failed to find host device: Link not found"],
    [{ hwaddr: "02:00:00:00:00:99" }, "failed to find host device: failed to find physical interface"],
    [{ hwaddr: "zz" }, 'failed to find host device: failed to parse MAC address "zz": address zz: invalid MAC address'],
    [
      { kernelpath: "/x" },
      'failed to find host device: kernel device path "/x" must be absolute and begin with /sys/devices/',
    ],
    [{ pciBusID: "0000:00:09.0" }, /^error with host device: ENOENT/],
    [{ runtimeConfig: { deviceID: "x" } }, "runtime config DeviceID x not found or unsupported"],
  ])("not by %j", async (selector, msg) => {
    await using stage = await Stage.open();
    const plugin = hostDevice({ sys: await machine(stage), records: join(stage.folder, "records") });
    const { status, stdout } = await called(plugin, stage.env("ADD"), { name: "n", cniVersion: "1.0.0", ...selector });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      cniVersion: "1.0.0",
      code: 999,
      msg: typeof msg === "string" ? msg : expect.stringMatching(msg),
    });
  });
});
