import { mac } from "../../codec/address.ts";
import type { FixedCodec } from "../../codec/codec.ts";
import { be16 } from "../../codec/numbers.ts";
import { field, struct } from "../../codec/struct.ts";

/** Who a bridge is in the spanning tree: the smallest becomes the root (`struct ifla_bridge_id`). */
export interface BridgeId {
  /** Priority, 0 to 65535; the smaller wins (`prio`). */
  readonly priority: number;
  /** Link-layer address, which decides between equal priorities (`addr`). */
  readonly address: string;
}

/** `struct ifla_bridge_id`, which is on the wire as the standard sends it. */
export const bridgeId: FixedCodec<BridgeId> = struct<BridgeId>(8, {
  priority: field(0, be16),
  address: field(2, mac),
});
