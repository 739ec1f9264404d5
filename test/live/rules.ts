import type { Sandbox } from "./sandbox.ts";

/** Adds rules with the priorities from `first` on: an event each, and of nothing else. */
export function addRules(home: Sandbox, first: number, count: number): void {
  home.batch(Array.from({ length: count }, (_, i) => `rule add pref ${first + i} table main protocol static`));
}
