import type { Mdb, MdbEntry, MdbSource, MulticastRouterPort } from "../../../mod.ts";
import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";
import { line, seconds, word } from "./words.ts";

function sourceText({ address = "", timer }: MdbSource): string {
  return timer === undefined ? address : `${address}/${seconds(timer)}`;
}

function entryText(entry: MdbEntry, names: Names, paint: Paint): string {
  const { index, group, vlan, timer, sourceList } = entry;
  const part = (text: string): string => paint(text.includes(".") ? "inet" : "inet6", text);
  return line(
    `port ${names.text(index)} grp ${part(group)}`,
    word("src", entry.source, part),
    entry.state === "temporary" ? "temp" : `${entry.state}`,
    word("filter_mode", entry.groupMode),
    word("source_list", sourceList?.entries, (sources) => sources.map(sourceText).join(",")),
    word("proto", entry.protocol),
    ...entry.flags,
    vlan === 0 ? "" : `vid ${vlan}`,
    word("dst", entry.destination, part),
    word("dst_port", entry.port),
    word("vni", entry.vni),
    word("src_vni", entry.sourceVni),
    word("via", entry.tunnelIndex, (index) => names.text(index)),
    word("timer", timer || undefined, seconds),
  );
}

function routerText({ index, type, vlan, timer }: MulticastRouterPort, names: Names): string {
  return line(
    `router port ${names.text(index)}`,
    word("vid", vlan),
    word("type", type),
    word("timer", timer || undefined, seconds),
  );
}

/** What is told of the members of a multicast database, and of ports to routers. */
export function mdbParts({ groups, routers }: Mdb, names: Names, paint: Paint): readonly string[] {
  const members = (groups?.entries ?? []).flatMap(({ members = [] }) => members);
  return [
    ...members.map((entry) => entryText(entry, names, paint)),
    ...(routers?.ports ?? []).map((port) => routerText(port, names)),
  ];
}
