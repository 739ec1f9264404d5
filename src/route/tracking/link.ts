import type { FamilySpecific } from "../link/family-specific.ts";
import type { Link } from "../link.ts";
import type { Tracking } from "./tracking.ts";

/** What address families tell of a link without what they count, which only events carry. */
function uncounted(specific: FamilySpecific): FamilySpecific {
  const { inet6 } = specific;
  if (inet6?.stats === undefined && inet6?.icmpStats === undefined) return specific;
  const { stats: _, icmpStats: _icmp, ...settings } = inet6;
  return { ...specific, inet6: settings };
}

/** Links: those that are told as links, not as ports of a bridge, and whole, not as wireless events are. */
export const linkTracking: Tracking<Link> = {
  queries: [{ family: "unspec", extendedMask: ["skipStats"] }],
  holds: ({ family, name }) => family === "unspec" && name !== undefined,
  kept({ stats: _, stats32: _32, event: _event, wireless: _wireless, ...link }) {
    const { familySpecific } = link;
    return { ...link, ...(familySpecific && { familySpecific: uncounted(familySpecific) }), change: [] };
  },
  key: ({ index }) => index,
  parting: ["newNamespaceId", "newIndex"],
  volatile: new Set([
    // What IPv6 has done, of which it tells nobody.
    "familySpecific.inet6.flags",
    // It follows that of the link, in a message of its own.
    "familySpecific.inet6.configuration.mtu",
    // When the settings changed, and a time that is chosen at random every few minutes.
    ...["timestamp", "reachableTime"].map((time) => `familySpecific.inet6.cacheInfo.${time}`),
    // Timers that run, and counters.
    ...[
      "helloTimer",
      "topologyNotificationTimer",
      "topologyChangeTimer",
      "garbageTimer",
      "multicastQuerierState.otherTimer",
      "multicastQuerierState.otherTimer6",
      "databaseLearned",
      // Of a controller of CAN, and of a ring.
      "errorCounter",
      "sequence",
    ].map((name) => `linkInfo.data.${name}`),
    ...["messageAgeTimer", "forwardDelayTimer", "holdTimer", "multicastHosts", "multicastGroups"].map((name) =>
      `linkInfo.portData.${name}`
    ),
    "linkInfo.statistics",
  ]),
};
