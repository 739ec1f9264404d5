/** What a copy of all objects of one kind has to know of the kind. */
export interface Tracking<Value extends object = object> {
  /** The lists whose objects together are all there are. */
  readonly queries: readonly Partial<Value>[];
  /** Whether an object belongs to the copy: kernels list and announce some that are only views of others. */
  holds(value: Value): boolean;
  /** The object as the copy keeps it: without what counts, and without what only some messages of it say. */
  kept(value: Value): Value;
  /** The identity of an object among all of its kind; who knows its `slot` already spares it from being made again. */
  key(value: Value, slot?: string): Key;
  /**
   * The place that an object takes where several may share one, so that "replace" and "delete" can mean any of them;
   * absent where the identity is all.
   */
  slot?(value: Value): string;
  /** Whether a new object becomes one with another of its slot; where it does not, it stands beside it. */
  merges?(value: Value): boolean;
  /**
   * Whether a new object stands beside an equal one that is there already, by the flags of its message; absent where no
   * two objects are equal.
   */
  repeats?(flags: readonly string[]): boolean;
  /** Fields that only the message has which tells that an object is gone: where it went. */
  readonly parting?: readonly string[];
  /** Fields that differ without being a change, such as ages; a dotted path for those deeper inside. */
  readonly volatile: ReadonlySet<string>;
}

/** The identity of an object among those of its kind: the index of a link, the number of a nexthop, else an opaque text. */
export type Key = number | string;

/** A value as a text that differs where the values differ. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return `${part}n`;
    return part instanceof Uint8Array ? [...part].join() : part;
  });
}
