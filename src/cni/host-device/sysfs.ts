import { access, readdir, realpath } from "node:fs/promises";
import { basename } from "node:path";
import { messageOf } from "../error.ts";

/** The drivers with which a PCI device belongs to a program, and has no network interface. */
const USER_SPACE_DRIVERS: ReadonlySet<string> = new Set(["vfio-pci", "uio_pci_generic", "igb_uio"]);

/** The devices of the machine, as the kernel shows them in files. */
export class Sysfs {
  readonly #root: string;

  /** Takes the folder that stands for `/sys`. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Whether there is a PCI device of this address. */
  async hasPci(address: string): Promise<boolean> {
    return await exists(this.#pci(address));
  }

  /** Whether there is an auxiliary device of this name. */
  async hasAuxiliary(name: string): Promise<boolean> {
    return await exists(this.#auxiliary(name));
  }

  /** Whether a PCI device belongs to a program, such as one that uses DPDK. */
  async isUserSpace(address: string): Promise<boolean> {
    return USER_SPACE_DRIVERS.has(basename(await realpath(`${this.#pci(address)}/driver`)));
  }

  /** Name of the network interface of a PCI device, or of the virtio device on it. */
  async linkOfPci(address: string): Promise<string> {
    const folder = this.#pci(address);
    if (await exists(`${folder}/net`)) return await firstIn(`${folder}/net`);
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((name) => name.startsWith("virtio")).sort()) {
      if (await exists(`${folder}/${name}/net`)) return await firstIn(`${folder}/${name}/net`);
    }
    throw new Error(`no net directory under pci device ${address}`);
  }

  /** Name of the network interface of an auxiliary device. */
  async linkOfAuxiliary(name: string): Promise<string> {
    return await firstIn(`${this.#auxiliary(name)}/net`);
  }

  /** Name of the network interface of a device by its path, which begins with `/sys/devices/`. */
  async linkOfPath(path: string): Promise<string> {
    if (!path.startsWith("/sys/devices/")) {
      throw new Error(`kernel device path "${path}" must be absolute and begin with /sys/devices/`);
    }
    return await firstIn(`${this.#root}${path.slice("/sys".length)}/net`);
  }

  #pci(address: string): string {
    return `${this.#root}/bus/pci/devices/${address}`;
  }

  #auxiliary(name: string): string {
    return `${this.#root}/bus/auxiliary/devices/${name}`;
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(() => true, () => false);
}

async function firstIn(folder: string): Promise<string> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw new Error(`failed to read directory ${folder}: "${messageOf(cause)}"`, { cause });
  }
  const [first] = names.toSorted();
  if (first === undefined) throw new Error(`failed to find network device in path ${folder}`);
  return first;
}
