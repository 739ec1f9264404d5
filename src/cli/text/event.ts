import type { DecodedMessage } from "../../../mod.ts";
import type { Names } from "./names.ts";
import { nexthopBucketText } from "./nexthop.ts";
import { objectText } from "./object.ts";
import { type Paint, printable } from "./paint.ts";

/** An event or another message in one line, close to what `ip monitor` prints. */
export function eventText(event: DecodedMessage, names: Names, paint: Paint): string {
  switch (event.type) {
    case "link":
    case "address":
    case "route":
    case "neighbor":
    case "rule":
    case "nexthop":
      return prefix(event.action, paint) + objectText(event, names, paint);
    case "nexthopBucket":
      return prefix(event.action, paint) + nexthopBucketText(event.nexthopBucket);
    case "overrun":
      return paint("down", `Lost ${event.lost} ${event.lost === 1 ? "event" : "events"}`);
    case "undecoded":
      return `${event.message?.name ?? "Datagram"}: ${printable(event.error.message)} (${event.bytes.length} bytes)`;
    case "request":
      return `request ${event.message.name} ${event.message.flags.join(" ")} seq ${event.message.sequence}`;
    case "error":
    case "done": {
      const { code = "success", ack, request, message } = event;
      const about = request === undefined ? "" : ` to ${request.name}`;
      return `${event.type} ${code}${about} seq ${message.sequence}${
        ack?.message ? `: ${printable(ack.message)}` : ""
      }`;
    }
    case "noop":
      return `noop seq ${event.message.sequence}`;
    case "generic":
      return `generic family ${event.family} command ${event.command} version ${event.version} (${event.bytes.length} bytes)`;
    default:
      return event satisfies never;
  }
}

/** The words of `ip monitor` in front of what is gone, or is asked for. */
function prefix(action: "new" | "delete" | "miss", paint: Paint): string {
  if (action === "new") return "";
  return action === "delete" ? `${paint("gone", "Deleted")} ` : "miss ";
}
