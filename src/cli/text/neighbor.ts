import type { Neighbor } from "../../../mod.ts";
import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";

/** A neighbor in one line. */
export function neighborText(neighbor: Neighbor, names: Names, paint: Paint): string {
  const { family, destination, index, linkLayerAddress, vlan, master, flags, state } = neighbor;
  const words = [
    destination === undefined ? "" : paint(family === "inet6" ? "inet6" : "inet", destination),
    `dev ${names.text(index)}`,
    linkLayerAddress === undefined ? "" : `lladdr ${paint("hardware", linkLayerAddress)}`,
    vlan === undefined ? "" : `vlan ${vlan}`,
    master === undefined ? "" : `master ${names.text(master)}`,
    ...flags,
    family === "bridge" ? "family bridge" : "",
    state === "noArpPermanent" ? "NOARP PERMANENT" : `${state}`.toUpperCase(),
  ];
  return words.filter((word) => word !== "").join(" ");
}
