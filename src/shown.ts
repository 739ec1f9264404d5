/** How many elements of a list are shown. */
const FEW = 8;

/** A value that cannot be, as messages show it: text in quotes, and what has no short form by what it is. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) {
    const some = value.slice(0, FEW).map((element) => Array.isArray(element) ? "a list" : shown(element));
    return `[${[...some, ...(value.length > FEW ? ["..."] : [])].join(", ")}]`;
  }
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Uint8Array) return `a Uint8Array of ${value.length} bytes`;
  const { constructor: maker } = value;
  const name = typeof maker === "function" && maker !== Object && maker.name !== "" ? maker.name : "object";
  return `${/^[aeio]/i.test(name) ? "an" : "a"} ${name}`;
}

/** Whether a value has to be awaited. */
export function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Throws a `RangeError` where a condition gives a promise, which is neither true nor false. */
export function checkAnswer(answer: unknown): void {
  if (!isPromise(answer)) return;
  // What becomes of it is nobody's business any more.
  Promise.resolve(answer).catch(() => {});
  throw new RangeError("Cannot wait for a condition: expected a value, got a promise");
}
