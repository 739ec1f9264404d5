import type { AddressLabel } from "../../../mod.ts";
import { nameOf, nonZero, type Table } from "../witness.ts";

/** `ip addrlabel`. */
export const ADDRESS_LABEL: Table<AddressLabel> = {
  rows: {
    address: ({ address }) => address,
    prefixlen: ({ prefixLength }) => prefixLength,
    ifname: ({ index }, context) => nameOf(nonZero(index), context),
    label: ({ label }) => label,
  },
};
