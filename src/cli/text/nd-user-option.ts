import type { NdUserOption } from "../../../mod.ts";
import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";
import { line, word } from "./words.ts";

/** Options of a router advertisement in one line: the type of the first, and how many bytes they have. */
export function ndUserOptionText({ index, source, options }: NdUserOption, names: Names, paint: Paint): string {
  return line(
    `dev ${names.text(index)}`,
    word("from", source, (address) => paint("inet6", address)),
    word("option", options[0]),
    `(${options.length} bytes)`,
  );
}
