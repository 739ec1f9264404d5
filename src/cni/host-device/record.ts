import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import type { Address, Link } from "../../../mod.ts";
import { messageOf } from "../error.ts";
import { isObject } from "../json.ts";
import type { CniRequest } from "../request.ts";

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

/** Who is told about what is no failure. */
type Log = Pick<CniRequest, "warn">;

/** Longest identifier of a container that is part of the name of a file, in bytes: names have 255 (`NAME_MAX`). */
const LONGEST = 200;
/** How long nobody has touched what nobody writes any more, in milliseconds: to write takes less than one. */
const ABANDONED = 60_000;

/** The records of what was moved, a file each. They outlive the plugin, and not the machine: so do its devices. */
export class Records {
  readonly #folder: string;

  /** Takes the folder in which they are. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The record of an interface of a container; absent where there is none, or a file that is none, which is told. */
  async read(containerId: string, ifName: string, log: Log): Promise<DeviceRecord | undefined> {
    return await readRecord(await this.#path(containerId, ifName), log);
  }

  /** Writes a record, whole or not at all. */
  async write(record: DeviceRecord): Promise<void> {
    const path = await this.#path(record.containerId, record.ifName);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  /** Removes the record of an interface of a container, if any, and what of one was written. */
  async remove(containerId: string, ifName: string): Promise<void> {
    const path = await this.#path(containerId, ifName);
    for (const file of [path, `${path}.new`]) await rm(file, { force: true });
  }

  /** All records; files that are none are told. */
  async list(log: Log): Promise<readonly DeviceRecord[]> {
    const records = await Promise.all((await this.#files(".json")).map((path) => readRecord(path, log)));
    return records.filter((record) => record !== undefined);
  }

  /** Removes what plugins have left that were killed as they wrote a record. */
  async sweep(): Promise<void> {
    for (const path of await this.#files(".new")) {
      // A record that is written meanwhile has another name.
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
      if (Date.now() - mtimeMs > ABANDONED) await rm(path, { force: true });
    }
  }

  /** The paths of the files whose names end so. */
  async #files(end: string): Promise<readonly string[]> {
    const names = await readdir(this.#folder).catch((error) => {
      if (isMissing(error)) return [];
      throw new Error(`cannot list ${this.#folder}: ${messageOf(error)}`, { cause: error });
    });
    return names.filter((name) => name.endsWith(end)).map((name) => `${this.#folder}/${name}`);
  }

  /** Neither part of the name has a colon or a slash, and the first one has one byte a character. */
  async #path(containerId: string, ifName: string): Promise<string> {
    const id = containerId.length > LONGEST ? await digest(containerId) : containerId;
    return `${this.#folder}/${id}:${ifName}.json`;
  }
}

async function digest(text: string): Promise<string> {
  // Hardly any container has such an identifier: the others need not wait for it.
  const { createHash } = await import("node:crypto");
  return createHash("sha256").update(text).digest("hex");
}

async function readRecord(path: string, log: Log): Promise<DeviceRecord | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Error(`cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
    log.warn(`${path} is no record of a device`);
  } catch (error) {
    log.warn(`${path} is no record of a device: ${messageOf(error)}`);
  }
  return undefined;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function isRecord(value: unknown): value is DeviceRecord {
  return isObject(value) && isObject(value["link"]) && Array.isArray(value["addresses"]) &&
    ["network", "containerId", "ifName", "netns"].every((name) => typeof value[name] === "string");
}
