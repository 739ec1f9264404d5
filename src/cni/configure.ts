import {
  type Link,
  NetlinkError,
  NetworkState,
  readSysctl,
  type Rtnetlink,
  type SocketOptions,
  writeSysctl,
} from "../../mod.ts";
import { CniError, messageOf } from "./error.ts";
import { parsePrefix } from "./ip.ts";
import { familyOfPrefix, type Result, type ResultAddress, type ResultRoute } from "./result.ts";

/** Where a result is applied. */
export interface Target {
  /** Requests in the network namespace of the container. */
  readonly rtnetlink: Rtnetlink;
  /** How further sockets are opened there. */
  readonly socket: Pick<SocketOptions, "namespace" | "kernel" | "libc">;
  /** Takes sentences about what is no failure. */
  readonly warn: (sentence: string) => void;
  /** How long other stations are given to claim an IPv6 address, in milliseconds. @default {5000} */
  readonly dadTimeout?: number;
}

const DAD_TIMEOUT = 5000;

/**
 * Gives an interface the addresses and routes of a result, and sets it up.
 *
 * Addresses of other interfaces are left alone. IPv6 is switched on, and its addresses stay when the link goes down;
 * where it has a router, the promise resolves when no other station claims its addresses. A route without a router of its
 * own gets that of the addresses of its family.
 *
 * Throws a {@linkcode CniError} for a result whose parts do not fit together, and for what the kernel refuses.
 */
export async function applyResult(ifName: string, result: Result, target: Target): Promise<void> {
  const { rtnetlink } = target;
  const addresses = addressesOf(ifName, result);
  const link = await attempt(`find "${ifName}"`, () => rtnetlink.links.get(ifName));
  if (addresses.some(({ address }) => familyOfPrefix(address) === "inet6")) await enableIpv6(ifName, target);
  for (const { address } of addresses) {
    const { family, length } = parsePrefix(address, "address");
    // As `ip address add ADDRESS brd +`; a network of two has no such address.
    const broadcast = family === "inet" && length < 31 ? { broadcast: "+" } : {};
    await attempt(
      `add IP addr ${address} to "${ifName}"`,
      () => rtnetlink.addresses.add({ link: link.index, address, ...broadcast }),
    );
  }
  await attempt(`set "${ifName}" up`, () => rtnetlink.links.set(link.index, { up: true }));
  const gateways = addresses.map(({ gateway }) => gateway).filter((gateway) => gateway !== undefined);
  if (gateways.some((gateway) => familyOfPrefix(gateway) === "inet6")) {
    await attempt(`settle addresses of "${ifName}"`, () => settle(link, target));
  }
  for (const route of result.routes ?? []) {
    const gateway = route.gw ?? gateways.find((one) => familyOfPrefix(one) === familyOfPrefix(route.dst));
    await addRoute(link, route, gateway, rtnetlink);
  }
}

/** The addresses that are for the interface; throws where one names another. */
function addressesOf(ifName: string, { interfaces = [], ips = [] }: Result): readonly ResultAddress[] {
  if (interfaces.length === 0) throw new CniError("internal", "no interfaces to configure");
  return ips.filter(({ interface: index, address }) => {
    if (index === undefined) return false;
    const { [index]: named } = interfaces;
    if (named?.name === ifName) return true;
    throw new CniError("internal", `failed to add IP addr ${address} to "${ifName}": invalid interface index ${index}`);
  });
}

async function enableIpv6(ifName: string, { socket, warn }: Target): Promise<void> {
  const options = { ...socket };
  for (const name of ["lo", ifName]) {
    const setting = `net/ipv6/conf/${name}/disable_ipv6`;
    let value: string;
    try {
      value = await readSysctl(setting, options);
    } catch (error) {
      warn(`failed to read ${setting}: ${messageOf(error)}`);
      continue;
    }
    if (value !== "0") {
      await attempt(`enable IPv6 for interface "${name}"`, () => writeSysctl(setting, 0, options));
    }
  }
  await attempt(
    `set keep_addr_on_down of "${ifName}"`,
    () => writeSysctl(`net/ipv6/conf/${ifName}/keep_addr_on_down`, 1, options),
  );
}

/** Waits until no other station claims the IPv6 addresses of a link, or none answers. */
async function settle({ index }: Link, { rtnetlink, socket, dadTimeout = DAD_TIMEOUT }: Target): Promise<void> {
  await using state = await NetworkState.open({ topics: ["address"], ...socket });
  const has = (flag: "tentative" | "dadFailed"): boolean =>
    [...state.addresses.values()].some((address) => address.index === index && address.flags.includes(flag));
  const signal = AbortSignal.timeout(dadTimeout);
  const isSettled = await state.waitFor(() => has("dadFailed") || !has("tentative"), { signal }).then(
    () => true,
    (error) => {
      if (error !== signal.reason) throw error;
      return false;
    },
  );
  if (has("dadFailed")) throw new Error("another station has one");
  // A link without a carrier asks nobody.
  if (isSettled || (await rtnetlink.links.get(index)).state !== "up") return;
  throw new Error(`still tentative after ${dadTimeout} ms`);
}

async function addRoute(
  { name, index }: Link,
  route: ResultRoute,
  gateway: string | undefined,
  { routes }: Rtnetlink,
): Promise<void> {
  const { dst, priority, table, scope, mtu, advmss } = route;
  const metrics = { ...(mtu !== undefined && { mtu }), ...(advmss !== undefined && { advertisedMss: advmss }) };
  const via = gateway === undefined ? "" : ` via ${gateway}`;
  await attempt(`add route '${dst}${via} dev ${name}'`, () =>
    routes.append({
      destination: dst,
      link: index,
      protocol: "boot",
      ...(familyOfPrefix(dst) === "inet" && { scope: scope ?? "global" }),
      ...(gateway !== undefined && { gateway }),
      ...(priority !== undefined && { priority }),
      ...(table !== undefined && { table }),
      ...(Object.keys(metrics).length > 0 && { metrics }),
    }).catch((error) => {
      // The very route is there already.
      if (!(error instanceof NetlinkError && error.code === "EEXIST")) throw error;
    }));
}

async function attempt<T>(operation: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new CniError("internal", `failed to ${operation}: ${messageOf(cause)}`, { cause });
  }
}
