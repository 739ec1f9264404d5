import type { FixedCodec } from "../codec/codec.ts";
import { narrowed } from "../codec/message.ts";
import { u8 } from "../codec/numbers.ts";

/** What stands in a header whose table has more than its 8 bits (`RT_TABLE_COMPAT`). */
const COMPAT = 252;

/** The routing table in the header of a route or rule, where the attribute has the whole number. */
export const headerTable: FixedCodec<number> = narrowed(u8, (table) => table > 0xff ? COMPAT : table);
