import type {
  Family,
  Link,
  LinkReference,
  NeighborTable,
  NeighborTableQuery,
  RoutingTable,
  Rtnetlink,
  Rule,
  RuleFamily,
  Stats,
  StatsFilter,
  TcHandle,
} from "../../mod.ts";
import { type Form, nameAndRest } from "./text/form.ts";
import type { Names } from "./text/names.ts";
import { forms } from "./text/object.ts";
import type { Paint } from "./text/paint.ts";
import { trafficActionForm } from "./text/tc.ts";
import { line } from "./text/words.ts";

/** Which objects are listed, and with what, by the names of the options that say so. */
export interface Filters {
  readonly family?: Family;
  readonly table?: RoutingTable;
  readonly link?: LinkReference;
  readonly kind?: string;
  readonly master?: LinkReference;
  readonly parent?: TcHandle;
  readonly block?: number;
  readonly chain?: number;
  readonly proxy?: true;
  readonly global?: true;
  readonly invisible?: true;
  readonly stats?: true;
}

/** What lists objects; `list` refuses what it cannot list them by, and misses what it needs. */
interface Lister<T> {
  list(filters: Filters): Promise<readonly T[]>;
}

/** An object that was listed. */
export interface Listed {
  /** The object of the module. */
  readonly value: object;
  /** Its lines in two parts each: the words that say which object it is, and the rest. */
  lines(names: Names, paint: Paint, stats: boolean): readonly (readonly [name: string, rest: string])[];
}

/** A kind of objects that can be listed. */
export interface Listing {
  /** The options that mean something for it. */
  readonly filters: readonly (keyof Filters)[];
  /** Options of which one has to be given, since the kernel lists nothing without. */
  readonly needs?: readonly (keyof Filters)[];
  /** The families that can be asked for. */
  readonly families: readonly (Family & string)[];
  /** Asks for the objects. */
  list(rtnetlink: Rtnetlink, filters: Filters): Promise<readonly Listed[]>;
}

function listing<T extends object>(
  form: Form<T>,
  of: (rtnetlink: Rtnetlink) => Lister<T>,
  filters: readonly (keyof Filters)[],
  families: readonly (Family & string)[] = [],
): Listing {
  const listed = (value: T): Listed => ({
    value,
    lines(names, paint, stats) {
      const lines = form.lines?.(value, names, paint) ?? [form.text(value, names, paint)];
      const counted = stats ? form.stats?.(value) ?? "" : "";
      return lines.map((words) => nameAndRest(form, value, line(words, counted)));
    },
  });
  return {
    filters: families.length > 0 ? ["family", ...filters] : filters,
    families,
    list: async (rtnetlink, filters) => (await of(rtnetlink).list(filters)).map(listed),
  };
}

const IP = ["inet", "inet6"] as const;

/** What can be listed, by what it is called on the command line. */
export const listings: Readonly<Record<string, Listing>> = {
  links: listing(forms.link, linkLister, ["link", "kind", "master", "stats"]),
  addresses: listing(forms.address, ({ addresses }) => addresses, ["link"], IP),
  routes: listing(forms.route, ({ routes }) => routes, ["table", "link"], [...IP, "mpls"]),
  neighbors: listing(forms.neighbor, ({ neighbors }) => neighbors, ["link", "master", "proxy"], [...IP, "bridge"]),
  rules: listing(forms.rule, ruleLister, ["table", "link"], [...IP, "ipmr", "ip6mr"]),
  nexthops: listing(forms.nexthop, ({ nexthops }) => nexthops, ["link", "master"], IP),
  netconfs: listing(forms.netconf, ({ netconfs }) => netconfs, ["link"], [...IP, "mpls"]),
  nsids: listing(forms.nsid, ({ nsids }) => ({ list: () => nsids.list() }), []),
  "address-labels": listing(forms.addressLabel, ({ addressLabels }) => addressLabels, ["link"]),
  "multicast-addresses": listing(forms.multicastAddress, (at) => at.multicastAddresses, ["link"], IP),
  "anycast-addresses": listing(forms.anycastAddress, (at) => at.anycastAddresses, ["link"]),
  "multicast-routes": listing(forms.multicastRoute, (at) => at.multicastRoutes, ["link"], ["ipmr", "ip6mr"]),
  "neighbor-tables": listing(forms.neighborTable, tableLister, ["link"], IP),
  mdb: listing(forms.mdb, ({ mdb }) => mdb, ["link"]),
  "bridge-vlans": listing(forms.bridgeVlan, ({ bridgeVlans }) => bridgeVlans, ["link", "global", "stats"]),
  stats: listing(forms.stats, statsLister, ["link"]),
  tunnels: listing(forms.tunnel, ({ tunnels }) => tunnels, ["link", "stats"]),
  qdiscs: listing(forms.qdisc, ({ qdiscs }) => counted(qdiscs), ["link", "kind", "parent", "invisible", "stats"]),
  classes: {
    ...listing(forms.trafficClass, (at) => counted(at.trafficClasses), ["link", "kind", "parent", "stats"]),
    needs: ["link"],
  },
  filters: {
    ...listing(forms.filter, ({ filters }) => filters, ["link", "kind", "parent", "block", "chain"]),
    needs: ["link", "block"],
  },
  chains: {
    ...listing(forms.chain, ({ chains }) => chains, ["link", "parent", "block", "chain"]),
    needs: ["link", "block"],
  },
  actions: {
    ...listing(trafficActionForm, ({ trafficActions }) => counted(trafficActions), ["kind", "stats"]),
    needs: ["kind"],
  },
};

/** Lists links, or the one that is asked for, where it is as it is asked for. */
function linkLister({ links }: Rtnetlink): Lister<Link> {
  return { list: ({ link, ...query }) => link === undefined ? links.list(query) : oneLink(links, link, query) };
}

/** A link, where it is as it is asked for. */
async function oneLink(
  links: Rtnetlink["links"],
  link: LinkReference,
  { kind, master, ...counters }: Filters,
): Promise<readonly Link[]> {
  const found = await links.get(link, counters);
  const above = typeof master === "string" ? (await links.get(master)).index : master;
  const isAsked = (kind === undefined || found.kind === kind) && (above === undefined || found.master === above);
  return isAsked ? [found] : [];
}

/** Lists rules; those about a link have its name, which need not be there. */
function ruleLister({ links, rules }: Rtnetlink): Lister<Rule> {
  return {
    async list({ link, family, ...filters }) {
      // Any other family was refused before.
      const found = await rules.list({ ...filters, ...(family !== undefined && { family: family as RuleFamily }) });
      const name = typeof link === "number" ? (await links.get(link)).name : link;
      const isAbout = ({ inputLink, outputLink }: Rule): boolean => inputLink === name || outputLink === name;
      return name === undefined ? found : found.filter(isAbout);
    },
  };
}

/** Lists tables of neighbors. */
function tableLister({ neighborTables }: Rtnetlink): Lister<NeighborTable> {
  // Any other family was refused before.
  return { list: (filters) => neighborTables.list(filters as NeighborTableQuery) };
}

/** All that links count. */
const COUNTERS: readonly StatsFilter[] = ["link", "extended", "portExtended", "offload", "familySpecific"];

/** Lists all counters, or those of the link that is asked for. */
function statsLister({ stats }: Rtnetlink): Lister<Stats> {
  const query = { filter: COUNTERS };
  return { list: async ({ link }) => link === undefined ? await stats.list(query) : [await stats.get(link, query)] };
}

/** A list of what always comes with its counters. */
function counted<T>(lister: Lister<T>): Lister<T> {
  return { list: ({ stats: _, ...filters }) => lister.list(filters) };
}
