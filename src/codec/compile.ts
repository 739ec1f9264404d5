import type { Attribute, AttributeTable, Codec, FieldTable } from "./codec.ts";
import { isPlain } from "./numbers.ts";
import { LITTLE_ENDIAN } from "./writer.ts";

// A decoder is written as JavaScript text, once per schema and at its first use. Reasons, measured on a route message of
// nine header fields and four attributes: a store to a property whose name is a variable costs the engines more than
// everything else together, so that the same loop over a table takes two (JavaScriptCore) to four times (V8) as long. The
// text is kept to what needs it: properties by name. Whatever is rare happens in functions of `attributes.ts`.
//
// `form.ts` writes the decoders of whole messages in the same way.

/** Reads the members of a struct into a new object. */
export type StructReader = (view: DataView, offset: number) => Record<string, unknown>;

/** Reads a run of attributes into `target`; returns whether encoding needs to be told their order. */
export type ListReader = (target: object, view: DataView, offset: number, end: number, problems: unknown) => boolean;

/** What the text of a {@linkcode ListReader} calls. */
export interface ListActions {
  /** The length of an attribute is impossible: nothing behind it can be read. */
  broken(view: DataView, offset: number, end: number, problems: unknown): void;
  /** The payload of an attribute cannot be read. */
  failed(error: unknown, target: object, view: DataView, offset: number, problems: unknown): void;
  /** The codec of an attribute that others choose; `undefined` where they choose none. */
  choose(attribute: Attribute<unknown>, target: object): Codec<unknown> | undefined;
  /**
   * The attribute is unknown, has unexpected flag bits, or is chosen by what came later: read it the slow way. Returns
   * whether it has no schema.
   */
  other(target: object, view: DataView, offset: number, chosen: boolean): boolean;
}

/** The generated function; it names itself to debuggers. */
export function generate<T>(name: string, parameters: readonly string[], text: string, values: readonly unknown[]): T {
  const make = new Function(...parameters, `"use strict";\nreturn ${text};\n//# sourceURL=netlink-schema/${name}.js`);
  // The text is ours, and its callers below write it to be of the type that they ask for.
  return make(...values) as T;
}

/** A property name in generated text; `__proto__` would set the prototype. */
export function property(name: string): string {
  if (name === "__proto__") throw new TypeError(`Cannot use the field name: '${name}'`);
  return JSON.stringify(name);
}

/** The text that reads `length` bytes: a plain number from the view, all else by its codec, which has the name `own`. */
export function expression(codec: Codec<unknown>, offset: number, length: number, own: string): string {
  if (!isPlain(codec) || codec.size !== length) return `${own}.read(view, offset + ${offset}, ${length})`;
  const { size, signed, bigEndian } = codec.layout;
  const method = `get${size === 8 ? "Big" : ""}${signed ? "Int" : "Uint"}${size * 8}`;
  return `view.${method}(offset + ${offset}, ${!bigEndian && LITTLE_ENDIAN})`;
}

/** The decoder of a struct, as one object literal. */
export function compileStruct(fields: FieldTable): StructReader {
  const entries = Object.entries(fields);
  const members = entries.map(([name, { offset, codec }], i) =>
    `${property(name)}: ${expression(codec, offset, codec.size, `c${i}`)}`
  );
  return generate(
    "struct",
    entries.map((_, i) => `c${i}`),
    `function readStruct(view, offset) { return { ${members.join(", ")} }; }`,
    entries.map(([, { codec }]) => codec),
  );
}

/** The attribute type as the kernel sends it, with `NLA_F_NESTED` where the schema says so. */
export function wireType(attribute: { readonly type: number; readonly nested?: boolean }): number {
  return attribute.nested ? attribute.type | 0x8000 : attribute.type;
}

/** The decoder of a run of attributes, as one `switch` over their types. */
export function compileList(fields: AttributeTable, actions: ListActions): ListReader {
  const entries = Object.entries(fields);
  const cases = entries.map(([name, attribute], i) => {
    const slot = `target[${property(name)}]`;
    const payload = "(view, offset + 4, length - 4)";
    const label = `case ${wireType(attribute)}:`;
    if (attribute.skipped) return `${label} break;`;
    // Reserves the place of a late one, so that the order of the properties stays that of the attributes. What chooses it
    // comes later whether it is marked as nested or not.
    if (attribute.late) {
      const unexpected = wireType(attribute) ^ 0x8000;
      return `case ${unexpected}: reorder = true; ${label} ${slot} = undefined; (late ??= []).push(offset); break;`;
    }
    // By its name too: what is stored under a variable one can turn the whole object into a slow dictionary.
    if (attribute.codec === undefined) {
      return `${label} chosen = choose(c${i}, target); if (chosen !== undefined) ${slot} = chosen.read${payload}; ` +
        `else if (other(target, view, offset, true)) reorder = true; break;`;
    }
    const { layout } = attribute.element ?? attribute.codec;
    // Text that does not end with its only NUL would be written otherwise.
    const check = layout.type === "text" && layout.size === undefined
      ? `if (length < 5 || view.getUint8(offset + length - 1) !== 0 || length > 5 && view.getUint8(offset + length - 2) === 0) reorder = true; `
      : "";
    if (attribute.element === undefined) return `${label} ${check}${slot} = c${i}.read${payload}; break;`;
    // Several that do not stand together would be written together.
    return `${label} ${check}if (end${i} !== offset && end${i} !== -1) reorder = true; end${i} = offset + ((length + 3) & ~3); ` +
      `(${slot} ??= []).push(c${i}.read${payload}); break;`;
  });
  const ends = entries.map(([, { element }], i) => element === undefined ? "" : `, end${i} = -1`).join("");
  const text = `function readList(target, view, offset, end, problems) {
    let reorder = false, late, chosen${ends};
    while (offset < end) {
      const length = end - offset < 4 ? 0 : view.getUint16(offset, ${LITTLE_ENDIAN});
      if (length < 4 || length > end - offset) { broken(view, offset, end, problems); break; }
      try {
        switch (view.getUint16(offset + 2, ${LITTLE_ENDIAN})) {
          ${cases.join("\n          ")}
          default: reorder = true; other(target, view, offset, false);
        }
      } catch (error) { reorder = true; failed(error, target, view, offset, problems); }
      offset += (length + 3) & ~3;
    }
    if (late !== undefined) {
      for (const offset of late) {
        try { if (other(target, view, offset, true)) reorder = true; }
        catch (error) { reorder = true; failed(error, target, view, offset, problems); }
      }
    }
    return reorder;
  }`;
  return generate(
    "attributes",
    ["broken", "failed", "choose", "other", ...entries.map((_, i) => `c${i}`)],
    text,
    [
      actions.broken,
      actions.failed,
      actions.choose,
      actions.other,
      ...entries.map(([, attribute]) => attribute.element ?? attribute.codec ?? attribute),
    ],
  );
}
