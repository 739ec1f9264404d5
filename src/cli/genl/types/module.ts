import type { Command, Message, MessagePair, Specification } from "../../../generic/spec/specification.ts";
import { type Code, comment, generic, layOut, list, object, propertyName, union } from "./code.ts";
import { Declarations, described } from "./declarations.ts";
import { Identifiers } from "./identifiers.ts";
import { importedNames, Imports } from "./imports.ts";

/** A family as a module in TypeScript: the types of what it says, the schemas, and its definition. */
export function moduleText(specification: Specification): string {
  const { name, version, doc, commands, notifications, groups } = specification;
  const identifiers = new Identifiers(importedNames);
  const imports = new Imports();
  const own = {
    family: identifiers.value(name, "Family"),
    commands: identifiers.type(`${name}-commands`, "Of"),
    notifications: identifiers.type(`${name}-notifications`, "Of"),
  };
  const module = new Declarations(identifiers, imports);
  const { use } = module;

  const commandTypes = commands.map((command) => {
    const { do: once, dump } = command;
    const types = [
      ...(once === undefined ? [] : [pairType(use("DoCommand"), once, module)]),
      ...(dump === undefined ? [] : [pairType(use("DumpCommand"), dump, module)]),
    ];
    return property(command.name, described(command.doc, command.constant), types);
  });
  const notificationTypes = notifications.map(({ name, doc, constant, value }) => {
    const type = generic(use("NotificationDefinition"), module.content(value).type);
    return property(name, described(doc, constant), [type]);
  });
  const type = generic(
    use("FamilyDefinition"),
    own.commands,
    notifications.length === 0 ? "Record<never, never>" : own.notifications,
    union(groups.map((group) => JSON.stringify(group))),
  );
  const definition = object([
    ["name", JSON.stringify(name)],
    ["version", `${version}`],
    ["commands", object(commands.map((command) => [command.name, commandCode(command, module)]))],
    ...(notifications.length === 0 ? [] : [
      [
        "notifications",
        object(notifications.map(({ name, number, value }) => [
          name,
          object([["number", `${number}`], ["value", module.content(value).codec]]),
        ])),
      ] as const,
    ]),
    ...(groups.length === 0 ? [] : [["groups", list(groups.map((group) => JSON.stringify(group)))] as const]),
  ]);
  const family = layOut(
    [`export const ${own.family}: `, type, ` = ${use("defineFamily")}(`, definition, ");"],
    0,
    0,
    0,
  );
  return [
    `// Made of the kernel's specification of '${name}'.\n${imports.text()}`,
    ...module.text,
    `${comment(`The commands of \`${name}\`.`)}export interface ${own.commands} {\n${commandTypes.join("")}}\n`,
    ...(notifications.length === 0 ? [] : [
      `${comment(`What \`${name}\` announces.`)}export interface ${own.notifications} {\n${
        notificationTypes.join("")
      }}\n`,
    ]),
    `${comment(described(doc, name))}${family}\n`,
  ].join("\n");
}

function property(name: string, doc: string, types: readonly Code[]): string {
  const front = `  readonly ${propertyName(name)}: `;
  const [only = "", ...more] = types;
  const type: Code = more.length === 0 ? only : { open: "", parts: types, close: "", edge: "", between: "&" };
  return `${comment(doc, 2)}${layOut([front, type], 2, 0)};\n`;
}

function pairType(name: string, { request, reply }: MessagePair, module: Declarations): Code {
  const asked = request === undefined ? module.use("NoAttributes") : requestType(request, module);
  return generic(name, asked, ...(reply === undefined ? [] : [module.content(reply).type]));
}

/** The attributes that a request is said to have; all of the list where that is not said. */
function requestType(message: Message, module: Declarations): Code {
  const { type } = module.content(message);
  const { told, set, header } = message;
  if (header !== undefined || told.length === 0 || told.length === set?.attributes.size) return type;
  return generic("Pick", type, union(told.map((name) => JSON.stringify(name))));
}

function commandCode({ number, replyNumber, do: once, dump, privileged }: Command, module: Declarations): Code {
  const pair = ({ request, reply }: MessagePair): Code =>
    object([
      ...(request === undefined ? [] : [["request", module.content(request).codec] as const]),
      ...(reply === undefined ? [] : [["reply", module.content(reply).codec] as const]),
    ]);
  return object([
    ["number", `${number}`],
    ...(replyNumber === undefined ? [] : [["replyNumber", `${replyNumber}`] as const]),
    ...(once === undefined ? [] : [["do", pair(once)] as const]),
    ...(dump === undefined ? [] : [["dump", pair(dump)] as const]),
    ...(privileged ? [["privileged", "true"] as const] : []),
  ]);
}
