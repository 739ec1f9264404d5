import { readdirSync, readFileSync } from "node:fs";

const source = new URL("../../src/", import.meta.url);

/** The property names of interfaces, each with every word of the kernel that its documentation tells: `name WORD`. */
export const documented: ReadonlySet<string> = new Set(
  readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts")).flatMap((file) => {
    const text = readFileSync(new URL(file, source), "utf8");
    return [...text.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*readonly (\w+)\??:/g)].flatMap((
      [, about = "", name = ""],
    ) => [...about.matchAll(/`(\w+)`/g)].map(([, word = ""]) => `${name} ${word}`));
  }),
);

/** The letters and digits of a name, in small. */
export function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, "");
}

/** Whether a constant, behind its prefix, is short for a name: its letters stand in the name in their order. */
export function isShortFor(constant: string, prefixes: readonly string[], name: string): boolean {
  const prefix = prefixes.find((prefix) => prefix.endsWith("_") && constant.startsWith(prefix)) ??
    constant.slice(0, constant.lastIndexOf("_"));
  let rest = letters(name);
  return [...letters(constant.slice(prefix.length))].every((letter) => {
    const at = rest.indexOf(letter);
    rest = rest.slice(at + 1);
    return at >= 0;
  });
}
