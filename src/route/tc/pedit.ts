import { array } from "../../codec/array.ts";
import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { counted } from "../../codec/counted.ts";
import { enumeration } from "../../codec/names.ts";
import { u16, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { prefixed } from "../../codec/prefixed.ts";
import { field, type FieldsOf, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { type ActionParameters, actionParametersFields, type ActionTimes, actionTimes } from "./action-parameters.ts";

/** 32 bits of a packet that are changed (`struct tc_pedit_key`). */
export interface PeditKey extends Grown {
  /** Bits that stay, in network order as they are in the packet (`mask`). */
  readonly mask: number;
  /** Bits that are turned after that, or the sum is (`val`). */
  readonly value: number;
  /** Where they start in bytes (`off`). */
  readonly offset: number;
  /** Where a byte is read that the offset grows by (`at`). */
  readonly at: number;
  /** Which bits of it count; 0 for no such byte (`offmask`). */
  readonly offsetMask: number;
  /** Bits by which it is shifted (`shift`). */
  readonly shift: number;
}

const peditKey: FixedCodec<PeditKey> = struct<PeditKey>(24, {
  mask: field(0, u32),
  value: field(4, u32),
  offset: field(8, u32),
  at: field(12, u32),
  offsetMask: field(16, u32),
  shift: field(20, u32),
});

/** What an action of the kind `pedit` has, without the keys (`struct tc_pedit_sel`). */
export interface PeditSelectorHead extends ActionParameters {
  /** How many keys there are, which a request does not have to tell (`nkeys`). */
  readonly keyCount: number;
  /** Of no meaning (`flags`). */
  readonly flags: number;
}

const peditSelectorHeadFields: FieldsOf<PeditSelectorHead> = {
  ...actionParametersFields,
  keyCount: field(20, u8),
  flags: field(21, u8),
};

/** What an action of the kind `pedit` changes. */
export interface PeditSelector extends PeditSelectorHead {
  /** All that is changed (`keys`). */
  readonly keys: readonly PeditKey[];
}

const peditSelector: Codec<PeditSelector> = onDemand(() =>
  counted(
    prefixed<PeditSelectorHead, "keys", readonly PeditKey[]>(24, peditSelectorHeadFields, {
      name: "keys",
      alternatives: { keys: array(peditKey) },
      choose: () => "keys",
    }),
    "keyCount",
    "keys",
  )
);

/** How a key of `pedit` is meant (`TCA_PEDIT_KEY_EX`). */
export interface PeditKeyForm extends Extensible {
  /** Header that the offset starts from (`TCA_PEDIT_KEY_EX_HTYPE`). */
  readonly header?: "network" | "ethernet" | "ipv4" | "ipv6" | "tcp" | "udp" | number;
  /** Whether bits are set, or a number is added (`TCA_PEDIT_KEY_EX_CMD`). */
  readonly command?: "set" | "add" | number;
}

const peditKeyForm: Codec<PeditKeyForm> = onDemand(() =>
  attributes<PeditKeyForm>({
    header: attribute(1, enumeration(u16, { network: 0, ethernet: 1, ipv4: 2, ipv6: 3, tcp: 4, udp: 5 })),
    command: attribute(2, enumeration(u16, { set: 0, add: 1 })),
  })
);

/** How the keys of `pedit` are meant (`TCA_PEDIT_KEYS_EX`). */
export interface PeditKeyForms extends Extensible {
  /** One for each key (`TCA_PEDIT_KEY_EX`). */
  readonly keys?: readonly PeditKeyForm[];
}

const peditKeyForms: Codec<PeditKeyForms> = onDemand(() =>
  attributes<PeditKeyForms>({
    keys: repeated(6, peditKeyForm),
  })
);

/** Options of an action of the kind `pedit`, which changes any bits of packets. */
export interface PeditOptions extends Extensible {
  /** When it was used (`TCA_PEDIT_TM`). */
  readonly times?: ActionTimes;
  /** What it changes (`TCA_PEDIT_PARMS`). */
  readonly selector?: PeditSelector;
  /** Alignment on machines that need it (`TCA_PEDIT_PAD`). */
  readonly padding?: Uint8Array;
  /** What it changes, where keys are meant as `forms` tell (`TCA_PEDIT_PARMS_EX`). */
  readonly extendedSelector?: PeditSelector;
  /** How the keys are meant (`TCA_PEDIT_KEYS_EX`). */
  readonly forms?: PeditKeyForms;
}

/** `TCA_ACT_OPTIONS` of the kind `pedit`. */
export const peditOptions: Codec<PeditOptions> = onDemand(() =>
  attributes<PeditOptions>({
    times: attribute(1, actionTimes),
    selector: attribute(2, peditSelector),
    padding: attribute(3, bytes),
    extendedSelector: attribute(4, peditSelector),
    forms: attribute(5, peditKeyForms),
  })
);
