import { DecodeError } from "../../mod.ts";

/**
 * A value as JSON: numbers of 64 bits in full digits, bytes as hexadecimal text. (`JSON.stringify` has no way to write a
 * number that it was not given as one.)
 */
export function toJson(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (value instanceof Uint8Array) {
    return `"${Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
  }
  if (value instanceof DecodeError) return toJson({ message: value.message, path: value.path, reason: value.reason });
  if (Array.isArray(value)) return `[${value.map(toJson).join(",")}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`).join(",")}}`;
}
