import type { AdvertisedPrefix } from "../../../mod.ts";
import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";
import { lifetime } from "./address.ts";
import { line, word } from "./words.ts";

/** An advertised prefix in one line. */
export function prefixText(prefix: AdvertisedPrefix, names: Names, paint: Paint): string {
  const { address = "", prefixLength, index, flags, cacheInfo } = prefix;
  return line(
    `prefix ${paint("inet6", `${address}/${prefixLength}`)} dev ${names.text(index)}`,
    ...flags,
    word("valid", cacheInfo?.valid, lifetime),
    word("preferred", cacheInfo?.preferred, lifetime),
  );
}
