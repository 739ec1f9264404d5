import { ipv6 } from "../codec/address.ts";
import { attribute, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { u32, u8 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** The fixed part of a message about a label (`struct ifaddrlblmsg`). */
export interface AddressLabelHeader {
  /** Always `"inet6"` (`ifal_family`). */
  readonly family: Family;
  /** Length of the prefix in bits (`ifal_prefixlen`). */
  readonly prefixLength: number;
  /** Not used (`ifal_flags`). */
  readonly flags: number;
  /** Index of the link whose addresses alone have the label; 0 for any (`ifal_index`). */
  readonly index: number;
  /** How often the table was changed, in an answer (`ifal_seq`). */
  readonly sequence: number;
}

/** The attributes of a message about a label (`IFAL_*`). */
export interface AddressLabelAttributes extends Extensible {
  /** The prefix of the addresses (`IFAL_ADDRESS`). */
  readonly address?: string;
  /** The label: a source with the label of the destination is preferred (`IFAL_LABEL`). */
  readonly label?: number;
}

/** The label of a prefix, by which a source address is chosen (RFC 6724). */
export interface AddressLabel extends AddressLabelHeader, AddressLabelAttributes {}

/** Every message about a label: `struct ifaddrlblmsg` and `IFAL_*`. */
export const addressLabelMessage: MessageCodec<AddressLabel> = message<AddressLabelHeader, AddressLabelAttributes>(12, {
  family: field(0, family),
  prefixLength: field(2, u8),
  flags: field(3, u8),
  index: field(4, u32),
  sequence: field(8, u32),
}, {
  address: attribute(1, ipv6),
  label: attribute(2, u32),
});

/** A label, as it stands in a list: the kernel tells nobody of changes. */
export interface AddressLabelEvent {
  /** Tells what the event is about. */
  readonly type: "addressLabel";
  /** Whether it is there or gone. */
  readonly action: Action;
  /** The label. */
  readonly addressLabel: AddressLabel;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Labels of prefixes: `RTM_NEWADDRLABEL`, `RTM_DELADDRLABEL`. */
export const addressLabelNoun: Noun<AddressLabel, AddressLabelEvent> = {
  kernelName: "ADDRLABEL",
  newType: 72,
  groups: [],
  codec: addressLabelMessage,
  links: [["index"]],
  event: (action, addressLabel, message) => ({ type: "addressLabel", action, addressLabel, message }),
};
