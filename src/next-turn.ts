/**
 * Resolves in the next turn of the event loop, after what waits for it now had its turn.
 *
 * By the global function: to import `node:timers` takes Deno as long as a fifth of its own start, and it would be taken
 * at every start, while only long answers need turns.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => globalThis.setImmediate(resolve));
}
