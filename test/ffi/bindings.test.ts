import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** A foreign function as a binding declares it. */
interface Declared {
  /** Name in the table. */
  readonly name: string;
  /** Its declaration in C, as the comment above it says. */
  readonly signature: string;
  /** Types of its parameters. */
  readonly parameters: readonly string[];
  /** Type of its result. */
  readonly result: string;
}

/** The foreign functions in the source of a binding. */
function declared(file: string): readonly Declared[] {
  const source = readFileSync(new URL(`../../ffi/${file}`, import.meta.url), "utf8");
  const entry =
    /((?:^ {2}\/\/ .*\n)+) {2}(\w+): \{(?: name: "\w+",)? (?:args|parameters): \[(.*?)\], (?:returns|result): "(\w+)"/gm;
  return [...source.matchAll(entry)].map(([, comment = "", name = "", parameters = "", result = ""]) => ({
    name,
    signature: /^ *\/\/ (.*\))/m.exec(comment)?.[1] ?? "",
    parameters: parameters === "" ? [] : parameters.split(", ").map((type) => type.replaceAll('"', "")),
    result,
  }));
}

const deno = declared("deno.ts");
const bun = declared("bun.ts");

/** The types by which one of C may cross, in the words of either runtime. */
const CROSSINGS: Readonly<Record<string, RegExp>> = {
  void: /^void$/,
  int: /^i32$/,
  // Lengths are far below the limits of 32 bits.
  ssize_t: /^i32$/,
  size_t: /^(u32|usize)$/,
  socklen_t: /^u32$/,
  nfds_t: /^u32$/,
  mode_t: /^u32$/,
  "unsigned int": /^u32$/,
  "unsigned long": /^(usize|u64)$/,
};

function crossing(type: string): RegExp {
  if (type.includes("*")) return /^(buffer|pointer|ptr)$/;
  return CROSSINGS[type] ?? new RegExp(`a type for ${type}`);
}

/** What only one of the runtimes needs: to wait on a thread, to read errno, and to know where a buffer is. */
const OWN = ["pollLater", "memcpy", "addressOf"];
const common = deno.filter(({ name }) => !OWN.includes(name));

describe("the two bindings", () => {
  test("declare the same functions in the same words", () => {
    const inC = ({ name, signature }: Declared): readonly string[] => [name, signature];
    expect(bun.length).toBeGreaterThan(10);
    expect(bun.map(inC)).toEqual(common.map(inC));
    expect(deno.map(({ name }) => name)).toEqual(expect.arrayContaining(OWN));
  });

  test("wait with the same call with which they look", () => {
    const [poll, pollLater] = ["poll", "pollLater"].map((wanted) => deno.find(({ name }) => name === wanted));
    expect(pollLater).toMatchObject({ parameters: poll?.parameters, result: poll?.result });
  });

  test.each([...common, ...bun])("pass $name what its declaration takes", ({ name, signature, parameters, result }) => {
    const [, returned = "", called, list = ""] = /^(.+?) ?(\*?\w+)\((.*)\)$/.exec(signature) ?? [];
    expect(called?.replace("*", "")).toBe(name);
    expect(result).toMatch(crossing(called?.startsWith("*") ? `${returned} *` : returned));
    const types = list === "void" ? [] : list.split(", ").filter((type) => type !== "...");
    types.forEach((type, i) => {
      const [, written = ""] = /^(.*?[ *])\w+$/.exec(type) ?? [];
      expect(parameters[i], type).toMatch(crossing(written.trim()));
    });
    // Behind "..." comes a number, if anything.
    const more = parameters.slice(types.length);
    expect(more).toEqual(list.endsWith("...") && more.length > 0 ? ["i32"] : []);
  });
});
