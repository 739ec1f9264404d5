import type { LengthLimits, NumberLimits } from "../../codec/limited.ts";
import type { NumberName } from "./numbers.ts";

// A specification whose names are found, whose numbers are counted and whose constants are known: what codecs are made of,
// and what types are printed of. Names are in camelCase.

/** Names of values or of bits. */
export interface Names {
  /** Name of the enumeration. */
  readonly name: string;
  /** Whether its values are bits wherever it is used. */
  readonly isFlags: boolean;
  /** Beginning of the kernel's constants. */
  readonly prefix: string;
  /** What it is for. */
  readonly doc?: string;
  /** The values by name; of flags the numbers of the bits. */
  readonly values: Readonly<Record<string, number>>;
}

/** How values are told by names. */
export interface Naming {
  /** The names. */
  readonly names: Names;
  /** Whether a value is any number of bits, or one value. */
  readonly asFlags: boolean;
}

/** The type of a value. */
export type ValueType =
  | {
    readonly kind: "number";
    readonly number: NumberName;
    readonly naming?: Naming;
    readonly limits?: NumberLimits;
  }
  | { readonly kind: "text" | "bytes"; readonly size?: number; readonly limits?: LengthLimits }
  | { readonly kind: "address"; readonly form: AddressForm }
  | { readonly kind: "flag" }
  | { readonly kind: "bitfield"; readonly naming?: Naming }
  | { readonly kind: "struct"; readonly struct: Struct }
  | { readonly kind: "array" | "indexed" | "keyed"; readonly element: ValueType }
  | { readonly kind: "attributes"; readonly set: AttributeSet }
  | { readonly kind: "choice"; readonly selector: string; readonly formats: readonly Format[] };

/** The codec of an address. */
export type AddressForm = "ip" | "ipv4" | "ipv6" | "mac" | "hardwareAddress";

/** A member of a struct. */
export interface Member {
  /** Name of the property. */
  readonly name: string;
  /** Offset in bytes. */
  readonly offset: number;
  /** What it is. */
  readonly type: ValueType;
  /** What it is for. */
  readonly doc?: string;
}

/** A struct. */
export interface Struct {
  /** Name of it. */
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
  /** The members that have names. */
  readonly members: readonly Member[];
  /** What it is for. */
  readonly doc?: string;
}

/** An attribute. */
export interface AttributeModel {
  /** Name of the property. */
  readonly name: string;
  /** Number of the attribute. */
  readonly number: number;
  /** The kernel's constant. */
  readonly constant: string;
  /** What it is. */
  readonly type: ValueType;
  /** Whether it may come several times. */
  readonly isRepeated: boolean;
  /** What it is for. */
  readonly doc?: string;
}

/** A list of attributes. Its attributes are filled in when all lists are known, since it can stand in itself. */
export interface AttributeSet {
  /** Name of it. */
  readonly name: string;
  /** What it is for. */
  readonly doc?: string;
  /** The attributes by the names that the specification has for them. */
  readonly attributes: ReadonlyMap<string, AttributeModel>;
}

/** What a chosen message consists of. */
export interface Format extends Content {
  /** The value that chooses it. */
  readonly value: string;
}

/** A header, or none, and attributes behind it, or none. */
export interface Content {
  /** The header. */
  readonly header?: Struct;
  /** The attributes. */
  readonly set?: AttributeSet;
}

/** A message, with the attributes that it is said to have. */
export interface Message extends Content {
  /** Names of the properties; others may be among them all the same. */
  readonly told: readonly string[];
}

/** What goes to and fro. */
export interface MessagePair {
  /** What is asked. */
  readonly request?: Message;
  /** What is replied. */
  readonly reply?: Message;
}

/** A command. */
export interface Command {
  /** Name of the property. */
  readonly name: string;
  /** The kernel's constant. */
  readonly constant: string;
  /** What it is for. */
  readonly doc?: string;
  /** Number of the command. */
  readonly number: number;
  /** Number of the messages that reply; absent where it is the same. */
  readonly replyNumber?: number;
  /** What it does once. */
  readonly do?: MessagePair;
  /** What it lists. */
  readonly dump?: MessagePair;
  /** Whether it needs `CAP_NET_ADMIN`. */
  readonly privileged: boolean;
}

/** What the kernel announces. */
export interface Notification {
  /** Name of the property. */
  readonly name: string;
  /** The kernel's constant. */
  readonly constant: string;
  /** What it is for. */
  readonly doc?: string;
  /** Number of the message. */
  readonly number: number;
  /** What it tells. */
  readonly value: Message;
}

/** A whole family. */
export interface Specification {
  /** Name in the kernel. */
  readonly name: string;
  /** Version that requests tell. */
  readonly version: number;
  /** What it is for. */
  readonly doc?: string;
  /** The commands. */
  readonly commands: readonly Command[];
  /** The notifications. */
  readonly notifications: readonly Notification[];
  /** The multicast groups, as the kernel calls them. */
  readonly groups: readonly string[];
}
