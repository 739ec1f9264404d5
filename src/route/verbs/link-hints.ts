import type { NetlinkError } from "../../errors.ts";
import type { LinkChanges } from "./link-changes.ts";
import { isWhole } from "./link-name.ts";
import type { AnyNewLink, NewPeer } from "./new-link.ts";

/** What of a new link is the reason for a refusal, as far as the kernel leaves that open. */
export function hintOfAddition({ code, ack }: NetlinkError, link: AnyNewLink): string | undefined {
  const { kind, data, peer = {} } = link;
  const isTold = ack?.message !== undefined;
  if (code === "EOPNOTSUPP") return `kind '${kind}'${isTold || data === undefined ? "" : " or something of its data"}`;
  if (isTold) return undefined;
  const indexes = [...indexOf("the", link), ...indexOf("the peer's", peer)];
  // An index is told to be taken by either, according to whose it is.
  if (code === "EBUSY") return taken(indexes);
  const names = [...nameOf("the", link), ...nameOf("the peer's", peer)];
  // Two tunnels with the same ends cannot be.
  return code === "EEXIST" ? taken([...names, ...indexes, ...(data === undefined ? [] : ["the data"])]) : undefined;
}

/** The same of the changes of a link. */
export function hintOfChanges({ code, ack }: NetlinkError, changes: LinkChanges): string | undefined {
  if (code !== "EEXIST" || ack?.message !== undefined) return undefined;
  // With its old name, a link moves where another may have that.
  return taken(changes.name === undefined && changes.namespace !== undefined ? ["its name"] : nameOf("the", changes));
}

function nameOf(whose: string, { name }: Pick<NewPeer, "name">): readonly string[] {
  return isWhole(name) ? [`${whose} name '${name}'`] : [];
}

function indexOf(whose: string, { index }: Pick<NewPeer, "index">): readonly string[] {
  return index === undefined ? [] : [`${whose} index ${index}`];
}

function taken(candidates: readonly string[]): string | undefined {
  const last = candidates.at(-1);
  if (last === undefined) return undefined;
  const others = candidates.slice(0, -1);
  return `${others.length === 0 ? last : `${others.join(", ")} or ${last}`} may be taken`;
}
