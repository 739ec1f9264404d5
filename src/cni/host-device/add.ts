import { applyResult } from "../configure.ts";
import { CniError, messageOf } from "../error.ts";
import { whyNoNamespace } from "../namespace.ts";
import type { CniRequest } from "../request.ts";
import { isEmptyDns, type Result, type ResultInterface } from "../result.ts";
import { isAtLeast } from "../version.ts";
import { configuredOn } from "./configured.ts";
import type { Context } from "./context.ts";
import { findDevice } from "./find.ts";
import { type Place, put } from "./move.ts";
import { deviceOf, putBack } from "./put-back.ts";
import { readSettings, type Selector, selectorOf } from "./settings.ts";

/** ADD: moves the device into the container, and gives it what its IPAM plugin says. */
export async function add(request: CniRequest, context: Context): Promise<Result> {
  const { netns, ifName, config } = request;
  const selector = await selectorOf(readSettings(config), context.sysfs);
  await checkNamespace(netns);
  if (config.ipamType === undefined && !isAtLeast(config.cniVersion, "0.3.0")) {
    // Results have to have an address there.
    throw new CniError("internal", "cannot convert: no valid IP addresses");
  }
  if (config.ipamType !== undefined) await request.requirePlugin(config.ipamType);
  const isUserSpace = await hasNoLink(selector, context);
  await using container = await context.container(netns);
  const told = isUserSpace ? { name: ifName, sandbox: netns } : await moveIn(request, selector, container, context);
  const result = await askIpam(request, told);
  if (!isUserSpace && config.ipamType !== undefined) {
    await applyResult(ifName, result, {
      rtnetlink: container.rtnetlink,
      socket: { ...context.socket, namespace: netns },
      warn: (sentence) => request.warn(sentence),
    });
  }
  return result;
}

/** Throws a {@linkcode CniError} where there is no network namespace at a path. */
export async function checkNamespace(netns: string): Promise<void> {
  const reason = await whyNoNamespace(netns);
  if (reason !== undefined) throw new CniError("internal", `failed to open netns "${netns}": ${reason}`);
}

/** Whether the device belongs to a program, so that there is no link to move. */
export async function hasNoLink(selector: Selector, { sysfs }: Context): Promise<boolean> {
  if (selector.by !== "pci") return false;
  try {
    return await sysfs.isUserSpace(selector.address);
  } catch (cause) {
    throw new CniError("internal", `error with host device: ${messageOf(cause)}`, { cause });
  }
}

/** Moves the device, which goes home where anything fails afterwards. */
async function moveIn(
  request: CniRequest,
  selector: Selector,
  container: Place,
  context: Context,
): Promise<ResultInterface> {
  const { containerId, ifName, netns, config: { name: network } } = request;
  await using host = await context.host();
  const link = await request.step("find host device", () => findDevice(selector, host.rtnetlink, context.sysfs));
  const { name = "" } = link;
  const configured = await request.step(`list what "${name}" has`, () => configuredOn(host.rtnetlink, link));
  const addresses = configured.addresses.filter(({ flags }) => flags.includes("permanent"));
  const older = await request.step("read older records", () => context.records.read(containerId, ifName, request));
  await request.step(
    `take "${name}" from the host`,
    () => context.records.write({ network, containerId, ifName, netns, link: deviceOf(link), addresses }),
    async () => {
      await putBack({ at: "host", link, configured }, netns, context);
      await (older === undefined ? context.records.remove(containerId, ifName) : context.records.write(older));
    },
  );
  const { address } = await request.step(
    `move "${name}" to container netns as "${ifName}"`,
    () => put({ place: host, link }, container, { name: ifName, alias: name, up: true }),
  );
  return { name: ifName, sandbox: netns, ...(address !== undefined && { mac: address }) };
}

/** What the IPAM plugin says, for the interface that was moved; the interface alone where there is none. */
async function askIpam(request: CniRequest, told: ResultInterface): Promise<Result> {
  const { config: { ipamType, dns } } = request;
  if (ipamType === undefined) return { interfaces: [told] };
  const { ips = [], ...result } = await request.step(
    `run IPAM plugin "${ipamType}"`,
    () => request.delegate(ipamType),
    async () => {
      await request.delegate(ipamType, "DEL");
    },
  ) ?? {};
  if (ips.length === 0) throw new CniError("internal", "IPAM plugin returned missing IP config");
  return {
    ...result,
    interfaces: [told],
    ips: ips.map((ip) => ({ ...ip, interface: 0 })),
    // What the plugin was told itself counts, if it was told anything.
    ...(dns !== undefined && !isEmptyDns(dns) && { dns }),
  };
}
