import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import type { Address, Link } from "../../../mod.ts";

/** What a device was like on the host, and where it went: all that brings it home, whatever becomes of it there. */
export interface DeviceRecord {
  /** Name of the network that it was moved for. */
  readonly network: string;
  /** Container that it was moved to. */
  readonly containerId: string;
  /** Name in the container. */
  readonly ifName: string;
  /** Path of the network namespace of the container. */
  readonly netns: string;
  /** The link as it was on the host. */
  readonly link: DeviceLink;
  /** Its addresses there that do not run out. */
  readonly addresses: readonly Address[];
}

/** What a device is known by, and gets back. */
export type DeviceLink = Pick<Link, "index" | "name" | "type" | "kind" | "address" | "permanentAddress" | "alias">;

/** The records of what was moved, a file each. They outlive the plugin, and not the machine: so do its devices. */
export class Records {
  readonly #folder: string;

  /** Takes the folder in which they are. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The record of an interface of a container; absent where there is none. */
  async read(containerId: string, ifName: string): Promise<DeviceRecord | undefined> {
    return await this.#readFile(this.#path(containerId, ifName));
  }

  /** Writes a record, whole or not at all. */
  async write(record: DeviceRecord): Promise<void> {
    const path = this.#path(record.containerId, record.ifName);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  /** Removes the record of an interface of a container, if any. */
  async remove(containerId: string, ifName: string): Promise<void> {
    await rm(this.#path(containerId, ifName), { force: true });
  }

  /** All records. */
  async list(): Promise<readonly DeviceRecord[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const records = await Promise.all(
      names.filter((name) => name.endsWith(".json")).map((name) => this.#readFile(`${this.#folder}/${name}`)),
    );
    return records.filter((record) => record !== undefined);
  }

  /** Neither part of the name has a colon or a slash. */
  #path(containerId: string, ifName: string): string {
    return `${this.#folder}/${containerId}:${ifName}.json`;
  }

  async #readFile(path: string): Promise<DeviceRecord | undefined> {
    try {
      // Written by us, whole.
      return JSON.parse(await readFile(path, "utf8")) as DeviceRecord;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw new Error(`cannot read ${path}: ${error}`, { cause: error });
    }
  }
}
