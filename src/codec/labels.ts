import { DecodeError } from "../errors.ts";
import { shown } from "../shown.ts";
import type { Codec } from "./codec.ts";

/** Bits of an entry of an MPLS label stack behind its label (RFC 3032): the last entry has the bottom bit. */
const LABEL_SHIFT = 12;
const BOTTOM = 1 << 8;
const ENTRY_SIZE = 4;
const MAX_LABEL = 0xfffff;

/** A stack of MPLS labels as `ip` writes it, such as `"100/200"`; entries with a traffic class or a TTL are refused. */
export const mplsLabels: Codec<string> = {
  layout: { type: "labels" },
  read(view, offset, length) {
    if (length === 0 || length % ENTRY_SIZE !== 0) {
      throw new DecodeError(`expected a multiple of ${ENTRY_SIZE} bytes, got ${length}`);
    }
    const labels: number[] = [];
    for (let at = 0; at < length; at += ENTRY_SIZE) {
      const entry = view.getUint32(offset + at);
      const bottom = at + ENTRY_SIZE === length ? BOTTOM : 0;
      if ((entry & 0xfff) !== bottom) {
        throw new DecodeError(`expected a plain label stack entry, got 0x${entry.toString(16)}`);
      }
      labels.push(entry >>> LABEL_SHIFT);
    }
    return labels.join("/");
  },
  write(out, value) {
    const labels = typeof value === "string" ? value.split("/") : [];
    labels.forEach((label, i) => {
      if (!/^\d{1,7}$/.test(label) || Number(label) > MAX_LABEL) {
        throw out.failure(`expected labels from 0 to ${MAX_LABEL} such as 100/200, got ${shown(value)}`);
      }
      const offset = out.reserve(ENTRY_SIZE);
      const bottom = i + 1 === labels.length ? BOTTOM : 0;
      out.view.setUint32(offset, (Number(label) * 2 ** LABEL_SHIFT) + bottom);
    });
    if (labels.length === 0) throw out.failure(`expected labels such as 100/200, got ${shown(value)}`);
  },
};
