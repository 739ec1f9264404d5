import type { DecodedMessage } from "../../../mod.ts";
import { controllerText } from "./genl.ts";
import type { Names } from "./names.ts";
import { objectText } from "./object.ts";
import { type Paint, printable } from "./paint.ts";
import { troubleText } from "./trouble.ts";
import { line } from "./words.ts";

/** An event or another message in one line, close to what `ip monitor` prints. */
export function eventText(event: DecodedMessage, names: Names, paint: Paint): string {
  switch (event.type) {
    case "overrun":
    case "undecoded":
      return troubleText(event, paint);
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
      if (event.value !== undefined) return line(event.message.name, controllerText(event.value));
      return `generic family ${event.family} command ${event.command} version ${event.version} (${event.bytes.length} bytes)`;
    default:
      return prefix(event.action, paint) + objectText(event, names, paint);
  }
}

/** The words of `ip monitor` in front of what is gone, or is asked for. */
function prefix(action: "new" | "delete" | "miss", paint: Paint): string {
  if (action === "new") return "";
  return action === "delete" ? `${paint("gone", "Deleted")} ` : "miss ";
}
