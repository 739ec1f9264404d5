import { hinted } from "../../errors.ts";
import type { Link } from "../link.ts";
import { changeMessage, type LinkChanges } from "./link-changes.ts";
import { hintOfChanges } from "./link-hints.ts";
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
  const { port, ...others } = changes;
  const { namespace, master, name, up } = others;
  const place = namespace === undefined ? undefined : places.open(operation, namespace);
  const [found, targetNamespaceId] = await Promise.all([
    findLink(links, operation, link, {}),
    namespace === undefined || place === undefined ? undefined : places.idOf(operation, namespace, place),
  ]);
  const where = { targetNamespaceId };
  const above = await links.refer(operation, master, where);
  const { index, linkInfo, flags } = found;
  const portKind = above?.kind ?? linkInfo?.portKind;
  // What the link is to a new master can be told only when it belongs to it.
  const isApart = port !== undefined && master !== undefined;
  const change: Partial<Link> = {
    ...changeMessage(operation, isApart ? others : changes, found, portKind),
    ...place,
    ...(master === undefined ? {} : { master: above?.index ?? 0 }),
  };
  const then = isApart ? [changeMessage(operation, { port }, found, portKind)] : [];
  for (const message of [change, ...then]) checkEncodable(operation, message);

  const send = (message: Partial<Link>) =>
    links.send(operation, "new", 0, message, {}).catch((failure: unknown) => {
      throw hinted(failure, (refusal) => hintOfChanges(refusal, changes));
    });
  // Kernels before 6.2 rename no link that is up.
  const isDownFirst = name !== undefined && up === false && flags.includes("up");
  const first = [...(isDownFirst ? [send({ index, flags: [], change: ["up"] })] : []), send(change)];
  if (isApart) await Promise.all(first);
  const reference = targetNamespaceId === undefined ? index : name ?? found.name ?? index;
  const sent = [...first, ...then.map(send)];
  const [after] = await Promise.all([findLink(links, operation, reference, where), ...sent]);
  return after;
}
