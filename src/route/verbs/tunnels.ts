import { familyOf, parseAddress } from "../../codec/prefix.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { shown } from "../../shown.ts";
import { type Tunnel, type TunnelEntry, tunnelNoun } from "../tunnel.ts";
import { checkDescription, chosenFlags, fitting, namesOf, need } from "./description.ts";
import { called, LinkedRequests } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which tunnels are listed. */
export interface TunnelQuery extends RequestOptions {
  /** This one. */
  readonly link?: LinkReference;
  /** Whether networks come with their counters, one by one. @default {false} */
  readonly stats?: boolean;
}

/** Networks of a tunnel. */
export interface TunnelNetworks {
  /** The tunnel: a `vxlan` that filters networks. */
  readonly link: LinkReference;
  /** Number of the network, or of the first one, up to 16777215. */
  readonly vni: number;
  /** Number of the last one. @default that of the first */
  readonly end?: number;
  /** Address of the other end, or of the group of others. @default that of the link */
  readonly group?: string;
}

const FIELDS = namesOf<TunnelNetworks>({ link: true, vni: true, end: true, group: true });

/**
 * The networks that tunnels accept, where they are `vxlan` links that filter them: `RTM_GETTUNNEL`, `RTM_NEWTUNNEL`,
 * `RTM_DELTUNNEL`.
 *
 * @example Another network
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * const data = { collectMetadata: true, vniFilter: true, port: 4790 };
 * await rtnetlink.links.add({ name: "vxlan1", kind: "vxlan", data, up: true });
 * await rtnetlink.tunnels.add({ link: "vxlan1", vni: 100, end: 199 });
 * for (const { entries } of await rtnetlink.tunnels.list({ link: "vxlan1" })) console.log(entries);
 * ```
 */
export class Tunnels {
  readonly #requests: LinkedRequests<Tunnel>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, tunnelNoun);
  }

  /** Lists the tunnels that have networks. */
  async list(query: TunnelQuery = {}): Promise<readonly Tunnel[]> {
    const operation = "list tunnels";
    checkOptions(operation, query, ["link", "stats", "signal"]);
    const { link } = query;
    const flags = chosenFlags(`Cannot ${operation}`, query, ["stats"]);
    return await this.#requests.listFor(operation, query, ({ index }) => {
      const at = link === undefined ? 0 : index(link);
      const wanted: Partial<Tunnel> = { family: "bridge", flags, index: at };
      return { query: wanted, bare: wanted, keep: fitting<Tunnel>({ index: at || undefined }) };
    });
  }

  /** Lets a tunnel accept networks, or changes where they lead to. */
  async add(networks: TunnelNetworks, options: RequestOptions = {}): Promise<void> {
    await this.#change("add", networks, options);
  }

  /** Lets a tunnel accept networks no longer; rejects with `ENOENT` where it accepts none of them. */
  async remove(networks: TunnelNetworks, options: RequestOptions = {}): Promise<void> {
    await this.#change("remove", networks, options);
  }

  async #change(verb: "add" | "remove", networks: TunnelNetworks, options: RequestOptions): Promise<void> {
    const subject = `Cannot ${verb} network`;
    checkDescription(subject, networks, FIELDS);
    const { link, vni, end } = networks;
    need(subject, "a link", link);
    need(subject, "a vni", vni);
    checkNumber(subject, "vni", vni, 0);
    // The kernel does nothing for a range that ends before it begins, and says nothing.
    if (end !== undefined) checkNumber(subject, "end", end, vni);
    const operation = `${verb} network ${vni} ${verb === "add" ? "to" : "of"} ${called(link)}`;
    await this.#requests.run(operation, options, ({ index }) => [{
      verb: verb === "add" ? "new" : "delete",
      value: { family: "bridge", index: index(link), entries: [entryOf(`Cannot ${operation}`, networks)] },
    }]);
  }
}

/** The largest number of a network, which has 24 bits. */
const MAX_VNI = 2 ** 24 - 1;

function checkNumber(subject: string, name: string, value: unknown, from: number): void {
  if (Number.isInteger(value) && Number(value) >= from && Number(value) <= MAX_VNI) return;
  throw new RangeError(`${subject}: ${name}: expected a number from ${from} to ${MAX_VNI}, got ${shown(value)}`);
}

function entryOf(subject: string, { vni, end, group }: TunnelNetworks): TunnelEntry {
  const address = group === undefined ? undefined : parseAddress(`${subject}: group`, group);
  return {
    start: vni,
    ...(end !== undefined && { end }),
    ...(address !== undefined && { [familyOf(address) === "inet" ? "group" : "group6"]: address }),
  };
}
