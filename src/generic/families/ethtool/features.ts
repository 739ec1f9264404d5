import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { bitNames, bitSet, type EthtoolBitSet } from "./bitset.ts";
import { type EthtoolHeader, header } from "./header.ts";

/**
 * What a link does in place of the kernel, by the names of the string set `features` (`ETHTOOL_A_FEATURES_*`).
 * {@linkcode featureStates} puts the four sets together.
 */
export interface EthtoolFeatures extends Extensible {
  /** Which link (`ETHTOOL_A_FEATURES_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Features that somebody can switch (`ETHTOOL_A_FEATURES_HW`). */
  readonly hardware?: EthtoolBitSet;
  /**
   * Features that were asked for; of a reply to a change, those that differ from what was asked for
   * (`ETHTOOL_A_FEATURES_WANTED`).
   */
  readonly wanted?: EthtoolBitSet;
  /** Features that are on; of a reply to a change, those that it changed (`ETHTOOL_A_FEATURES_ACTIVE`). */
  readonly active?: EthtoolBitSet;
  /** Features that nobody can switch (`ETHTOOL_A_FEATURES_NOCHANGE`). */
  readonly noChange?: EthtoolBitSet;
}

/** `ETHTOOL_A_FEATURES_*`. */
export const features: Codec<EthtoolFeatures> = attributes<EthtoolFeatures>({
  header: attribute(1, header, { nested: true }),
  hardware: attribute(2, bitSet, { nested: true }),
  wanted: attribute(3, bitSet, { nested: true }),
  active: attribute(4, bitSet, { nested: true }),
  noChange: attribute(5, bitSet, { nested: true }),
});

/** What is known of one feature of a link. */
export interface FeatureState {
  /** Whether it is on. */
  readonly active: boolean;
  /** Whether it was asked for; it can need others that are off. */
  readonly wanted: boolean;
  /** Whether somebody can switch it. */
  readonly changeable: boolean;
}

/**
 * The features of a link by name, as `ethtool -k` has them. What is announced has no names: they are `names`, those of
 * the string set `features`.
 */
export function featureStates(
  { hardware, wanted, active, noChange }: EthtoolFeatures,
  names?: readonly string[],
): ReadonlyMap<string, FeatureState> {
  const options = names === undefined ? {} : { names };
  const [on, asked, switchable, fixed] = [active, wanted, hardware, noChange].map((set) =>
    new Set(bitNames(set, options))
  );
  // A number that no feature has, or has no longer, has no name.
  const all = (names ?? bitNames(hardware, { of: "mask" })).filter((name) => name !== "");
  return new Map(
    all.map((name) => [name, {
      active: on?.has(name) === true,
      wanted: asked?.has(name) === true,
      changeable: switchable?.has(name) === true && fixed?.has(name) !== true,
    }]),
  );
}
