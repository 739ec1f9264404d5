import type { Link } from "../link.ts";
import { changeMessage, type LinkChanges, portInfo } from "./link-changes.ts";
import type { Places } from "./link-namespace.ts";
import type { LinkRequests } from "./link-requests.ts";
import { checkEncodable } from "./link-settings.ts";
import { findLink, type LinkReference } from "./reference.ts";

/** Changes a link, after {@linkcode checkChanges}; gives it as it is then, where it is then. */
export async function setLink(
  links: LinkRequests,
  operation: string,
  link: LinkReference,
  changes: LinkChanges,
  places: Places,
): Promise<Link> {
  const { namespace, master, name, port, up } = changes;
  const place = namespace === undefined ? undefined : places.open(operation, namespace);
  const [found, targetNamespaceId] = await Promise.all([
    findLink(links, operation, link, {}),
    namespace === undefined || place === undefined ? undefined : places.idOf(operation, namespace, place),
  ]);
  const where = { targetNamespaceId };
  const above = await links.refer(operation, master, where);
  const { index, linkInfo, flags } = found;
  const change: Partial<Link> = {
    ...changeMessage(operation, changes, found),
    ...place,
    ...(master === undefined ? {} : { master: above?.index ?? 0 }),
  };
  const portMessage: readonly Partial<Link>[] = port === undefined
    ? []
    : [{ index, linkInfo: portInfo(operation, above?.kind ?? linkInfo?.portKind, port) }];
  // Kernels before 6.2 rename no link that is up.
  const down: readonly Partial<Link>[] = name !== undefined && up === false && flags.includes("up")
    ? [{ index, flags: [], change: ["up"] }]
    : [];
  const messages = [...down, change, ...portMessage];
  for (const message of messages) checkEncodable(operation, message);
  // What the link is to a new master can be told only when it belongs to it.
  const early = port !== undefined && master !== undefined ? messages.splice(0, messages.length - 1) : [];
  const send = (message: Partial<Link>) => links.send(operation, "new", 0, message, {});
  await Promise.all(early.map(send));
  const sent = Promise.all(messages.map(send));
  const reference = targetNamespaceId === undefined ? index : name ?? found.name ?? index;
  const [, after] = await Promise.all([sent, findLink(links, operation, reference, where)]);
  return after;
}
