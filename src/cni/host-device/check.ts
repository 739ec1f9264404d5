import type { Rtnetlink } from "../../../mod.ts";
import { CniError } from "../error.ts";
import { networkOf, parsePrefix } from "../ip.ts";
import type { Result, ResultInterface, ResultRoute } from "../result.ts";
import { linkNamed } from "./find.ts";

function fail(message: string): never {
  throw new CniError("internal", message);
}

/** The interface of a result that is the one of the container; throws where there is none. */
export function interfaceOf({ interfaces = [] }: Result, ifName: string, netns: string): ResultInterface {
  const found = interfaces.findLast(({ name, sandbox }) => name === ifName && sandbox === netns);
  return found ?? fail(`Sandbox in prevResult  doesn't match configured netns: ${netns}`);
}

/** Throws a {@linkcode CniError} where a container is not as a result tells. */
export async function checkResult(told: ResultInterface, result: Result, rtnetlink: Rtnetlink): Promise<void> {
  const link = await linkNamed(told.name, rtnetlink) ??
    fail(`Container Interface name in prevResult: ${told.name} not found`);
  if (told.mac !== undefined && told.mac.toLowerCase() !== link.address) {
    fail(`Interface ${told.name} Mac ${told.mac} doesn't match container Mac: ${link.address}`);
  }
  const addresses = await rtnetlink.addresses.list({ link: link.index });
  const routes = await rtnetlink.routes.list();
  const has = ({ dst, gw }: Pick<ResultRoute, "dst" | "gw">): boolean => {
    const network = networkOf(dst, "route");
    const { family } = parsePrefix(network, "route");
    const any = family === "inet" ? "0.0.0.0" : "::";
    return routes.some((route) =>
      route.family === family && `${route.destination ?? any}/${route.prefixLength}` === network &&
      (gw === undefined || [route, ...route.nextHops ?? []].some(({ gateway }) => gateway === gw))
    );
  };
  for (const ip of result.ips ?? []) {
    const { address, length } = parsePrefix(ip.address, "address");
    const isThere = addresses.some((one) => (one.local ?? one.address) === address && one.prefixLength === length);
    if (!isThere) fail(`Failed to match addr ${ip.address} on interface ${told.name}`);
    if (!has({ dst: ip.address })) fail(`Failed to find Gateway ${ip.gateway ?? "<nil>"} for interface ${told.name}`);
  }
  for (const route of result.routes ?? []) {
    if (!has(route)) fail(`Expected Route ${JSON.stringify(route)} not found in routing table`);
  }
}
