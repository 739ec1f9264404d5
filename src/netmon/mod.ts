/**
 * The sandbox network monitor: tells a container runtime which interfaces of a network namespace become usable or
 * vanish, and how its routes stand.
 *
 * @module
 */
export { type NetmonOptions, type NetmonRunOptions, runNetmon } from "./monitor.ts";
export type { Runtime, RuntimeAction, RuntimeCall, RuntimeContent, RuntimeOptions } from "./runtime.ts";
export type { RuntimeAddress, RuntimeInterface, RuntimeRoute } from "./convert.ts";
export type { LogEntry, LogFields, LogLevel } from "./log.ts";
