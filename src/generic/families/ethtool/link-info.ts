import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { u8 } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** The connector of a link: twisted pair, AUI, MII, fibre, BNC, direct attach (`PORT_*`). */
export type EthtoolPort = "tp" | "aui" | "mii" | "fibre" | "bnc" | "directAttach" | "none" | "other";

const PORTS: Readonly<Record<EthtoolPort, number>> = {
  tp: 0,
  aui: 1,
  mii: 2,
  fibre: 3,
  bnc: 4,
  directAttach: 5,
  none: 0xef,
  other: 0xff,
};

/** How the pairs of a twisted pair are crossed: straight, crossed, or as the other side needs it (`ETH_TP_MDI_*`). */
export type EthtoolMdix = "invalid" | "mdi" | "mdiX" | "auto";

const MDIX: Readonly<Record<EthtoolMdix, number>> = {
  invalid: 0,
  mdi: 1,
  mdiX: 2,
  auto: 3,
};

/** Where the transceiver is (`XCVR_*`). */
export type EthtoolTransceiver = "internal" | "external" | "dummy1" | "dummy2" | "dummy3";

const TRANSCEIVERS: Readonly<Record<EthtoolTransceiver, number>> = {
  internal: 0,
  external: 1,
  dummy1: 2,
  dummy2: 3,
  dummy3: 4,
};

/** What a link is connected by (`ETHTOOL_A_LINKINFO_*`). */
export interface EthtoolLinkInfo extends Extensible {
  /** Which link (`ETHTOOL_A_LINKINFO_HEADER`). */
  readonly header?: EthtoolHeader;
  /** The connector (`ETHTOOL_A_LINKINFO_PORT`). */
  readonly port?: EthtoolPort | number;
  /** Address of the PHY on its management bus (MDIO) (`ETHTOOL_A_LINKINFO_PHYADDR`). */
  readonly phyAddress?: number;
  /** How the pairs are crossed; `invalid` where that is unknown (`ETHTOOL_A_LINKINFO_TP_MDIX`). */
  readonly mdix?: EthtoolMdix | number;
  /** How they shall be; `invalid` where nobody can choose (`ETHTOOL_A_LINKINFO_TP_MDIX_CTRL`). */
  readonly mdixControl?: EthtoolMdix | number;
  /** Where the transceiver is (`ETHTOOL_A_LINKINFO_TRANSCEIVER`). */
  readonly transceiver?: EthtoolTransceiver | number;
}

/** `ETHTOOL_A_LINKINFO_*`. */
export const linkInfo: Codec<EthtoolLinkInfo> = attributes<EthtoolLinkInfo>({
  header: attribute(1, header, { nested: true }),
  port: attribute(2, enumeration(u8, PORTS)),
  phyAddress: attribute(3, u8),
  mdix: attribute(4, enumeration(u8, MDIX)),
  mdixControl: attribute(5, enumeration(u8, MDIX)),
  transceiver: attribute(6, enumeration(u8, TRANSCEIVERS)),
});
