import { indexed, type Keyed, keyed } from "../../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../../codec/names.ts";
import { i64, u16, u32, u64 } from "../../../codec/numbers.ts";
import { cstring } from "../../../codec/text.ts";

/** Number of the controller, the only family whose number everybody knows (`GENL_ID_CTRL`). */
export const NLCTRL: number = 16;

/** What a command can, and what it needs (`GENL_ADMIN_PERM`, `GENL_CMD_CAP_*`, `GENL_UNS_ADMIN_PERM`). */
export type Capability = "administrator" | "do" | "dump" | "policy" | "namespaceAdministrator";

const CAPABILITIES: Readonly<Record<Capability, number>> = {
  administrator: 1,
  do: 2,
  dump: 4,
  policy: 8,
  namespaceAdministrator: 16,
};

/** A command as the controller tells of it. */
export interface GenericCommand extends Extensible {
  /** Number of the command (`CTRL_ATTR_OP_ID`). */
  readonly number: number;
  /**
   * What it can and needs (`CTRL_ATTR_OP_FLAGS`): `do` and `dump`, `policy` where the kernel checks what is asked,
   * `administrator` for `CAP_NET_ADMIN` on the machine, `namespaceAdministrator` for that in the user namespace of the
   * network.
   */
  readonly capabilities: Flags<Capability>;
}

/** A multicast group as the controller tells of it. */
export interface GenericGroup extends Extensible {
  /** Name, which tells it from the other groups of its family (`CTRL_ATTR_MCAST_GRP_NAME`). */
  readonly name: string;
  /** Number, on this machine until the family goes (`CTRL_ATTR_MCAST_GRP_ID`). */
  readonly id: number;
}

/** What the payload of an attribute is (`NL_ATTR_TYPE_*`). */
export type AttributeType =
  | "invalid"
  | "flag"
  | "u8"
  | "u16"
  | "u32"
  | "u64"
  | "s8"
  | "s16"
  | "s32"
  | "s64"
  | "binary"
  | "string"
  | "nulString"
  | "nested"
  | "nestedArray"
  | "bitfield32"
  | "sint"
  | "uint";

const ATTRIBUTE_TYPES: Readonly<Record<AttributeType, number>> = {
  invalid: 0,
  flag: 1,
  u8: 2,
  u16: 3,
  u32: 4,
  u64: 5,
  s8: 6,
  s16: 7,
  s32: 8,
  s64: 9,
  binary: 10,
  string: 11,
  nulString: 12,
  nested: 13,
  nestedArray: 14,
  bitfield32: 15,
  sint: 16,
  uint: 17,
};

/** What the kernel accepts of an attribute, in one message of a list of policies. */
export interface AttributeRule extends Extensible {
  /** What its payload is (`NL_POLICY_TYPE_ATTR_TYPE`). */
  readonly type: AttributeType | number;
  /** Smallest signed value (`NL_POLICY_TYPE_ATTR_MIN_VALUE_S`). */
  readonly minimumSigned?: bigint;
  /** Largest signed value (`NL_POLICY_TYPE_ATTR_MAX_VALUE_S`). */
  readonly maximumSigned?: bigint;
  /** Smallest unsigned value (`NL_POLICY_TYPE_ATTR_MIN_VALUE_U`). */
  readonly minimum?: bigint;
  /** Largest unsigned value (`NL_POLICY_TYPE_ATTR_MAX_VALUE_U`). */
  readonly maximum?: bigint;
  /** Smallest length in bytes (`NL_POLICY_TYPE_ATTR_MIN_LENGTH`). */
  readonly minimumLength?: number;
  /** Largest length in bytes (`NL_POLICY_TYPE_ATTR_MAX_LENGTH`). */
  readonly maximumLength?: number;
  /** Number of the policy of what is nested in it (`NL_POLICY_TYPE_ATTR_POLICY_IDX`). */
  readonly policy?: number;
  /** Largest number of an attribute that is nested in it (`NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE`). */
  readonly maximumType?: number;
  /** Bits that a bit field may have (`NL_POLICY_TYPE_ATTR_BITFIELD32_MASK`). */
  readonly bitfieldMask?: number;
  /** Bits that a number may have (`NL_POLICY_TYPE_ATTR_MASK`). */
  readonly mask?: bigint;
}

/** The numbers of the policies of a command. */
export interface CommandRule extends Extensible {
  /** Policy of what it does (`CTRL_ATTR_POLICY_DO`). */
  readonly do?: number;
  /** Policy of what it lists (`CTRL_ATTR_POLICY_DUMP`). */
  readonly dump?: number;
}

/** The kernel's names of the commands of the controller, by their numbers. */
export const controllerCommands: Readonly<Record<number, string>> = {
  1: "CTRL_CMD_NEWFAMILY",
  2: "CTRL_CMD_DELFAMILY",
  3: "CTRL_CMD_GETFAMILY",
  4: "CTRL_CMD_NEWOPS",
  5: "CTRL_CMD_DELOPS",
  6: "CTRL_CMD_GETOPS",
  7: "CTRL_CMD_NEWMCAST_GRP",
  8: "CTRL_CMD_DELMCAST_GRP",
  9: "CTRL_CMD_GETMCAST_GRP",
  10: "CTRL_CMD_GETPOLICY",
};

/** What stands in a message of the controller; which of it, depends on the command. */
export interface ControllerMessage extends Extensible {
  /** Number of the family, on this machine until it goes (`CTRL_ATTR_FAMILY_ID`). */
  readonly id?: number;
  /** Name of the family (`CTRL_ATTR_FAMILY_NAME`). */
  readonly name?: string;
  /** Version of the family (`CTRL_ATTR_VERSION`). */
  readonly version?: number;
  /** Bytes that the family has in front of its attributes (`CTRL_ATTR_HDRSIZE`). */
  readonly headerSize?: number;
  /** Largest number of an attribute, 0 where the commands differ in it (`CTRL_ATTR_MAXATTR`). */
  readonly maximumType?: number;
  /** Its commands (`CTRL_ATTR_OPS`). */
  readonly commands?: readonly GenericCommand[];
  /** Its multicast groups (`CTRL_ATTR_MCAST_GROUPS`). */
  readonly groups?: readonly GenericGroup[];
  /** By the number of a policy, what is accepted by the number of an attribute (`CTRL_ATTR_POLICY`). */
  readonly policies?: readonly Keyed<readonly Keyed<AttributeRule>[]>[];
  /** By the number of a command, the numbers of its policies (`CTRL_ATTR_OP_POLICY`). */
  readonly commandPolicies?: readonly Keyed<CommandRule>[];
  /** Number of the command whose policies are asked for (`CTRL_ATTR_OP`). */
  readonly command?: number;
}

/** What all messages of the controller consist of. */
export const controllerMessage: Codec<ControllerMessage> = attributes<ControllerMessage>({
  id: attribute(1, u16),
  name: attribute(2, cstring),
  version: attribute(3, u32),
  headerSize: attribute(4, u32),
  maximumType: attribute(5, u32),
  commands: attribute(
    6,
    indexed(attributes<GenericCommand>({
      number: attribute(1, u32),
      capabilities: attribute(2, flags(u32, CAPABILITIES)),
    })),
  ),
  groups: attribute(
    7,
    indexed(attributes<GenericGroup>({ name: attribute(1, cstring), id: attribute(2, u32) })),
  ),
  policies: attribute(
    8,
    keyed(keyed(attributes<AttributeRule>({
      type: attribute(1, enumeration(u32, ATTRIBUTE_TYPES)),
      minimumSigned: attribute(2, i64),
      maximumSigned: attribute(3, i64),
      minimum: attribute(4, u64),
      maximum: attribute(5, u64),
      minimumLength: attribute(6, u32),
      maximumLength: attribute(7, u32),
      policy: attribute(8, u32),
      maximumType: attribute(9, u32),
      bitfieldMask: attribute(10, u32),
      mask: attribute(12, u64),
    }))),
    { nested: true },
  ),
  commandPolicies: attribute(
    9,
    keyed(attributes<CommandRule>({ do: attribute(1, u32), dump: attribute(2, u32) })),
    { nested: true },
  ),
  command: attribute(10, u32),
});

/** A family as the controller tells of it, whatever of it is missing. */
export interface GenericFamily extends
  Required<
    Pick<ControllerMessage, "id" | "name" | "version" | "headerSize" | "maximumType" | "commands" | "groups">
  > {}

/** The family that a message tells of; what it does not tell is 0, or nothing. */
export function familyOf(message: ControllerMessage): GenericFamily {
  const { id = 0, name = "", version = 0, headerSize = 0, maximumType = 0, commands = [], groups = [] } = message;
  return { id, name, version, headerSize, maximumType, commands, groups };
}
