import type { OverrunEvent } from "../../../mod.ts";
import type { FamilyEvent, NotificationDefinition, SpecificationValue } from "../../generic/mod.ts";
import { toJson } from "../json.ts";
import { type Paint, printable } from "../text/paint.ts";
import { troubleText } from "../text/trouble.ts";
import { line } from "../text/words.ts";

/** What a family of a specification announces. */
export type SpecificationEvent =
  | FamilyEvent<Readonly<Record<string, NotificationDefinition<SpecificationValue>>>>
  | OverrunEvent;

/** What a message tells, in one line: names and values, lists in brackets, what is inside of something in braces. */
export function messageText(value: object): string {
  return line(
    ...Object.entries(value).map(([name, member]) => member === true ? name : `${name} ${valueText(member)}`),
  );
}

function valueText(value: unknown): string {
  if (typeof value === "string") {
    return /^[^\s"{}[\]]+$/.test(value) ? printable(value) : printable(JSON.stringify(value));
  }
  if (typeof value !== "object" || value === null) return `${value}`;
  if (value instanceof Uint8Array) return value.length === 0 ? '""' : toJson(value).slice(1, -1);
  if (Array.isArray(value)) return line("[", ...value.map(valueText), "]");
  return line("{", messageText(value), "}");
}

/** An event in one line. */
export function specificationEventText(event: SpecificationEvent, family: string, paint: Paint): string {
  switch (event.type) {
    case "notification":
      return line(paint("link", event.command), messageText(event.value));
    case "family": {
      const verb = event.action === "new" ? "new family" : paint("gone", "deleted family");
      return line(verb, paint("link", printable(family)));
    }
    default:
      return troubleText(event, paint);
  }
}
