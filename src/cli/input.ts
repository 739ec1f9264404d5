import { readFile } from "node:fs/promises";
import process from "node:process";

/** The bytes of a file; those of standard input where it is called `-`. */
export async function readInput(file = "-"): Promise<Uint8Array> {
  if (file === "-") {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  }
  try {
    return await readFile(file);
  } catch (error) {
    throw new Error(`Cannot read '${file}': ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
