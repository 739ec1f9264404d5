import { unknownName } from "../../options.ts";

/** What a check of fields is told beside their names. */
export interface FieldCheck {
  /** Name of the field whose value is checked; absent for the outermost. */
  readonly within?: string;
  /** What is known of a field that does not exist here, such as `"it belongs in data"`. */
  readonly hint?: (name: string) => string | undefined;
}

/**
 * Refuses fields that do not exist, since a name with a mistake in it would have no effect.
 *
 * @param subject How the error starts, such as `"Cannot add link 'v0'"`
 * @param value What the caller gave
 * @param names The fields that exist
 */
export function checkFields(
  subject: string,
  value: object,
  names: readonly string[],
  { within, hint }: FieldCheck = {},
): void {
  // Nothing but the type checker keeps a caller from giving another value.
  const given: unknown = value;
  if (typeof given !== "object" || given === null) {
    throw new RangeError(
      `${subject}: ${within === undefined ? "" : `${within}: `}${unknownName("field", value, names)}`,
    );
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const whole = (name: string) => within === undefined ? name : `${within}.${name}`;
  const known = hint?.(unknown);
  const wrong = known === undefined
    ? unknownName("field", { [whole(unknown)]: true }, names.map(whole))
    : `unknown field '${whole(unknown)}' (${known})`;
  throw new RangeError(`${subject}: ${wrong}`);
}
