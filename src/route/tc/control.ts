import type { FixedCodec } from "../../codec/codec.ts";
import { mapped } from "../../codec/mapped.ts";
import { i32, type NumberCodec } from "../../codec/numbers.ts";

/**
 * What happens with a packet after an action, in the words of `tc` (`TC_ACT_*`); a number where it has no name here.
 *
 * - `"pass"`: filters end, the packet goes on; `"continue"`: the next filter looks at it; `"pipe"`: the next action
 * - `"drop"`, `"stolen"`: it is gone, the latter without counting as lost; `"trap"`: it goes to the kernel from hardware
 * - `"reclassify"`: filters begin anew; `"repeat"`: the action does
 * - `"jump 2"`: so many actions are passed over; `"goto chain 7"`: the filters of that chain look at it
 */
export type ControlAction =
  | "continue"
  | "pass"
  | "reclassify"
  | "drop"
  | "pipe"
  | "stolen"
  | "queued"
  | "repeat"
  | "redirect"
  | "trap"
  | `jump ${number}`
  | `goto chain ${number}`
  | number;

/** `TC_ACT_UNSPEC`, `TC_ACT_OK`, `TC_ACT_RECLASSIFY`, `TC_ACT_SHOT` and so on. */
const VALUES: Readonly<Record<string, number>> = {
  continue: -1,
  pass: 0,
  reclassify: 1,
  drop: 2,
  pipe: 3,
  stolen: 4,
  queued: 5,
  repeat: 6,
  redirect: 7,
  trap: 8,
};
const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(VALUES).map(([name, value]) => [value, name]));

/** The upper four bits of those that have a number in the lower ones (`TC_ACT_JUMP`, `TC_ACT_GOTO_CHAIN`). */
const EXTENDED: ReadonlyMap<number, string> = new Map([[1, "jump"], [2, "goto chain"]]);
const SHIFT = 28;

function toText(number: number): ControlAction {
  const value = number | 0;
  const extended = EXTENDED.get(value >>> SHIFT);
  const name = NAMES.get(value) ?? (extended && `${extended} ${value & (2 ** SHIFT - 1)}`);
  // The tables have the words of the type.
  return name === undefined ? number : name as ControlAction;
}

function toNumber(action: string): number | undefined {
  const [, word, digits] = /^(jump|goto chain) (\d{1,9})$/.exec(action) ?? [];
  const [code] = [...EXTENDED].find(([, name]) => name === word) ?? [];
  if (code === undefined) return Object.hasOwn(VALUES, action) ? VALUES[action] : undefined;
  return Number(digits) < 2 ** SHIFT ? code * 2 ** SHIFT + Number(digits) : undefined;
}

/** What happens with a packet, in a number of 32 bits of either sign. */
export function controlIn(number: NumberCodec): FixedCodec<ControlAction> {
  return mapped(number, {
    from: toText,
    to(action) {
      if (typeof action === "number") return action;
      const value = toNumber(action);
      return value === undefined || number.layout.signed ? value : value >>> 0;
    },
    expected: `${Object.keys(VALUES).join(", ")}, jump 2 or goto chain 7`,
  });
}

/** What happens with a packet. */
export const control: FixedCodec<ControlAction> = controlIn(i32);
