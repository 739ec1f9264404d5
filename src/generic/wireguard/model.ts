import type { Endpoint } from "../../codec/endpoint.ts";
import { familyOf, parsePrefix } from "../../codec/prefix.ts";
import { checkFields, checkList, checkNumber, MAX_PORT } from "../check.ts";
import type { WireguardDevice, WireguardPeer } from "../families/wireguard/device.ts";
import { NO_KEY } from "../families/wireguard/key.ts";

/** Where a peer can be reached. */
export interface WireguardEndpoint extends Pick<Endpoint, "address" | "port"> {}

/** A peer as it is. */
export interface WireguardPeerState
  extends Omit<WireguardPeer, "publicKey" | "presharedKey" | "endpoint" | "allowedIps" | "flags"> {
  /** Its public key in base64, by which it is known. */
  readonly publicKey: string;
  /** A secret that both ends share beside their keys, in base64; absent for none. */
  readonly presharedKey?: string;
  /** Where it can be reached; absent until that is known. */
  readonly endpoint?: WireguardEndpoint;
  /** The prefixes that belong to it, such as `"10.0.0.0/24"`. */
  readonly allowedIps: readonly string[];
}

/** A peer as it is to be: what is not told stays. */
export interface WireguardPeerSettings
  extends Pick<WireguardPeer, "presharedKey" | "persistentKeepaliveInterval" | "flags"> {
  /** Its public key in base64, by which it is known. */
  readonly publicKey: string;
  /** Where it can be reached, until packets come from elsewhere. */
  readonly endpoint?: WireguardEndpoint;
  /** Prefixes that belong to it from now on, beside those that it has. */
  readonly allowedIps?: readonly string[];
}

/** A device as it is; without keys where it has none. */
export interface WireguardState extends Omit<WireguardDevice, "peers" | "flags"> {
  /** Its peers. */
  readonly peers: readonly WireguardPeerState[];
}

/** A device as it is to be: what is not told stays. */
export interface WireguardSettings
  extends Pick<WireguardDevice, "privateKey" | "listenPort" | "firewallMark" | "flags"> {
  /** Peers that it has from now on, beside those that it has; one that it has is changed. */
  readonly peers?: readonly WireguardPeerSettings[];
}

const FIELDS: readonly string[] = ["privateKey", "listenPort", "firewallMark", "flags", "peers"];
const PEER_FIELDS: readonly string[] = [
  "publicKey",
  "presharedKey",
  "endpoint",
  "persistentKeepaliveInterval",
  "allowedIps",
  "flags",
];

/** What is told of a device. */
export function stateOf({ peers = [], ...device }: WireguardDevice): WireguardState {
  return { ...device, peers: peers.map(peerState) };
}

function peerState(
  { publicKey = "", presharedKey = NO_KEY, endpoint, allowedIps = [], ...peer }: WireguardPeer,
): WireguardPeerState {
  return {
    publicKey,
    ...(presharedKey !== NO_KEY && { presharedKey }),
    ...(endpoint !== undefined && { endpoint: { address: endpoint.address, port: endpoint.port } }),
    ...peer,
    allowedIps: allowedIps.map(({ address = "", prefixLength = 0 }) => `${address}/${prefixLength}`),
  };
}

/** What the kernel is to be told of a device; throws a `RangeError` that starts with `subject` for what cannot be. */
export function requestOf(subject: string, settings: WireguardSettings): WireguardDevice {
  checkFields(subject, settings, FIELDS);
  const { peers, ...device } = settings;
  if (peers === undefined) return device;
  checkList(`${subject}: peers`, peers);
  return { ...device, peers: peers.map((peer, i) => peerRequest(`${subject}: peers.${i}`, peer)) };
}

function peerRequest(subject: string, settings: WireguardPeerSettings): WireguardPeer {
  checkFields(subject, settings, PEER_FIELDS);
  const { publicKey, endpoint, allowedIps, ...peer } = settings;
  if (publicKey === undefined) throw new RangeError(`${subject}: expected a publicKey`);
  if (endpoint !== undefined) {
    checkFields(`${subject}.endpoint`, endpoint, ["address", "port"]);
    checkNumber(`${subject}.endpoint.port`, endpoint.port, 1, MAX_PORT);
  }
  if (allowedIps !== undefined) checkList(`${subject}.allowedIps`, allowedIps);
  return {
    publicKey,
    ...peer,
    ...(endpoint && { endpoint: { family: familyOf(`${endpoint.address}`), ...endpoint } }),
    ...(allowedIps && { allowedIps: allowedIps.map((prefix, i) => parsePrefix(`${subject}.allowedIps.${i}`, prefix)) }),
  };
}
