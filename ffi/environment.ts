/** What this file uses of the runtime; it has to type-check where the runtime's own types are missing. */
declare const Deno: {
  readonly permissions: { querySync(descriptor: { name: "env"; variable: string }): { readonly state: string } };
  readonly env: { get(variable: string): string | undefined };
} | undefined;
declare const process: { readonly env: Readonly<Record<string, string | undefined>> } | undefined;

/** A variable of the environment; absent too where it is empty or may not be read, for which nobody is asked. */
export function environment(variable: string): string | undefined {
  if (typeof Deno === "undefined") {
    return typeof process === "undefined" ? undefined : process.env[variable] || undefined;
  }
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) || undefined : undefined;
}
