import { createRequire } from "node:module";
import { SpecificationError } from "../../generic/mod.ts";
import { readSpecification } from "../../generic/spec/read.ts";
import type { Specification } from "../../generic/spec/specification.ts";
import { readInput } from "../input.ts";

/** A document, and the lines on which its parts stand. */
interface Located {
  readonly document: unknown;
  /** The line of the part at the end of a way, as far as there is one; absent where lines are not known. */
  readonly lineOf?: (path: SpecificationError["path"]) => number;
}

/** How often a specification may repeat what it has said; without an end, a small file could fill the memory. */
const MAX_ALIASES = 10_000;

/** Reads the file of a specification; what is wrong with it is told with its line. */
export async function loadSpecification(file: string): Promise<Specification> {
  const text = new TextDecoder().decode(await readInput(file));
  const { document, lineOf } = file.endsWith(".json") ? parseJson(file, text) : parseYaml(file, text);
  try {
    return readSpecification(document);
  } catch (error) {
    if (!(error instanceof SpecificationError)) throw error;
    const line = lineOf?.(error.path);
    const place = `'${file}'${line === undefined ? "" : `, line ${line}`}`;
    throw new Error(error.message.replace("specification", () => `specification ${place}`), { cause: error });
  }
}

function parseJson(file: string, text: string): Located {
  try {
    return { document: JSON.parse(text) };
  } catch (error) {
    throw cannotRead(file, error);
  }
}

function parseYaml(file: string, text: string): Located {
  const { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } = library(file);
  const lines = new LineCounter();
  let parsed;
  let document: unknown;
  try {
    parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    document = parsed.errors.length === 0 ? parsed.toJS({ maxAliasCount: MAX_ALIASES }) : undefined;
  } catch (error) {
    // The library looks for variables of the environment, which not every runtime lets it.
    throw cannotRead(file, error);
  }
  const [error] = parsed.errors;
  if (error !== undefined) {
    throw cannotRead(file, new Error(`line ${lines.linePos(error.pos[0]).line}: ${error.message}`));
  }
  return {
    document,
    lineOf(path) {
      let node: unknown = parsed.contents;
      let offset = 0;
      for (const part of [...path, undefined]) {
        if (isAlias(node)) node = node.resolve(parsed);
        if (isNode(node)) offset = node.range?.[0] ?? offset;
        if (isMap(node)) node = node.items.find(({ key }) => isScalar(key) && key.value === part)?.value;
        else if (isSeq(node) && typeof part === "number") node = node.items[part];
        else break;
      }
      return lines.linePos(offset).line;
    },
  };
}

/** The library that reads YAML, which is no part of this package: it is looked for beside it, whatever is configured. */
function library(file: string): typeof import("yaml") {
  try {
    // What is called so there is that.
    return createRequire(import.meta.url)("yaml") as typeof import("yaml");
  } catch (cause) {
    throw new Error(`Cannot read '${file}': YAML takes the package 'yaml' beside this one; JSON takes none`, { cause });
  }
}

function cannotRead(file: string, error: unknown): Error {
  return new Error(`Cannot read '${file}': ${error instanceof Error ? error.message : error}`, { cause: error });
}
