import type { Address } from "../address.ts";
import type { Tracking } from "./tracking.ts";

/** Addresses: an IPv4 address is told from its like by its prefix and by the other end too. */
export const addressTracking: Tracking<Address> = {
  queries: [{ family: "unspec" }],
  holds: ({ family }) => family === "inet" || family === "inet6",
  kept: (address) => address,
  key({ family, index, local, address, prefixLength }) {
    return family === "inet6"
      ? `${index} ${local ?? address}`
      : `${index} ${local ?? address}/${prefixLength} ${address}`;
  },
  volatile: new Set(["cacheInfo"]),
};
