import type {
  AcceptedAttribute,
  CommandPolicy,
  ControllerMessage,
  FamilyEvent,
  GenericFamily,
  NlctrlNotifications,
} from "../../generic/mod.ts";
import type { OverrunEvent } from "../../../mod.ts";
import { type AnyFamily, commandsOf } from "../../generic/definition.ts";
import { type Paint, printable } from "./paint.ts";
import { troubleText } from "./trouble.ts";
import { line, word } from "./words.ts";

/** Families, a line each. */
export function familyLines(families: readonly GenericFamily[], paint: Paint): readonly string[] {
  const width = Math.max(0, ...families.map(({ name }) => printable(name).length));
  const digits = Math.max(0, ...families.map(({ id }) => `${id}`.length));
  return families.map(({ id, name, version, commands, groups }) =>
    line(
      `${id}`.padStart(digits),
      paint("link", printable(name).padEnd(width)),
      `version ${version}`,
      `commands ${commands.length}`,
      groups.length === 0 ? "" : `groups ${groups.map(({ name }) => printable(name)).join(" ")}`,
    )
  );
}

/** All that is known of a family; commands have the names of its definition, where there is one among `definitions`. */
export function familyDetails(
  family: GenericFamily,
  policies: readonly CommandPolicy[],
  paint: Paint,
  definitions: readonly AnyFamily[] = [],
): readonly string[] {
  const { id, name, version, headerSize, maximumType, commands, groups } = family;
  const definition = definitions.find((definition) => definition.name === name);
  const names = new Map(definition && commandsOf(definition).map(([command, { number }]) => [number, command]));
  return [
    line(
      paint("link", printable(name)),
      `id ${id} version ${version}`,
      headerSize === 0 ? "" : `header ${headerSize} bytes`,
      maximumType === 0 ? "" : `attributes up to ${maximumType}`,
    ),
    ...groups.map((group) => `group ${paint("link", printable(group.name))} id ${group.id}`),
    ...commands.flatMap(({ number, capabilities }) => {
      const policy = policies.find((policy) => policy.number === number);
      return [
        line(`command ${number}`, names.get(number) ?? "", ...capabilities),
        ...policyLines("do", policy),
        ...policyLines("dump", policy),
      ];
    }),
  ];
}

function policyLines(mode: "do" | "dump", policy: CommandPolicy | undefined): readonly string[] {
  const attributes = policy?.[mode];
  if (attributes === undefined) return [];
  const lines = attributes.flatMap((attribute) => attributeLines("", attribute));
  return lines.length === 0 ? [`  ${mode} nothing`] : lines.map((text) => `  ${mode} ${text}`);
}

/** An attribute, and those inside of it, each with all numbers that lead to it. */
function attributeLines(outer: string, attribute: AcceptedAttribute): readonly string[] {
  const { number, type, attributes = [] } = attribute;
  const own = `${outer}${number}`;
  return [
    line(own, `${type}`, limits(attribute), masks(attribute)),
    ...attributes.flatMap((inner) => attributeLines(`${own}.`, inner)),
  ];
}

/** The range of a number, where it is not all of its type; the length of all else. */
function limits(attribute: AcceptedAttribute): string {
  const { type, minimumLength, maximumLength } = attribute;
  const { minimum = attribute.minimumSigned, maximum = attribute.maximumSigned } = attribute;
  const [, sign, bits] = /^([us])(\d+)$/.exec(`${type}`) ?? [];
  const room = 1n << BigInt(bits ?? 64);
  const [least, most] = sign === "s" ? [-room / 2n, room / 2n - 1n] : [0n, room - 1n];
  const isAll = minimum === least && maximum === most;
  return line(
    isAll || minimum === undefined && maximum === undefined ? "" : `${minimum ?? least} to ${maximum ?? most}`,
    minimumLength === undefined || minimumLength === maximumLength ? "" : `at least ${minimumLength} bytes`,
    maximumLength === undefined ? "" : `${minimumLength === maximumLength ? "" : "at most "}${maximumLength} bytes`,
  );
}

function masks({ mask, bitfieldMask }: AcceptedAttribute): string {
  return word("mask", mask ?? bitfieldMask, (bits) => `0x${bits.toString(16)}`);
}

/** What a message of the controller says of a family, in one line. */
export function controllerText({ id, name, version, groups, command }: ControllerMessage): string {
  return line(
    word("family", name, printable),
    word("id", id),
    word("version", version),
    groups === undefined ? "" : `groups ${groups.map(({ name }) => printable(name)).join(" ")}`,
    word("command", command),
  );
}

const VERBS = {
  newFamily: "new family",
  deleteFamily: "deleted family",
  newGroup: "new group",
  deleteGroup: "deleted group",
} as const;

/** What the controller announces, in one line. */
export function controllerEventText(event: FamilyEvent<NlctrlNotifications> | OverrunEvent, paint: Paint): string {
  if (event.type === "overrun" || event.type === "undecoded") return troubleText(event, paint);
  // The controller neither comes nor goes.
  if (event.type === "family") return "";
  const { command, value: { id, name = "", version, groups = [] } } = event;
  const verb = command.startsWith("delete") ? paint("gone", VERBS[command]) : VERBS[command];
  const family = printable(name);
  if (command === "newGroup" || command === "deleteGroup") {
    return line(verb, ...groups.map(({ name, id }) => `${printable(name)} id ${id}`), `of ${family}`);
  }
  return line(verb, paint("link", family), word("id", id), word("version", version));
}
