import type { FixedCodec } from "../../../codec/codec.ts";
import { mapped } from "../../../codec/mapped.ts";
import { bytesOf } from "../../../codec/text.ts";

/** Length of a key in bytes (`WG_KEY_LEN`). */
const KEY_SIZE = 32;
/** That many bytes in base64: the last digit but the padding has two bits that mean nothing. */
const KEY = /^[A-Za-z\d+/]{42}[AEIMQUYcgkosw048]=$/;

const EXPECTED = `a key of ${KEY_SIZE} bytes in base64`;

/** A key as `wg` writes it: 32 bytes in base64. */
export const wireguardKey: FixedCodec<string> = mapped(bytesOf(KEY_SIZE), {
  from: (bytes) => btoa(String.fromCharCode(...bytes)),
  to: (text) => typeof text === "string" && KEY.test(text) ? Uint8Array.from(atob(text), codeOf) : undefined,
  expected: EXPECTED,
});

/** A key that nobody else may know: errors do not show it. */
export const wireguardSecret: FixedCodec<string> = {
  ...wireguardKey,
  write(out, value) {
    if (typeof value !== "string" || !KEY.test(value)) throw out.failure(`expected ${EXPECTED}`);
    wireguardKey.write(out, value);
  },
};

/** No key at all. */
export const NO_KEY: string = btoa("\0".repeat(KEY_SIZE));

function codeOf(character: string): number {
  return character.charCodeAt(0);
}
