import type { EncapAttributes, EncapByType, Ip6Encap, IpEncap } from "../../../mod.ts";
import { nameOf, type Table, text, yes } from "../witness.ts";

/** What belongs to an encapsulation, if it is of this type. */
function only<Type extends keyof EncapByType>(
  { encapType, encap }: EncapAttributes,
  type: Type,
): EncapByType[Type] | undefined {
  // The type tells the form.
  return encapType === type ? encap as EncapByType[Type] : undefined;
}

function tunnel(hop: EncapAttributes): IpEncap | Ip6Encap | undefined {
  return only(hop, "ip") ?? only(hop, "ip6");
}

/** The number of a tunnel, which `ip` prints under the name that a nexthop object has its own under. */
export function tunnelId(hop: EncapAttributes): number | undefined {
  const id = tunnel(hop)?.id;
  return id === undefined ? undefined : Number(id);
}

/** Where packets are sent to, which `ip` prints under the name that a route has its own destination under. */
export function tunnelDestination(hop: EncapAttributes): string | undefined {
  return tunnel(hop)?.destination ?? only(hop, "mpls")?.destination;
}

/** The type of service of outer packets, which is printed like that of a route too. */
export function tunnelTos(hop: EncapAttributes): number | undefined {
  return only(hop, "ip")?.tos;
}

/** What `ip` prints of an encapsulation among what it prints of its route, next hop or nexthop object. */
export const ENCAP: Table<EncapAttributes>["rows"] = {
  encap: ({ encapType }) => text(encapType),
  id: tunnelId,
  src: (hop) => tunnel(hop)?.source,
  dst: tunnelDestination,
  ttl: (hop) => only(hop, "ip")?.ttl ?? only(hop, "mpls")?.ttl,
  tos: tunnelTos,
  hoplimit: (hop) => only(hop, "ip6")?.hopLimit,
  tc: (hop) => only(hop, "ip6")?.trafficClass,
  key: (hop) => yes(tunnel(hop)?.flags?.includes("key") ?? false),
  csum: (hop) => yes(tunnel(hop)?.flags?.includes("checksum") ?? false),
  seq: (hop) => yes(tunnel(hop)?.flags?.includes("sequence") ?? false),
  mode: (hop) => text(only(hop, "seg6")?.routingHeader?.mode),
  segs: (hop) => only(hop, "seg6")?.routingHeader?.segments,
  action: (hop) => text(only(hop, "seg6local")?.action),
  srh: (hop) => {
    const segs = only(hop, "seg6local")?.routingHeader?.segments;
    return segs && { segs };
  },
  nh4: (hop) => only(hop, "seg6local")?.nextHop4,
  nh6: (hop) => only(hop, "seg6local")?.nextHop6,
  oif: (hop, context) => nameOf(only(hop, "seg6local")?.outputLink, context),
  endpoint: (hop) => only(hop, "seg6local")?.bpf?.name,
  in: (hop) => only(hop, "bpf")?.input?.name,
  out: (hop) => only(hop, "bpf")?.output?.name,
  xmit: (hop) => only(hop, "bpf")?.transmit?.name,
  flavors: (hop) => only(hop, "seg6local")?.flavors?.operations,
  lblen: (hop) => only(hop, "seg6local")?.flavors?.locatorBlockBits,
  nflen: (hop) => only(hop, "seg6local")?.flavors?.nodeFunctionBits,
};
