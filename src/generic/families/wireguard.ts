import { defineFamily, type DoCommand, type DumpCommand, type FamilyDefinition } from "../definition.ts";
import { type WireguardDevice, wireguardDevice } from "./wireguard/device.ts";

/** Which device is meant: by the index of its link or by its name, never by both. */
export interface WireguardKey extends Pick<WireguardDevice, "index" | "name"> {}

/** The commands of WireGuard; they need `CAP_NET_ADMIN` in the network namespace. */
export interface WireguardCommands {
  /** A device, in as many parts as it takes: a peer that has no room in one goes on in the next (`WG_CMD_GET_DEVICE`). */
  readonly getDevice: DumpCommand<WireguardKey, WireguardDevice>;
  /** Changes a device and its peers (`WG_CMD_SET_DEVICE`). */
  readonly setDevice: DoCommand<WireguardDevice>;
}

/** Tunnels of WireGuard, as the kernel tells of them; {@linkcode Wireguard} puts together what it tells in parts. */
export const wireguard: FamilyDefinition<WireguardCommands, Record<never, never>, never> = defineFamily({
  name: "wireguard",
  version: 1,
  modules: ["wireguard"],
  commands: {
    getDevice: { number: 0, dump: { request: wireguardDevice, reply: wireguardDevice }, privileged: true },
    setDevice: { number: 1, do: { request: wireguardDevice }, privileged: true },
  },
});
