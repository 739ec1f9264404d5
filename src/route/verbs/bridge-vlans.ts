import type { Exchange } from "../../exchange.ts";
import { hinted } from "../../errors.ts";
import { checkOptions } from "../../options.ts";
import { type BridgeVlanDatabase, bridgeVlanNoun, type BridgeVlanQuery } from "../bridge-vlan.ts";
import type { BridgeVlanEntry } from "../bridge-vlan/entry.ts";
import type { BridgeVlanOptions } from "../bridge-vlan/options.ts";
import type { BridgeVlan } from "../link/bridge-vlan.ts";
import { checkDescription, chosenFlags, fitting, namesOf, need } from "./description.ts";
import { called, LinkedRequests } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which VLANs are listed. */
export interface BridgeVlanListQuery extends RequestOptions {
  /** Those of this port or bridge. */
  readonly link?: LinkReference;
  /** Whether they come with their counters. @default {false} */
  readonly stats?: boolean;
  /** Whether it is listed what VLANs are for whole bridges, instead of for ports. @default {false} */
  readonly global?: boolean;
}

/** Which VLANs of a port or a bridge are meant. */
export interface BridgeVlanKey {
  /** The port, or the bridge itself. */
  readonly link: LinkReference;
  /** Number of the VLAN, or of the first one, 1 to 4094. */
  readonly vlan: number;
  /** Number of the last one. @default that of the first */
  readonly end?: number;
}

/** Settings of VLANs as they are to be; what is not told stays as it is. */
export interface BridgeVlanChange extends
  BridgeVlanKey,
  Partial<
    Pick<
      BridgeVlanEntry,
      "state" | "multicastRouter" | "multicastMaxGroups" | "neighborSuppress" | "neighborForwardGratuitous"
    >
  > {}

/** VLANs as they are to be. */
export interface NewBridgeVlan extends BridgeVlanChange {
  /** Whether packets that come without a tag belong to the VLAN. @default {false} */
  readonly pvid?: boolean;
  /** Whether packets leave without a tag. @default {false} */
  readonly untagged?: boolean;
}

/** What VLANs are for a whole bridge as it is to be; what is not told stays as it is. */
export interface BridgeVlanGlobalChange
  extends
    BridgeVlanKey,
    Omit<BridgeVlanOptions, "id" | "range" | "multicastRouterPorts" | "multicastQuerierState" | "unknown"> {}

const KEY = { link: true, vlan: true, end: true } as const;
const CHANGE = {
  ...KEY,
  state: true,
  multicastRouter: true,
  multicastMaxGroups: true,
  neighborSuppress: true,
  neighborForwardGratuitous: true,
} as const;
/** What can be told to each verb. */
const FIELDS = {
  add: namesOf<NewBridgeVlan>({ ...CHANGE, pvid: true, untagged: true }),
  set: namesOf<BridgeVlanChange>(CHANGE),
  remove: namesOf<BridgeVlanKey>(KEY),
  setGlobal: namesOf<BridgeVlanGlobalChange>({
    ...KEY,
    multicastSnooping: true,
    multicastIgmpVersion: true,
    multicastMldVersion: true,
    multicastLastMemberCount: true,
    multicastStartupQueryCount: true,
    multicastLastMemberInterval: true,
    multicastMembershipInterval: true,
    multicastQuerierInterval: true,
    multicastQueryInterval: true,
    multicastQueryResponseInterval: true,
    multicastStartupQueryInterval: true,
    multicastQuerier: true,
    spanningTree: true,
  }),
};

/**
 * The VLANs of bridges and of their ports: `RTM_GETVLAN`, `RTM_NEWVLAN`, `RTM_DELVLAN`.
 *
 * @example What ports are in
 * ```ts ignore
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * for (const { index, entries = [] } of await rtnetlink.bridgeVlans.list()) {
 *   for (const { info, range } of entries) console.log(index, info?.id, range, info?.flags);
 * }
 * ```
 * @example A port for packets without a tag, and for some with one
 * ```ts ignore
 * await rtnetlink.bridgeVlans.add({ link: "eth0", vlan: 20, pvid: true, untagged: true });
 * await rtnetlink.bridgeVlans.add({ link: "eth0", vlan: 100, end: 110 });
 * ```
 */
export class BridgeVlans {
  readonly #requests: LinkedRequests<BridgeVlanDatabase, BridgeVlanQuery>;
  readonly #changes: LinkedRequests<BridgeVlanDatabase>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, bridgeVlanNoun);
    this.#changes = new LinkedRequests(exchange, bridgeVlanNoun);
  }

  /** Lists VLANs, of each port and bridge in an object; rejects with `EOPNOTSUPP` where the kernel knows none. */
  async list(query: BridgeVlanListQuery = {}): Promise<readonly BridgeVlanDatabase[]> {
    const operation = "list bridge vlans";
    checkOptions(operation, query, ["link", "stats", "global", "signal"]);
    const { link } = query;
    const dumpFlags = chosenFlags(`Cannot ${operation}`, query, ["stats", "global"]);
    const listed = this.#requests.listFor(operation, query, ({ index }) => {
      const at = link === undefined ? 0 : index(link);
      const wanted: Partial<BridgeVlanQuery> = {
        family: "bridge",
        index: at,
        ...(dumpFlags.length > 0 && { dumpFlags }),
      };
      return { query: wanted, bare: wanted, keep: fitting<BridgeVlanDatabase>({ index: at || undefined }) };
    });
    return await listed.catch((failure) => {
      throw hinted(failure, ({ code }) => code === "EOPNOTSUPP" ? "the kernel may have no VLAN filtering" : undefined);
    });
  }

  /** Adds VLANs to a port or a bridge; rejects with `EOPNOTSUPP` where the kernel knows none. */
  async add(vlan: NewBridgeVlan, options: RequestOptions = {}): Promise<void> {
    await this.#change("add", vlan, options);
  }

  /** Changes settings of VLANs that are there; rejects with `ENOENT` where one of them is not. */
  async set(vlan: BridgeVlanChange, options: RequestOptions = {}): Promise<void> {
    await this.#change("set", vlan, options);
  }

  /** Removes VLANs from a port or a bridge; rejects with `ENOENT` where one of them is not there. */
  async remove(vlan: BridgeVlanKey, options: RequestOptions = {}): Promise<void> {
    await this.#change("remove", vlan, options);
  }

  /** Changes what VLANs are for a whole bridge; rejects with `EINVAL` where one of them is not there. */
  async setGlobal(change: BridgeVlanGlobalChange, options: RequestOptions = {}): Promise<void> {
    const { link, vlan: id, end, ...settings } = checked("setGlobal", "Cannot set global bridge vlan", change);
    const globalOptions = [{ id, ...(end !== undefined && { range: end }), ...settings }];
    await this.#changes.run(`set global bridge vlan ${id} of ${called(link)}`, options, ({ index }) => [
      { verb: "new", value: { family: "bridge", index: index(link), globalOptions } },
    ]);
  }

  async #change(verb: "add" | "set" | "remove", vlan: NewBridgeVlan, options: RequestOptions): Promise<void> {
    const subject = `Cannot ${verb} bridge vlan`;
    const { link, vlan: id, end, pvid: _, untagged: _tag, ...settings } = checked(verb, subject, vlan);
    const flags = chosenFlags(subject, vlan, ["pvid", "untagged"]);
    const info: BridgeVlan = { flags: verb === "set" ? ["onlyOptions"] : flags, id };
    const operation = `${verb} bridge vlan ${id} ${verb === "add" ? "to" : "of"} ${called(link)}`;
    const entry: BridgeVlanEntry = { info, ...(end !== undefined && { range: end }), ...settings };
    await this.#changes.run(operation, options, ({ index }) => [
      { verb: verb === "remove" ? "delete" : "new", value: { family: "bridge", index: index(link), entries: [entry] } },
    ]);
  }
}

/** What a verb is told, where it has all that it needs, and nothing else. */
function checked<T extends BridgeVlanKey>(verb: keyof typeof FIELDS, subject: string, vlan: T): T {
  checkDescription(subject, vlan, FIELDS[verb]);
  need(subject, `a link: ${verb === "setGlobal" ? "the bridge" : "the port or the bridge"}`, vlan.link);
  need(subject, "a vlan", vlan.vlan);
  return vlan;
}
