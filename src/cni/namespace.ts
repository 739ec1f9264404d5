import { statfs } from "node:fs/promises";
import { CniError, messageOf } from "./error.ts";

/** What a file system of namespaces calls itself (`NSFS_MAGIC`, and `PROC_SUPER_MAGIC` of old kernels). */
const MAGICS: ReadonlySet<number> = new Set([0x6e736673, 0x9fa0]);
/** What tells that nothing is at a path. */
const MISSING: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR"]);

/**
 * Why there is no network namespace at a path; absent where there is one. Throws a {@linkcode CniError} where nobody can
 * tell: what cannot be looked at is not gone.
 */
export async function whyNoNamespace(path: string): Promise<string | undefined> {
  try {
    const { type } = await statfs(path);
    return MAGICS.has(type) ? undefined : `unknown FS magic on "${path}": ${type.toString(16)}`;
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && MISSING.has(cause.code);
    const reason = `failed to Statfs "${path}": ${isMissing ? "no such file or directory" : messageOf(cause)}`;
    if (isMissing) return reason;
    throw new CniError("internal", `failed to open netns "${path}": ${reason}`, { cause });
  }
}
