import type { Tracked } from "../../../mod.ts";
import { addressText } from "./address.ts";
import { linkText } from "./link.ts";
import type { Names } from "./names.ts";
import { neighborText } from "./neighbor.ts";
import { nexthopText } from "./nexthop.ts";
import type { Paint } from "./paint.ts";
import { routeText } from "./route.ts";
import { ruleText } from "./rule.ts";

/** An object under the name of its type, as events and changes have it. */
export type Holder = {
  readonly [T in keyof Tracked]: { readonly type: T } & { readonly [K in T]: Tracked[K] };
}[keyof Tracked];

/** The object itself. */
export function objectOf(holder: Holder): object {
  // It stands under the name of its type.
  return Reflect.get(holder, holder.type) as object;
}

/** An object in one line, close to what `ip` prints. */
export function objectText(holder: Holder, names: Names, paint: Paint): string {
  switch (holder.type) {
    case "link":
      return linkText(holder.link, names, paint);
    case "address":
      return addressText(holder.address, names, paint);
    case "route":
      return routeText(holder.route, names, paint);
    case "neighbor":
      return neighborText(holder.neighbor, names, paint);
    case "rule":
      return ruleText(holder.rule, names, paint);
    case "nexthop":
      return nexthopText(holder.nexthop, names, paint);
    default:
      return holder satisfies never;
  }
}

/** How many words at the beginning of its line say which object it is. */
function nameLength(holder: Holder): number {
  switch (holder.type) {
    case "route":
      return holder.route.type === "unicast" ? 1 : 2;
    case "neighbor":
      return holder.neighbor.destination === undefined ? 2 : 1;
    case "rule":
      return 1;
    default:
      return 2;
  }
}

/** The line of an object in two: the words that say which object it is, and the rest. */
export function nameAndRest(holder: Holder, line: string): readonly [name: string, rest: string] {
  const words = line.split(" ");
  const length = nameLength(holder);
  return [words.slice(0, length).join(" "), words.slice(length).join(" ")];
}

/** The lines of objects with all that follows their names in one column. */
export function aligned(holders: readonly Holder[], lines: readonly string[]): readonly string[] {
  const parts = holders.map((holder, i) => nameAndRest(holder, lines[i] ?? ""));
  const width = parts.reduce((widest, [name]) => Math.max(widest, bare(name).length), 0);
  return parts.map(([name, rest]) => `${name}${" ".repeat(width - bare(name).length)} ${rest}`);
}

/** A text without its colours. */
function bare(text: string): string {
  // deno-lint-ignore no-control-regex -- colours are control sequences
  return text.replace(/\x1b\[\d+m/g, "");
}
