import type { OverrunEvent, UndecodedEvent } from "../../../mod.ts";
import { type Paint, printable } from "./paint.ts";

/** What was lost, or cannot be read, in one line. */
export function troubleText(event: OverrunEvent | UndecodedEvent, paint: Paint): string {
  if (event.type === "overrun") return paint("down", `Lost ${event.lost} ${event.lost === 1 ? "event" : "events"}`);
  const { message, error, bytes } = event;
  return `${message?.name ?? "Datagram"}: ${printable(error.message)} (${bytes.length} bytes)`;
}
