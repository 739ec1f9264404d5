/**
 * Resolves in the next turn of the event loop, after what waits for it now had its turn.
 *
 * By the global function: to import `node:timers` takes a runtime up to a fifth of its own start, at every start, while
 * only long answers need turns.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => globalThis.setImmediate(resolve));
}
