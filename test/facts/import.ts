// Makes `rtnetlink.json` and `tc.json` from a folder of facts about netlink families (the kernel's own specifications of
// its messages, corrected against its headers, as JSON; this project does not hold it), and from C headers, for the names
// of values that these leave out:
//
//   bun test/facts/import.ts FOLDER [/usr/include/linux]
//
// The result has every message of rtnetlink and what can be reached from it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Facts, MessageFact, StructFact } from "./facts.ts";
import { constantsOf } from "./headers.ts";
import { cName, type Extra, type Family, memberType, type Part, typeOf } from "./source.ts";
import { ATTRIBUTES, CHOICES, GROUPS, NEWER, PARTS, REQUESTS, SETS, STRUCTS, TYPES, VALUES } from "./words.ts";
import { TC_CHOICE_PARTS, TC_CHOICES, TC_MESSAGES, TC_STRUCTS, TC_VARIANTS } from "./tc-forms.ts";
import { TC_ATTRIBUTES, TC_TYPES, TC_VALUES } from "./tc-words.ts";

type Numbers = Readonly<Record<string, number>>;

const [, , folder = "", headers = "/usr/include/linux"] = process.argv;

function read<T>(name: string): T {
  // The source has this form, as far as it is read here.
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as T;
}

const extra = read<Extra>("extra");
const constants: Numbers = Object.assign({}, ...Object.values(extra.constants));
const headerFiles = readdirSync(headers, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".h"));
const fromHeaders = new Map([
  ...constantsOf(headerFiles.map((file) => join(headers, file))),
  ...Object.entries(NEWER),
]);

const types: Readonly<Record<string, string>> = { ...TYPES, ...TC_TYPES };
const values: Readonly<Record<string, string>> = { ...VALUES, ...TC_VALUES };
const attributes: Facts["sets"] = { ...ATTRIBUTES, ...TC_ATTRIBUTES };

/** The values that have names, by the beginning of their constants. */
const tables = new Map<string, Numbers>();
const prefixes = Object.values(values).flatMap((value) => value.replace("bits ", "").split("+"));

/** Fills in the table of a beginning of constants, or of one constant. */
function addTable(prefix: string): void {
  if (tables.has(prefix)) return;
  const longer = prefixes.filter((other) => other !== prefix && other.startsWith(prefix));
  const isIn = ([name]: readonly [string, number]): boolean =>
    name === prefix ||
    prefix.endsWith("_") && name.startsWith(prefix) &&
      !/^MIN$|(^|_)(MAX|MASK|RSVD_\d|RES\d)$/.test(name.slice(prefix.length)) &&
      !longer.some((other) => name.startsWith(other));
  const found = [Object.entries(constants), [...fromHeaders]].map((all) => all.filter(isIn)).find(({ length }) =>
    length > 0
  );
  if (found === undefined) throw new Error(`Cannot find constants that begin with '${prefix}'`);
  tables.set(prefix, Object.fromEntries(found));
}

/** The beginnings of constants that number the elements of arrays. */
const indexed = new Set(
  [...Object.values(TYPES), ...Object.values(CHOICES["inet6-stats"] ?? {})].map((type) => type.replace(/^.* at /, "")),
);

/** Fills in the table of an enumeration, or of flags, of a specification. */
function addEnumeration(family: Family, name: string): string {
  const { cPrefix, notInSpec = {} } = family.enumMeta[name] ?? { cPrefix: "" };
  const told = Object.entries(family.enums[name] ?? family.flags[name] ?? {});
  const entries = told.map(([entry, value]) => [cPrefix + cName(entry).toUpperCase(), value] as const);
  const table = Object.fromEntries([...entries, ...Object.entries(notInSpec)]);
  if (JSON.stringify(tables.get(cPrefix) ?? table) !== JSON.stringify(table)) {
    throw new Error(`Cannot tell the values of '${name}' from others that begin with '${cPrefix}'`);
  }
  tables.set(cPrefix, table);
  return cPrefix;
}

/** The words about the values of a member or an attribute. */
function valuesOf(key: string, { enum: name }: Part, family: Family | undefined): string {
  const known = /(^|[._])family$/.test(key) ? "AF_+RTNL_FAMILY_" : values[key] ?? values[key.replace(/.* /, "")];
  if (known !== undefined) return ` of ${known}`;
  return name === undefined || family === undefined ? "" : ` of ${addEnumeration(family, name)}`;
}

function attributesOf(set: string, parts: readonly Part[], family?: Family): Facts["sets"][string] {
  const { cPrefix = "", notInSpec = {} } = family?.attributeSetMeta[set] ?? {};
  const told = parts.filter(({ name }) => name !== "unspec").map((part): readonly [string, string] => {
    const name = part.cName ?? cPrefix + cName(part.name).toUpperCase();
    const many = part.multi === true ? "many " : "";
    const type = types[`${set} ${name}`] ?? `${many}${types[name] ?? typeOf(part)}`;
    return [name, `${part.value} ${type}${valuesOf(`${set} ${name}`, part, family)}`];
  });
  const others = Object.entries(notInSpec).map(([name, value]) =>
    [name, `${value} ${types[name] ?? "unknown"}`] as const
  );
  return { ...Object.fromEntries([...told, ...others]), ...attributes[set] };
}

/** The members of a struct; bit fields that share their bytes are one. */
function structOf(name: string, size: number, parts: readonly Part[], family?: Family): StructFact {
  const members: (readonly [name: string, fact: string])[] = [];
  // What the length of the struct does not cover is told apart.
  for (const part of parts.filter(({ size, flexible }) => size !== 0 && flexible !== true)) {
    const member = (part.members ?? [part]).map(({ name }) => cName(name)).join("+");
    const [before = "", fact = ""] = part.bits === undefined ? [] : members.at(-1) ?? [];
    if (fact.startsWith(`${part.offset} `)) members[members.length - 1] = [`${before}+${member}`, fact];
    else {
      const type = family === undefined ? memberType(part) : part.cSign ?? typeOf(part);
      members.push([member, `${part.offset} ${type}${valuesOf(`${name}.${member}`, part, family)}`]);
    }
  }
  return { size, members: Object.fromEntries(members) };
}

/** The word of a message for what it is about, such as `LINK`. */
function wordOf(message: string): string {
  return message.replace(/^RTM_(NEW|DEL|GET|SET)/, "");
}

/** Everything that these families say, with the messages whose word is `mine`. */
function collect(names: readonly string[], mine: (word: string) => boolean): Facts {
  const sets: Record<string, Facts["sets"][string]> = { ...attributes };
  const structs: Record<string, StructFact> = { ...STRUCTS, ...TC_STRUCTS };
  const choices: Record<string, Record<string, string>> = structuredClone({ ...CHOICES, ...TC_CHOICES });
  const messages: Record<string, MessageFact> = {};

  function addMessage(word: string, header: string, set: string | null, told: Numbers = {}): void {
    if (!mine(word)) return;
    const own = TC_MESSAGES[word];
    const attributes = own?.attributes ?? set ?? SETS[word];
    const types = Object.entries(constants).filter(([type]) =>
      /^RTM_(NEW|DEL|GET|SET)/.test(type) && wordOf(type) === word
    );
    const groups = (GROUPS[word] ?? []).map((group) => [`RTNLGRP_${group}`, constants[`RTNLGRP_${group}`] ?? 0]);
    messages[word] ??= {
      header: own?.header ?? cName(header),
      ...(attributes === undefined ? {} : { attributes }),
      types: Object.fromEntries(types),
      groups: { ...told, ...Object.fromEntries(groups) },
    };
  }

  function addChoices(choice: string, forms: Readonly<Record<string, string>>, prefix: string): void {
    for (const [name, form] of Object.entries(forms)) (choices[choice] ??= {})[name] = `${prefix} ${form}`;
  }

  function addFamily(family: Family): void {
    for (const [name, { cPrefix }] of Object.entries(family.enumMeta)) {
      if (indexed.has(cPrefix)) addEnumeration(family, name);
    }
    for (const [set, parts] of Object.entries(family.attributeSets)) sets[set] = attributesOf(set, parts, family);
    for (const { name, cStruct = cName(name), size, members } of family.structs) {
      structs[cStruct] = structOf(cStruct, size, members, family);
    }
    for (const [choice, forms] of Object.entries(family.subMessages)) {
      for (const [name, { fixedHeader, attributeSet }] of Object.entries(forms)) {
        const struct = fixedHeader === null ? "" : `struct ${cName(fixedHeader)}`;
        const nest = attributeSet === null ? "" : `nest ${attributeSet}`;
        (choices[choice] ??= {})[name] ??= `${struct} ${nest}`.trim();
      }
    }
    for (const { cName, fixedHeader, attributeSet } of family.operations) {
      if (/^RTM_(?!.*_NTF$)/.test(cName)) addMessage(wordOf(cName), fixedHeader, attributeSet);
    }
  }

  function addExtra(): void {
    const old = extra.inet6Stats.byKernel["6.7 .. 6.14"] ?? [];
    tables.set(
      "IPSTATS_MIB_OLD_",
      Object.fromEntries(old.map((name, i) => [`IPSTATS_MIB_OLD_${name.toUpperCase()}`, i])),
    );
    for (const [set, parts] of Object.entries(extra.attributeSets)) sets[set] = attributesOf(set, parts);
    for (const [name, { size, members }] of Object.entries(extra.structs)) {
      structs[name] = structOf(name, size, members);
    }
    for (const { messages, fixedHeader, attributeSet, groups } of extra.families) {
      const [word = ""] = Object.keys(messages).map(wordOf);
      addMessage(word, fixedHeader, attributeSet, groups);
      if (REQUESTS[word] !== undefined) addMessage(`${word} request`, fixedHeader, REQUESTS[word]);
    }
    const encaps = Object.values(extra.encap.byType).map(({ name, attributeSet }) => [name, attributeSet]);
    addChoices("encap", Object.fromEntries(encaps), "nest");
    addChoices("linkinfo-data-msg", { ...extra.linkKinds.data, ...extra.linkKinds.dataFromRtLink }, "nest");
    addChoices("linkinfo-member-data-msg", extra.linkKinds.memberData, "nest");
    addChoices("tca-stats-app-msg", extra.tcXstats.struct, "struct");
  }

  for (const name of names) addFamily(read(name));
  addExtra();
  const part = <T>(all: Readonly<Record<string, T>> = {}, names: readonly string[]): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
  for (const [name, { of, names }] of Object.entries(PARTS)) sets[name] = part(sets[of], names);
  for (const [name, { of, names }] of Object.entries(TC_CHOICE_PARTS)) choices[name] = part(choices[of], names);
  for (const [name, variant] of Object.entries(TC_VARIANTS)) sets[name] = { ...sets[variant.of], ...variant.with };
  return { messages, sets, structs, choices, values: {} };
}

/** What can be reached from the messages. */
function reachable(facts: Facts): Facts {
  const seen = { nest: new Set<string>(), struct: new Set<string>(), one: new Set<string>(), of: new Set<string>() };

  function follow(text: string): void {
    for (const [, kind, names = ""] of text.matchAll(/\b(nest|struct|one) ([\w+-]+)/g)) {
      for (const name of names.split("+")) {
        // The expression matches these kinds alone.
        const known = seen[kind as keyof typeof seen];
        if (known.has(name)) continue;
        known.add(name);
        const inside = { nest: facts.sets[name], struct: facts.structs[name]?.members, one: facts.choices[name] };
        Object.values(inside[kind as keyof typeof inside] ?? {}).forEach(follow);
      }
    }
    const [, values = ""] = / (?:of|at) (?:bits )?(.+)$/.exec(text) ?? [];
    for (const prefix of values === "" ? [] : values.split("+")) {
      addTable(prefix);
      seen.of.add(prefix);
    }
  }

  function keep<T>(all: Readonly<Record<string, T>>, names: ReadonlySet<string>): Record<string, T> {
    const entries = Object.entries(all).toSorted(([a], [b]) => a < b ? -1 : 1);
    return Object.fromEntries(entries.filter(([name]) => names.has(name)));
  }

  for (const { header, attributes = "" } of Object.values(facts.messages)) {
    follow(`struct ${header} nest ${attributes}`);
  }
  if (facts.sets["link-attrs"] !== undefined) {
    follow("nest nlmsgerr of NLM_F_");
    follow(" of RTNLGRP_");
  }
  return {
    messages: facts.messages,
    sets: keep(facts.sets, seen.nest),
    structs: keep(facts.structs, seen.struct),
    choices: keep(facts.choices, seen.one),
    values: keep(Object.fromEntries(tables), seen.of),
  };
}

function write(name: string, facts: Facts): void {
  writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(reachable(facts), undefined, 2)}\n`);
}

const TC = /^(QDISC|TCLASS|TFILTER|CHAIN|ACTION)$/;

write(
  "rtnetlink",
  collect(["rt-link", "rt-addr", "rt-route", "rt-neigh", "rt-rule", "nlctrl", "devlink"], (word) => !TC.test(word)),
);
write("tc", collect(["tc"], (word) => TC.test(word)));
