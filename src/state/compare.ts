/** Names of the fields in which two objects differ, in the order of the later one; `volatile` ones count for nothing. */
export function differences(earlier: object, later: object, volatile: ReadonlySet<string>): readonly string[] {
  return differing(earlier, later, "", volatile);
}

/** The same for what stands at a path, as `volatile` names it; with loops, since most objects differ in nothing. */
function differing(earlier: object, later: object, path: string, volatile: ReadonlySet<string>): string[] {
  const names: string[] = [];
  // Every object has properties by name.
  const before = earlier as Readonly<Record<string, unknown>>;
  const after = later as Readonly<Record<string, unknown>>;
  for (const name in after) {
    if (before[name] === after[name] || volatile.has(path + name)) continue;
    if (!isEqual(before[name], after[name], `${path}${name}.`, volatile)) names.push(name);
  }
  for (const name in before) {
    if (before[name] !== undefined && after[name] === undefined && !volatile.has(path + name)) names.push(name);
  }
  return names;
}

/** Whether two decoded values are the same; `path` is what the names of those inside begin with. */
function isEqual(earlier: unknown, later: unknown, path: string, volatile: ReadonlySet<string>): boolean {
  if (earlier === later) return true;
  if (typeof earlier !== "object" || typeof later !== "object" || earlier === null || later === null) return false;
  if (isList(earlier) || isList(later)) {
    return isList(earlier) && isList(later) && earlier.length === later.length &&
      earlier.every((value, i) => isEqual(value, later[i], path, volatile));
  }
  return differing(earlier, later, path, volatile).length === 0;
}

function isList(value: object): value is readonly unknown[] | Uint8Array {
  return Array.isArray(value) || value instanceof Uint8Array;
}
