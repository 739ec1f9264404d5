import type { Rule } from "../rule.ts";
import { fingerprint, type Tracking } from "./tracking.ts";

/** Rules: all that one is made of tells it from others; only whether its links and its target are there may change. */
export const ruleTracking: Tracking<Rule> = {
  queries: [{ family: "inet" }, { family: "inet6" }],
  holds: ({ family }) => family === "inet" || family === "inet6",
  kept: (rule) => rule,
  key: (rule) => {
    const { flags, ...rest } = rule;
    return `${flags.includes("invert") ? "not " : ""}${fingerprint(rest)}`;
  },
  // The kernel has the same rule as often as it was added.
  repeats: () => true,
  volatile: new Set(),
};
