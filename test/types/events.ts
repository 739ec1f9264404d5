import type {
  Action,
  Address,
  AddressLabel,
  AdvertisedPrefix,
  BridgeVlanDatabase,
  Chain,
  DecodedMessage,
  DecodeError,
  Filter,
  KindInfo,
  Link,
  Mdb,
  MessageInfo,
  MulticastRouteReport,
  NamespaceId,
  NdUserOption,
  Neighbor,
  NeighborTable,
  Netconf,
  NetworkChange,
  NetworkEvent,
  Nexthop,
  Qdisc,
  Route,
  Rule,
  Stats,
  Topic,
  TrafficActions,
  TrafficClass,
  Tunnel,
  VxlanData,
  Watcher,
} from "../../mod.ts";
import { holds, is, type Same } from "./expect.ts";

/** Events narrow by their type, and a switch over all types is known to be complete. */
export function events(event: NetworkEvent): void {
  // @ts-expect-error: not every event is about a link
  event.link;
  switch (event.type) {
    case "link":
      is<Link>()(event.link);
      is<Action>()(event.action);
      is<MessageInfo>()(event.message);
      // @ts-expect-error: an event of a link has no address
      event.address;
      break;
    case "address":
      is<Address>()(event.address);
      break;
    case "route":
      is<Route>()(event.route);
      break;
    case "neighbor":
      is<Neighbor>()(event.neighbor);
      is<"new" | "delete" | "miss">()(event.action);
      break;
    case "rule":
      is<Rule>()(event.rule);
      break;
    case "nexthop":
      is<Nexthop>()(event.nexthop);
      break;
    case "nexthopBucket":
      is<Nexthop>()(event.nexthopBucket);
      break;
    case "netconf":
      is<Netconf>()(event.netconf);
      break;
    case "nsid":
      is<NamespaceId>()(event.nsid);
      break;
    case "prefix":
      is<AdvertisedPrefix>()(event.prefix);
      break;
    case "addressLabel":
      is<AddressLabel>()(event.addressLabel);
      break;
    case "multicastAddress":
      is<Address>()(event.multicastAddress);
      break;
    case "anycastAddress":
      is<Address>()(event.anycastAddress);
      break;
    case "neighborTable":
      is<NeighborTable>()(event.neighborTable);
      break;
    case "mdb":
      is<Mdb>()(event.mdb);
      break;
    case "bridgeVlan":
      is<BridgeVlanDatabase>()(event.bridgeVlan);
      break;
    case "stats":
      is<Stats>()(event.stats);
      break;
    case "ndUserOption":
      is<NdUserOption>()(event.ndUserOption);
      break;
    case "tunnel":
      is<Tunnel>()(event.tunnel);
      break;
    case "multicastRoute":
      is<Route>()(event.multicastRoute);
      break;
    case "multicastRouteReport":
      is<MulticastRouteReport>()(event.multicastRouteReport);
      break;
    case "qdisc":
      is<Qdisc>()(event.qdisc);
      break;
    case "trafficClass":
      is<TrafficClass>()(event.trafficClass);
      break;
    case "filter":
      is<Filter>()(event.filter);
      break;
    case "chain":
      is<Chain>()(event.chain);
      break;
    case "trafficAction":
      is<TrafficActions>()(event.trafficAction);
      break;
    case "overrun":
      is<number>()(event.lost);
      // @ts-expect-error: a loss has no message
      event.message;
      break;
    case "undecoded":
      is<DecodeError>()(event.error);
      is<Uint8Array>()(event.bytes);
      is<MessageInfo | undefined>()(event.message);
      break;
    default:
      event satisfies never;
  }
}

/** Every topic is a type of event, and every other type is one of the two that concern all topics. */
holds<Same<NetworkEvent["type"], Topic | "overrun" | "undecoded">>();

/** What is decoded is more than events. */
export function decoded(message: DecodedMessage): void {
  switch (message.type) {
    case "request":
      is<object | undefined>()(message.value);
      is<Topic>()(message.topic);
      break;
    case "error":
    case "done":
      is<number>()(message.errno);
      is<string | undefined>()(message.code);
      break;
    case "generic":
      is<number>()(message.command);
      break;
    case "noop":
      is<MessageInfo>()(message.message);
      break;
    default:
      message satisfies NetworkEvent;
  }
}

/** The kind of a link says what its data is. */
export function kinds(link: Link, info: KindInfo): void {
  is<string | undefined>()(link.kind);
  if (info.kind === "vxlan") {
    is<VxlanData | undefined>()(info.data);
    // @ts-expect-error: only a bridge has one
    info.data?.rootId;
  }
  if (link.linkInfo?.kind === "bridge") {
    info.data satisfies object | undefined;
    is<string | undefined>()(link.linkInfo.data?.rootId?.address);
    // @ts-expect-error: only a tunnel has one
    link.linkInfo.data?.id;
  }
  // @ts-expect-error: the kind has to be looked at first
  link.linkInfo?.data?.rootId;
  if (link.linkInfo?.portKind === "bond") is<number | undefined>()(link.linkInfo.portData?.linkFailures);
  // @ts-expect-error: there is no such kind, as far as is known of its data
  if (info.kind === "vlxan" && info.data !== undefined) info.data.id;
}

/** Numbers of 64 bits are bigint, all others number; flags are names or unknown bits. */
export function values(link: Link): void {
  is<bigint | undefined>()(link.stats?.rxPackets);
  is<number | undefined>()(link.mtu);
  const [flag] = link.flags;
  if (flag === "up") is<"up">()(flag);
  if (flag?.startsWith("0x")) flag satisfies string;
  // @ts-expect-error: a flag has another name
  if (flag === "UP") flag;
}

/** Changes narrow by type and by action. */
export function changes(change: NetworkChange): void {
  if (change.type === "link") {
    is<Link>()(change.link);
    if (change.action === "change") is<Link>()(change.previous);
    // @ts-expect-error: what comes has nothing before it
    if (change.action === "add") change.previous;
  }
}

/** A loop gives events, and nothing else. */
export async function loop(watcher: Watcher): Promise<void> {
  for await (const event of watcher) is<NetworkEvent>()(event);
  const result = await watcher.next();
  if (result.done) is<undefined>()(result.value);
  else is<NetworkEvent>()(result.value);
}
