import type { LinkStats } from "../../../mod.ts";

/** The counters that `ip -s` shows, by its words. */
const COUNTERS: Readonly<Record<string, Readonly<Record<string, keyof LinkStats & string>>>> = {
  RX: {
    bytes: "rxBytes",
    packets: "rxPackets",
    errors: "rxErrors",
    dropped: "rxDropped",
    missed: "rxMissedErrors",
    mcast: "multicast",
  },
  TX: {
    bytes: "txBytes",
    packets: "txPackets",
    errors: "txErrors",
    dropped: "txDropped",
    carrier: "txCarrierErrors",
    collsns: "collisions",
  },
};

/** The counters of a link in one line. */
export function statsText(stats: LinkStats): string {
  return Object.entries(COUNTERS).map(([direction, counters]) =>
    `${direction}: ${Object.entries(counters).map(([word, name]) => `${word} ${stats[name]}`).join(" ")}`
  ).join(" ");
}
