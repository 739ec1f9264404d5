import type { Tunnel, TunnelEntry } from "../../../mod.ts";
import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";
import { line, word } from "./words.ts";

function entryText({ start, end, group, group6, stats }: TunnelEntry, paint: Paint): string {
  return line(
    `vni ${end === undefined ? start : `${start}-${end}`}`,
    word("group", group, (address) => paint("inet", address)),
    word("group", group6, (address) => paint("inet6", address)),
    word("rx_packets", stats?.rxPackets),
    word("rx_bytes", stats?.rxBytes),
    word("tx_packets", stats?.txPackets),
    word("tx_bytes", stats?.txBytes),
  );
}

/** The networks that a tunnel accepts. */
export function tunnelParts({ entries = [] }: Tunnel, _names: Names, paint: Paint): readonly string[] {
  return entries.map((entry) => entryText(entry, paint));
}
