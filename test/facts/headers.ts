import { readFileSync } from "node:fs";

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

/** The constants that C headers define, by `enum` and by `#define`. */
export function constantsOf(files: readonly string[]): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const file of files) {
    const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*/g, "");
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
