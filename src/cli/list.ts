import { type Family, type RoutingTable, Rtnetlink, type TcHandle } from "../../mod.ts";
import { type Command, type Invocation, linkOf, noMore, oneOf, type Option, UsageError } from "./command.ts";
import { toJson } from "./json.ts";
import { type Filters, type Listed, type Listing, listings } from "./listings.ts";
import { inSession, namespaceOption, type Session } from "./session.ts";
import { aligned } from "./text/form.ts";
import { Names } from "./text/names.ts";

const NOUNS: readonly string[] = Object.keys(listings);

/** An option that says what is listed, and how its value is read; `list` knows what is none. */
interface Filter<Value> extends Option {
  readonly of: (text: string) => Value;
}

const FILTERS: { readonly [Name in keyof Filters]-?: Filter<Filters[Name]> } = {
  family: {
    value: "FAMILY",
    help: "Only this address family: inet, inet6, of neighbors also bridge, of routes mpls",
    // What the noun has no list of was refused.
    of: (text) => text as Family,
  },
  table: {
    value: "TABLE",
    help: "Only routes of this table, or rules that look into it: main, local, default, 100",
    of: (text) => linkOf(text) as RoutingTable,
  },
  link: {
    value: "LINK",
    help: "Only this link, or what belongs to it: a name, or an index in digits",
    of: linkOf,
  },
  kind: {
    value: "KIND",
    help: "Only links, qdiscs, filters, actions of this kind, such as bridge or htb",
    of(text) {
      if (text === "") throw new UsageError("--kind: expected a kind, got ''");
      return text;
    },
  },
  master: { value: "LINK", help: "Only what belongs to this link, such as the ports of a bridge", of: linkOf },
  parent: {
    value: "HANDLE",
    help: "Only what is attached to this qdisc or class: 1:, 1:10, root, ingress, of filters egress",
    of: (text) => text as TcHandle,
  },
  block: {
    value: "NUMBER",
    help: "Only filters and chains of this block, instead of those of a link",
    of: (text) => linkOf(text) as number,
  },
  chain: { value: "NUMBER", help: "Only this chain, or filters in it", of: (text) => linkOf(text) as number },
  proxy: { help: "Lists the neighbors that links answer for", of: () => true },
  global: { help: "Lists what the VLANs of whole bridges are like, instead of the VLANs of ports", of: () => true },
  invisible: { help: "Lists the qdiscs too that the kernel made unasked in classes", of: () => true },
  stats: { help: "Shows counters too", of: () => true },
};

/** `list`: prints what is there. */
export const list: Command = {
  summary: "Prints the links, addresses, routes or others that are there.",
  details: `WHAT is ${NOUNS.join(", ")}.\n` +
    "Routes are those of all tables. Forwarding databases are neighbors of the family bridge. The kernel lists\n" +
    "classes of one link at a time, filters and chains of one link or block, and actions of one kind.",
  usage: "WHAT [OPTION...]",
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
  // It is in the table.
  const listing = listings[noun]!;
  const filters = filtersOf(noun, listing, invocation);
  return await inSession(invocation, async (session) => {
    await using rtnetlink = await Rtnetlink.open(session.socket);
    const asked = listing.list(rtnetlink, filters);
    if (session.json) return await printJson(await asked, session);
    const [found, links] = await Promise.all([asked, rtnetlink.links.list()]);
    const names = new Names().add(links);
    const lines = found.flatMap(({ lines }) => lines(names, session.paint, invocation.has("stats")));
    for (const text of aligned(lines)) await session.output.write(`${text}\n`);
  });
}

/** What the options say; throws a {@linkcode UsageError} for one that means nothing for what is listed. */
function filtersOf(noun: string, { families, filters: known, needs }: Listing, invocation: Invocation): Filters {
  const filters: Partial<Record<keyof Filters, unknown>> = {};
  for (const name of Object.keys(FILTERS) as readonly (keyof Filters)[]) {
    const given = invocation.has(name) ? "" : invocation.get(name);
    if (given === undefined) continue;
    if (!known.includes(name)) {
      const nouns = NOUNS.filter((other) => listings[other]?.filters.includes(name));
      throw new UsageError(`Cannot list ${noun} with --${name}: it is for ${nouns.join(", ")}`);
    }
    if (name === "family") oneOf(`Cannot list ${noun} of family '${given}'`, families, given);
    filters[name] = FILTERS[name].of(given);
  }
  if (needs !== undefined && !needs.some((name) => filters[name] !== undefined)) {
    const options = needs.map((name) => `--${name} ${FILTERS[name].value}`);
    throw new UsageError(`Cannot list ${noun} without ${options.join(" or ")}`);
  }
  // Each was read as the table says.
  return filters as Filters;
}

async function printJson(listed: readonly Listed[], { output }: Session): Promise<void> {
  let separator = "[";
  for (const { value } of listed) {
    await output.write(`${separator}${toJson(value)}`);
    separator = ",\n";
  }
  await output.write(listed.length === 0 ? "[]\n" : "]\n");
}
