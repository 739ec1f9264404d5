import { statfs } from "node:fs/promises";

/** What a file system of namespaces calls itself (`NSFS_MAGIC`, and `PROC_SUPER_MAGIC` of old kernels). */
const MAGICS: ReadonlySet<number> = new Set([0x6e736673, 0x9fa0]);

/** Why there is no namespace at a path; absent where there is one. */
export async function whyNoNamespace(path: string): Promise<string | undefined> {
  try {
    const { type } = await statfs(path);
    return MAGICS.has(type) ? undefined : `unknown FS magic on "${path}": ${type.toString(16)}`;
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return `failed to Statfs "${path}": ${isMissing ? "no such file or directory" : error}`;
  }
}
