import process from "node:process";
import { NetlinkError } from "../errors.ts";
import { createNamespace, deleteNamespace, type NamespaceOptions } from "../named-namespace.ts";
import { NAMESPACE_FOLDERS } from "../namespace.ts";

/** How many were made by this thread. */
let made = 0;

/** A network namespace that goes when its scope is left, see {@linkcode temporaryNamespace}. */
export class TemporaryNamespace implements AsyncDisposable {
  /** Name, as `ip netns` has it and the option `namespace` takes it. */
  readonly name: string;
  readonly #options: NamespaceOptions;
  #deletion: Promise<void> | undefined;

  /** Makes an object of a namespace that is there. */
  constructor(name: string, options: NamespaceOptions) {
    this.name = name;
    this.#options = options;
  }

  /** Path of the file that stands for the namespace, for programs that want one. */
  get path(): string {
    return `${NAMESPACE_FOLDERS[0]}/${this.name}`;
  }

  /**
   * Deletes the name, and the namespace with the last socket and process in it. Does nothing where it was deleted
   * already.
   */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#deletion ??= deleteNamespace(this.name, this.#options).catch(unless("ENOENT"));
  }
}

/** Rethrows all errors but the one with this name. */
function unless(code: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof NetlinkError && error.code === code)) throw error;
  };
}

/**
 * Makes a network namespace with a name that nobody else has, empty but for a `lo` that is down. A test may do there
 * what it likes: the network of the machine does not notice. Needs `CAP_SYS_ADMIN`.
 *
 * Throws as {@linkcode createNamespace} does.
 *
 * @example A test of the kernel's own words
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 * import { temporaryNamespace } from "@netlink/ffi/testing";
 *
 * await using namespace = await temporaryNamespace();
 * await using rtnetlink = await Rtnetlink.open({ namespace: namespace.name });
 * console.log((await rtnetlink.links.list()).map(({ name }) => name)); // [ "lo" ]
 * ```
 */
export async function temporaryNamespace(options: NamespaceOptions = {}): Promise<TemporaryNamespace> {
  for (;;) {
    const name = `netlink-${process.pid}-${made++}`;
    try {
      await createNamespace(name, options);
      return new TemporaryNamespace(name, options);
    } catch (error) {
      // Another thread has one of this name, or a process that had our number left it behind.
      unless("EEXIST")(error);
    }
  }
}
