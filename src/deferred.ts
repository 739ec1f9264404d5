/** A promise, and what settles it: `Promise.withResolvers`, which Node.js lacks before its version 22. */
export function deferred<T>(): PromiseWithResolvers<T> {
  let settle: Omit<PromiseWithResolvers<T>, "promise"> | undefined;
  const promise = new Promise<T>((resolve, reject) => settle = { resolve, reject });
  // The line above has run the function.
  return { promise, ...settle! };
}
