import type { Link } from "../link.ts";
import type { Tracking } from "./tracking.ts";

/** Links: those that are told as links, not as ports of a bridge, and whole, not as wireless events are. */
export const linkTracking: Tracking<Link> = {
  queries: [{ family: "unspec", extendedMask: ["skipStats"] }],
  holds: ({ family, name }) => family === "unspec" && name !== undefined,
  kept({ stats: _, stats32: _32, event: _event, wireless: _wireless, ...link }) {
    return { ...link, change: [] };
  },
  key: ({ index }) => index,
  parting: ["newNamespaceId", "newIndex"],
  volatile: new Set([
    // Has counters of IPv6 in it.
    "familySpecific",
    // Timers that run.
    ...["helloTimer", "topologyNotificationTimer", "topologyChangeTimer", "garbageTimer"].map((timer) =>
      `linkInfo.data.${timer}`
    ),
    ...["messageAgeTimer", "forwardDelayTimer", "holdTimer"].map((timer) => `linkInfo.portData.${timer}`),
    "linkInfo.statistics",
  ]),
};
