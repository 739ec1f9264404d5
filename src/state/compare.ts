/** Names of the fields in which two objects differ, in the order of the later one; `volatile` ones count for nothing. */
export function differences(earlier: object, later: object, volatile: ReadonlySet<string>): readonly string[] {
  return fieldsOf(earlier, later).filter((name) =>
    !volatile.has(name) && !isEqual(valueOf(earlier, name), valueOf(later, name), name, volatile)
  );
}

function fieldsOf(earlier: object, later: object): readonly string[] {
  const names = Object.keys(later);
  const gone = Object.keys(earlier).filter((name) => !Object.hasOwn(later, name));
  return gone.length === 0 ? names : [...names, ...gone];
}

function valueOf(object: object, name: string): unknown {
  return Reflect.get(object, name);
}

/** Whether two decoded values are the same; `path` is where they stand, as `volatile` names it. */
function isEqual(earlier: unknown, later: unknown, path: string, volatile: ReadonlySet<string>): boolean {
  if (earlier === later) return true;
  if (typeof earlier !== "object" || typeof later !== "object" || earlier === null || later === null) return false;
  if (isList(earlier) || isList(later)) {
    return isList(earlier) && isList(later) && earlier.length === later.length &&
      earlier.every((value, i) => isEqual(value, later[i], path, volatile));
  }
  return fieldsOf(earlier, later).every((name) => {
    const inner = `${path}.${name}`;
    return volatile.has(inner) || isEqual(valueOf(earlier, name), valueOf(later, name), inner, volatile);
  });
}

function isList(value: object): value is readonly unknown[] | Uint8Array {
  return Array.isArray(value) || value instanceof Uint8Array;
}
