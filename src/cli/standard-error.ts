import process from "node:process";

/**
 * Writes to standard error, which is opened when something is first said: that takes as long as the rest of a short
 * command. That nobody reads what goes wrong is no reason to end.
 */
export function writeError(text: string): void {
  if (process.stderr.listenerCount("error") === 0) process.stderr.on("error", () => {});
  process.stderr.write(text);
}
