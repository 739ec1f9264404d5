import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** The file of one of the specifications of this folder. */
export function specificationFile(name: string): string {
  return fileURLToPath(new URL(`${name}.yaml`, import.meta.url));
}

/** One of the specifications of this folder, as a YAML library gives it. */
export function specification(name: string): object {
  // Each of them is an object.
  return parse(readFileSync(specificationFile(name), "utf8")) as object;
}
