import type { AddressLabel } from "../../../mod.ts";
import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";
import { line, word } from "./words.ts";

/** A label in one line. */
export function addressLabelText(label: AddressLabel, names: Names, paint: Paint): string {
  const { address = "", prefixLength, index } = label;
  return line(
    `prefix ${paint("inet6", `${address}/${prefixLength}`)}`,
    index === 0 ? "" : `dev ${names.text(index)}`,
    word("label", label.label),
  );
}
