import { createRequire } from "node:module";
import { SpecificationError } from "../../generic/mod.ts";
import { readSpecification } from "../../generic/spec/read.ts";
import type { Specification } from "../../generic/spec/specification.ts";
import { readInput } from "../input.ts";
import { parseJson } from "./parse-json.ts";

/** A document, and the lines on which its parts stand. */
interface Located {
  readonly document: unknown;
  /** The line of the part at the end of a way, as far as there is one; absent where lines are not known. */
  readonly lineOf?: ((path: SpecificationError["path"]) => number | undefined) | undefined;
}

/** How often a specification may repeat what it has said; without an end, a small file could fill the memory. */
const MAX_ALIASES = 10_000;

/** Reads the file of a specification; what is wrong with it is told with its line. */
export async function loadSpecification(file: string): Promise<Specification> {
  const text = new TextDecoder().decode(await readInput(file));
  const { document, lineOf } = file.endsWith(".json") ? readJson(file, text) : readYaml(file, text);
  try {
    return readSpecification(document);
  } catch (error) {
    if (!(error instanceof SpecificationError)) throw error;
    const line = lineOf?.(error.path);
    const place = `'${file}'${line === undefined ? "" : `, line ${line}`}`;
    throw new Error(error.message.replace("specification", () => `specification ${place}`), { cause: error });
  }
}

function readJson(file: string, text: string): Located {
  try {
    // JSON is YAML, and its lines are known where that can be read.
    return { document: parseJson(text), lineOf: (path) => readLines(text)?.(path) };
  } catch (error) {
    throw cannotRead(file, error);
  }
}

function readLines(text: string): Located["lineOf"] {
  try {
    return readYaml("", text).lineOf;
  } catch {
    return undefined;
  }
}

function readYaml(file: string, text: string): Located {
  const { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, visit } = library(file);
  const lines = new LineCounter();
  const at = (offset: number, reason: string): Error => new Error(`line ${lines.linePos(offset).line}: ${reason}`);
  try {
    const [parsed, second] = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
    if (parsed === undefined) return { document: null, lineOf: () => 1 };
    const [error] = parsed.errors;
    if (error !== undefined) throw at(error.pos[0], error.message);
    if (second !== undefined) throw at(second.range[0], "expected one document, got a second");
    visit(parsed, {
      Alias(_, alias) {
        if (alias.resolve(parsed) !== undefined) return;
        throw at(alias.range?.[0] ?? 0, `expected the name of an anchor before it, got '*${alias.source}'`);
      },
    });
    return {
      document: parsed.toJS({ maxAliasCount: MAX_ALIASES }),
      lineOf(path) {
        let node: unknown = parsed.contents;
        let offset = isNode(node) ? node.range?.[0] ?? 0 : 0;
        for (const part of path) {
          if (isAlias(node)) node = node.resolve(parsed);
          const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === part) : undefined;
          const place: unknown = isSeq(node) && typeof part === "number" ? node.items[part] : pair?.key;
          if (!isNode(place)) break;
          offset = place.range?.[0] ?? offset;
          node = pair === undefined ? place : pair.value;
        }
        return lines.linePos(offset).line;
      },
    };
  } catch (error) {
    // The library looks for variables of the environment, which not every runtime lets it.
    throw cannotRead(file, error);
  }
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
