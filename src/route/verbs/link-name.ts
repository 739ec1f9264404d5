import { encode } from "../../codec/codec.ts";
import { cstring } from "../../codec/text.ts";
import { shown } from "../../shown.ts";

/** Longest name of a link in bytes (`IFNAMSIZ` - 1). */
export const NAME_LENGTH = 15;
/** Longest alternative name of a link in bytes (`ALTIFNAMSIZ` - 1). */
export const ALTERNATIVE_NAME_LENGTH = 127;

/** What the kernel takes for a name, as a text of one character a byte (`dev_valid_name`, `dev_alloc_name`). */
const NAME = /^(?!\.\.?$)(?!.*%(?!d))(?!.*%.*%)[^/:\s]+$/;

/** The bytes of a text without an end; absent for what is no text. */
export function textBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return encode(cstring, text).slice(0, -1);
  } catch {
    return undefined;
  }
}

/** Whether a link gets this very name, and not one that the kernel chooses. */
export function isWhole(name: string | undefined): name is string {
  return name !== undefined && !name.includes("%");
}

/** Throws a `RangeError` that starts with `subject` for what cannot be the name of a link. */
export function checkName(subject: string, name: string): void {
  const bytes = textBytes(name);
  const isShort = bytes !== undefined && bytes.length <= NAME_LENGTH;
  if (isShort && NAME.test(String.fromCharCode(...bytes))) return;
  const expected = `expected 1 to ${NAME_LENGTH} bytes without '/', ':' and white space, other than '.' and '..'`;
  throw new RangeError(`${subject}: ${expected}, and '%' only as one '%d', got ${shown(name)}`);
}

/** Throws a `RangeError` that starts with `subject` for what cannot be an alternative name of a link. */
export function checkAlternativeName(subject: string, name: string): void {
  const { length = 0 } = textBytes(name) ?? {};
  if (length > 0 && length <= ALTERNATIVE_NAME_LENGTH && !name.includes("/")) return;
  throw new RangeError(`${subject}: expected 1 to ${ALTERNATIVE_NAME_LENGTH} bytes without '/', got ${shown(name)}`);
}
