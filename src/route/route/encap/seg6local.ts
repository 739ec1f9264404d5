import { ipv4, ipv6 } from "../../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../../codec/names.ts";
import { u32, u64, u8 } from "../../../codec/numbers.ts";
import { bytes, cstring } from "../../../codec/text.ts";
import { routingHeader } from "./routing-header.ts";
import { SEGMENT_ROUTING, segmentRoutingFields, type SegmentRoutingHeader } from "./segment-routing.ts";

/** What is done with packets whose active segment is this host (`SEG6_LOCAL_ACTION_*`); a number where it has no name here. */
export type Seg6LocalAction =
  | "End"
  | "End.X"
  | "End.T"
  | "End.DX2"
  | "End.DX6"
  | "End.DX4"
  | "End.DT6"
  | "End.DT4"
  | "End.B6"
  | "End.B6.Encaps"
  | "End.BM"
  | "End.S"
  | "End.AS"
  | "End.AM"
  | "End.BPF"
  | "End.DT46"
  | number;

/** The program that decides (`SEG6_LOCAL_BPF`). */
export interface Seg6LocalProgram extends Extensible {
  /** In a request its file descriptor, else its number (`SEG6_LOCAL_BPF_PROG`). */
  readonly program?: number;
  /** Its name (`SEG6_LOCAL_BPF_PROG_NAME`). */
  readonly name?: string;
}

/** What was done; in a request zeros, for the kernel to count (`SEG6_LOCAL_COUNTERS`). */
export interface Seg6LocalCounters extends Extensible {
  /** Alignment on machines that need it (`SEG6_LOCAL_CNT_PAD`). */
  readonly padding?: Uint8Array;
  /** Packets that were processed (`SEG6_LOCAL_CNT_PACKETS`). */
  readonly packets?: bigint;
  /** Bytes of these (`SEG6_LOCAL_CNT_BYTES`). */
  readonly bytes?: bigint;
  /** Packets that could not be processed (`SEG6_LOCAL_CNT_ERRORS`). */
  readonly errors?: bigint;
}

/** A variant of an action (`SEG6_LOCAL_FLV_OP_*`), as RFC 8986 and RFC 9800 name them. */
export type Seg6LocalFlavor = "psp" | "usp" | "usd" | "next-csid";

/** How an action is varied (`SEG6_LOCAL_FLAVORS`). */
export interface Seg6LocalFlavors extends Extensible {
  /** The variants (`SEG6_LOCAL_FLV_OPERATION`). */
  readonly operations?: Flags<Seg6LocalFlavor>;
  /** Bits of the locator that compressed segments share (`SEG6_LOCAL_FLV_LCBLOCK_BITS`). */
  readonly locatorBlockBits?: number;
  /** Bits of one compressed segment (`SEG6_LOCAL_FLV_LCNODE_FN_BITS`). */
  readonly nodeFunctionBits?: number;
}

/** What this host does as a segment: the encapsulation `seg6local`. */
export interface Seg6LocalEncap extends Extensible {
  /** What is done (`SEG6_LOCAL_ACTION`). */
  readonly action?: Seg6LocalAction;
  /** Further segments that packets get, with `End.B6` and `End.B6.Encaps` (`SEG6_LOCAL_SRH`). */
  readonly routingHeader?: SegmentRoutingHeader;
  /** Table in which the route to the next segment is looked up (`SEG6_LOCAL_TABLE`). */
  readonly table?: number;
  /** IPv4 address of the next router (`SEG6_LOCAL_NH4`). */
  readonly nextHop4?: string;
  /** IPv6 address of the next router (`SEG6_LOCAL_NH6`). */
  readonly nextHop6?: string;
  /** Index of the link that packets come in by (`SEG6_LOCAL_IIF`). */
  readonly inputLink?: number;
  /** Index of the link that packets leave by (`SEG6_LOCAL_OIF`). */
  readonly outputLink?: number;
  /** The program of `End.BPF` (`SEG6_LOCAL_BPF`). */
  readonly bpf?: Seg6LocalProgram;
  /** Table of the routing domain that packets belong to (`SEG6_LOCAL_VRFTABLE`). */
  readonly vrfTable?: number;
  /** What was done; absent where it is not counted (`SEG6_LOCAL_COUNTERS`). */
  readonly counters?: Seg6LocalCounters;
  /** How the action is varied (`SEG6_LOCAL_FLAVORS`). */
  readonly flavors?: Seg6LocalFlavors;
}

const action = enumeration(u32, {
  "End": 1,
  "End.X": 2,
  "End.T": 3,
  "End.DX2": 4,
  "End.DX6": 5,
  "End.DX4": 6,
  "End.DT6": 7,
  "End.DT4": 8,
  "End.B6": 9,
  "End.B6.Encaps": 10,
  "End.BM": 11,
  "End.S": 12,
  "End.AS": 13,
  "End.AM": 14,
  "End.BPF": 15,
  "End.DT46": 16,
});

const program = attributes<Seg6LocalProgram>({ program: attribute(1, u32), name: attribute(2, cstring) });

const counters = attributes<Seg6LocalCounters>({
  padding: attribute(1, bytes),
  packets: attribute(2, u64),
  bytes: attribute(3, u64),
  errors: attribute(4, u64),
});

const flavors = attributes<Seg6LocalFlavors>({
  operations: attribute(1, flags(u32, { psp: 0x2, usp: 0x4, usd: 0x8, "next-csid": 0x10 })),
  locatorBlockBits: attribute(2, u8),
  nodeFunctionBits: attribute(3, u8),
});

/** `RTA_ENCAP` of the type `seg6local`. */
export const seg6LocalEncap: Codec<Seg6LocalEncap> = attributes<Seg6LocalEncap>({
  action: attribute(1, action),
  routingHeader: attribute(
    2,
    routingHeader<SegmentRoutingHeader>({ type: SEGMENT_ROUTING, fields: segmentRoutingFields(), reversed: true }),
  ),
  table: attribute(3, u32),
  nextHop4: attribute(4, ipv4),
  nextHop6: attribute(5, ipv6),
  inputLink: attribute(6, u32),
  outputLink: attribute(7, u32),
  bpf: attribute(8, program),
  vrfTable: attribute(9, u32),
  counters: attribute(10, counters, { nested: true }),
  flavors: attribute(11, flavors, { nested: true }),
});
