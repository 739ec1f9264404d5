import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { type BridgeVlanDatabase, bridgeVlanNoun, type BridgeVlanQuery } from "../bridge-vlan.ts";
import { chosenFlags, fitting } from "./description.ts";
import { LinkedRequests } from "./linked.ts";
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

/**
 * The VLANs of bridges and of their ports: `RTM_GETVLAN`. They are changed with the settings of a link
 * (`IFLA_AF_SPEC` of the family bridge).
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
 */
export class BridgeVlans {
  readonly #requests: LinkedRequests<BridgeVlanDatabase, BridgeVlanQuery>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, bridgeVlanNoun);
  }

  /** Lists VLANs, of each port and bridge in an object; rejects with `EOPNOTSUPP` where the kernel knows none. */
  async list(query: BridgeVlanListQuery = {}): Promise<readonly BridgeVlanDatabase[]> {
    const operation = "list bridge vlans";
    checkOptions(operation, query, ["link", "stats", "global", "signal"]);
    const { link } = query;
    const dumpFlags = chosenFlags(`Cannot ${operation}`, query, ["stats", "global"]);
    return await this.#requests.listFor(operation, query, ({ index }) => {
      const at = link === undefined ? 0 : index(link);
      const wanted: Partial<BridgeVlanQuery> = {
        family: "bridge",
        index: at,
        ...(dumpFlags.length > 0 && { dumpFlags }),
      };
      return { query: wanted, bare: wanted, keep: fitting<BridgeVlanDatabase>({ index: at || undefined }) };
    });
  }
}
