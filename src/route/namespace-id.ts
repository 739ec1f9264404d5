import { attribute } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { i32, u32 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";

/** Numbers of the messages (`RTM_NEWNSID`, `RTM_GETNSID`). */
export const RTM_NEWNSID = 88;
/** Asks for the number of a namespace. */
export const RTM_GETNSID = 90;

/** The fixed part of a message about the number of a namespace (`struct rtgenmsg`). */
interface NamespaceIdHeader {
  /** Not used (`rtgen_family`). */
  readonly family: Family;
}

/** The attributes of such a message (`NETNSA_*`). */
interface NamespaceIdAttributes {
  /** Number of the namespace in this one; -1 for none, or for any in a request (`NETNSA_NSID`). */
  readonly id?: number;
  /** A process in the namespace, in a request (`NETNSA_PID`). */
  readonly pid?: number;
  /** A descriptor of the namespace, in a request (`NETNSA_FD`). */
  readonly descriptor?: number;
}

/** The number by which one namespace knows another. */
export interface NamespaceId extends NamespaceIdHeader, NamespaceIdAttributes {}

/** `struct rtgenmsg` and `NETNSA_*`. */
export const namespaceIdMessage: MessageCodec<NamespaceId> = message<NamespaceIdHeader, NamespaceIdAttributes>(1, {
  family: field(0, family),
}, {
  id: attribute(1, i32),
  pid: attribute(2, u32),
  descriptor: attribute(3, u32),
});
