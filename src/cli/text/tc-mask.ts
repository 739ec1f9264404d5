import { printable } from "./paint.ts";

/** Masks of addresses of which every bit counts. */
const WHOLE: ReadonlySet<unknown> = new Set([
  "255.255.255.255",
  "ff:ff:ff:ff:ff:ff",
  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
]);

/** The name of the option that is the mask of another; that of an offset says how it is read. */
function maskName(name: string): string {
  return name === "offset" ? "" : `${name}Mask`;
}

/** Whether an option is told with the one that it is the mask of. */
export function isMask(name: string, options: object): boolean {
  const masked = /^(.+)Mask$/.exec(name)?.[1];
  return masked !== undefined && maskedText(masked, Reflect.get(options, masked), options) !== undefined;
}

/** A value and the mask that says which of its bits count, also where it is 0; `undefined` for what has none. */
export function maskedText(name: string, value: unknown, options: object): string | undefined {
  const mask: unknown = Reflect.get(options, maskName(name));
  const [text, bits] = [
    textOf(value, `${value}`),
    textOf(mask, typeof mask === "number" ? `0x${mask.toString(16)}` : ""),
  ];
  if (text === undefined || bits === undefined) return undefined;
  return WHOLE.has(mask) ? text : `${text}/${bits}`;
}

function textOf(value: unknown, number: string): string | undefined {
  if (typeof value === "number") return number;
  if (typeof value === "string") return printable(value);
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return Array.isArray(value) ? value.join(",") || "none" : undefined;
}
