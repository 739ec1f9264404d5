import { describe, expect, test } from "vitest";
import { type AnyFamily, commandsOf, notificationsOf } from "../../src/generic/definition.ts";
import { ethtool, ipvs, mptcpPm, netdev, nlctrl, taskstats, tcpMetrics, wireguard } from "../../src/generic/mod.ts";
import { Comparison, type Finding } from "../conformance/compare.ts";
import { type GenericFact, parse, readGenericFacts } from "../facts/facts.ts";
import { GENERIC_PREFIX, schemas } from "../schemas/all.ts";
import { type AnyCodec, named } from "../schemas/walk.ts";

/** The families that the project ships. */
const shipped: readonly AnyFamily[] = [
  nlctrl,
  ethtool,
  netdev,
  tcpMetrics,
  mptcpPm,
  taskstats,
  wireguard,
  ipvs,
];

/** Names of values that their constants are not short for. */
const renamed: Readonly<Record<string, string>> = {
  ETHTOOL_C33_PSE_EVENT_CLASSIFICATION: "classification",
  ETHTOOL_C33_PSE_EVENT_DETECTION: "detection",
  ETHTOOL_C33_PSE_EVENT_DISCONNECTION: "disconnection",
  ETHTOOL_PSE_EVENT_OVER_BUDGET: "overBudget",
  ETHTOOL_PSE_EVENT_OVER_CURRENT: "overCurrent",
  ETHTOOL_PSE_EVENT_OVER_TEMP: "overTemperature",
  ETHTOOL_PSE_EVENT_SW_PW_CONTROL_ERROR: "softwarePowerControlError",
  GENL_ADMIN_PERM: "administrator",
  GENL_CMD_CAP_DO: "do",
  GENL_CMD_CAP_DUMP: "dump",
  GENL_CMD_CAP_HASPOL: "policy",
  GENL_UNS_ADMIN_PERM: "namespaceAdministrator",
  MPTCP_RST_EBADPERF: "badPerformance",
  MPTCP_RST_EMIDDLEBOX: "middlebox",
  MPTCP_RST_EMPTCP: "mptcp",
  MPTCP_RST_EPROHIBIT: "prohibited",
  MPTCP_RST_ERESOURCE: "resources",
  MPTCP_RST_EUNSPEC: "unspecified",
  MPTCP_RST_EWQ2BIG: "tooMuchData",
};

const EACH = "the kernel puts one for each";
const IN_HISTOGRAMS = "stands in the histograms of the group alone";

/** What the facts do not have right, or not exactly: the type that holds, and why. */
const corrected: Readonly<Record<string, readonly [type: string, reason: string]>> = {
  ETHTOOL_A_BITSET_MASK: ["array u32", "words in the order of the host"],
  ETHTOOL_A_BITSET_VALUE: ["array u32", "words in the order of the host"],
  ETHTOOL_A_CABLE_NEST_FAULT_LENGTH: ["many nest cable-fault-length", EACH],
  ETHTOOL_A_CABLE_NEST_RESULT: ["many nest cable-result", EACH],
  ETHTOOL_A_CABLE_TEST_TDR_NTF_NEST: ["nest cable-tdr-nest", "the header has a set of its own for it"],
  ETHTOOL_A_STATS_GRP: ["many nest stats-grp", EACH],
  ETHTOOL_A_STATS_GRP_HIST_RX: ["many nest stats-grp-hist", EACH],
  ETHTOOL_A_STATS_GRP_HIST_TX: ["many nest stats-grp-hist", EACH],
  ETHTOOL_A_STATS_GRP_STAT: ["many keyed u64", "the kernel puts one for each, by its number"],
  ETHTOOL_A_STRINGSET_STRINGS: ["nest strings", "the kernel puts one for all"],
  ETHTOOL_A_TUNNEL_UDP_TABLE: ["many nest tunnel-udp-table", EACH],
  "stats-grp ETHTOOL_A_STATS_GRP_HIST_BKT_HI": ["pad", IN_HISTOGRAMS],
  "stats-grp ETHTOOL_A_STATS_GRP_HIST_BKT_LOW": ["pad", IN_HISTOGRAMS],
  "stats-grp ETHTOOL_A_STATS_GRP_HIST_VAL": ["pad", IN_HISTOGRAMS],
  "taskstats.ac_nice": ["s8", "the kernel puts a nice value there, which can be negative"],
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
  shipped.map((family) => [family.name, new Comparison(factOf(family).facts, { renamed, corrected })]),
);

/** The set of a request: the part that the kernel takes, unless we let more be said of the same set. */
function askedSet(family: AnyFamily, part: string, whole: string, asked: AnyCodec): string {
  const taken = new Set(Object.values(factOf(family).facts.sets[part] ?? {}).map((fact) => parse(fact)[0]));
  return named(asked.layout).every(([, member]) => "type" in member && taken.has(member.type)) ? part : whole;
}

/** What the operations of a family have otherwise than the kernel's; all its schemas are compared by the way. */
function differences(family: AnyFamily): readonly Finding[] {
  const comparison = comparisons.get(family.name)!;
  const compare = (set: string, codec: AnyCodec | undefined, path: string): void => {
    if (codec !== undefined) comparison.value(["nest", set], codec, { key: path, path });
  };
  const found: Finding[] = [];
  const told = new Set<string>();
  const operations = Object.entries(factOf(family).operations);
  // Those of ethtool are not, though it needs them.
  const areToldPrivileges = operations.some(([, { privileged }]) => privileged);
  for (const [key, operation] of operations) {
    const { request, reply, attributes, requests = {}, privileged = false, modes } = operation;
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
    if (areToldPrivileges && privileged !== (command.privileged ?? false)) {
      found.push({ key, problem: "takes other privileges" });
    }
    for (const mode of ours) {
      // A codec of one type is a codec of `unknown` to who reads its layout alone.
      const asked = command[mode]?.request as AnyCodec | undefined;
      const { [mode]: part = attributes } = requests;
      if (asked !== undefined) compare(askedSet(family, part, attributes, asked), asked, `${name}.${mode}.request`);
      else if (part !== attributes) found.push({ key, problem: "asks for nothing" });
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
    expect(family.groups).toEqual(factOf(family).groups);
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

test("nothing is renamed, corrected or told beside the facts that need not be", () => {
  const needed = new Set([...comparisons.values()].flatMap((comparison) => [...comparison.needed]));
  expect(Object.keys({ ...renamed, ...corrected }).filter((name) => !needed.has(name))).toEqual([]);
  const all = shipped.flatMap((family) =>
    [...commandsOf(family), ...notificationsOf(family)].map(([name]) => `${family.name} ${name}`)
  );
  const untold = Object.entries(UNTOLD).flatMap(([family, names]) =>
    Object.keys(names).map((name) => `${family} ${name}`)
  );
  expect(untold.filter((name) => !all.includes(name))).toEqual([]);
});
