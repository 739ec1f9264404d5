import type { WireguardDevice, WireguardPeer, WireguardPrefix } from "../families/wireguard/device.ts";

/** How many bytes of peers go into one message, about; an attribute has 65535 at most. */
const ROOM = 32 * 1024;
/** What a peer takes without its prefixes, and what each of these takes, at most and with the headers. */
const PEER_SIZE = 136;
const PREFIX_SIZE = 48;
/** How many prefixes of a peer go into one message. */
const MOST_PREFIXES = Math.floor((ROOM - PEER_SIZE) / PREFIX_SIZE);

/** Puts together what the kernel tells of a device in parts: a peer that goes on in the next one is one peer. */
export function merged(parts: readonly WireguardDevice[]): WireguardDevice {
  const peers: { readonly peer: WireguardPeer; readonly prefixes: WireguardPrefix[] }[] = [];
  for (const peer of parts.flatMap(({ peers = [] }) => peers)) {
    const { publicKey, allowedIps = [] } = peer;
    const last = peers.at(-1);
    if (last !== undefined && last.peer.publicKey === publicKey) last.prefixes.push(...allowedIps);
    else peers.push({ peer, prefixes: [...allowedIps] });
  }
  return {
    // Each property of the device is told once.
    ...Object.assign({}, ...parts),
    peers: peers.map(({ peer, prefixes }) => ({ ...peer, allowedIps: prefixes })),
  };
}

/** Divides a change into messages that have room for it, to be sent in this order. */
export function divided(device: WireguardDevice): readonly WireguardDevice[] {
  const { index, name, peers = [] } = device;
  const groups: WireguardPeer[][] = [[]];
  let left = ROOM;
  for (const piece of peers.flatMap(pieces)) {
    const size = PEER_SIZE + PREFIX_SIZE * (piece.allowedIps?.length ?? 0);
    if (size > left) {
      groups.push([]);
      left = ROOM;
    }
    groups.at(-1)?.push(piece);
    left -= size;
  }
  const [first = [], ...more] = groups;
  if (more.length === 0) return [device];
  // What becomes of the device is told once: with `replacePeers`, each part would undo those before.
  const key = { ...(index !== undefined && { index }), ...(name !== undefined && { name }) };
  return [{ ...device, peers: first }, ...more.map((peers) => ({ ...key, peers }))];
}

/** A peer in as many pieces as its prefixes need; those behind the first do not bring back one that went meanwhile. */
function pieces(peer: WireguardPeer): readonly WireguardPeer[] {
  const { publicKey = "", allowedIps = [] } = peer;
  if (allowedIps.length <= MOST_PREFIXES) return [peer];
  return Array.from({ length: Math.ceil(allowedIps.length / MOST_PREFIXES) }, (_, i): WireguardPeer => {
    const some = allowedIps.slice(i * MOST_PREFIXES, (i + 1) * MOST_PREFIXES);
    return i === 0 ? { ...peer, allowedIps: some } : { publicKey, flags: ["updateOnly"], allowedIps: some };
  });
}
