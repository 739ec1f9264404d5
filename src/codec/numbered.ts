import { shown } from "../shown.ts";
import { attribute, attributes, type AttributesOf, type Extensible } from "./attributes.ts";
import { failAttribute } from "./check-table.ts";
import type { Attribute, AttributeTable, Codec } from "./codec.ts";
import { bytes } from "./text.ts";

/** A number that is taken, for {@linkcode numbered}: reading passes over it, and it cannot be written. */
export interface Ignored {
  /** Tells it from codecs. */
  readonly type: "ignored";
}

/** What stands in the list of {@linkcode numbered}. */
export type NumberedEntry = Codec<unknown> | Attribute<unknown> | Ignored;

/** What a list of {@linkcode numbered} decodes to: each attribute can be missing. */
export type Numbered<Entries> =
  & {
    readonly [Name in keyof Entries as Entries[Name] extends Ignored ? never : Name]?: Entries[Name] extends
      Codec<infer T> ? T
      : Entries[Name] extends Attribute<infer T> ? T
      : never;
  }
  & Extensible;

/** Holds the place of a number in {@linkcode numbered}. */
export const ignored: Ignored = { type: "ignored" };

const nothing: Codec<unknown> = {
  ...bytes,
  write(out) {
    throw out.failure("expected nothing, since it is ignored");
  },
};

/**
 * A run of attributes that are numbered in their order, as an `enum` of C is: from 1, or on from the one before. An
 * `attribute` tells its number itself. The type follows from the codecs. Throws a `RangeError` for what is none of these.
 *
 * @example
 * ```ts
 * import { attribute, cstring, encode, ignored, numbered, u16, u32 } from "@netlink/ffi/codec";
 *
 * const service = numbered({ family: u16, padding: ignored, port: u16, scheduler: attribute(6, cstring), flags: u32 });
 * encode(service, { port: 80, flags: 1 }); // 06 00 03 00 50 00 00 00 08 00 07 00 01 00 00 00
 * ```
 */
export function numbered<const Entries extends Readonly<Record<string, NumberedEntry>>>(
  entries: Entries,
): Codec<Numbered<Entries>> {
  let next = 1;
  const table: AttributeTable = Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => {
      checkEntry(name, entry);
      const one = "layout" in entry
        ? attribute(next, entry)
        : entry.type === "ignored"
        ? { ...attribute(next, nothing), skipped: true }
        : entry;
      next = one.type + 1;
      return [name, one];
    }),
  );
  // There is an attribute for each property, with the codec that its type was made of.
  return attributes<Numbered<Entries>>(table as AttributesOf<Numbered<Entries>>);
}

/** Throws a `RangeError` for what is no entry, such as a schema of a module that is not loaded yet. */
function checkEntry(name: string, entry: unknown): void {
  if (typeof entry === "object" && entry !== null) return;
  failAttribute(name, `expected a codec, an attribute or ignored, got ${shown(entry)}`);
}
