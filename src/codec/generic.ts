import { DecodeError } from "../errors.ts";
import type { AttributesOf } from "./attributes.ts";
import type { Codec } from "./codec.ts";
import type { RawMessage } from "./framing.ts";
import { type DerivedFrom, message, type MessageCodec } from "./message.ts";
import { u8 } from "./numbers.ts";
import { field, type FieldsOf } from "./struct.ts";

/** Length of the header of generic netlink messages (`struct genlmsghdr`). */
export const GENERIC_HEADER_SIZE = 4;

/** What every message of generic netlink starts with (`struct genlmsghdr`). */
export interface GenericHeader {
  /** Number of the command (`cmd`). */
  readonly command: number;
  /** Version of the family (`version`). */
  readonly version: number;
}

/** Reads the header of a message; throws a {@linkcode DecodeError} where it is too short for one. */
export function readGenericHeader(view: DataView, { offset, length }: RawMessage): GenericHeader {
  if (length < GENERIC_HEADER_SIZE) {
    throw new DecodeError(`expected a header of ${GENERIC_HEADER_SIZE} bytes, got ${length}`);
  }
  return { command: u8.read(view, offset, 1), version: u8.read(view, offset + 1, 1) };
}

/** The codecs that were made of payloads, so that each decoder is compiled once. */
const known = new WeakMap<Codec<object>, MessageCodec<object>>();

/**
 * The messages whose payload is a list of attributes, or a header of the family with attributes behind it: the same value,
 * with room for a `struct genlmsghdr` in front of it. Throws a `TypeError` for a payload that is neither.
 */
export function genericMessage<T extends object>(payload: Codec<T>): MessageCodec<T> {
  let made = known.get(payload);
  if (made === undefined) known.set(payload, made = make(payload));
  // Made of the payload's own tables.
  return made as MessageCodec<T>;
}

function make({ layout }: Codec<object>): MessageCodec<object> {
  if (layout.type === "attributes") return message(GENERIC_HEADER_SIZE, {}, layout.fields as AttributesOf<object>);
  if (layout.type !== "message" || layout.body !== undefined) {
    throw new TypeError(`Cannot use a schema: expected attributes, or a message with attributes, got '${layout.type}'`);
  }
  const { size, header, fields, derived } = layout;
  const moved = Object.entries(header).map(([name, { offset, codec }]) =>
    [name, field(GENERIC_HEADER_SIZE + offset, codec)] as const
  );
  // The tables fit each other, as those of a codec do.
  return message(
    GENERIC_HEADER_SIZE + size,
    Object.fromEntries(moved) as FieldsOf<object>,
    fields as AttributesOf<object>,
    derived as DerivedFrom<object, object>,
  );
}

/** The same messages, written with this header. */
export function withGenericHeader<T>(message: MessageCodec<T>, { command, version }: GenericHeader): Codec<T> {
  return {
    layout: message.layout,
    read: message.read,
    write(out, value) {
      const start = out.length;
      message.write(out, value);
      // Codecs append: let these append at their own place.
      const end = out.length;
      out.length = start;
      u8.write(out, command);
      u8.write(out, version);
      out.length = end;
    },
  };
}
