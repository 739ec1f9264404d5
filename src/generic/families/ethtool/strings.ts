import { attribute, attributes, type Extensible, repeated } from "../../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { flag, u32 } from "../../../codec/numbers.ts";
import { cstring } from "../../../codec/text.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** What the texts of a string set are names of (`ETH_SS_*`). */
export type EthtoolStringSetId =
  | "test"
  | "stats"
  | "privateFlags"
  | "ntupleFilters"
  | "features"
  | "rssHashFunctions"
  | "tunables"
  | "phyStats"
  | "phyTunables"
  | "linkModes"
  | "messageClasses"
  | "wakeOnLanModes"
  | "sofTimestamping"
  | "timestampTxTypes"
  | "timestampRxFilters"
  | "udpTunnelTypes"
  | "statsStandard"
  | "statsEthPhy"
  | "statsEthMac"
  | "statsEthControl"
  | "statsRmon"
  | "statsPhy"
  | "timestampFlags";

const STRING_SETS: Readonly<Record<EthtoolStringSetId, number>> = {
  test: 0,
  stats: 1,
  privateFlags: 2,
  ntupleFilters: 3,
  features: 4,
  rssHashFunctions: 5,
  tunables: 6,
  phyStats: 7,
  phyTunables: 8,
  linkModes: 9,
  messageClasses: 10,
  wakeOnLanModes: 11,
  sofTimestamping: 12,
  timestampTxTypes: 13,
  timestampRxFilters: 14,
  udpTunnelTypes: 15,
  statsStandard: 16,
  statsEthPhy: 17,
  statsEthMac: 18,
  statsEthControl: 19,
  statsRmon: 20,
  statsPhy: 21,
  timestampFlags: 22,
};

/** What the texts of a string set are names of. */
export const stringSetId: FixedCodec<EthtoolStringSetId | number> = enumeration(u32, STRING_SETS);

/** A text of a string set (`ETHTOOL_A_STRING_*`). */
export interface EthtoolString extends Extensible {
  /** Its number in the set, from 0 (`ETHTOOL_A_STRING_INDEX`). */
  readonly index?: number;
  /** The text (`ETHTOOL_A_STRING_VALUE`). */
  readonly value?: string;
}

const string: Codec<EthtoolString> = attributes<EthtoolString>({
  index: attribute(1, u32),
  value: attribute(2, cstring),
});

/** The texts of a string set (`ETHTOOL_A_STRINGS_*`). */
export interface EthtoolStringList extends Extensible {
  /** The texts (`ETHTOOL_A_STRINGS_STRING`). */
  readonly strings?: readonly EthtoolString[];
}

const stringList: Codec<EthtoolStringList> = attributes<EthtoolStringList>({
  strings: repeated(1, string, { nested: true }),
});

/** A string set (`ETHTOOL_A_STRINGSET_*`). */
export interface EthtoolStringSet extends Extensible {
  /** What its texts are names of (`ETHTOOL_A_STRINGSET_ID`). */
  readonly id?: EthtoolStringSetId | number;
  /** How many texts it has (`ETHTOOL_A_STRINGSET_COUNT`). */
  readonly count?: number;
  /** Its texts, unless counts alone were asked for (`ETHTOOL_A_STRINGSET_STRINGS`). */
  readonly strings?: EthtoolStringList;
}

const stringSet: Codec<EthtoolStringSet> = attributes<EthtoolStringSet>({
  id: attribute(1, stringSetId),
  count: attribute(2, u32),
  strings: attribute(3, stringList, { nested: true }),
});

/** String sets (`ETHTOOL_A_STRINGSETS_*`). */
export interface EthtoolStringSetList extends Extensible {
  /** The sets; those of a request have an `id` alone (`ETHTOOL_A_STRINGSETS_STRINGSET`). */
  readonly sets?: readonly EthtoolStringSet[];
}

const stringSetList: Codec<EthtoolStringSetList> = attributes<EthtoolStringSetList>({
  sets: repeated(1, stringSet, { nested: true }),
});

/**
 * The string sets of a link, or those of the kernel where the header names none (`ETHTOOL_A_STRSET_*`). {@linkcode
 * namesIn} reads one of them.
 */
export interface EthtoolStrings extends Extensible {
  /** Which link (`ETHTOOL_A_STRSET_HEADER`). */
  readonly header?: EthtoolHeader;
  /** The sets (`ETHTOOL_A_STRSET_STRINGSETS`). */
  readonly stringSets?: EthtoolStringSetList;
  /** Asks for the number of texts, without the texts (`ETHTOOL_A_STRSET_COUNTS_ONLY`). */
  readonly countsOnly?: true;
}

/** `ETHTOOL_A_STRSET_*`. */
export const strings: Codec<EthtoolStrings> = attributes<EthtoolStrings>({
  header: attribute(1, header, { nested: true }),
  stringSets: attribute(2, stringSetList, { nested: true }),
  countsOnly: attribute(3, flag),
});

/** The texts of one of the string sets, each at its number; nothing where the set is not among them. */
export function namesIn({ stringSets }: EthtoolStrings, id: EthtoolStringSetId): readonly string[] {
  const names: string[] = [];
  const strings = stringSets?.sets?.find((set) => set.id === id)?.strings?.strings ?? [];
  for (const { index = names.length, value = "" } of strings) names[index] = value;
  return names;
}
