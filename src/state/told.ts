import type { NetworkEvent } from "../events.ts";
import { type Tracked, trackings } from "../route/tracking/mod.ts";
import type { Tracking } from "../route/tracking/tracking.ts";

/** What an event says of an object of which a copy can be kept. */
export interface Told {
  /** The kind of the object. */
  readonly topic: keyof Tracked;
  /** Whether it is there or gone. */
  readonly action: "new" | "delete";
  /** The object. */
  readonly value: object;
  /** Flags of the message by name, such as `replace` and `append`. */
  readonly flags: readonly string[];
}

/** What an event says for a copy; `undefined` where it says nothing of what belongs to one. */
export function toldBy(event: NetworkEvent): Told | undefined {
  if (!isTracked(event.type) || !("action" in event) || event.action === "miss") return undefined;
  const tracking: Tracking = trackings[event.type];
  // An event has its object in the property of its type.
  const value = Reflect.get(event, event.type) as object;
  if (!tracking.holds(value)) return undefined;
  return { topic: event.type, action: event.action, value, flags: event.message.flags };
}

function isTracked(type: string): type is keyof Tracked {
  return Object.hasOwn(trackings, type);
}
