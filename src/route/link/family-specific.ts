import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { u32, u8 } from "../../codec/numbers.ts";
import { type BridgeSettings, bridgeSettings } from "./bridge-vlan.ts";
import { type Inet6Settings, inet6Settings } from "./inet6.ts";
import { type InetSettings, inetSettings } from "./inet.ts";
import { type MulticastTable, multicastTable } from "./multicast-routing.ts";

/** What carries packets of MCTP (`MCTP_PHYS_BINDING_*`, DSP0239); a number where it has no name here. */
export type MctpBinding =
  | "unspec"
  | "smbus"
  | "pcieVdm"
  | "usb"
  | "kcs"
  | "serial"
  | "i3c"
  | "mmbi"
  | "pcc"
  | "ucie"
  | "vendor"
  | number;

/** What MCTP tells of a link, the protocol between controllers of a machine (`AF_MCTP`). */
export interface MctpSettings extends Extensible {
  /** Number of the network (`IFLA_MCTP_NET`). */
  readonly network?: number;
  /** What carries the packets (`IFLA_MCTP_PHYS_BINDING`). */
  readonly physicalBinding?: MctpBinding;
}

/** What each address family tells of a link. */
export interface SettingsByFamily extends Extensible {
  /** IPv4 (`AF_INET`). */
  readonly inet?: InetSettings;
  /** IPv6 (`AF_INET6`). */
  readonly inet6?: Inet6Settings;
  /** MCTP (`AF_MCTP`). */
  readonly mctp?: MctpSettings;
}

/**
 * What belongs to address families (`IFLA_AF_SPEC`). In messages of the family `bridge` it has the fields of
 * {@linkcode BridgeSettings}, in those of `ipmr` the fields of {@linkcode MulticastTable}, in all others those of
 * {@linkcode SettingsByFamily}.
 */
export interface FamilySpecific extends SettingsByFamily, BridgeSettings, MulticastTable {}

const settingsByFamily: Codec<SettingsByFamily> = attributes<SettingsByFamily>({
  inet: attribute(2, inetSettings),
  inet6: attribute(10, inet6Settings),
  mctp: attribute(
    45,
    attributes<MctpSettings>({
      network: attribute(1, u32),
      physicalBinding: attribute(
        2,
        enumeration<Extract<MctpBinding, string>>(u8, {
          unspec: 0,
          smbus: 1,
          pcieVdm: 2,
          usb: 3,
          kcs: 4,
          serial: 5,
          i3c: 6,
          mmbi: 7,
          pcc: 8,
          ucie: 9,
          vendor: 255,
        }),
      ),
    }),
  ),
});

/** `IFLA_AF_SPEC`, by the family of the message; `unspec` stands for all families but two. */
export const familySpecific: Readonly<Record<"unspec" | "bridge" | "ipmr", Codec<FamilySpecific>>> = {
  unspec: settingsByFamily,
  bridge: bridgeSettings,
  ipmr: multicastTable,
};
