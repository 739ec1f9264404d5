/** What runtimes call their sandboxes: one name of a file, which no program takes for an option. */
const SANDBOX_ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/;

/** Throws a `RangeError` for a sandbox id that cannot be the name of a folder of its own. */
export function checkSandboxId(id: string): void {
  if (typeof id === "string" && SANDBOX_ID.test(id)) return;
  throw new RangeError(
    `Cannot use sandbox id '${id}': expected a letter or a digit, and up to 254 more, '_', '.' or '-'`,
  );
}
