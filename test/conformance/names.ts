import { readdirSync, readFileSync } from "node:fs";

const source = new URL("../../src/", import.meta.url);

/** Every property of an interface, as `name WORD` with each word of the kernel that its documentation tells. */
const told: readonly string[] = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts")).flatMap((file) => {
    const text = readFileSync(new URL(file, source), "utf8");
    return [...text.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*readonly (\w+)\??:/g)].flatMap((
      [, about = "", name = ""],
    ) => [...about.matchAll(/`([\w*]+)`/g)].map(([, word = ""]) => `${name} ${word}`));
  });
const exactly: ReadonlySet<string> = new Set(told);
const patterns: readonly RegExp[] = [...exactly].filter((pair) => pair.includes("*"))
  .map((pair) => new RegExp(`^${pair.replaceAll("*", "\\w+")}$`));

/** Whether the documentation of a property with this name tells that the kernel calls it so; `*` stands for any words. */
export function isDocumented(name: string, kernel: string): boolean {
  const pair = `${name} ${kernel}`;
  return exactly.has(pair) || patterns.some((pattern) => pattern.test(pair));
}

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
