import {
  type CommandDefinition,
  defineFamily,
  type DoCommand,
  type DumpCommand,
  type FamilyDefinition,
  type NotificationDefinition,
  type Operation,
} from "../definition.ts";
import { Codecs, type SpecificationValue } from "./codecs.ts";
import { readSpecification } from "./read.ts";
import type { Message, MessagePair, Specification } from "./specification.ts";

/** A command of a specification: what it can, is known when it is called. */
export type SpecificationCommand =
  & DoCommand<SpecificationValue, SpecificationValue>
  & DumpCommand<SpecificationValue, SpecificationValue>;

/** A family of a specification: its names are known when it runs. */
export type SpecificationFamily = FamilyDefinition<
  Readonly<Record<string, SpecificationCommand>>,
  Readonly<Record<string, NotificationDefinition<SpecificationValue>>>,
  string
>;

/**
 * Makes a family of one of the kernel's own specifications (`Documentation/netlink/specs/*.yaml`, protocols `genetlink`,
 * `genetlink-c` and `genetlink-legacy`), as a YAML or JSON library gives it.
 *
 * Names are those of the specification in camelCase; values are of the types that a schema of one's own would give. What
 * the specification checks (`min`, `max-len` ...) is held before anything is sent. Attributes beyond those that it lists
 * for a request can be told too: the kernel knows which it takes. Throws a {@linkcode SpecificationError} for what no
 * family can be made of.
 *
 * @example
 * ```ts
 * import { familyFromSpec, Genetlink } from "@netlink/ffi/generic";
 *
 * const family = familyFromSpec({
 *   name: "netdev",
 *   "attribute-sets": [{
 *     name: "dev",
 *     attributes: [{ name: "ifindex", type: "u32", checks: { min: 1 } }, { name: "pad", type: "pad" }, {
 *       name: "xdp-features",
 *       type: "u64",
 *     }],
 *   }],
 *   operations: {
 *     list: [{ name: "dev-get", "attribute-set": "dev", dump: { reply: { attributes: ["ifindex", "xdp-features"] } } }],
 *   },
 * });
 * await using genetlink = await Genetlink.open();
 * for (const { ifindex, xdpFeatures } of await genetlink.family(family).dump("devGet")) {
 *   console.log(ifindex, xdpFeatures);
 * }
 * ```
 */
export function familyFromSpec(spec: object): SpecificationFamily {
  return familyOf(readSpecification(spec));
}

/** The family of a specification that was read. */
export function familyOf({ name, version, commands, notifications, groups }: Specification): SpecificationFamily {
  const codecs = new Codecs();
  const operation = ({ request, reply }: MessagePair): Operation<SpecificationValue, SpecificationValue> => ({
    ...codec("request", request),
    ...codec("reply", reply),
  });
  function codec(member: "request" | "reply", message: Message | undefined) {
    return message === undefined ? {} : { [member]: codecs.content(message) };
  }
  const definitions = commands.map(({ name, number, replyNumber, do: once, dump, privileged }) => {
    const definition: CommandDefinition = {
      number,
      ...(replyNumber === undefined ? {} : { replyNumber }),
      ...(once && { do: operation(once) }),
      ...(dump && { dump: operation(dump) }),
      privileged,
    };
    // That it cannot do or list what it is called for, is said when it is called.
    return [name, definition as SpecificationCommand] as const;
  });
  return defineFamily({
    name,
    version,
    commands: Object.fromEntries(definitions),
    notifications: Object.fromEntries(
      notifications.map(({ name, number, value }) => [name, { number, value: codecs.content(value) }]),
    ),
    groups,
  });
}
