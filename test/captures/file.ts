import { readdirSync, readFileSync } from "node:fs";
import { readCapture } from "../../src/codec/capture.ts";
import { annotate } from "./annotate.ts";

/** A capture as text: where it comes from, and its datagrams. */
export interface Capture {
  /** Comments at its head: what it holds, the commands that made it, the kernel. */
  readonly head: readonly string[];
  /** The datagrams, requests among them, in their order. */
  readonly datagrams: readonly Uint8Array[];
}

/** Writes a capture, annotated. */
export function formatCapture({ head, datagrams }: Capture): string {
  const comments = head.map((line) => `# ${line}`.trimEnd()).join("\n");
  return `${[comments, ...datagrams.map(annotate)].join("\n\n")}\n`;
}

/** Reads what {@linkcode formatCapture} wrote. */
export function parseCapture(text: string): Capture {
  const [comments = ""] = text.split("\n\n", 1);
  return {
    head: comments.split("\n").map((line) => line.replace(/^# ?/, "")),
    datagrams: [...readCapture(new TextEncoder().encode(text))]
      // Text has nothing but datagrams.
      .flatMap((captured) => "bytes" in captured ? [captured.bytes] : []),
  };
}

/** A file of this folder. */
export interface CaptureFile extends Capture {
  /** Its name, without `.hex`. */
  readonly name: string;
  /** All that stands in it. */
  readonly text: string;
}

/** All captures of this folder. */
export const captures: readonly CaptureFile[] = readdirSync(new URL(".", import.meta.url))
  .filter((file) => file.endsWith(".hex"))
  .map((file) => {
    const text = readFileSync(new URL(file, import.meta.url), "utf8");
    return { name: file.replace(/\.hex$/, ""), text, ...parseCapture(text) };
  });
