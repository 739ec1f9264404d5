import type { OverrunEvent } from "../events.ts";
import { trackings } from "../route/tracking/mod.ts";
import { type NetworkChange, type ObjectChange, objectChange, objectOf, type SyncedChange } from "./change.ts";
import { differences } from "./compare.ts";

/** What several changes of one object come to. */
interface Course {
  /** The object before all of them; absent where it was not there. */
  readonly before: object | undefined;
  /** The last of them, which tells how the object is now, or that it is gone. */
  readonly last: ObjectChange;
}

/** The changes with all those of one object as one, in the order of the last of each. */
export function merged(changes: readonly NetworkChange[]): NetworkChange[] {
  const courses = new Map<string, Course>();
  let overrun: OverrunEvent | undefined;
  let synced: SyncedChange | undefined;

  function add(change: ObjectChange): void {
    const name = `${change.type} ${typeof change.key} ${change.key}`;
    const earlier = courses.get(name);
    courses.delete(name);
    courses.set(name, { before: earlier === undefined ? beforeOf(change) : earlier.before, last: change });
  }

  for (const change of changes) {
    if (change.type === "overrun") {
      overrun = { type: "overrun", lost: change.lost + (overrun?.lost ?? 0) };
      // Told again behind its repair.
      synced = undefined;
    } else if (change.type === "synced") {
      synced = change;
    } else if (change.action === "change" && change.previousKey !== undefined) {
      const { type, key, previousKey, cause, previous } = change;
      add(objectChange(type, "remove", previousKey, cause, previous));
      add(objectChange(type, "add", key, cause, objectOf(change)));
    } else {
      add(change);
    }
  }
  const objects = [...courses.values()].flatMap(told);
  return [...(overrun === undefined ? [] : [overrun]), ...objects, ...(synced === undefined ? [] : [synced])];
}

/** The object before a change; `undefined` where it was not there. */
function beforeOf(change: ObjectChange): object | undefined {
  if (change.action === "change") return change.previous;
  return change.action === "remove" ? objectOf(change) : undefined;
}

function told({ before, last }: Course): readonly NetworkChange[] {
  const { type, key, cause, action } = last;
  if (action === "remove") return before === undefined ? [] : [last];
  const after = objectOf(last);
  if (before === undefined) return [objectChange(type, "add", key, cause, after)];
  const changed = differences(before, after, trackings[type].volatile);
  return changed.length === 0 ? [] : [objectChange(type, "change", key, cause, after, { previous: before, changed })];
}
