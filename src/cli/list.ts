import {
  type Family,
  type Link,
  type LinkReference,
  type RoutingTable,
  Rtnetlink,
  type Rule,
  type RuleFamily,
} from "../../mod.ts";
import { type Command, type Invocation, linkOf, noMore, oneOf, type Option, UsageError } from "./command.ts";
import { toJson } from "./json.ts";
import { inSession, namespaceOption, type Session } from "./session.ts";
import { Names } from "./text/names.ts";
import { aligned, type Holder, objectOf, objectText } from "./text/object.ts";
import { statsText } from "./text/stats.ts";

/** Which objects are listed, and with what, by the names of the options that say so. */
interface Filters {
  readonly family?: Family;
  readonly table?: RoutingTable;
  readonly link?: LinkReference;
  readonly kind?: string;
  readonly master?: LinkReference;
  readonly stats?: boolean;
}

/** A kind of objects that can be listed. */
interface Listing {
  /** The options that mean something for it. */
  readonly filters: readonly (keyof Filters)[];
  /** The families that it has. */
  readonly families?: readonly Family[];
  /** Asks for the objects. */
  list(rtnetlink: Rtnetlink, filters: Filters): Promise<readonly Holder[]>;
}

type Noun = "links" | "addresses" | "routes" | "neighbors" | "rules" | "nexthops";

const LISTINGS: Readonly<Record<Noun, Listing>> = {
  links: {
    filters: ["link", "kind", "master", "stats"],
    async list({ links }, { link, ...query }) {
      const found = link === undefined ? await links.list(query) : await oneLink(links, link, query);
      return found.map((link) => ({ type: "link", link }));
    },
  },
  addresses: {
    filters: ["family", "link"],
    families: ["inet", "inet6"],
    async list({ addresses }, filters) {
      return (await addresses.list(filters)).map((address) => ({ type: "address", address }));
    },
  },
  routes: {
    filters: ["family", "table", "link"],
    families: ["inet", "inet6", "mpls"],
    async list({ routes }, filters) {
      return (await routes.list(filters)).map((route) => ({ type: "route", route }));
    },
  },
  neighbors: {
    filters: ["family", "link"],
    families: ["inet", "inet6", "bridge"],
    async list({ neighbors }, filters) {
      return (await neighbors.list(filters)).map((neighbor) => ({ type: "neighbor", neighbor }));
    },
  },
  rules: {
    filters: ["family", "table", "link"],
    families: ["inet", "inet6", "ipmr", "ip6mr"],
    async list({ links, rules }, { link, family, ...filters }) {
      // Any other family was refused before.
      const found = await rules.list({ ...filters, ...(family !== undefined && { family: family as RuleFamily }) });
      // Rules know their links by name.
      const name = typeof link === "number" ? (await links.get(link)).name : link;
      return found.filter((rule) => name === undefined || isAbout(rule, name)).map((rule) => ({ type: "rule", rule }));
    },
  },
  nexthops: {
    filters: ["family", "link"],
    families: ["inet", "inet6"],
    async list({ nexthops }, filters) {
      return (await nexthops.list(filters)).map((nexthop) => ({ type: "nexthop", nexthop }));
    },
  },
};

// The table has every noun, and nothing else.
const NOUNS = Object.keys(LISTINGS) as readonly Noun[];

const FILTERS: Readonly<Record<keyof Filters, Option>> = {
  family: { value: "FAMILY", help: "Only this address family: inet, inet6, of neighbors also bridge, of routes mpls" },
  table: { value: "TABLE", help: "Only routes of this table, or rules that look into it: main, local, default, 100" },
  link: { value: "LINK", help: "Only this link, or what belongs to it: a name, or an index in digits" },
  kind: { value: "KIND", help: "Only links of this kind, such as bridge or veth" },
  master: { value: "LINK", help: "Only links that belong to this one, such as the ports of a bridge" },
  stats: { help: "Shows the counters of links" },
};

/** `list`: prints what is there. */
export const list: Command = {
  summary: "Prints the links, addresses, routes or other objects that are there.",
  details: "Routes are those of all tables. Forwarding databases are neighbors of the family bridge.",
  usage: `${NOUNS.join("|")} [OPTION...]`,
  options: { json: { help: "Prints one JSON array" }, namespace: namespaceOption, ...FILTERS },
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const [given, ...more] = invocation.positionals;
  if (given === undefined) {
    throw new UsageError(`Cannot list without saying what: expected one of ${NOUNS.join(", ")}`);
  }
  const noun = oneOf(`Cannot list '${given}'`, NOUNS, given);
  noMore(`Cannot list ${noun}`, more);
  const filters = filtersOf(noun, invocation);
  return await inSession(invocation, async (session) => {
    await using rtnetlink = await Rtnetlink.open(session.socket);
    const found = LISTINGS[noun].list(rtnetlink, filters);
    if (session.json) return await printJson(await found, session);
    const [holders, links] = await Promise.all([found, rtnetlink.links.list()]);
    await printText(holders, new Names().add(links), session);
  });
}

/** What the options say; throws a {@linkcode UsageError} for one that means nothing for what is listed. */
function filtersOf(noun: Noun, invocation: Invocation): Filters {
  for (const name of Object.keys(FILTERS) as readonly (keyof Filters)[]) {
    if (!invocation.has(name) && invocation.get(name) === undefined) continue;
    const nouns = NOUNS.filter((other) => LISTINGS[other].filters.includes(name));
    if (!nouns.includes(noun)) {
      throw new UsageError(`Cannot list ${noun} with --${name}: it is for ${nouns.join(", ")}`);
    }
  }
  const [family, table, link, kind, master] = ["family", "table", "link", "kind", "master"].map((name) =>
    invocation.get(name)
  );
  return {
    ...(family !== undefined && { family: familyOf(noun, family) }),
    // What is no table is refused by `list`, which knows them.
    ...(table !== undefined && { table: (/^\d+$/.test(table) ? Number(table) : table) as RoutingTable }),
    ...(link !== undefined && { link: linkOf(link) }),
    ...(kind !== undefined && { kind }),
    ...(master !== undefined && { master: linkOf(master) }),
    ...(invocation.has("stats") && { stats: true }),
  };
}

function familyOf(noun: Noun, given: string): Family {
  // All families that somebody can ask for have a name.
  const families = (LISTINGS[noun].families ?? []) as readonly (Family & string)[];
  return oneOf(`Cannot list ${noun} of family '${given}'`, families, given);
}

/** A link, where it is as it is asked for. */
async function oneLink(
  links: Rtnetlink["links"],
  link: LinkReference,
  { kind, master, stats = false }: Filters,
): Promise<readonly Link[]> {
  const found = await links.get(link, { stats });
  const above = typeof master === "string" ? (await links.get(master)).index : master;
  const isAsked = (kind === undefined || found.kind === kind) && (above === undefined || found.master === above);
  return isAsked ? [found] : [];
}

/** Whether a rule names a link, which need not be there. */
function isAbout({ inputLink, outputLink }: Rule, link: string): boolean {
  return inputLink === link || outputLink === link;
}

async function printJson(holders: readonly Holder[], { output }: Session): Promise<void> {
  let separator = "[";
  for (const holder of holders) {
    await output.write(`${separator}${toJson(objectOf(holder))}`);
    separator = ",\n";
  }
  await output.write(holders.length === 0 ? "[]\n" : "]\n");
}

async function printText(holders: readonly Holder[], names: Names, { output, paint }: Session): Promise<void> {
  const texts = holders.map((holder) => objectText(holder, names, paint));
  for (const [i, line] of aligned(holders, texts).entries()) {
    const holder = holders[i];
    const stats = holder?.type === "link" ? holder.link.stats : undefined;
    await output.write(`${line}${stats === undefined ? "" : ` ${statsText(stats)}`}\n`);
  }
}
