import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "node:util";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { type Example, examples, located } from "../examples/collect.ts";

const folder = mkdtempSync(join(tmpdir(), "netlink-testing-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** The examples that need no kernel, and so run anywhere. */
const portable = examples().filter(({ code }) => code.includes("fakeKernel") && !code.includes("temporaryNamespace"));

/** What an example says that it prints: the comments behind its last statements. */
function promised({ code }: Example): string[] {
  return [...code.matchAll(/console\.log\(.*\);\s*\/\/ (.*)$/gm)].map(([, text = ""]) => text);
}

test("there are examples", () => expect(portable.length).toBeGreaterThan(4));

test.each(portable.map((example, i) => ({ ...example, i })))("$place prints what it says", async (example) => {
  const printed: string[] = [];
  vi.spyOn(console, "log").mockImplementation((...values) => {
    printed.push(format(...values).replaceAll("'", '"'));
  });
  const file = join(folder, `${example.i}.ts`);
  writeFileSync(file, `${located(example)}\nexport {};\n`);
  await import(/* @vite-ignore */ file);
  expect(printed.length).toBeGreaterThan(0);
  expect(promised(example).length).toBeGreaterThan(0);
  expect(printed).toEqual(promised(example));
});
