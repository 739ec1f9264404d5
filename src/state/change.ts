import type { OverrunEvent } from "../events.ts";
import type { Tracked } from "../route/tracking/mod.ts";
import type { Key } from "../route/tracking/tracking.ts";

/**
 * Why a change is told: it was there when we began (`"snapshot"`), the kernel announced it (`"event"`), it showed after
 * a loss or a refresh (`"resync"`), or the kernel made it without a word and it showed when we looked (`"inferred"`).
 */
export type Cause = "snapshot" | "event" | "resync" | "inferred";

/** What all changes of objects tell. */
export interface ChangeBase<T extends keyof Tracked> {
  /** The kind of object, which is also the name of the property that holds it. */
  readonly type: T;
  /** Why it is told. */
  readonly cause: Cause;
  /** The key of the object in the map of its kind, such as `NetworkState.links`. */
  readonly key: Key;
}

/** An object is there that was not. */
export type AddChange<T extends keyof Tracked> =
  & ChangeBase<T>
  & {
    /** What happened. */
    readonly action: "add";
  }
  & { readonly [K in T]: Tracked[K] };

/** An object is other than it was. */
export type ChangeChange<T extends keyof Tracked> =
  & ChangeBase<T>
  & {
    /** What happened. */
    readonly action: "change";
    /** The object as it was. */
    readonly previous: Tracked[T];
    /** Names of the fields that differ. */
    readonly changed: readonly (keyof Tracked[T])[];
    /** The key that it had, where that is another one: a route that was replaced. */
    readonly previousKey?: Key;
  }
  & { readonly [K in T]: Tracked[K] };

/** An object is gone; the property of its kind holds it as it was. */
export type RemoveChange<T extends keyof Tracked> =
  & ChangeBase<T>
  & {
    /** What happened. */
    readonly action: "remove";
  }
  & { readonly [K in T]: Tracked[K] };

/** An object of one kind came, changed or went. */
export type ChangeOf<T extends keyof Tracked> = AddChange<T> | ChangeChange<T> | RemoveChange<T>;

/** An object came, changed or went. */
export type ObjectChange = { readonly [T in keyof Tracked]: ChangeOf<T> }[keyof Tracked];

/** The copy is what the kernel has: told after a snapshot, and after the repair of an overrun. */
export interface SyncedChange {
  /** Tells what it is. */
  readonly type: "synced";
}

/** What a live copy tells; `type` tells what it is about. */
export type NetworkChange = ObjectChange | OverrunEvent | SyncedChange;

/** Makes the change of an object. */
export function objectChange(
  topic: keyof Tracked,
  action: ObjectChange["action"],
  key: Key,
  cause: Cause,
  object: object,
  rest: { readonly previous?: object; readonly changed?: readonly string[]; readonly previousKey?: Key } = {},
): ObjectChange {
  // The tables of topics hold which objects a topic has; a computed name forgets which property it is.
  return { type: topic, action, cause, key, [topic]: object, ...rest } as unknown as ObjectChange;
}

/** The object of a change. */
export function objectOf(change: ObjectChange): object {
  // A change has its object in the property of its type.
  return Reflect.get(change, change.type) as object;
}
