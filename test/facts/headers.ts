import { readFileSync } from "node:fs";
import type { StructFact } from "./facts.ts";
import { memberType } from "./source.ts";

/** The number that a C expression stands for, as far as headers for user space write them; `undefined` for any other. */
function evaluate(expression: string, known: ReadonlyMap<string, number>): number | undefined {
  const text = expression.replace(/__cpu_to_be16|_BITUL|_BITULL|BIT/g, (word) => word.startsWith("_BIT") ? "1<<" : "")
    .replaceAll(/[()\s]/g, "");
  const [left = "", right] = text.split("<<");
  const number = (word: string): number | undefined =>
    /^(0x[\da-f]+|\d+)u?l*$/i.test(word) ? Number(word.replace(/u?l*$/i, "")) : known.get(word);
  const value = number(left);
  const shift = right === undefined ? 0 : number(right);
  return value === undefined || shift === undefined ? undefined : value * 2 ** shift;
}

function withoutComments(file: string): string {
  return readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*/g, "");
}

/** The constants that C headers define, by `enum` and by `#define`. */
export function constantsOf(files: readonly string[]): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const file of files) {
    const text = withoutComments(file);
    for (const [, name = "", value = ""] of text.matchAll(/^#define[ \t]+(\w+)[ \t]+(.+)$/gm)) {
      const number = evaluate(value, known);
      if (number !== undefined) known.set(name, number);
    }
    for (const [, body = ""] of text.matchAll(/\benum\s*\w*\s*\{([^}]*)\}/g)) {
      let next: number | undefined = 0;
      for (const [, name = "", value] of body.matchAll(/(\w+)\s*(?:=\s*([^,]+))?(?:,|\s*$)/g)) {
        if (value !== undefined) next = evaluate(value, known);
        if (next !== undefined) known.set(name, next++);
      }
    }
  }
  return known;
}

/** Lengths in bytes of the types of members, which are aligned to as many. */
const SIZES: Readonly<Record<string, number>> = {
  char: 1,
  __u8: 1,
  __u16: 2,
  __u32: 4,
  __u64: 8,
  "__kernel_time64_t": 8,
  "long long": 8,
};

/** A struct that a C header defines, with members of a newer header, in C, behind its own. */
export function structOf(
  file: string,
  name: string,
  newer: string,
  known: Readonly<Record<string, StructFact>>,
): StructFact {
  const all = withoutComments(file);
  const constants = constantsOf([file]);
  const body = new RegExp(`struct ${name} \\{([^}]*)\\}`).exec(all)?.[1] ?? "";
  const members: Record<string, string> = {};
  let end = 0;
  let widest = 1;
  const pattern = /(struct \w+|long long|\w+)\s+(\w+)(?:\[(\w+)\])?(?:\s+__attribute__\(\(aligned\((\d+)\)\)\))?;/g;
  for (const [, type = "", member = "", count = "1", alignment = "1"] of `${body}\n${newer}`.matchAll(pattern)) {
    const struct = known[type.replace("struct ", "")];
    // Those of the kernel's that stand in others are made of 8 bytes each.
    const size = struct?.size ?? SIZES[type] ?? Number.NaN;
    const align = Math.max(struct === undefined ? size : 8, Number(alignment));
    const offset = Math.ceil(end / align) * align;
    const length = size * (constants.get(count) ?? Number(count));
    const signed = type === "__kernel_time64_t" || type === "long long" ? "s64" : undefined;
    const part = { name: member, ctype: count === "1" ? type : `${type}[${count}]`, size: length };
    members[member] = `${offset} ${struct === undefined ? signed ?? memberType(part) : type}`;
    end = offset + length;
    widest = Math.max(widest, align);
  }
  return { size: Math.ceil(end / widest) * widest, members };
}
