import { chmod, lstat, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkSandboxId } from "./sandbox-id.ts";

/** Where the folders of sandboxes are. */
export const STORAGE = "/var/run/kata-containers/netmon/sbs";
const FOLDER_MODE = 0o750;
const FILE_MODE = 0o640;

/** The folder of a sandbox with the file that the runtime reads; disposing of it removes both. */
export class SharedFile implements AsyncDisposable {
  readonly #folder: string;

  /** The path of the file. */
  readonly path: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, "shared.json");
  }

  /**
   * Makes the folder, where it is not there yet. Throws a `RangeError` for an id that would lead elsewhere, and an error
   * of the system where something else is in its place.
   */
  static async open(storage: string, sandboxId: string): Promise<SharedFile> {
    checkSandboxId(sandboxId);
    const shared = new SharedFile(join(storage, sandboxId));
    await shared.#makeFolder();
    return shared;
  }

  /** Replaces the file; who reads it meanwhile has the old one or the new one, whole. */
  async write(text: string): Promise<void> {
    // Somebody may have tidied up.
    await this.#makeFolder();
    const fresh = join(this.#folder, ".shared.json.new");
    await rm(fresh, { force: true });
    await writeFile(fresh, text, { flag: "wx", mode: FILE_MODE });
    // Whatever the mask of the process says.
    await chmod(fresh, FILE_MODE);
    await rename(fresh, this.path);
  }

  /** Removes the file. */
  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }

  /** Removes the folder and what is in it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #makeFolder(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: FOLDER_MODE });
    // A link to another place is no folder of ours, and nothing there is to be written or removed.
    if (!(await lstat(this.#folder)).isDirectory()) {
      throw new Error(`Cannot use '${this.#folder}': expected a folder, and no link to one`);
    }
    await chmod(this.#folder, FOLDER_MODE);
  }
}
