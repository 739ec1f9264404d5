/** Whether hardware does what a filter says (`TCA_CLS_FLAGS_*`). */
export type FilterFlag = "skipHardware" | "skipSoftware" | "inHardware" | "notInHardware" | "verbose";

/** Bits of these flags. */
export const FILTER_FLAGS: Readonly<Record<FilterFlag, number>> = {
  skipHardware: 0x1,
  skipSoftware: 0x2,
  inHardware: 0x4,
  notInHardware: 0x8,
  verbose: 0x10,
};
