import type { Mdb, MdbEntry, MulticastRouterPort } from "../../../mod.ts";
import { type Context, nameOf, nonZero, type Row, type Table, text, words } from "../witness.ts";

/** An entry, and the bridge or the tunnel whose database it is in. */
export interface MemberOf extends MdbEntry {
  readonly bridge: number;
}

/** Seconds with two decimals in a text of eight, of which some may have passed. */
function timer<T>(hundredths: (ours: T) => number | undefined): Row<T> {
  return (ours, _context, theirs) => {
    const left = hundredths(ours) ?? 0;
    const isClose = typeof theirs === "string" && Math.abs(Number(theirs) * 100 - left) <= 300;
    return isClose ? theirs : (left / 100).toFixed(2);
  };
}

/** `bridge -d -s mdb show`, in its list of entries. */
export const MDB_ENTRY: Table<MemberOf> = {
  rows: {
    index: ({ bridge }) => bridge,
    dev: ({ bridge }, context) => nameOf(bridge, context),
    port: ({ index }, context) => nameOf(index, context),
    grp: ({ group }) => group,
    src: ({ source }) => source,
    state: ({ state }) => state === "temporary" ? "temp" : state,
    filter_mode: ({ groupMode }) => groupMode,
    source_list: ({ sourceList }) =>
      sourceList?.entries?.map(({ address, timer = 0 }) => ({ address, timer: (timer / 100).toFixed(2).padStart(8) })),
    protocol: ({ protocol }) => text(protocol),
    flags: ({ flags }) =>
      words(flags, {
        offload: "offload",
        fastLeave: "fast_leave",
        starExclude: "added_by_star_ex",
        blocked: "blocked",
      }),
    vid: ({ vlan }) => nonZero(vlan),
    timer: timer(({ timer }) => timer),
  },
};

/** The same command, of a port to a router. */
export const MDB_ROUTER: Table<MulticastRouterPort> = {
  rows: {
    port: ({ index }, context) => nameOf(index, context),
    timer: timer(({ timer }) => timer),
    type: ({ type }) => text(type),
  },
};

/** All entries of databases, each with whose it is. */
export function membersOf(databases: readonly Mdb[]): readonly MemberOf[] {
  return databases.flatMap(({ index: bridge, groups }) =>
    (groups?.entries ?? []).flatMap(({ members = [] }) => members.map((member) => ({ ...member, bridge })))
  );
}

/** The ports of databases, by the name of the bridge. */
export function routersOf(databases: readonly Mdb[], context: Context): Record<string, readonly MulticastRouterPort[]> {
  return Object.fromEntries(
    databases.flatMap(({ index, routers }) =>
      routers?.ports === undefined ? [] : [[nameOf(index, context) ?? "", routers.ports]]
    ),
  );
}
