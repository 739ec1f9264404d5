import { describe, expect, test } from "vitest";
import type { Link, Rtnetlink } from "../../mod.ts";
import type { Result } from "../../src/cni/mod.ts";
import { findDevice } from "../../src/cni/host-device/find.ts";
import { locate, type Place } from "../../src/cni/host-device/move.ts";
import type { DeviceLink } from "../../src/cni/host-device/record.ts";
import { locateReturned } from "../../src/cni/host-device/returned.ts";
import type { Settings } from "../../src/cni/host-device/settings.ts";
import { findStray } from "../../src/cni/host-device/stray.ts";
import { Sysfs } from "../../src/cni/host-device/sysfs.ts";

/** A network namespace with these links. */
function place(isHost: boolean, ...links: readonly Partial<Link>[]): Place {
  return changing(isHost, () => links);
}

/** A network namespace whose links may be others each time. */
function changing(isHost: boolean, linksNow: () => readonly Partial<Link>[]): Place {
  const list = (): Promise<readonly Partial<Link>[]> =>
    Promise.resolve(linksNow().map((link) => ({ type: "ether", ...link })));
  // All that is asked of it.
  const rtnetlink = { links: { list } } as unknown as Rtnetlink;
  return { label: isHost ? "host netns" : "container netns", isHost, path: "", rtnetlink };
}

const mac = "02:00:00:00:00:01";
const permanentAddress = "02:00:00:00:00:02";
const device: DeviceLink = { index: 7, name: "ens1", type: "ether", address: mac, permanentAddress };
const other = { index: 1, name: "other", address: "02:00:00:00:00:99" };

test("a device of a hardware address is the first link that has it", async () => {
  const { rtnetlink } = place(true, other, { name: "first", address: mac }, { name: "second", address: mac });
  const selector = { by: "hwaddr", address: mac } as const;
  expect(await findDevice(selector, rtnetlink, new Sysfs("/sys"))).toMatchObject({ name: "first" });
});

describe("a device of a record", () => {
  test.each<[string, Partial<Link>, boolean]>([
    ["its index and address", { index: 7, address: mac }, true],
    ["its permanent address alone", { index: 2, permanentAddress }, true],
    ["its alias alone", { index: 2, alias: "ens1" }, true],
    ["its address alone", { index: 2, address: mac }, true],
    ["its index alone", { index: 7 }, false],
    ["nothing of it", { index: 2, address: "02:00:00:00:00:03", permanentAddress: "02:00:00:00:00:03" }, false],
  ])("is a link with %s", async (_, link, isItOnHost) => {
    const isItInContainer = isItOnHost || link.index === device.index;
    expect((await locate(device, [place(false, other, link)]))?.link).toEqual(
      isItInContainer ? { type: "ether", ...link } : undefined,
    );
    expect((await locate(device, [place(true, other, link)]))?.link).toEqual(
      isItOnHost ? { type: "ether", ...link } : undefined,
    );
  });

  test.each([[{ kind: "veth" }], [{ type: "loopback" }]])("is none of another sort: %j", async (sort) => {
    const link = { index: 7, address: mac, permanentAddress, alias: "ens1", ...sort } as Partial<Link>;
    expect(await locate(device, [place(false, link)])).toBeUndefined();
  });

  test("that has no address is not what has none either", async () => {
    const { address: _, ...bare } = device;
    expect(await locate(bare, [place(false, { index: 2 })])).toBeUndefined();
  });

  test("is the link with the surest sign, wherever that is", async () => {
    const hardware = { index: 3, permanentAddress };
    const found = await locate(device, [place(false, { index: 2, alias: "ens1" }), place(true, hardware)]);
    expect(found).toMatchObject({ link: hardware, place: { isHost: true } });
  });
});

describe("a device whose namespace is gone", () => {
  /** How often the host is asked for its links until the device is found or not; it is there the third time. */
  async function asked(device: DeviceLink, timeout?: number): Promise<readonly [number, string | undefined]> {
    let count = 0;
    const host = changing(true, () => ++count < 3 ? [other] : [other, { ...device, name: "dev0" }]);
    const found = await locateReturned(device, host, timeout);
    return [count, found?.link.name];
  }

  test("is waited for where it is hardware, which the kernel puts back in its own time", async () => {
    expect(await asked(device)).toEqual([3, "dev0"]);
  });

  test("is waited for no longer than that may take", async () => {
    expect(await asked(device, 0)).toEqual([1, undefined]);
  });

  test("is not waited for where it went with its namespace", async () => {
    expect(await asked({ ...device, kind: "veth" })).toEqual([1, undefined]);
  });
});

describe("a device without a record", () => {
  const stray = (
    link: Partial<Link>,
    settings: Settings,
    { isHost = false, previous = undefined as Result | undefined } = {},
  ) => findStray(place(isHost, other, link), { settings, ifName: "eth0", previous }).then((found) => found?.as.name);

  test.each<[string, Partial<Link>, Settings, string | undefined]>([
    ["alias", { name: "x", alias: "ens1" }, { device: "ens1" }, "ens1"],
    ["alias, whatever names it", { name: "eth0", alias: "ens1" }, { hwaddr: "" }, "ens1"],
    [
      "alias of another address",
      { name: "eth0", alias: "ens1", address: mac },
      { hwaddr: permanentAddress },
      undefined,
    ],
    [
      "PCI device",
      { name: "x", alias: "ens1", parentDeviceName: "0000:00:01.0" },
      { pciBusID: "0000:00:01.0" },
      "ens1",
    ],
    [
      "alias of another PCI device",
      { name: "eth0", alias: "ens1", parentDeviceName: "0000:00:02.0", parentDeviceBusName: "pci" },
      { pciBusID: "0000:00:01.0" },
      undefined,
    ],
    [
      "alias, behind it a virtio device",
      { name: "eth0", alias: "ens1", parentDeviceName: "virtio0", parentDeviceBusName: "virtio" },
      { pciBusID: "0000:00:01.0" },
      "ens1",
    ],
    ["permanent address", { name: "x", alias: "ens1", permanentAddress: mac }, { hwaddr: mac }, "ens1"],
    ["nothing of it", { name: "eth0" }, { device: "ens1" }, undefined],
  ])("is a link with its %s", async (_, link, settings, name) => {
    expect(await stray(link, settings)).toBe(name);
  });

  test("is on the host what has its name in the container, and its own as alias", async () => {
    const link = { name: "eth0", alias: "ens1" };
    expect(await stray(link, { device: "ens1" }, { isHost: true })).toBe("ens1");
    expect(await stray({ ...link, name: "eth1" }, { device: "ens1" }, { isHost: true })).toBeUndefined();
    expect(await stray(link, { hwaddr: mac }, { isHost: true })).toBeUndefined();
  });
});
