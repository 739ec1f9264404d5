import { CniError } from "../error.ts";
import type { Plugin } from "../plugin.ts";
import type { CniRequest } from "../request.ts";
import { add, checkNamespace, hasNoLink } from "./add.ts";
import { checkResult, interfaceOf } from "./check.ts";
import { Context, type HostDeviceOptions } from "./context.ts";
import { collect, remove } from "./remove.ts";
import { parseSettings, readSettings, selectorOf } from "./settings.ts";

/**
 * The plugin that moves a network interface of the host into a container, and back: `host-device`.
 *
 * @example
 * ```ts
 * import process from "node:process";
 * import { hostDevice, runPlugin } from "@netlink/ffi/cni";
 *
 * process.exitCode = await runPlugin(hostDevice());
 * ```
 */
export function hostDevice(options: HostDeviceOptions = {}): Plugin {
  const context = new Context(options);
  return {
    about: "CNI host-device plugin",
    add: (request) => add(request, context),
    del: (request) => remove(request, context),
    check: (request) => check(request, context),
    gc: (request) => collect(request, context),
    status,
  };
}

async function status(request: CniRequest): Promise<void> {
  const { config: { ipamType } } = request;
  // What the device is may be chosen with ADD alone.
  parseSettings(request.config);
  if (ipamType !== undefined) await request.delegate(ipamType);
}

async function check(request: CniRequest, context: Context): Promise<void> {
  const { netns, ifName, config: { ipamType } } = request;
  const settings = readSettings(request.config);
  await checkNamespace(netns);
  if (ipamType !== undefined) await request.delegate(ipamType);
  const previous = request.previousResult();
  if (previous === undefined) throw new CniError("internal", "Required prevResult missing");
  if (await hasNoLink(await selectorOf(settings, context.sysfs), context)) return;
  const told = interfaceOf(previous, ifName, netns);
  await using container = await context.container(netns);
  await checkResult(told, previous, container.rtnetlink);
}
