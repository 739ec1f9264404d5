import { describe, expect, test } from "vitest";
import { type AnyFamily, commandsOf, notificationsOf } from "../../src/generic/definition.ts";
import { ipvs, nlctrl, wireguard } from "../../src/generic/mod.ts";
import { Comparison, type Finding } from "../conformance/compare.ts";
import { type GenericFact, readGenericFacts } from "../facts/facts.ts";
import { GENERIC_PREFIX, schemas } from "../schemas/all.ts";
import type { AnyCodec } from "../schemas/walk.ts";

/** The families that the project ships. */
const shipped: readonly AnyFamily[] = [nlctrl, wireguard, ipvs];

/** Names of values that their constants are not short for. */
const renamed: Readonly<Record<string, string>> = {
  GENL_ADMIN_PERM: "administrator",
  GENL_CMD_CAP_DO: "do",
  GENL_CMD_CAP_DUMP: "dump",
  GENL_CMD_CAP_HASPOL: "policy",
  GENL_UNS_ADMIN_PERM: "namespaceAdministrator",
};

/** What the specifications leave out: numbers by family and name. */
const UNTOLD: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  nlctrl: { newFamily: 1, deleteFamily: 2, newGroup: 7, deleteGroup: 8 },
};

const facts = readGenericFacts();

/** What the files of a family are called. */
function fileOf({ name }: AnyFamily): string {
  return name.toLowerCase().replaceAll("_", "-");
}

function factOf({ name }: AnyFamily): GenericFact {
  const fact = facts.find((fact) => fact.name === name);
  if (fact === undefined) throw new Error(`Cannot find the facts of '${name}'`);
  return fact;
}

const comparisons = new Map(
  shipped.map((family) => [family.name, new Comparison(factOf(family).facts, { renamed, corrected: {} })]),
);

/** What the operations of a family have otherwise than the kernel's; all its schemas are compared by the way. */
function differences(family: AnyFamily): readonly Finding[] {
  const comparison = comparisons.get(family.name)!;
  const compare = (set: string, codec: AnyCodec | undefined, path: string): void => {
    if (codec !== undefined) comparison.value(["nest", set], codec, { key: path, path });
  };
  const found: Finding[] = [];
  const told = new Set<string>();
  for (const [key, { request, reply, attributes, modes }] of Object.entries(factOf(family).operations)) {
    if (modes.includes("notify")) {
      const [name, notification] = notificationsOf(family).find(([, { number }]) => number === reply) ?? [];
      if (name === undefined) found.push({ key, problem: "is not announced" });
      else told.add(name);
      compare(attributes, notification?.value as AnyCodec | undefined, `${name}`);
      continue;
    }
    const [name, command] = commandsOf(family).find(([, { number }]) => number === request) ?? [];
    if (name === undefined || command === undefined) {
      found.push({ key, problem: "is no command" });
      continue;
    }
    told.add(name);
    const ours = (["do", "dump"] as const).filter((mode) => command[mode] !== undefined);
    if (ours.join() !== modes.join()) found.push({ key, problem: `can ${ours.join()}, expected ${modes.join()}` });
    const { replyNumber = command.number } = command;
    if (reply !== undefined && reply !== replyNumber) found.push({ key, problem: `has the reply ${replyNumber}` });
    for (const mode of ours) {
      // A codec of one type is a codec of `unknown` to who reads its layout alone.
      compare(attributes, command[mode]?.request as AnyCodec | undefined, `${name}.${mode}.request`);
      compare(attributes, command[mode]?.reply as AnyCodec | undefined, `${name}.${mode}.reply`);
    }
  }
  const numbers = [...commandsOf(family), ...notificationsOf(family)];
  for (const [name, { number }] of numbers.filter(([name]) => !told.has(name))) {
    if (UNTOLD[family.name]?.[name] !== number) found.push({ key: name, problem: `is in no facts with ${number}` });
  }
  return [...found, ...comparison.findings];
}

const found = new Map(shipped.map((family) => [family.name, differences(family)]));

describe.each(shipped.map((family) => [family.name, family] as const))("the family %s", (name, family) => {
  test("is as the kernel has it", () => {
    expect(found.get(name)?.map(({ key, problem }) => `${key}: ${problem}`)).toEqual([]);
  });

  test("has the groups of the kernel", () => {
    const { groups } = factOf(family);
    // The specification of the controller leaves out its own.
    expect(family.groups).toEqual(name === "nlctrl" ? ["notify"] : groups);
  });

  test("has every schema held against a fact", () => {
    const own = schemas.filter(([path]) => path.startsWith(`${GENERIC_PREFIX}${fileOf(family)}.`));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(([, { layout }]) => !comparisons.get(name)?.compared.has(layout)).map(([path]) => path)).toEqual(
      [],
    );
  });
});

test("every schema belongs to a family that is shipped", () => {
  const families = schemas.map(([path]) => path).filter((path) => path.startsWith(GENERIC_PREFIX))
    .map((path) => path.slice(GENERIC_PREFIX.length).split(".")[0]);
  expect([...new Set(families)].toSorted()).toEqual(shipped.map(fileOf).toSorted());
});

test("nothing is renamed or told beside the facts that need not be", () => {
  const needed = new Set([...comparisons.values()].flatMap((comparison) => [...comparison.needed]));
  expect(Object.keys(renamed).filter((name) => !needed.has(name))).toEqual([]);
  const all = shipped.flatMap((family) =>
    [...commandsOf(family), ...notificationsOf(family)].map(([name]) => `${family.name} ${name}`)
  );
  const untold = Object.entries(UNTOLD).flatMap(([family, names]) =>
    Object.keys(names).map((name) => `${family} ${name}`)
  );
  expect(untold.filter((name) => !all.includes(name))).toEqual([]);
});
