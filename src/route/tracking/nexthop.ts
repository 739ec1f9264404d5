import type { Nexthop } from "../nexthop.ts";
import type { Tracking } from "./tracking.ts";

/** Nexthop objects, by their number. */
export const nexthopTracking: Tracking<Nexthop> = {
  queries: [{ family: "unspec" }],
  holds: ({ id }) => id !== undefined,
  kept: (nexthop) => nexthop,
  // Only what has a number is held.
  key: ({ id = 0 }) => id,
  volatile: new Set(["resilientGroup.unbalancedTime", "groupStats", "hardwareStatsUsed"]),
};
