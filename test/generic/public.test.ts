import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What a module has with it as types alone: the files, whatever they hold. */
function typesOf(module: URL): readonly URL[] {
  const found = readFileSync(module, "utf8").matchAll(/^export type \* from "(.+)";$/gm);
  return [...found].map(([, path = ""]) => new URL(path, module));
}

test.each(["mod.ts", "families/ethtool/mod.ts"])("%s gives no constants or functions that nobody can use", (path) => {
  const files = typesOf(new URL(`../../src/generic/${path}`, import.meta.url));
  expect(files.length).toBeGreaterThan(0);
  // As types, values are in the documentation and in nobody's reach.
  const values = files.flatMap((file) =>
    readFileSync(file, "utf8").match(/^export (const|(async )?function) \w+/gm) ?? []
  );
  expect(values).toEqual([]);
});
