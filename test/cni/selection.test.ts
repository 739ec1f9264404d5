import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConfiguration } from "../../src/cni/mod.ts";
import { parseHardwareAddress } from "../../src/cni/host-device/find.ts";
import { readSettings, selectorOf } from "../../src/cni/host-device/settings.ts";
import { Sysfs } from "../../src/cni/host-device/sysfs.ts";

let root = "";
let sysfs: Sysfs;

/** Makes folders below the one that stands for `/sys`. */
function make(...paths: readonly string[]): void {
  for (const path of paths) mkdirSync(join(root, path), { recursive: true });
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "netlink-sys-"));
  sysfs = new Sysfs(root);
  const pci = "bus/pci/devices";
  make(`${pci}/0000:00:01.0/net/ens1`, `${pci}/0000:00:01.0/net/ens1d1`, `${pci}/0000:00:02.0/virtio0/block`);
  make(`${pci}/0000:00:02.0/virtio1/net/ens2`, `${pci}/0000:00:03.0`, `${pci}/0000:00:04.0/net`);
  make("bus/auxiliary/devices/mlx5_core.sf.4/net/ens4s4", "bus/auxiliary/devices/mlx5_core.sf.5");
  make("devices/pci0000:00/0000:00:1f.6/net/eno1");
  for (const [device, driver] of [["01", "ixgbe"], ["02", "virtio-pci"], ["03", "vfio-pci"]] as const) {
    make(`bus/pci/drivers/${driver}`);
    symlinkSync(`../../drivers/${driver}`, join(root, pci, `0000:00:${device}.0/driver`));
  }
});
afterAll(() => rmSync(root, { recursive: true }));

function settingsOf(more: object) {
  return readSettings(parseConfiguration(JSON.stringify({ name: "net", ...more })));
}

describe("a configuration", () => {
  test.each([
    [{}],
    [{ device: "" }],
    [{ device: null, runtimeConfig: {} }],
    // What the plugin keeps for itself elsewhere.
    [{ DPDKMode: true }],
  ])("that names no device is refused: %j", (more) => {
    expect(() => settingsOf(more)).toThrow('specify either "device", "hwaddr", "kernelpath" or "pciBusID"');
  });

  test.each([
    [{ device: 5 }, "failed to load netconf: config.device: expected a text, got 5"],
    [{ runtimeConfig: 5 }, "failed to load netconf: config.runtimeConfig: expected an object, got 5"],
    [
      { runtimeConfig: { deviceID: 5 } },
      "failed to load netconf: config.runtimeConfig.deviceID: expected a text, got 5",
    ],
  ])("of other types is refused: %j", (more, message) => {
    expect(() => settingsOf(more)).toThrow(message);
  });

  test.each([
    [{ device: "ens1", hwaddr: "02:00:00:00:00:01", kernelpath: "/x", pciBusID: "y" }, { by: "device", name: "ens1" }],
    [{ hwaddr: "02:00:00:00:00:01", kernelpath: "/x", pciBusID: "y" }, { by: "hwaddr", address: "02:00:00:00:00:01" }],
    [{ kernelpath: "/sys/devices/x", pciBusID: "y" }, { by: "kernelpath", path: "/sys/devices/x" }],
    [{ pciBusID: "0000:00:01.0" }, { by: "pci", address: "0000:00:01.0" }],
    [{ runtimeConfig: { deviceID: "0000:00:01.0" } }, { by: "pci", address: "0000:00:01.0" }],
    [{ runtimeConfig: { deviceID: "mlx5_core.sf.4" } }, { by: "auxiliary", name: "mlx5_core.sf.4" }],
    [{ device: "ens1", runtimeConfig: { deviceID: "0000:00:01.0" } }, { by: "pci", address: "0000:00:01.0" }],
    [{ pciBusID: "x", runtimeConfig: { deviceID: "mlx5_core.sf.4" } }, { by: "auxiliary", name: "mlx5_core.sf.4" }],
  ])("%j means %j", async (more, selector) => {
    expect(await selectorOf(settingsOf(more), sysfs)).toEqual(selector);
  });

  test("with a device that the machine does not have is refused", async () => {
    await expect(selectorOf(settingsOf({ device: "ens1", runtimeConfig: { deviceID: "0000:00:09.0" } }), sysfs))
      .rejects.toThrow("runtime config DeviceID 0000:00:09.0 not found or unsupported");
  });
});

describe("the devices of the machine", () => {
  test.each([
    ["the first interface of a PCI device", () => sysfs.linkOfPci("0000:00:01.0"), "ens1"],
    ["the interface of a virtio device", () => sysfs.linkOfPci("0000:00:02.0"), "ens2"],
    ["the interface of an auxiliary device", () => sysfs.linkOfAuxiliary("mlx5_core.sf.4"), "ens4s4"],
    ["the interface at a path", () => sysfs.linkOfPath("/sys/devices/pci0000:00/0000:00:1f.6"), "eno1"],
  ])("tell %s", async (_, link, name) => expect(await link()).toBe(name));

  test.each([
    [
      "PCI device without interfaces",
      () => sysfs.linkOfPci("0000:00:03.0"),
      "no net directory under pci device 0000:00:03.0",
    ],
    [
      "PCI device that is missing",
      () => sysfs.linkOfPci("0000:00:09.0"),
      "no net directory under pci device 0000:00:09.0",
    ],
    [
      "PCI device with an empty folder",
      () => sysfs.linkOfPci("0000:00:04.0"),
      /^failed to find network device in path .*\/0000:00:04\.0\/net$/,
    ],
    [
      "auxiliary device without interfaces",
      () => sysfs.linkOfAuxiliary("mlx5_core.sf.5"),
      /^failed to read directory .*\/mlx5_core\.sf\.5\/net: "ENOENT/,
    ],
    [
      "path that is missing",
      () => sysfs.linkOfPath("/sys/devices/x"),
      /^failed to read directory .*\/devices\/x\/net: "ENOENT/,
    ],
    [
      "path of another folder",
      () => sysfs.linkOfPath("/sys/class/net/x"),
      'kernel device path "/sys/class/net/x" must be absolute and begin with /sys/devices/',
    ],
    [
      "path that is none",
      () => sysfs.linkOfPath("devices/x"),
      'kernel device path "devices/x" must be absolute and begin with /sys/devices/',
    ],
  ])("tell of no %s", async (_, link, message) => await expect(link()).rejects.toThrow(message));

  test.each([["0000:00:01.0", false], ["0000:00:02.0", false], ["0000:00:03.0", true]])(
    "tell whether %s belongs to a program: %s",
    async (address, isUserSpace) => expect(await sysfs.isUserSpace(address)).toBe(isUserSpace),
  );

  test.each(["uio_pci_generic", "igb_uio"])("know the driver %s of programs", async (driver) => {
    make(`bus/pci/drivers/${driver}`, `bus/pci/devices/${driver}`);
    symlinkSync(`../../drivers/${driver}`, join(root, "bus/pci/devices", driver, "driver"));
    expect(await sysfs.isUserSpace(driver)).toBe(true);
  });

  test("do not tell of a device without a driver", async () => {
    await expect(sysfs.isUserSpace("0000:00:04.0")).rejects.toThrow("ENOENT");
  });
});

describe("a hardware address", () => {
  test.each([
    ["02:00:5E:10:00:01", "02:00:5e:10:00:01"],
    ["02-00-5e-10-00-01", "02:00:5e:10:00:01"],
    ["0200.5e10.0001", "02:00:5e:10:00:01"],
    ["02:00:5e:10:00:00:00:01", "02:00:5e:10:00:00:00:01"],
    [Array(20).fill("ab").join(":"), Array(20).fill("ab").join(":")],
  ])("may be written %s", (text, address) => expect(parseHardwareAddress(text)).toBe(address));

  test.each([
    "",
    "zz",
    "02:00:5e:10:00",
    "02:00-5e:10:00:01",
    "02005e100001",
    "02:00:5e:10:00:01:02",
    "0200.5e10.00",
    "2:0:5e:10:0:1",
  ])(
    "cannot be '%s'",
    (text) =>
      expect(() => parseHardwareAddress(text)).toThrow(
        `failed to parse MAC address "${text}": address ${text}: invalid MAC address`,
      ),
  );
});
