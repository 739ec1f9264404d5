import { toJson } from "../../src/cli/json.ts";
import { codecOf } from "../../src/codec/choice.ts";
import type { AttributeTable, Codec } from "../../src/codec/codec.ts";
import { attributesStart } from "../../src/codec/message.ts";
import { HEADER_SIZE, TYPE_MASK, walkAttributes } from "../../src/codec/walk.ts";
import { piecesOf } from "./pieces.ts";

/** Where a line of bytes starts, how far it is indented, and what stands behind it. */
interface Mark {
  readonly offset: number;
  readonly depth: number;
  readonly text: string;
}

/** A datagram as hexadecimal text, an attribute a line, with the names and values that the schemas give them. */
export function annotate(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marks = piecesOf(bytes).flatMap(({ offset, note = "", depth = 1, codec, length = 0 }) =>
    codec === undefined
      ? [{ offset, depth, text: note }]
      : [...describe(codec, view, { offset, length, from: offset }, [])]
  );
  return marks.map(({ offset, depth, text }, i) => {
    const line = bytes.subarray(offset, marks[i + 1]?.offset);
    const digits = Array.from(line, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${"  ".repeat(depth)}${digits.replace(/.{8}(?=.)/g, "$& ")}${text === "" ? "" : `  # ${text}`}`;
  }).join("\n");
}

/** The bytes of a value, and where the line starts on which they stand: with the header in front of them. */
interface Place {
  readonly offset: number;
  readonly length: number;
  readonly from: number;
}

function* describe(codec: Codec<unknown>, view: DataView, place: Place, path: readonly string[]): Generator<Mark> {
  const { offset, length, from } = place;
  const { layout } = codec;
  const mark = (value?: unknown): Mark => {
    const text = [path.join("."), value === undefined ? "" : toJson(value)].filter((part) => part !== "").join(" ");
    return { offset: from, depth: Math.max(1, path.length), text };
  };
  const end = offset + length;
  const value = codec.read(view, offset, length);
  switch (layout.type) {
    case "message": {
      // What a message decodes to is an object.
      const members = Object.entries(value as object).filter(([name]) => Object.hasOwn(layout.header, name));
      yield mark(Object.fromEntries(members));
      const start = attributesStart(layout.size, layout.body, view, offset);
      if (layout.body !== undefined) {
        yield { offset: offset + layout.size, depth: path.length + 1, text: layout.body.name };
      }
      return yield* list(layout.fields, value as object, view, start, end, path);
    }
    case "attributes":
      // The outermost list has no line of its own.
      if (from < offset) yield mark();
      return yield* list(layout.fields, value as object, view, offset, end, path);
    case "indexed":
    case "keyed":
      yield mark();
      for (const { type, offset: at, length: size } of walkAttributes(view, offset, end)) {
        const inner = { offset: at, length: size, from: at - HEADER_SIZE };
        const first = layout.type === "indexed" ? layout.first : 0;
        yield* describe(layout.element, view, inner, [...path, `${(type & TYPE_MASK) - first}`]);
      }
      return;
    case "records":
      yield mark();
      for (let at = offset, i = 0; at < end; i++) {
        const size = view.getUint16(at, true);
        yield* describe(layout.element, view, { offset: at, length: size, from: at }, [...path, `${i}`]);
        at += (size + 3) & ~3;
      }
      return;
    case "bytes":
      // The bytes say it themselves.
      return yield mark();
    default:
      return yield mark(value);
  }
}

function* list(
  fields: AttributeTable,
  parent: object,
  view: DataView,
  offset: number,
  end: number,
  path: readonly string[],
): Generator<Mark> {
  for (const { type, offset: at, length } of walkAttributes(view, offset, end)) {
    const from = at - HEADER_SIZE;
    const [name, attribute] = Object.entries(fields).find(([, known]) => known.type === (type & TYPE_MASK)) ?? [];
    const codec = attribute === undefined ? undefined : codecOf(attribute, parent);
    const inner = [...path, codec === undefined || name === undefined ? `unknown ${type & TYPE_MASK}` : name];
    if (codec === undefined) yield { offset: from, depth: inner.length, text: inner.join(".") };
    else yield* describe(codec, view, { offset: at, length, from }, inner);
  }
}
