import type {
  Genetlink,
  Ipvs,
  ipvs,
  IpvsService,
  IpvsServiceKey,
  IpvsVirtualService,
  Wireguard,
  wireguard,
  WireguardDevice,
  WireguardState,
} from "../../src/generic/mod.ts";
import { is } from "./expect.ts";

/** A service is known by its address or by a mark, and one that was listed is known. */
async function services({ services, destinations, pools }: Ipvs): Promise<void> {
  const web = { address: "192.0.2.1", port: 80 };
  is<readonly IpvsVirtualService[]>()(await services.list());
  is<IpvsVirtualService | undefined>()(await services.get(web));
  for (const service of await services.list()) {
    is<string | undefined>()(service.scheduler);
    service satisfies IpvsServiceKey;
    await services.remove(service);
    for (const destination of await destinations.list(service)) await destinations.remove(service, destination);
  }
  await services.add({ ...web, protocol: "UDP", flags: ["onePacket"] });
  await services.add({ firewallMark: 1, family: "inet6" });
  // @ts-expect-error: without a port
  await services.add({ address: "192.0.2.1" });
  // @ts-expect-error: both
  await services.add({ ...web, firewallMark: 1 });
  // @ts-expect-error: misspelt
  await services.add({ ...web, sheduler: "rr" });
  // @ts-expect-error: no protocol of it
  await services.add({ ...web, protocol: "icmp" });
  // @ts-expect-error: no flag
  await services.add({ ...web, flags: ["opne"] });
  // @ts-expect-error: not of a service that is to be
  await services.add({ ...web, stats: {} });
  // @ts-expect-error: without an address
  await destinations.add(web, { weight: 1 });
  // @ts-expect-error: the kernel's own
  await destinations.add(web, { address: "::1", forwardingMethod: "bypass" });
  await pools.add({ service: web, destinations: [{ address: "::1" }] });
  // @ts-expect-error: without a service
  await pools.add({ destinations: [] });
}

/** The families have the types of their schemas. */
async function families(genetlink: Genetlink, balancer: typeof ipvs, tunnels: typeof wireguard): Promise<void> {
  is<IpvsService | undefined>()((await genetlink.family(balancer).request("getService", {})).service);
  is<readonly WireguardDevice[]>()(await genetlink.family(tunnels).dump("getDevice", { name: "wg0" }));
  // @ts-expect-error: a device is listed alone
  await genetlink.family(tunnels).request("getDevice", { name: "wg0" });
  // @ts-expect-error: nothing but which device
  await genetlink.family(tunnels).dump("getDevice", { listenPort: 1 });
}

/** A device of WireGuard is told and changed in one form. */
async function devices(tunnels: Wireguard): Promise<void> {
  const device = await tunnels.get("wg0");
  is<WireguardState>()(device);
  const peers = device.peers.map(({ publicKey, allowedIps }) => ({ publicKey, allowedIps }));
  await tunnels.set("wg0", { peers });
  // @ts-expect-error: without a key
  await tunnels.set("wg0", { peers: [{ allowedIps: [] }] });
  // @ts-expect-error: no flag
  await tunnels.set("wg0", { flags: ["replace"] });
}

/** Nobody runs them. */
export const claims: readonly unknown[] = [services, families, devices];
