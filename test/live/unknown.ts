/**
 * Where in decoded values there is what no schema knows: attributes, bytes at the end of a struct, bits without a name,
 * bytes that could not be read.
 */
export function* unknownIn(value: unknown, path = ""): Generator<string> {
  if (typeof value === "string" && /^0x[0-9a-f]+$/.test(value)) yield `${path}: ${value}`;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  if (Reflect.get(value, "type") === "undecoded") return yield `${path}: ${Reflect.get(value, "error")}`;
  for (const [name, part] of Object.entries(value)) {
    // A new link changed in every bit, whether it means anything or not.
    if (name === "change") continue;
    if (name === "unknown" || name === "rest") yield `${path}.${name}: ${JSON.stringify(part)}`;
    else yield* unknownIn(part, Array.isArray(value) ? `${path}[]` : `${path}.${name}`);
  }
}
