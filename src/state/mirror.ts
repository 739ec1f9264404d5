import { type Tracked, trackings } from "../route/tracking/mod.ts";
import type { Key, Tracking } from "../route/tracking/tracking.ts";
import { type Cause, type ObjectChange, objectChange } from "./change.ts";
import { differences } from "./compare.ts";
import type { Told } from "./told.ts";

/** A copy of all objects of one kind. */
export class Mirror {
  readonly #topic: keyof Tracked;
  readonly #tracking: Tracking;
  #objects = new Map<Key, object>();
  /** The keys of the objects of each slot. Most slots have one object, and no set. */
  #slots = new Map<string, Key | Set<Key>>();
  /** Whether there ever was an object that is equal to another one. */
  #hasEquals = false;

  /** Makes an empty copy. */
  constructor(topic: keyof Tracked) {
    this.#topic = topic;
    this.#tracking = trackings[topic];
  }

  /** The objects by their key. */
  get objects(): ReadonlyMap<Key, object> {
    return this.#objects;
  }

  /** Takes objects of a list; equal ones, where the kernel may have several, get keys of their own. */
  load(values: Iterable<object>): void {
    for (const value of values) {
      const kept = this.#tracking.kept(value);
      const slot = this.#tracking.slot?.(kept);
      const key = this.#tracking.key(kept, slot);
      let own = key;
      for (let i = 2; this.#tracking.repeats !== undefined && this.#objects.has(own); i++) {
        own = `${key} #${i}`;
        this.#hasEquals = true;
      }
      this.#put(own, kept, slot);
    }
  }

  /** Whether there is an object with the identity of this one. */
  has(value: object): boolean {
    return this.#objects.has(this.#tracking.key(this.#tracking.kept(value)));
  }

  /** Takes what an event says; `undefined` where it does not tell which of several objects it means. */
  take({ action, value, flags }: Told, cause: Cause): readonly ObjectChange[] | undefined {
    const kept = this.#tracking.kept(value);
    const slot = this.#tracking.slot?.(kept);
    const key = this.#tracking.key(kept, slot);
    if (action === "delete") {
      if (this.#objects.has(key)) return this.#isOnly(key) ? [this.#remove(key, cause, value)] : undefined;
      return this.#keysIn(slot).length === 0 ? [] : undefined;
    }
    if (this.#objects.has(key)) {
      const isAnother = this.#tracking.repeats?.(flags) ?? false;
      return !isAnother && this.#isOnly(key) ? this.#set(key, kept, cause) : undefined;
    }
    const rivals = this.#keysIn(slot);
    if (rivals.length === 0) return this.#set(key, kept, cause, slot);
    const [rival] = rivals;
    const replaces = flags.includes("replace");
    if (replaces && rivals.length === 1 && rival !== undefined) return [this.#replace(rival, key, kept, cause)];
    return replaces || this.#tracking.merges?.(kept) ? undefined : this.#set(key, kept, cause, slot);
  }

  /** Takes the object of this key as it was read, or that it is gone. */
  reread(key: Key, value: object | undefined, cause: Cause): readonly ObjectChange[] {
    if (value !== undefined) return this.#set(key, this.#tracking.kept(value), cause);
    return this.#objects.has(key) ? [this.#remove(key, cause)] : [];
  }

  /** Becomes what another copy is, which is not to be used any more; nobody is told. */
  adopt(other: Mirror): void {
    this.#objects = other.#objects;
    this.#slots = other.#slots;
    this.#hasEquals = other.#hasEquals;
  }

  /** Becomes what another copy is, and tells the differences. */
  become(other: Mirror, cause: Cause): readonly ObjectChange[] {
    const changes: ObjectChange[] = [];
    const fresh = other.#objects;
    this.#hasEquals ||= other.#hasEquals;
    for (const [key, value] of this.#objects) {
      if (fresh.has(key)) continue;
      // What alone took the place of what was alone there replaced it.
      const slot = this.#tracking.slot?.(value);
      const [successor, ...more] = other.#keysIn(slot);
      const isReplaced = successor !== undefined && more.length === 0 && this.#keysIn(slot).length === 1;
      const replacement = isReplaced ? fresh.get(successor) : undefined;
      changes.push(
        replacement === undefined || successor === undefined
          ? this.#remove(key, cause)
          : this.#replace(key, successor, replacement, cause),
      );
    }
    for (const [key, value] of fresh) {
      for (const change of this.#set(key, value, cause)) changes.push(change);
    }
    return changes;
  }

  /** Everything that is there, as additions. */
  *additions(cause: Cause): Generator<ObjectChange> {
    for (const [key, value] of this.#objects) yield this.#addition(key, value, cause);
  }

  /** The keys of the objects in a slot; none where the kind has no slots. */
  #keysIn(slot: string | undefined): readonly Key[] {
    const keys = slot === undefined ? undefined : this.#slots.get(slot);
    if (keys === undefined) return [];
    return keys instanceof Set ? [...keys] : [keys];
  }

  /** Whether there is no equal object beside this one. */
  #isOnly(key: Key): boolean {
    return !this.#hasEquals || !this.#objects.has(`${key} #2`);
  }

  /** Takes an object; one that is new, into its slot. */
  #set(key: Key, value: object, cause: Cause, slot?: string): readonly ObjectChange[] {
    const previous = this.#objects.get(key);
    if (previous === undefined) {
      this.#put(key, value, slot);
      return [this.#addition(key, value, cause)];
    }
    this.#objects.set(key, value);
    const changed = differences(previous, value, this.#tracking.volatile);
    return changed.length === 0 ? [] : [objectChange(this.#topic, "change", key, cause, value, { previous, changed })];
  }

  #replace(key: Key, successor: Key, value: object, cause: Cause): ObjectChange {
    const previous = this.#delete(key);
    this.#put(successor, value);
    const changed = differences(previous, value, this.#tracking.volatile);
    return objectChange(this.#topic, "change", successor, cause, value, { previous, changed, previousKey: key });
  }

  #remove(key: Key, cause: Cause, last?: object): ObjectChange {
    const value = this.#delete(key);
    const { parting } = this.#tracking;
    return objectChange(this.#topic, "remove", key, cause, parting && last ? withFields(value, last, parting) : value);
  }

  #addition(key: Key, value: object, cause: Cause): ObjectChange {
    return objectChange(this.#topic, "add", key, cause, value);
  }

  #put(key: Key, value: object, slot: string | undefined = this.#tracking.slot?.(value)): void {
    const { size } = this.#objects;
    this.#objects.set(key, value);
    // What is the same object is in the same slot.
    if (this.#objects.size === size || slot === undefined) return;
    const keys = this.#slots.get(slot);
    if (keys === undefined) this.#slots.set(slot, key);
    else if (keys instanceof Set) keys.add(key);
    else if (keys !== key) this.#slots.set(slot, new Set([keys, key]));
  }

  #delete(key: Key): object {
    // Its callers know that it is there.
    const value = this.#objects.get(key)!;
    this.#objects.delete(key);
    const slot = this.#tracking.slot?.(value);
    const keys = slot === undefined ? undefined : this.#slots.get(slot);
    if (slot === undefined || keys === undefined) return value;
    if (keys instanceof Set && keys.size > 1) keys.delete(key);
    else this.#slots.delete(slot);
    return value;
  }
}

/** The object with these fields of another one, as far as that has them. */
function withFields(value: object, other: object, names: readonly string[]): object {
  const said = Object.entries(other).filter(([name]) => names.includes(name));
  return said.length === 0 ? value : { ...value, ...Object.fromEntries(said) };
}
