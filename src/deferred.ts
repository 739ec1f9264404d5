/** A promise, and what settles it: `Promise.withResolvers`, which Node.js lacks before its version 22. */
export function deferred<T>(): PromiseWithResolvers<T> {
  // A change that is heard of makes one: that of the engine takes little more than half the time.
  if (typeof Promise.withResolvers === "function") return Promise.withResolvers();
  let settle: Omit<PromiseWithResolvers<T>, "promise"> | undefined;
  const promise = new Promise<T>((resolve, reject) => settle = { resolve, reject });
  // The line above has run the function.
  return { promise, ...settle! };
}
