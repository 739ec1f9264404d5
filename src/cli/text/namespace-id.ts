import type { NamespaceId } from "../../../mod.ts";
import { line, word } from "./words.ts";

/** The number of a namespace in one line. */
export function namespaceIdText({ id, currentId }: NamespaceId): string {
  return line(word("nsid", id), word("current-nsid", currentId));
}
