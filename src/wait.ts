import { NetlinkError } from "./errors.ts";
import { checkSocketOptions, type SocketOptions } from "./open-socket.ts";
import type { Link } from "./route/link.ts";
import { findBy, type LinkReference } from "./route/verbs/reference.ts";
import { NetworkState } from "./state.ts";
import type { ChangeOf } from "./state/change.ts";
import type { ChangeQueue } from "./state/change-queue.ts";

/** Where a wait looks. */
export interface LinkWaitOptions extends SocketOptions {
  /** A copy that is open already and follows links: the wait begins when the function is called. @default a copy of its own */
  readonly state?: NetworkState;
}

/** Where a wait for what happens looks. */
export interface ChangeWaitOptions extends LinkWaitOptions {
  /**
   * A reader of changes to read on from, so that several waits one after the other miss nothing between them: what
   * `NetworkState.changes` gives. @default the changes from now on
   */
  readonly changes?: ChangeQueue;
}

/** Where a wait for a new link looks. */
export interface NewLinkOptions extends ChangeWaitOptions {
  /** Names and indexes of links that are not new; then one that is there already and not among them is. */
  readonly except?: Iterable<LinkReference>;
}

/** What a link is waited for to be: one of four words, or whatever a function says of it. */
export type LinkCondition = "up" | "down" | "present" | "absent" | ((link: Link) => boolean);

/** Bad file descriptor. */
const EBADF = 9;

/** Whether a link carries packets, which it does when it is up and has a carrier (`IFF_UP`, `IFF_RUNNING`). */
function isUp({ flags }: Link): boolean {
  return flags.includes("up") && flags.includes("running");
}

const CONDITIONS: Readonly<Record<string, (link: Link | undefined) => boolean>> = {
  up: (link) => link !== undefined && isUp(link),
  down: (link) => link !== undefined && !isUp(link),
  present: (link) => link !== undefined,
  absent: (link) => link === undefined,
};

/** Whether a link is the one that is meant. */
function isMeant(link: Link, reference: LinkReference): boolean {
  return link.index === reference || link.name === reference ||
    (link.propertyList?.alternativeNames?.some((name) => name === reference) ?? false);
}

/**
 * Waits until a link is `"up"` (it can carry packets), `"down"` (it is there and cannot), `"present"`, `"absent"`, or
 * what a function says; at once where it is so already. Gives the link, `undefined` where it is absent.
 *
 * Throws a `RangeError` for a link or a condition that cannot be; rejects with the reason of `signal`.
 *
 * @example
 * ```ts
 * import { waitForLink } from "@netlink/ffi";
 *
 * const lo = await waitForLink("lo", "present", { signal: AbortSignal.timeout(1000) });
 * console.log(lo?.index);
 * ```
 */
export async function waitForLink(
  link: LinkReference,
  condition: LinkCondition,
  options: LinkWaitOptions = {},
): Promise<Link | undefined> {
  const subject = "Cannot wait for link";
  findBy(subject, link);
  const holds = typeof condition === "function"
    ? (found: Link | undefined) => found !== undefined && condition(found)
    : Object.hasOwn(CONDITIONS, condition)
    ? CONDITIONS[condition]
    : undefined;
  if (holds === undefined) {
    const expected = `expected ${Object.keys(CONDITIONS).join(", ")} or a function`;
    throw new RangeError(`${subject} '${link}': ${expected}, got '${condition}'`);
  }
  return await withState(options, async (state) => {
    const find = () => [...state.links.values()].find((candidate) => isMeant(candidate, link));
    const { found } = await state.waitFor(() => {
      const found = find();
      return holds(found) && { found };
    }, options.signal === undefined ? {} : { signal: options.signal });
    return found;
  });
}

/**
 * Waits until a link has lost its carrier and got it back, both from the call on. A link that goes away and comes back
 * under its name has done that too. Gives the link.
 *
 * It counts as lost when the state is `"down"`, or when the kernel counted a loss (`carrierDownCount`), so that a short
 * one is not overlooked; as got back when the state is `"up"`.
 */
export function waitForReconnect(link: LinkReference, options: ChangeWaitOptions = {}): Promise<Link> {
  const subject = "Cannot wait for a reconnect";
  let isLost = false;
  let losses: number | undefined;
  return firstChange(options, () => void findBy(subject, link), (change) => {
    const before = change.action === "change" ? change.previous : change.link;
    if (!isMeant(change.link, link) && !isMeant(before, link)) return undefined;
    losses ??= before.carrierDownCount;
    if (change.action === "remove" || change.link.state === "down") isLost = true;
    else if ((change.link.carrierDownCount ?? 0) > (losses ?? Infinity)) isLost = true;
    return isLost && change.action !== "remove" && change.link.state === "up" ? change.link : undefined;
  });
}

/**
 * Waits for a link that is new: one that appears from the call on, or, with `except`, one that is not among those. It
 * is told by its index, so that no rename takes an old link for a new one. Gives the link as soon as it is up or down.
 *
 * @example
 * ```ts ignore
 * const link = await waitForNewLink({ except: ["lo", "eth0"], signal: AbortSignal.timeout(60_000) });
 * ```
 */
export function waitForNewLink(options: NewLinkOptions = {}): Promise<Link> {
  const { except } = options;
  const known = except === undefined ? [] : [...except];
  const fresh = new Set<number>();
  const check = (): void => {
    for (const reference of known) findBy("Cannot wait for a new link: except", reference);
  };
  return firstChange(options, check, ({ action, cause, link }) => {
    if (action === "remove") fresh.delete(link.index);
    else if (action === "add" && (cause !== "snapshot" || except !== undefined)) fresh.add(link.index);
    const isNew = fresh.has(link.index) && !known.some((reference) => isMeant(link, reference));
    return isNew && (isUp(link) || link.state === "up" || link.state === "down") ? link : undefined;
  }, except !== undefined);
}

/**
 * Waits for a link to go away: deleted, or moved to another namespace (`newNamespaceId` then tells where). A link that
 * only leaves its bridge has not gone. Gives the link as it was.
 */
export function waitForRemovedLink(options: ChangeWaitOptions = {}): Promise<Link> {
  return firstChange(options, () => {}, ({ action, link }) => action === "remove" ? link : undefined);
}

/** Runs `use` with the copy of the options, or with one of its own that is closed afterwards. */
async function withState<T>(options: LinkWaitOptions, use: (state: NetworkState) => Promise<T>): Promise<T> {
  const { state, ...rest } = options;
  checkSocketOptions("wait", rest);
  if (state !== undefined) return await use(state);
  await using own = await NetworkState.open({ ...rest, topics: ["link"] });
  return await use(own);
}

/** The first change of a link of which `pick` gives something. */
async function firstChange(
  { changes, ...options }: ChangeWaitOptions & { readonly except?: unknown },
  check: () => void,
  pick: (change: ChangeOf<"link">) => Link | undefined,
  snapshot = false,
): Promise<Link> {
  check();
  const { except: _, ...rest } = options;
  if (changes !== undefined) return await read(changes, pick, options.signal);
  return await withState(rest, async (state) => {
    using own = state.changes({ snapshot });
    return await read(own, pick, options.signal);
  });
}

/** Reads until `pick` gives something; what comes behind it stays in the queue. */
async function read(
  changes: ChangeQueue,
  pick: (change: ChangeOf<"link">) => Link | undefined,
  signal: AbortSignal | undefined,
): Promise<Link> {
  for (;;) {
    const { done, value: change } = await changes.next(signal === undefined ? {} : { signal });
    if (done) throw new NetlinkError("wait for a link after closing the copy", EBADF);
    const found = change.type === "link" ? pick(change) : undefined;
    if (found !== undefined) return found;
  }
}
