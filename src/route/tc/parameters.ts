import type { FixedCodec } from "../../codec/codec.ts";
import { i32, u32, u64 } from "../../codec/numbers.ts";
import { field, type FieldsOf, type Grown, struct } from "../../codec/struct.ts";
import { control, type ControlAction } from "./control.ts";

/** What every action has (`tc_gen`). */
export interface ActionParameters extends Grown {
  /** Number of the action among those of its kind (`index`). */
  readonly index: number;
  /** Of no meaning (`capab`). */
  readonly capabilities: number;
  /** What happens with a packet after it (`action`). */
  readonly action: ControlAction;
  /** How many hold on to it, in what the kernel tells (`refcnt`). */
  readonly references: number;
  /** How many filters use it, in what the kernel tells (`bindcnt`). */
  readonly bindings: number;
}

/** What every action has (`tc_gen`), for those that have more. */
export const actionParametersFields: FieldsOf<ActionParameters> = {
  index: field(0, u32),
  capabilities: field(4, u32),
  action: field(8, control),
  references: field(12, i32),
  bindings: field(16, i32),
};

/** `tc_gen`. */
export const actionParameters: FixedCodec<ActionParameters> = struct<ActionParameters>(20, actionParametersFields);

/** Times of an action, in hundredths of a second (`struct tcf_t`). */
export interface ActionTimes extends Grown {
  /** How long ago it was made (`install`). */
  readonly installed: bigint;
  /** How long ago it was used (`lastuse`). */
  readonly lastUsed: bigint;
  /** When it ends; 0 for never (`expires`). */
  readonly expires: bigint;
  /** How long ago it was used first; 0 for never (`firstuse`). */
  readonly firstUsed?: bigint;
}

/** `struct tcf_t`. */
export const actionTimes: FixedCodec<ActionTimes> = struct<ActionTimes>(32, {
  installed: field(0, u64),
  lastUsed: field(8, u64),
  expires: field(16, u64),
  firstUsed: field(24, u64),
}, { minimum: 24 });
