import { type Address, addressMessage } from "./address.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** A link joined or left a multicast group. */
export interface MulticastAddressEvent {
  /** Tells what the event is about. */
  readonly type: "multicastAddress";
  /** Whether the link is in the group, or no longer. */
  readonly action: Action;
  /** The link by its `index`, and the group in `multicast`. */
  readonly multicastAddress: Address;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/**
 * Multicast groups of links: `RTM_NEWMULTICAST`, `RTM_DELMULTICAST`. Older kernels announce none of them, and refuse the
 * groups with `EINVAL`.
 */
export const multicastAddressNoun: Noun<Address, MulticastAddressEvent> = {
  kernelName: "MULTICAST",
  newType: 56,
  // RTNLGRP_IPV4_MCADDR, RTNLGRP_IPV6_MCADDR
  groups: [37, 38],
  codec: addressMessage,
  links: [["index"]],
  event: (action, multicastAddress, message) => ({ type: "multicastAddress", action, multicastAddress, message }),
  asked: (multicastAddress, message) => ({ type: "multicastAddress", action: "new", multicastAddress, message }),
};
