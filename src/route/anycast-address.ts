import { type Address, addressMessage } from "./address.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** A link got or lost an anycast address. */
export interface AnycastAddressEvent {
  /** Tells what the event is about. */
  readonly type: "anycastAddress";
  /** Whether the link has the address, or no longer. */
  readonly action: Action;
  /** The link by its `index`, and the address in `anycast`. */
  readonly anycastAddress: Address;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/**
 * Anycast addresses of links: `RTM_NEWANYCAST`, `RTM_DELANYCAST`. Older kernels announce none of them, and refuse the
 * group with `EINVAL`.
 */
export const anycastAddressNoun: Noun<Address, AnycastAddressEvent> = {
  kernelName: "ANYCAST",
  newType: 60,
  // RTNLGRP_IPV6_ACADDR
  groups: [39],
  codec: addressMessage,
  links: [["index"]],
  event: (action, anycastAddress, message) => ({ type: "anycastAddress", action, anycastAddress, message }),
  asked: (anycastAddress, message) => ({ type: "anycastAddress", action: "new", anycastAddress, message }),
};
