import type { Stats } from "../../../mod.ts";
import type { Names } from "./names.ts";
import { statsText } from "./stats.ts";
import { line } from "./words.ts";

/** What is not zero among counters inside each other, by the names that lead to it. */
function counted(value: unknown, path: string): readonly string[] {
  if (typeof value === "bigint" || typeof value === "boolean") return value ? [`${path} ${value}`] : [];
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([name, part]) => counted(part, path === "" ? name : `${path}.${name}`));
}

/** Counters of a link in one line: the usual ones, and of all others those that are not zero. */
export function linkStatsText(stats: Stats, names: Names): string {
  const { index, link, extended, portExtended, offload, familySpecific } = stats;
  return line(
    `dev ${names.text(index)}`,
    link === undefined ? "" : statsText(link),
    ...counted({ extended, portExtended, offload, familySpecific }, ""),
  );
}
