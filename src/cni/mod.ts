/**
 * Plugins for containers (CNI): the protocol, and `host-device`, which moves an interface of the host into a container.
 *
 * @example A plugin of one's own
 * ```ts
 * import process from "node:process";
 * import { CniError, runPlugin } from "@netlink/ffi/cni";
 *
 * process.exitCode = await runPlugin({
 *   about: "CNI plugin that refuses",
 *   add: () => Promise.reject(new CniError("tryAgain", "not today")),
 * });
 * ```
 *
 * @module
 */
export * from "./error.ts";
export { type NetworkConfiguration, parseConfiguration, type ValidAttachment } from "./configuration.ts";
export { applyResult, type Target } from "./configure.ts";
export { printResult } from "./format.ts";
export { type Host } from "./host.ts";
export { type HostDeviceOptions } from "./host-device/context.ts";
export { hostDevice } from "./host-device/plugin.ts";
export { type Plugin, runPlugin } from "./plugin.ts";
export { CniRequest } from "./request.ts";
export {
  type Dns,
  parseResult,
  type Result,
  type ResultAddress,
  type ResultInterface,
  type ResultRoute,
} from "./result.ts";
export { CNI_VERSIONS } from "./version.ts";
