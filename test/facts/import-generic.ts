// Makes `generic.json` from a folder of facts about netlink families (the kernel's own specifications of its messages,
// corrected against its headers, as JSON; this project does not hold it), and from C headers, for what these leave out:
//
//   bun test/facts/import-generic.ts FOLDER [/usr/include/linux]
//
// The result has the families of generic netlink that this project ships, whole.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Facts, GenericFact, OperationFact, StructFact } from "./facts.ts";
import {
  EVENTS,
  GENERIC_CHOICES,
  GENERIC_SETS,
  GENERIC_STRUCTS,
  GENERIC_TYPES,
  GROUPS,
  HEADER_FAMILIES,
  type HeaderFamily,
  NEWER_CONSTANTS,
  REQUESTS,
  SYSTEM_CONSTANTS,
} from "./generic-words.ts";
import { constantsOf, structOf } from "./headers.ts";
import { cName, type GenericFamily, type Part, typeOf } from "./source.ts";

/** The families, as their files are called. */
const FAMILIES = ["nlctrl", "ethtool", "netdev", "tcp_metrics", "mptcp_pm", "wireguard"];

const [, , folder = "", headers = "/usr/include/linux"] = process.argv;

const headerFiles = readdirSync(headers).filter((file) => file.endsWith(".h")).map((file) => join(headers, file));
const constants: ReadonlyMap<string, number> = new Map([
  // Twice, since some build upon others that come later.
  ...constantsOf([...headerFiles, ...headerFiles]),
  ...Object.entries(NEWER_CONSTANTS),
  ...Object.entries(SYSTEM_CONSTANTS),
]);

/** The number of a constant. */
function numberOf(constant: string): number {
  const number = constants.get(constant);
  if (number === undefined) throw new Error(`Cannot find the constant '${constant}'`);
  return number;
}

/** The values that types name by their constants, or by the beginning of these. */
function tablesOf(types: readonly string[]): Facts["values"] {
  const prefixes = types.flatMap((type) => / of ([\w+]+)$/.exec(type)?.[1]?.split("+") ?? []);
  return Object.fromEntries(prefixes.map((prefix) => {
    const names = prefix.endsWith("_")
      ? [...constants.keys()].filter((name) => name.startsWith(prefix) && !/_(MAX|COUNT)$/.test(name))
      : [prefix];
    return [prefix, Object.fromEntries(names.map((name) => [name, numberOf(name)]))];
  }));
}

/** An attribute, with what only families of generic netlink tell. */
interface AttributePart extends Part {
  readonly typeValue?: readonly string[];
  readonly checks?: { readonly max?: number };
}

/** The type of an attribute, with where its values have names. */
function words(part: AttributePart, { enumMeta }: GenericFamily): string {
  const known = GENERIC_TYPES[part.cName ?? ""];
  if (known !== undefined) return known;
  // The kernel puts what never needs 8 bytes into 4.
  const isNarrow = part.type === "uint" && (part.checks?.max ?? Number.NaN) < 2 ** 32;
  const type = isNarrow
    ? "u32"
    : part.type === "nest-type-value"
    ? `${"keyed ".repeat(part.typeValue?.length ?? 0)}nest ${part.nested}`
    : typeOf(part);
  const prefix = enumMeta[part.enum ?? ""]?.cPrefix;
  return prefix === undefined ? type : `${type} of ${prefix}`;
}

/** Sets of attributes with the numbers of the headers. */
function numbered(sets: Readonly<Record<string, Readonly<Record<string, string>>>>): Facts["sets"] {
  return Object.fromEntries(
    Object.entries(sets).map(([set, parts]) => [
      set,
      Object.fromEntries(Object.entries(parts).map(([name, type]) => [name, `${numberOf(name)} ${type}`])),
    ]),
  );
}

function attributesOf(parts: readonly Part[], family: GenericFamily): Facts["sets"][string] {
  const told = parts.filter(({ name }) => name !== "unspec");
  return Object.fromEntries(told.map((part) => [
    part.cName ?? part.name,
    `${part.value} ${part.multi === true ? "many " : ""}${words(part, family)}`,
  ]));
}

function valuesOf({ enums, flags, enumMeta }: GenericFamily): Facts["values"] {
  return Object.fromEntries(
    Object.entries({ ...enums, ...flags }).map(([name, entries]) => {
      const { cPrefix = "", notInSpec = {} } = enumMeta[name] ?? {};
      const told = Object.entries(entries).map(([entry, value]) => [cPrefix + cName(entry).toUpperCase(), value]);
      return [cPrefix, { ...Object.fromEntries(told), ...notInSpec }];
    }),
  );
}

function structsOf(family: GenericFamily): Facts["structs"] {
  return Object.fromEntries(
    family.structs.map(({ name, cStruct = cName(name), size, members }) => [cStruct, {
      size,
      members: Object.fromEntries(members.map((part) => [cName(part.name), `${part.offset} ${words(part, family)}`])),
    }]),
  );
}

/** The requests of an operation whose attributes are told apart, by mode. */
function requestsOf(
  { cName, attrs, attributeSet }: Operation,
  family: GenericFamily,
): Readonly<Record<string, readonly Part[]>> {
  const all = family.attributeSets[attributeSet]?.filter(({ name }) => name !== "unspec") ?? [];
  const { doRequest, dumpRequest } = { ...attrs, ...REQUESTS[cName] };
  const modes = Object.entries({ do: doRequest, dump: dumpRequest });
  return Object.fromEntries(modes.flatMap(([mode, names]) => {
    const parts = all.filter(({ name }) => names?.includes(name));
    return names === undefined || parts.length === all.length ? [] : [[mode, parts]];
  }));
}

type Operation = GenericFamily["operations"][number];

/** The name of the set that a request has for itself. */
function requestSet({ cName }: Operation, mode: string): string {
  return `${cName}.${mode}`;
}

function operationOf(operation: Operation, family: GenericFamily): OperationFact {
  const { requestValue, replyValue, attributeSet, flags = [], do: does, dump, notify, event } = operation;
  const requests = Object.keys(requestsOf(operation, family)).map((mode) => [mode, requestSet(operation, mode)]);
  return {
    ...(requestValue === null ? {} : { request: requestValue }),
    ...(replyValue === null ? {} : { reply: replyValue }),
    attributes: attributeSet,
    ...(requests.length === 0 ? {} : { requests: Object.fromEntries(requests) }),
    ...(flags.some((flag) => flag.endsWith("admin-perm")) ? { privileged: true } : {}),
    modes: Object.entries({ do: does, dump, notify: notify !== null || event }).filter(([, is]) => is)
      .map(([mode]) => mode),
  };
}

/** What is announced by values of an enumeration. */
function eventsOf({ family, enums, enumMeta }: GenericFamily): GenericFact["operations"] {
  const [values = "", attributes = ""] = EVENTS[family] ?? [];
  const told = Object.entries(enums[values] ?? {}).filter(([, reply]) => reply > 0);
  return Object.fromEntries(told.map(([name, reply]) => [
    (enumMeta[values]?.cPrefix ?? "") + cName(name).toUpperCase(),
    { reply, attributes, modes: ["notify"] },
  ]));
}

/** The types of some attributes and members. */
function typesOf(...tables: readonly Readonly<Record<string, string>>[]): readonly string[] {
  return tables.flatMap((table) => Object.values(table));
}

function membersOf(structs: Facts["structs"]): readonly Readonly<Record<string, string>>[] {
  return Object.values(structs).map(({ members }) => members);
}

function factOf(family: GenericFamily): GenericFact {
  const { [family.family]: structs = {} } = GENERIC_STRUCTS;
  const { [family.family]: more = {} } = GENERIC_SETS;
  const { [family.family]: choices = {} } = GENERIC_CHOICES;
  const operations = family.operations.filter(({ reserved }) => reserved !== true);
  const requests = operations.flatMap((operation) =>
    Object.entries(requestsOf(operation, family)).map(([mode, parts]) => [requestSet(operation, mode), parts] as const)
  );
  const sets = {
    ...Object.fromEntries(
      [...Object.entries(family.attributeSets), ...requests].map(([set, parts]) => [set, attributesOf(parts, family)]),
    ),
    ...numbered(more),
  };
  const values = valuesOf(family);
  const untold = typesOf(...Object.values(sets), ...membersOf(structs), ...Object.values(choices))
    .filter((type) => !Object.hasOwn(values, / of (\w+)$/.exec(type)?.[1] ?? ""));
  return {
    name: family.family,
    version: family.version,
    groups: GROUPS[family.family] ?? family.mcastGroups.map(({ name }) => name),
    operations: {
      ...Object.fromEntries(operations.map((operation) => [operation.cName, operationOf(operation, family)])),
      ...eventsOf(family),
    },
    facts: {
      messages: {},
      sets,
      structs: { ...structsOf(family), ...structs },
      choices,
      values: { ...values, ...tablesOf(untold) },
    },
  };
}

/** The structs of a family without a specification. */
function layoutsOf(family: HeaderFamily): Facts["structs"] {
  const layouts: Record<string, StructFact> = {};
  for (const [name, struct] of Object.entries(family.structs)) {
    if ("members" in struct) {
      layouts[name] = struct;
      continue;
    }
    const { size, members } = structOf(join(headers, struct.header), name, struct.newer ?? "", layouts);
    const named = Object.entries(struct.types ?? {}).map(([member, type]) =>
      [member, `${parseInt(members[member] ?? "")} ${type}`] as const
    );
    layouts[name] = { size, members: { ...members, ...Object.fromEntries(named) } };
  }
  return layouts;
}

function factOfHeader(family: HeaderFamily): GenericFact {
  const { name, version, operations, sets, choices } = family;
  const structs = layoutsOf(family);
  return {
    name,
    version,
    groups: [],
    operations: Object.fromEntries(
      Object.entries(operations).map(([constant, { reply, ...operation }]) => [constant, {
        ...(operation.modes.includes("notify") ? {} : { request: numberOf(constant) }),
        ...(reply === undefined ? {} : { reply: numberOf(reply) }),
        ...operation,
      }]),
    ),
    facts: {
      messages: {},
      sets: numbered(sets),
      structs,
      choices,
      values: tablesOf(typesOf(...Object.values(sets), ...membersOf(structs))),
    },
  };
}

const families = FAMILIES.map((name) => {
  // The source has this form, as far as it is read here.
  return factOf(JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as GenericFamily);
});
const all = [...families, ...HEADER_FAMILIES.map(factOfHeader)];
writeFileSync(new URL("generic.json", import.meta.url), `${JSON.stringify(all, undefined, 2)}\n`);
