/** Characters that are written as escapes, so that the text is safe within HTML, as the tools of CNI do. */
const ESCAPED = /[<>&\u2028\u2029]/g;

/** JSON as other plugins print it, character by character. */
export function toJson(value: unknown, indent = 4): string {
  return JSON.stringify(value, null, indent)
    .replaceAll(ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The value with the keys of all objects in the order of the alphabet. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, one]) => [key, sorted(one)]),
  );
}

/** Whether a value is an object with keys. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads the fields of an object of JSON, and tells those that are of another type by their place. */
export class Fields {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #place: string;

  /** Takes a value apart; throws a `RangeError` that begins with `place` where it is no object. */
  constructor(value: unknown, place: string) {
    if (!isObject(value)) throw new RangeError(`${place}: expected an object, got ${toJson(value, 0)}`);
    this.#value = value;
    this.#place = place;
  }

  /** A text; absent where it is missing or `null`. */
  text(name: string): string | undefined {
    const value = this.#value[name] ?? undefined;
    if (value === undefined || typeof value === "string") return value;
    throw this.#wrong(name, "a text");
  }

  /** A whole number; absent where it is missing or `null`. */
  number(name: string): number | undefined {
    const value = this.#value[name] ?? undefined;
    if (value === undefined || Number.isSafeInteger(value)) return value as number | undefined;
    throw this.#wrong(name, "a whole number");
  }

  /** A list whose elements `read` makes; absent where it is missing or `null`. */
  list<T>(name: string, read: (element: unknown, place: string) => T): readonly T[] | undefined {
    const value = this.#value[name] ?? undefined;
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.#wrong(name, "a list");
    return value.map((element, i) => read(element, `${this.#place}.${name}[${i}]`));
  }

  /** An object that `read` makes; absent where it is missing or `null`. */
  object<T>(name: string, read: (value: unknown, place: string) => T): T | undefined {
    const value = this.#value[name] ?? undefined;
    return value === undefined ? undefined : read(value, `${this.#place}.${name}`);
  }

  #wrong(name: string, expected: string): RangeError {
    return new RangeError(`${this.#place}.${name}: expected ${expected}, got ${toJson(this.#value[name], 0)}`);
  }
}

/** An element of a list of texts. */
export function text(value: unknown, place: string): string {
  if (typeof value === "string") return value;
  throw new RangeError(`${place}: expected a text, got ${toJson(value, 0)}`);
}

/** The properties that are there: what is absent is missing, and not `undefined`. */
export function present<T extends object>(value: { readonly [K in keyof T]: T[K] | undefined }): T {
  // What is left has values of the types that the properties have.
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
