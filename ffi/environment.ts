import process from "node:process";

/** What this file uses of the runtime; it has to type-check where the runtime's own types are missing. */
declare const Deno: {
  readonly permissions: { querySync(descriptor: { name: "env"; variable: string }): { readonly state: string } };
} | undefined;

/** A variable of the environment; absent too where it is empty or may not be read, for which nobody is asked. */
export function environment(variable: string): string | undefined {
  const permitted = typeof Deno === "undefined" ||
    Deno.permissions.querySync({ name: "env", variable }).state === "granted";
  return permitted ? process.env[variable] || undefined : undefined;
}
