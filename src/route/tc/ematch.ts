import { indexed } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { be32, i32, u16, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { prefixed } from "../../codec/prefixed.ts";
import { field, type FieldsOf, type Grown, struct } from "../../codec/struct.ts";
import { bytes, text } from "../../codec/text.ts";

/** 32 bits of a packet that are compared (`struct tc_u32_key`). */
export interface U32Key extends Grown {
  /** Which of them count (`mask`). */
  readonly mask: number;
  /** What they shall be (`val`). */
  readonly value: number;
  /** Where they start in bytes, from the network header (`off`). */
  readonly offset: number;
  /** 0, or -1 to add the offset that was found on the way here (`offmask`). */
  readonly offsetMask: number;
}

/** `struct tc_u32_key`. */
export const u32Key: FixedCodec<U32Key> = struct<U32Key>(16, {
  mask: field(0, be32),
  value: field(4, be32),
  offset: field(8, i32),
  offsetMask: field(12, i32),
});

// Places in a packet count from a layer: 0 for the link layer, 1 for the network, 2 for the transport (`TCF_LAYER_*`).
// Comparisons are for equal (0), greater (1) or less (2; `TCF_EM_OPND_*`).

/** Bytes of a packet as a number, compared with another (`struct tcf_em_cmp`). */
export interface EmatchComparison extends Grown {
  /** What it is compared with (`val`). */
  readonly value: number;
  /** Which bits count; 0 for all (`mask`). */
  readonly mask: number;
  /** Where the number is, in bytes (`off`). */
  readonly offset: number;
  /** How many bytes it has, 1, 2 or 4; plus 16 where they are in the order of this host (`align`, `flags`). */
  readonly alignment: number;
  /** What the offset counts from; plus 16 times how they compare (`layer`, `opnd`). */
  readonly layer: number;
}

/** Where the bytes are that are compared with others (`struct tcf_em_nbyte`). */
export interface EmatchPlace {
  /** Where they are (`off`). */
  readonly offset: number;
  /** How many there are, up to 4095; plus 4096 times what the offset counts from (`len`, `layer`). */
  readonly length: number;
}

/** Bytes of a packet that are compared with others. */
export interface EmatchBytes extends EmatchPlace {
  /** What they shall be. */
  readonly pattern: Uint8Array;
}

/** How bytes are looked for in a packet (`struct tcf_em_text`). */
export interface EmatchSearch {
  /** By which algorithm, such as `"kmp"` (`algo`). */
  readonly algorithm: string;
  /** Where the search begins (`from_offset`). */
  readonly from: number;
  /** Where it ends (`to_offset`). */
  readonly to: number;
  /** How many bytes are looked for (`pattern_len`). */
  readonly length: number;
  /** What the beginning counts from, plus 16 times what the end counts from (`from_layer`, `to_layer`). */
  readonly layers: number;
}

/** Bytes that are looked for in a packet. */
export interface EmatchText extends EmatchSearch {
  /** What is looked for. */
  readonly pattern: Uint8Array;
}

/** One side of a comparison of what the kernel knows of a packet (`struct tcf_meta_val`). */
export interface EmatchMetaValue extends Grown {
  /** What it is: `TCF_META_ID_*` in the lower 11 bits, `TCF_META_TYPE_*` in the upper four (`kind`). */
  readonly kind: number;
  /** Bits by which it is shifted (`shift`). */
  readonly shift: number;
  /** How the sides compare (`op`). */
  readonly operand: number;
}

/** The sides of such a comparison (`struct tcf_meta_hdr`). */
export interface EmatchMetaHeader extends Grown {
  /** What is compared (`left`). */
  readonly left: EmatchMetaValue;
  /** With what (`right`). */
  readonly right: EmatchMetaValue;
}

/** What the kernel knows of a packet, compared with something. */
export interface EmatchMeta extends Extensible {
  /** The two sides (`TCA_EM_META_HDR`). */
  readonly header?: EmatchMetaHeader;
  /** A value on the left: 4 bytes for a number, else text (`TCA_EM_META_LVALUE`). */
  readonly left?: Uint8Array;
  /** A value on the right (`TCA_EM_META_RVALUE`). */
  readonly right?: Uint8Array;
}

/** What an extended match compares; bytes where its kind has no schema. */
export type EmatchData = number | EmatchComparison | EmatchBytes | U32Key | EmatchMeta | EmatchText | Uint8Array;

/** What kind of extended match it is (`TCF_EM_*`); a number where it has no name here. */
export type EmatchKind =
  | "container"
  | "cmp"
  | "nbyte"
  | "u32"
  | "meta"
  | "text"
  | "vlan"
  | "canid"
  | "ipset"
  | "ipt"
  | number;

/** What every extended match has (`struct tcf_ematch_hdr`). */
export interface EmatchHeader {
  /** Number that the program which made it knows it by (`matchid`). */
  readonly id: number;
  /** What it compares (`kind`). */
  readonly kind: EmatchKind;
  /** How it goes together with the next; whether it is turned round, and its data but a number (`flags`). */
  readonly flags: Flags<"and" | "or" | "invert" | "simple">;
}

/** An extended match: one of several conditions. */
export interface Ematch extends EmatchHeader {
  /** What it compares, in the form of its kind; for a container the place of the first match inside. */
  readonly data: EmatchData;
}

/** How many matches there are, and who made them (`struct tcf_ematch_tree_hdr`). */
export interface EmatchTreeHeader extends Grown {
  /** How many there are (`nmatches`). */
  readonly count: number;
  /** The program that made them (`progid`). */
  readonly program: number;
}

/** Extended matches: all have to fit, or others instead. */
export interface Ematches extends Extensible {
  /** How many there are (`TCA_EMATCH_TREE_HDR`). */
  readonly header?: EmatchTreeHeader;
  /** One each (`TCA_EMATCH_TREE_LIST`). */
  readonly list?: readonly Ematch[];
}

const comparison: FixedCodec<EmatchComparison> = struct<EmatchComparison>(12, {
  value: field(0, u32),
  mask: field(4, u32),
  offset: field(8, u16),
  alignment: field(10, u8),
  layer: field(11, u8),
});

const PATTERN = { name: "pattern", alternatives: { pattern: bytes }, choose: () => "pattern" } as const;

const place: FieldsOf<EmatchPlace> = { offset: field(0, u16), length: field(2, u16) };

const search: FieldsOf<EmatchSearch> = {
  algorithm: field(0, text(16)),
  from: field(16, u16),
  to: field(18, u16),
  length: field(20, u16),
  layers: field(22, u8),
};

const metaValue: FixedCodec<EmatchMetaValue> = struct<EmatchMetaValue>(4, {
  kind: field(0, u16),
  shift: field(2, u8),
  operand: field(3, u8),
});

const meta: Codec<EmatchMeta> = onDemand(() =>
  attributes<EmatchMeta>({
    header: attribute(1, struct<EmatchMetaHeader>(8, { left: field(0, metaValue), right: field(4, metaValue) })),
    left: attribute(2, bytes),
    right: attribute(3, bytes),
  })
);

const KINDS = {
  container: 0,
  cmp: 1,
  nbyte: 2,
  u32: 3,
  meta: 4,
  text: 5,
  vlan: 6,
  canid: 7,
  ipset: 8,
  ipt: 9,
};

function ematch(): Codec<Ematch> {
  // Each codec reads what its kind has, which the key alone tells.
  const data = {
    container: u32,
    cmp: comparison,
    nbyte: prefixed<EmatchPlace, "pattern", Uint8Array>(4, place, PATTERN),
    u32: u32Key,
    meta,
    text: prefixed<EmatchSearch, "pattern", Uint8Array>(24, search, PATTERN),
    other: bytes,
  } as Readonly<Record<string, Codec<EmatchData>>>;
  return prefixed<EmatchHeader, "data", EmatchData>(8, {
    id: field(0, u16),
    kind: field(2, enumeration(u16, KINDS)),
    flags: field(4, flags(u16, { and: 0x1, or: 0x2, invert: 0x4, simple: 0x8 })),
  }, {
    name: "data",
    alternatives: data,
    choose: ({ kind }) => Object.hasOwn(data, kind) ? `${kind}` : "other",
  });
}

/** `TCA_BASIC_EMATCHES`, `TCA_CGROUP_EMATCHES`, `TCA_FLOW_EMATCHES`. */
export const ematches: Codec<Ematches> = onDemand(() =>
  attributes<Ematches>({
    header: attribute(1, struct<EmatchTreeHeader>(4, { count: field(0, u16), program: field(2, u16) })),
    list: attribute(2, indexed(ematch())),
  })
);
