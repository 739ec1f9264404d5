/** The parts of a line that have a colour of their own, in the colours of `ip -color`. */
const COLOURS = { link: 36, hardware: 33, inet: 35, inet6: 34, up: 32, down: 31, gone: 31 } as const;

/** Colours a part of a line, or leaves it as it is. */
export type Paint = (part: keyof typeof COLOURS, text: string) => string;

/** For terminals. */
export const coloured: Paint = (part, text) => `\x1b[${COLOURS[part]}m${text}\x1b[0m`;

/** For everything else. */
export const plain: Paint = (_part, text) => text;

/**
 * Text of others without what a terminal would obey or what would show it in another order: names and aliases may be
 * any bytes.
 */
export function printable(text: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what this is about
  return text.replace(/[\x00-\x1f\x7f-\x9f\ud800-\udfff]|\p{Bidi_Control}/gu, (character) => {
    const code = character.charCodeAt(0);
    // Bytes that are no UTF-8 are lone surrogates in our texts.
    const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
    return byte <= 0xff ? `\\x${byte.toString(16).padStart(2, "0")}` : `\\u{${byte.toString(16)}}`;
  });
}
