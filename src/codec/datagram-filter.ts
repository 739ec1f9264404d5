import { BpfProgram, isLoadable, type Label, loaded } from "./bpf.ts";
import type { Codec } from "./codec.ts";
import { HEADER_SIZE } from "./framing.ts";
import type { MessageCodec } from "./message.ts";
import { u16 } from "./numbers.ts";
import { HEADER_SIZE as ATTRIBUTE_HEADER_SIZE } from "./walk.ts";
import { LITTLE_ENDIAN } from "./writer.ts";

/** What a message must say to pass. */
export interface FieldCondition {
  /** Where it is said, each the names on the way to a field; one of them is enough. */
  readonly paths: readonly FieldPath[];
  /** What may be said. */
  readonly values: readonly unknown[];
  /** Whether a message passes that says nothing of it. */
  readonly otherwise: boolean;
}

/** The names on the way to a field; what lies in a list, lies in each of its elements. */
export type FieldPath = readonly [name: string, ...within: string[]];

/** The messages of some types, and what of them passes. */
export interface MessageCondition {
  /** Types of the messages (`nlmsg_type`). */
  readonly types: readonly number[];
  /** Schema of the messages. */
  readonly codec: MessageCodec<object>;
  /** All that they must say; `undefined` where none passes, whatever it says. */
  readonly conditions: readonly FieldCondition[] | undefined;
}

/** Offsets of the bytes of a message's length (`nlmsg_len`), the most significant one first; and of its type. */
const LENGTH_BYTES: readonly number[] = LITTLE_ENDIAN ? [3, 2, 1, 0] : [0, 1, 2, 3];
const TYPE_OFFSET = 4;

/**
 * The program of classic BPF by which the kernel drops datagrams before they are queued, for `SO_ATTACH_FILTER`;
 * `undefined` where it would be too long.
 *
 * It lets too much pass rather than too little: messages of other types, datagrams of several messages or of a broken
 * one, fields that lie deeper than it can look. It takes the first of several attributes of one type; the kernel sends no
 * event with two.
 */
export function datagramFilter(messages: readonly MessageCondition[]): Uint8Array<ArrayBuffer> | undefined {
  const program = new BpfProgram();
  const pass: Label = {};
  const drop: Label = {};
  program.loadLength();
  program.jumpLess(HEADER_SIZE, pass);
  program.loadBytes(LENGTH_BYTES);
  program.jumpUnlessLength(pass);
  // The length of a body moves the attributes; the few messages that have one are left to others.
  const blocks = messages.filter(({ codec }) => codec.layout.type === "message" && codec.layout.body === undefined)
    .map((message) => ({ message, start: {} as Label }));
  program.load(2, TYPE_OFFSET);
  for (const { message, start } of blocks) {
    for (const type of message.types) program.jumpEqual(loaded(u16, type), start);
  }
  program.jump(pass);
  for (const { message, start } of blocks) {
    program.place(start);
    program.loadLength();
    program.jumpLess(HEADER_SIZE + message.codec.headerSize, pass);
    for (const condition of message.conditions ?? []) {
      const next: Label = {};
      writeCondition(program, message.codec, condition, { pass: next, drop });
      program.place(next);
    }
    program.jump(message.conditions === undefined ? drop : pass);
  }
  program.place(pass);
  program.end(true);
  program.place(drop);
  program.end(false);
  return program.finish();
}

/** Appends what goes to `pass` where a message may fulfil the condition, and to `drop` where it surely does not. */
function writeCondition(
  program: BpfProgram,
  { layout, headerSize }: MessageCodec<object>,
  { paths, values, otherwise }: FieldCondition,
  { pass, drop }: { readonly pass: Label; readonly drop: Label },
): void {
  // Only such codecs come here.
  if (layout.type !== "message") return program.jump(pass);
  const { header, fields } = layout;

  function compare(codec: Codec<unknown>): void {
    for (const value of values) program.jumpEqual(loaded(codec, value), pass);
  }

  for (const [name, ...within] of paths) {
    const attribute = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const member = Object.hasOwn(header, name) ? header[name] : undefined;
    const missing: Label = {};
    const next: Label = {};
    if (attribute !== undefined) {
      const { type, codec } = attribute;
      program.findAttribute(type, HEADER_SIZE + ((headerSize + 3) & ~3), missing);
      if (within.length === 0 && isLoadable(codec)) {
        // One of another length is malformed, and told as that.
        const wholeLength = loaded(u16, ATTRIBUTE_HEADER_SIZE + codec.size);
        const sound: Label = {};
        program.loadFound(2, 0);
        program.jumpEqual(wholeLength, sound);
        program.jump(pass);
        program.place(sound);
        program.loadFound(codec.size, ATTRIBUTE_HEADER_SIZE);
        compare(codec);
        program.jump(next);
      } else {
        program.jump(pass);
      }
    }
    program.place(missing);
    if (member !== undefined && isLoadable(member.codec)) {
      program.load(member.codec.size, HEADER_SIZE + member.offset);
      compare(member.codec);
    } else if (member !== undefined || otherwise) {
      program.jump(pass);
    }
    program.place(next);
  }
  program.jump(drop);
}
