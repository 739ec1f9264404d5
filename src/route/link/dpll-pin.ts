import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { u32 } from "../../codec/numbers.ts";

/** The pin of a clock that the link's carrier is locked to; empty where there is none (`IFLA_DPLL_PIN`). */
export interface LinkDpllPin extends Extensible {
  /** Number of the pin in the `dpll` family (`DPLL_A_PIN_ID`). */
  readonly id?: number;
}

/** `IFLA_DPLL_PIN`. */
export const linkDpllPin: Codec<LinkDpllPin> = attributes<LinkDpllPin>({ id: attribute(1, u32) });
