import { NetlinkError } from "./errors.ts";
import { checkSocketOptions, type SocketOptions } from "./open-socket.ts";
import type { Link } from "./route/link.ts";
import { findBy, type LinkReference } from "./route/verbs/reference.ts";
import { checkAnswer, shown } from "./shown.ts";
import { NetworkState } from "./state.ts";
import { type ChangeOf, objectChange } from "./state/change.ts";
import type { ChangeReader } from "./state/change-queue.ts";

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
  readonly changes?: ChangeReader;
}

/** Where a wait for a new link looks. */
export interface NewLinkOptions extends ChangeWaitOptions {
  /**
   * Names and indexes of links that are not new; then every other is, also one that is there already. With `changes`,
   * what is there already counts where `state` is given too.
   */
  readonly except?: Iterable<LinkReference>;
}

/** What a link is waited for to be: one of four words, or whatever a function says of it. */
export type LinkCondition = "up" | "down" | "present" | "absent" | ((link: Link) => boolean);

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

/** Throws a `RangeError` that starts with `subject` for what nobody calls a link, and would be waited for in vain. */
function checkReference(subject: string, link: LinkReference): void {
  findBy(subject, link);
  // The kernel has nothing against white space in alternative names; `ip` has.
  if (!/\s/.test(`${link}`)) return;
  throw new RangeError(`${subject}: expected the name of a link without white space, got ${shown(link)}`);
}

/**
 * Waits until a link is `"up"` (it can carry packets), `"down"` (it is there and cannot), `"present"`, `"absent"`, or
 * what a function says; at once where it is so already. Gives the link, `undefined` where it is absent.
 *
 * Rejects with a `RangeError` for a link or a condition that cannot be, and with the reason of `signal`.
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
  checkReference(subject, link);
  const holds = typeof condition === "function"
    ? (found: Link | undefined) => found !== undefined && condition(found)
    : Object.hasOwn(CONDITIONS, condition)
    ? CONDITIONS[condition]
    : undefined;
  if (holds === undefined) {
    const expected = `expected ${Object.keys(CONDITIONS).join(", ")} or a function`;
    throw new RangeError(`${subject} '${link}': ${expected}, got ${shown(condition)}`);
  }
  checkWait(options);
  const { found } = await withState(options, (state) => {
    const find = () => [...state.links.values()].find((candidate) => isMeant(candidate, link));
    return state.waitFor(() => {
      const found = find();
      const held = holds(found);
      checkAnswer(held);
      return held && { found };
    }, options.signal === undefined ? {} : { signal: options.signal });
  });
  return found;
}

/**
 * Waits until a link has lost its carrier and got it back, both from the call on. A link that goes away and comes back
 * under its name has done that too. Gives the link.
 *
 * It counts as lost when the state is `"down"`, or when the kernel counted a loss (`carrierDownCount`), so that a short
 * one is not overlooked; as got back when the state is `"up"`.
 */
export async function waitForReconnect(link: LinkReference, options: ChangeWaitOptions = {}): Promise<Link> {
  checkReference("Cannot wait for a reconnect", link);
  checkWait(options, ["changes"]);
  let isLost = false;
  return await firstChange(options, (change) => {
    const { previous } = change.action === "change" ? change : {};
    if (change.action === "remove" || !isMeant(change.link, link)) {
      // Gone, or called otherwise from now on.
      isLost ||= isMeant(previous ?? change.link, link);
      return undefined;
    }
    if (change.cause === "snapshot") return undefined;
    isLost ||= change.link.state === "down" ||
      (change.link.carrierDownCount ?? 0) > (previous?.carrierDownCount ?? Infinity);
    return isLost && change.link.state === "up" ? change.link : undefined;
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
export async function waitForNewLink(options: NewLinkOptions = {}): Promise<Link> {
  checkWait(options, ["changes", "except"]);
  const { except, ...rest } = options;
  const known = knownLinks(except);
  const [fresh, old] = [new Set<number>(), new Set<number>()];
  return await firstChange(rest, (change) => {
    const { action, cause, link } = change;
    if (action === "remove") {
      old.delete(link.index);
      return undefined;
    }
    const names = action === "change" ? [change.previous, link] : [link];
    if (names.some((name) => known.some((reference) => isMeant(name, reference)))) old.add(link.index);
    if (except !== undefined || action === "add" && cause !== "snapshot") fresh.add(link.index);
    const isNew = fresh.has(link.index) && !old.has(link.index);
    return isNew && (isUp(link) || link.state === "up" || link.state === "down") ? link : undefined;
  }, except !== undefined);
}

function knownLinks(except: Iterable<LinkReference> = []): readonly LinkReference[] {
  const subject = "Cannot wait for a new link: except";
  // A text is a list too, of its letters.
  if (typeof except === "string" || typeof except[Symbol.iterator] !== "function") {
    throw new RangeError(`${subject}: expected a list of names and indexes, got ${shown(except)}`);
  }
  const known = [...except];
  for (const reference of known) checkReference(subject, reference);
  return known;
}

/**
 * Waits for a link to go away: deleted, or moved to another namespace (`newNamespaceId` then tells where). A link that
 * only leaves its bridge has not gone. Gives the link as it was.
 */
export async function waitForRemovedLink(options: ChangeWaitOptions = {}): Promise<Link> {
  checkWait(options, ["changes"]);
  return await firstChange(options, ({ action, link }) => action === "remove" ? link : undefined);
}

/** Throws a `RangeError` for options that do not exist or cannot be; `more` are those beside that of every wait. */
function checkWait(options: ChangeWaitOptions, more: readonly (keyof NewLinkOptions)[] = []): void {
  checkSocketOptions("wait", options, ["state", ...more]);
  const { state, changes } = options;
  // Whoever forgets to await a copy would wait for it for ever.
  if (state !== undefined && !(state instanceof NetworkState)) {
    throw new RangeError(`Cannot wait: expected a NetworkState as the state, got ${shown(state)}`);
  }
  if (changes !== undefined && typeof changes?.next !== "function") {
    throw new RangeError(`Cannot wait: expected a reader of changes as the changes, got ${shown(changes)}`);
  }
}

/** Runs `use` with the copy of the options, or with one of its own that is closed afterwards. */
async function withState<T>(options: LinkWaitOptions, use: (state: NetworkState) => Promise<T>): Promise<T> {
  const { state, ...rest } = options;
  if (state !== undefined) return await use(state);
  await using own = await NetworkState.open({ ...rest, topics: ["link"] });
  return await use(own);
}

/** Gives the link that is waited for, where a change tells of it. */
type Choose = (change: ChangeOf<"link">) => Link | undefined;

/** The first link that is chosen; with `countsPresent`, of those that are there already too. */
async function firstChange(
  { changes, ...options }: ChangeWaitOptions,
  choose: Choose,
  countsPresent = false,
): Promise<Link> {
  const { signal, state } = options;
  if (changes !== undefined && state === undefined) return await read(changes, choose, signal);
  return await withState(options, async (state) => {
    // Refused where links are not followed.
    const { links } = state;
    const reader = changes ?? state.changes({ snapshot: false });
    try {
      for (const [index, link] of countsPresent ? links : []) {
        // What it makes of a link is the change of a link.
        const found = choose(objectChange("link", "add", index, "snapshot", link) as ChangeOf<"link">);
        if (found !== undefined) return found;
      }
      return await read(reader, choose, signal);
    } finally {
      if (changes === undefined) reader.close();
    }
  });
}

/** Reads until a link is chosen; what comes behind it stays in the queue. */
async function read(changes: ChangeReader, choose: Choose, signal: AbortSignal | undefined): Promise<Link> {
  for (;;) {
    const { done, value: change } = await changes.next(signal === undefined ? {} : { signal });
    if (done) throw new NetlinkError("wait for a link after closing the copy", "EBADF");
    const found = change.type === "link" ? choose(change) : undefined;
    if (found !== undefined) return found;
  }
}
