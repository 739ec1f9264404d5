import { NetlinkError, type NetlinkErrorOptions } from "../errors.ts";

/**
 * The kernel has no family of this name (`ENOENT`): it was built without, its module is not loaded, or it is none of the
 * network namespace.
 *
 * @example
 * ```ts
 * import { FamilyNotFoundError, Genetlink } from "@netlink/ffi/generic";
 *
 * await using genetlink = await Genetlink.open();
 * try {
 *   console.log((await genetlink.controller.get("wireguard")).version);
 * } catch (error) {
 *   if (!(error instanceof FamilyNotFoundError)) throw error;
 *   console.log("This kernel has no", error.family);
 * }
 * ```
 */
export class FamilyNotFoundError extends NetlinkError {
  /** Name of the class, in messages. */
  override readonly name = "FamilyNotFoundError";
  /** Name of the family, or its number. */
  readonly family: string | number;

  /** Makes an error about a family; the cause is why it could not be loaded, the hint what was tried. */
  constructor(family: string | number, options: Pick<NetlinkErrorOptions, "cause" | "hint"> = {}) {
    super(`find family '${family}'`, "ENOENT", { ...options, meaning: "the kernel has no such family" });
    this.family = family;
  }
}
