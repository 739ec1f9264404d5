import { CniError, messageOf } from "../error.ts";
import type { NetworkConfiguration } from "../configuration.ts";
import { Fields } from "../json.ts";
import type { Sysfs } from "./sysfs.ts";

/** By what a configuration names the device. */
export type Selector =
  | { readonly by: "device"; readonly name: string }
  | { readonly by: "hwaddr"; readonly address: string }
  | { readonly by: "kernelpath"; readonly path: string }
  | { readonly by: "pci"; readonly address: string }
  | { readonly by: "auxiliary"; readonly name: string };

/** What the plugin reads of a configuration. */
export interface Settings {
  /** Name of the interface on the host. */
  readonly device?: string | undefined;
  /** Its hardware address. */
  readonly hwaddr?: string | undefined;
  /** Path of its device, below `/sys/devices`. */
  readonly kernelpath?: string | undefined;
  /** Address of its PCI device. */
  readonly pciBusID?: string | undefined;
  /** What the container runtime chose: the address of a PCI device, or the name of an auxiliary one. */
  readonly deviceID?: string | undefined;
}

/** Reads the settings; throws a {@linkcode CniError} where one of them is no text, or there is none. */
export function readSettings(config: NetworkConfiguration): Settings {
  const settings = parseSettings(config);
  if (Object.values(settings).some((value) => value)) return settings;
  throw new CniError("internal", 'specify either "device", "hwaddr", "kernelpath" or "pciBusID"');
}

/** Reads the settings, of which there may be none; throws a {@linkcode CniError} where one of them is no text. */
export function parseSettings(config: NetworkConfiguration): Settings {
  try {
    const fields = new Fields(config.fields, "config");
    return {
      device: fields.text("device"),
      hwaddr: fields.text("hwaddr"),
      kernelpath: fields.text("kernelpath"),
      pciBusID: fields.text("pciBusID"),
      deviceID: fields.object("runtimeConfig", (value, place) => new Fields(value, place).text("deviceID")),
    };
  } catch (cause) {
    throw new CniError("internal", `failed to load netconf: ${messageOf(cause)}`, { cause });
  }
}

/** What names the device. What the container runtime chose counts before all that the configuration says. */
export async function selectorOf(settings: Settings, sysfs: Sysfs): Promise<Selector> {
  const { device, hwaddr, kernelpath, pciBusID, deviceID } = settings;
  if (deviceID) {
    if (await sysfs.hasPci(deviceID)) return { by: "pci", address: deviceID };
    if (await sysfs.hasAuxiliary(deviceID)) return { by: "auxiliary", name: deviceID };
    throw new CniError("internal", `runtime config DeviceID ${deviceID} not found or unsupported`);
  }
  if (device) return { by: "device", name: device };
  if (hwaddr) return { by: "hwaddr", address: hwaddr };
  if (kernelpath) return { by: "kernelpath", path: kernelpath };
  // One of them is there, since there is a setting.
  return { by: "pci", address: pciBusID ?? "" };
}
