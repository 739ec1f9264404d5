/**
 * Loads a kernel module into the running kernel; what it throws is the cause of a {@linkcode FamilyNotFoundError}, where
 * the kernel does not have the family all the same.
 */
export type LoadModule = (module: string) => Promise<void> | void;

/** What a module can be called, which an option of `modprobe` cannot. */
const MODULE = /^\w[\w-]*$/;

/** Loads a module with `modprobe`, which needs `CAP_SYS_MODULE`, and leave of the runtime to start programs. */
export async function modprobe(module: string): Promise<void> {
  if (!MODULE.test(module)) throw new RangeError(`Cannot load module '${module}': expected a name such as ip_vs`);
  // Loaded when it is needed, since most programs need no module.
  const [{ execFile }, { promisify }] = await Promise.all([import("node:child_process"), import("node:util")]);
  await promisify(execFile)("modprobe", [module]);
}
