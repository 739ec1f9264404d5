import type { Link, NetworkChange, NetworkState, Route } from "../../mod.ts";
import {
  fileText,
  isTold,
  outputOf,
  type RuntimeInterface,
  runtimeInterface,
  type RuntimeRoute,
  runtimeRoute,
} from "./convert.ts";
import type { RuntimeAction, RuntimeContent } from "./runtime.ts";

/** Names of interfaces end so that the runtime makes for itself. */
const OWN = "kata";

/** What the runtime has to be told. */
export interface Task {
  /** What happened. */
  readonly action: RuntimeAction;
  /** What is told of it. */
  readonly content: RuntimeContent;
  /** The index of the interface; absent for routes. */
  readonly index?: number;
}

/** What a failed task is called while it waits for its next try. */
export function taskName({ index }: Task): string {
  return index === undefined ? "routes" : `interface ${index}`;
}

/**
 * What the runtime knows, and from that and the network as it is now, what it has to be told. Nothing is lost by a call
 * that fails: the difference stays, or becomes another one.
 */
export class Ledger {
  readonly #state: NetworkState;
  readonly #compat: boolean;
  /** The links that were there before the runtime was told anything: it found them itself. */
  readonly #found: Set<number> = new Set();
  /** What the runtime knows of interfaces. */
  readonly #known: Map<number, RuntimeInterface> = new Map();
  /** Interfaces that were removed, though there may be others in their place. */
  readonly #removed: Set<number> = new Set();
  #routes: string;
  #areRoutesDue = false;

  /** Takes what is there now for known. In the first version (`compat`), links that are down count too. */
  constructor(state: NetworkState, compat: boolean) {
    this.#state = state;
    this.#compat = compat;
    for (const link of state.links.values()) {
      this.#found.add(link.index);
      if (isOurs(link) && (compat || isUsable(link))) this.#known.set(link.index, this.#interface(link));
    }
    this.#routes = fileText(this.#routeList());
  }

  /** How many interfaces the runtime knows. */
  get interfaces(): number {
    return this.#known.size;
  }

  /** Takes note of what cannot be seen in the network as it is now. */
  note(changes: readonly NetworkChange[]): void {
    for (const change of changes) {
      if (change.type === "link" && change.action === "remove") {
        const { index } = change.link;
        this.#found.delete(index);
        if (this.#known.has(index)) this.#removed.add(index);
      } else if (change.type === "route") {
        // What replaces a route takes it away, which the first version did not see.
        const isReplaced = change.action === "change" && !this.#compat;
        const routes = isReplaced ? [change.route, change.previous] : [change.route];
        this.#areRoutesDue ||= change.action === "remove" || routes.some((route) => this.#leadsToKnown(route));
      }
    }
  }

  /** What the runtime has to be told now: what is gone, what is there, and then the routes. */
  *tasks(): Generator<Task> {
    for (const [index, content] of [...this.#known]) {
      if (this.#isGone(index, content)) yield { action: "del-iface", content, index };
    }
    for (const index of [...this.#state.links.keys()]) {
      // As it is now: the calls until here have taken their time.
      const link = this.#state.links.get(index);
      if (link === undefined || !isOurs(link) || !isUsable(link)) continue;
      const known = this.#known.get(index);
      if (known !== undefined && (this.#compat || this.#isGone(index, known))) continue;
      const content = this.#interface(link);
      const isSame = known !== undefined && fileText(known) === fileText(content);
      if (!isSame && !this.#isTaken(content)) yield { action: "add-iface", content, index };
    }
    if (!this.#areRoutesDue) return;
    const content = this.#routeList();
    if (this.#compat || this.#routes !== fileText(content)) yield { action: "update-routes", content };
    else this.#areRoutesDue = false;
  }

  /** The runtime was told. */
  done({ action, content, index }: Task): void {
    if (index === undefined) {
      this.#routes = fileText(content);
      this.#areRoutesDue = false;
      return;
    }
    if (action === "del-iface") {
      this.#known.delete(index);
      this.#removed.delete(index);
    } else {
      const isNew = !this.#known.has(index);
      // What is added is an interface.
      this.#known.set(index, content as RuntimeInterface);
      if (!isNew) return;
    }
    // Routes may lead to it, or have led.
    this.#routes = "";
    this.#areRoutesDue = true;
  }

  /** Whether what the runtime knows of is there no more, or has become what it would not recognize. */
  #isGone(index: number, known: RuntimeInterface): boolean {
    if (this.#removed.has(index)) return true;
    const link = this.#state.links.get(index);
    if (link === undefined) return true;
    if (this.#compat) return false;
    return link.name !== known.Name || (link.address ?? "") !== known.HwAddr;
  }

  /** Whether the runtime has yet to hear that another one is gone, which it would not tell from this one. */
  #isTaken({ Name, HwAddr }: RuntimeInterface): boolean {
    return [...this.#known].some(([index, known]) =>
      (known.Name === Name || HwAddr !== "" && known.HwAddr === HwAddr) && this.#isGone(index, known)
    );
  }

  #interface(link: Link): RuntimeInterface {
    const addresses = [...this.#state.addresses.values()].filter(({ index }) => index === link.index);
    return runtimeInterface(link, addresses, this.#compat);
  }

  #routeList(): readonly RuntimeRoute[] | null {
    const nameOf = (index: number): string | undefined =>
      this.#known.get(index)?.Name ?? (this.#found.has(index) ? this.#state.links.get(index)?.name : undefined);
    const routes = [...this.#state.routes.values()].filter((route) => isTold(route, this.#compat))
      .map((route) => runtimeRoute(route, nameOf, this.#compat));
    return routes.length === 0 ? null : routes;
  }

  #leadsToKnown(route: Route): boolean {
    const output = outputOf(route);
    return output !== undefined && (this.#known.has(output) || this.#found.has(output));
  }
}

/** Whether the runtime is told of a link: it makes some for itself, and has a loopback of its own. */
function isOurs({ name = "", flags }: Link): boolean {
  return !name.endsWith(OWN) && !flags.includes("loopback");
}

/** Whether packets can pass. */
function isUsable({ flags }: Link): boolean {
  return flags.includes("up") && flags.includes("running");
}
