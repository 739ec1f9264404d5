import { NetlinkError } from "../errors.ts";

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
  /** Name of the family, or its number. */
  readonly family: string | number;

  /** Makes an error about a family; the cause is why it could not be loaded. */
  constructor(family: string | number, options: ErrorOptions = {}) {
    super(`find family '${family}'`, "ENOENT", options);
    this.family = family;
  }
}
