import type { OverrunEvent } from "../events.ts";
import { type Tracked, trackings } from "../route/tracking/mod.ts";
import type { Key } from "../route/tracking/tracking.ts";
import { type Cause, type NetworkChange, objectChange, objectOf, type SyncedChange } from "./change.ts";
import { differences } from "./compare.ts";

/** What several changes of one object come to. */
interface Course {
  readonly topic: keyof Tracked;
  readonly key: Key;
  readonly cause: Cause;
  /** The object before all of them; absent where it was not there. */
  readonly before: object | undefined;
  /** The object after all of them; absent where it is gone. */
  readonly after: object | undefined;
}

/** The changes with all those of one object as one, in the order of the last of each. */
export function merged(changes: readonly NetworkChange[]): NetworkChange[] {
  const courses = new Map<string, Course>();
  let overrun: OverrunEvent | undefined;
  let synced: SyncedChange | undefined;

  function add(topic: keyof Tracked, key: Key, cause: Cause, before: object | undefined, after: object | undefined) {
    const name = `${topic} ${typeof key} ${key}`;
    const earlier = courses.get(name);
    courses.delete(name);
    courses.set(name, { topic, key, cause, before: earlier === undefined ? before : earlier.before, after });
  }

  for (const change of changes) {
    if (change.type === "overrun") {
      overrun = { type: "overrun", lost: change.lost + (overrun?.lost ?? 0) };
      // Told again behind its repair.
      synced = undefined;
    } else if (change.type === "synced") {
      synced = change;
    } else {
      const { type, key, cause } = change;
      const object = objectOf(change);
      if (change.action === "change" && change.previousKey !== undefined) {
        add(type, change.previousKey, cause, change.previous, undefined);
        add(type, key, cause, undefined, object);
      } else if (change.action === "remove") {
        add(type, key, cause, object, undefined);
      } else {
        add(type, key, cause, change.action === "change" ? change.previous : undefined, object);
      }
    }
  }
  const objects = [...courses.values()].flatMap((course) => told(course));
  return [...(overrun === undefined ? [] : [overrun]), ...objects, ...(synced === undefined ? [] : [synced])];
}

function told({ topic, key, cause, before, after }: Course): readonly NetworkChange[] {
  if (before === undefined) return after === undefined ? [] : [objectChange(topic, "add", key, cause, after)];
  if (after === undefined) return [objectChange(topic, "remove", key, cause, before)];
  const changed = differences(before, after, trackings[topic].volatile);
  return changed.length === 0 ? [] : [objectChange(topic, "change", key, cause, after, { previous: before, changed })];
}
