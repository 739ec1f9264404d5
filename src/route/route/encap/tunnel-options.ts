import { attribute, attributes, type Extensible, repeated, writeAttribute } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { be16, be32, u32, u8 } from "../../../codec/numbers.ts";
import { checkNames, field } from "../../../codec/struct.ts";
import { bytes } from "../../../codec/text.ts";
import { walkAttributes } from "../../../codec/walk.ts";
import { DecodeError, within } from "../../../errors.ts";
import { shown } from "../../../shown.ts";

/** An option of Geneve packets (`LWTUNNEL_IP_OPTS_GENEVE`). */
export interface GeneveOption {
  /** Who defines the type (`LWTUNNEL_IP_OPT_GENEVE_CLASS`). */
  readonly class: number;
  /** What the option is; from 128 packets are dropped where it is not known (`LWTUNNEL_IP_OPT_GENEVE_TYPE`). */
  readonly type: number;
  /** Its value, at most 124 bytes in steps of 4 (`LWTUNNEL_IP_OPT_GENEVE_DATA`). */
  readonly data: Uint8Array;
}

/** What is special to VXLAN packets (`LWTUNNEL_IP_OPTS_VXLAN`). */
export interface VxlanOption extends Extensible {
  /** Group policy (`*_OPT_VXLAN_GBP`). */
  readonly groupPolicy?: number;
}

/** What is special to ERSPAN packets (`LWTUNNEL_IP_OPTS_ERSPAN`). */
export interface ErspanOption extends Extensible {
  /** Version: 1 has an `index`, 2 the rest (`*_OPT_ERSPAN_VER`). */
  readonly version?: number;
  /** Port index of version 1 (`*_OPT_ERSPAN_INDEX`). */
  readonly index?: number;
  /** Direction of the mirrored packets: 0 in, 1 out (`*_OPT_ERSPAN_DIR`). */
  readonly direction?: number;
  /** Number of the mirroring engine (`*_OPT_ERSPAN_HWID`). */
  readonly hardwareId?: number;
}

/**
 * What is special to a kind of tunnel: one of these (`LWTUNNEL_IP_OPTS`, `TCA_TUNNEL_KEY_ENC_OPTS`,
 * `TCA_FLOWER_KEY_ENC_OPTS`).
 */
export interface TunnelOptions extends Extensible {
  /** Options of Geneve: each in a list in a request, all in one in what the kernel tells (`*_OPTS_GENEVE`). */
  readonly geneve?: readonly (readonly GeneveOption[])[];
  /** What is special to VXLAN (`*_OPTS_VXLAN`). */
  readonly vxlan?: VxlanOption;
  /** What is special to ERSPAN (`*_OPTS_ERSPAN`). */
  readonly erspan?: ErspanOption;
}

/** The attributes of an option of Geneve, which come in this order. */
const [CLASS, TYPE, DATA] = [1, 2, 3] as const;

const geneveOption: Codec<GeneveOption> = {
  layout: {
    type: "prefixed",
    // Three attributes; what comes before the payload of the last has one length.
    size: 20,
    fields: { class: field(4, be16), type: field(12, u8) },
    tail: { name: "data", alternatives: { bytes }, choose: () => "bytes" },
  },
  read(view, offset, length) {
    const all = [...walkAttributes(view, offset, offset + length)];
    const [first, second, third] = all;
    if (first?.type !== CLASS || second?.type !== TYPE || third?.type !== DATA) {
      throw new DecodeError(`expected the attributes 1, 2, 3, got ${all.map(({ type }) => type).join(", ")}`);
    }
    return {
      class: be16.read(view, first.offset, first.length),
      type: u8.read(view, second.offset, second.length),
      data: bytes.read(view, third.offset, third.length),
    };
  },
  write(out, value) {
    checkNames(out, value, GENEVE_NAMES);
    // As in structs, a number that is not there is 0.
    const { class: definer = 0, type = 0, data } = value;
    out.within("class", () => writeAttribute(out, CLASS, definer, be16));
    out.within("type", () => writeAttribute(out, TYPE, type, u8));
    out.within("data", () => writeAttribute(out, DATA, data, bytes));
  },
};

const GENEVE_NAMES: ReadonlySet<string> = new Set(["class", "type", "data"]);

/** Options of Geneve, one behind the other. */
export const geneveOptions: Codec<readonly GeneveOption[]> = {
  layout: { type: "array", element: geneveOption },
  read(view, offset, length) {
    const options: GeneveOption[] = [];
    let start = 0;
    const take = (end: number): void => {
      try {
        options.push(geneveOption.read(view, offset + start, end - start));
      } catch (error) {
        throw within(`${options.length}`, error);
      }
      start = (end + 3) & ~3;
    };
    for (const entry of walkAttributes(view, offset, offset + length)) {
      if (entry.type === DATA) take(entry.offset + entry.length - offset);
    }
    // What is left has no data, which the option tells.
    if (start < length) take(length);
    return options;
  },
  write(out, options) {
    if (!Array.isArray(options)) throw out.failure(`expected a list, got ${shown(options)}`);
    options.forEach((option, i) => out.within(`${i}`, () => geneveOption.write(out, option)));
  },
};

/** What is special to VXLAN packets. */
export const vxlanOption: Codec<VxlanOption> = attributes<VxlanOption>({ groupPolicy: attribute(1, u32) });

/** What is special to ERSPAN packets. */
export const erspanOption: Codec<ErspanOption> = attributes<ErspanOption>({
  version: attribute(1, u8),
  index: attribute(2, be32),
  direction: attribute(3, u8),
  hardwareId: attribute(4, u8),
});

/** `LWTUNNEL_IP_OPTS`, `LWTUNNEL_IP6_OPTS`. */
export const tunnelOptions: Codec<TunnelOptions> = attributes<TunnelOptions>({
  geneve: repeated(1, geneveOptions, { nested: true }),
  vxlan: attribute(2, vxlanOption, { nested: true }),
  erspan: attribute(3, erspanOption, { nested: true }),
});
