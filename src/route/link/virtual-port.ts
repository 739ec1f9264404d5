import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { u16, u32, u8 } from "../../codec/numbers.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytesOf, cstring } from "../../codec/text.ts";

/** What is asked of the switch (`PORT_REQUEST_*`); a number where it has no name here. */
export type PortRequest = "preassociate" | "preassociateRr" | "associate" | "disassociate" | number;

/** What the switch answered (`PORT_VDP_RESPONSE_*`, `PORT_PROFILE_RESPONSE_*`); a number where it has no name here. */
export type PortResponse =
  | "success"
  | "invalidFormat"
  | "insufficientResources"
  | "unusedVtid"
  | "vtidViolation"
  | "vtidVersionViolation"
  | "outOfSync"
  | "profileSuccess"
  | "profileInProgress"
  | "profileInvalid"
  | "profileBadState"
  | "profileInsufficientResources"
  | "profileError"
  | number;

/** The type of a virtual station (`struct ifla_port_vsi`, IEEE 802.1Qbg). */
export interface PortVsi extends Grown {
  /** Who manages the types (`vsi_mgr_id`). */
  readonly manager: number;
  /** Number of the type, three bytes (`vsi_type_id`). */
  readonly id: Uint8Array;
  /** Version of the type (`vsi_type_version`). */
  readonly version: number;
}

/** A port of the switch beyond the link, for the link itself or for one of its virtual functions (`IFLA_VF_PORT`). */
export interface VirtualPort extends Extensible {
  /** Number of the virtual function; 4294967295 for the link itself (`IFLA_PORT_VF`). */
  readonly function?: number;
  /** Name of its profile (`IFLA_PORT_PROFILE`). */
  readonly profile?: string;
  /** Type of the virtual station (`IFLA_PORT_VSI_TYPE`). */
  readonly vsi?: PortVsi;
  /** Identity of the instance, a UUID (`IFLA_PORT_INSTANCE_UUID`). */
  readonly instance?: Uint8Array;
  /** Identity of the host, a UUID (`IFLA_PORT_HOST_UUID`). */
  readonly host?: Uint8Array;
  /** What is asked of the switch (`IFLA_PORT_REQUEST`). */
  readonly request?: PortRequest;
  /** What the switch answered (`IFLA_PORT_RESPONSE`). */
  readonly response?: PortResponse;
}

/** The ports of virtual functions (`IFLA_VF_PORTS`). */
export interface VirtualPorts extends Extensible {
  /** Each of them (`IFLA_VF_PORT`). */
  readonly ports?: readonly VirtualPort[];
}

const UUID_SIZE = 16;

/** `IFLA_PORT_SELF`, and `IFLA_VF_PORT`. */
export const virtualPort: Codec<VirtualPort> = attributes<VirtualPort>({
  function: attribute(1, u32),
  profile: attribute(2, cstring),
  vsi: attribute(
    3,
    struct<PortVsi>(8, { manager: field(0, u8), id: field(1, bytesOf(3)), version: field(4, u8) }),
  ),
  instance: attribute(4, bytesOf(UUID_SIZE)),
  host: attribute(5, bytesOf(UUID_SIZE)),
  request: attribute(6, enumeration(u16, { preassociate: 0, preassociateRr: 1, associate: 2, disassociate: 3 })),
  response: attribute(
    7,
    enumeration(u16, {
      success: 0,
      invalidFormat: 1,
      insufficientResources: 2,
      unusedVtid: 3,
      vtidViolation: 4,
      vtidVersionViolation: 5,
      outOfSync: 6,
      profileSuccess: 0x100,
      profileInProgress: 0x101,
      profileInvalid: 0x102,
      profileBadState: 0x103,
      profileInsufficientResources: 0x104,
      profileError: 0x105,
    }),
  ),
});

/** `IFLA_VF_PORTS`. */
export const virtualPorts: Codec<VirtualPorts> = attributes<VirtualPorts>({ ports: repeated(1, virtualPort) });
