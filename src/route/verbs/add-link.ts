import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL } from "../../codec/framing.ts";
import { hinted, NetlinkError } from "../../errors.ts";
import type { Link } from "../link.ts";
import { hintOfAddition } from "./link-hints.ts";
import { isWhole } from "./link-name.ts";
import type { Places } from "./link-namespace.ts";
import type { LinkRequests } from "./link-requests.ts";
import { type AnyNewLink, laterMessages, newLinkMessage } from "./new-link.ts";
import { findLink, MAX_INDEX } from "./reference.ts";

/** How many indexes are tried for a link whose peer has a given one. */
const INDEX_ATTEMPTS = 8;
/** An index is taken: of the link itself, and of its peer. */
const TAKEN: ReadonlySet<string> = new Set(["EEXIST", "EBUSY"]);

/** Makes a link, after {@linkcode checkNewLink}; gives it as it is then. */
export async function addLink(
  links: LinkRequests,
  operation: string,
  link: AnyNewLink,
  places: Places,
): Promise<Link> {
  const { name, kind, namespace, parent, master, peer, alternativeNames = [] } = link;
  const place = namespace === undefined ? undefined : places.open(operation, namespace);
  const peerPlace = peer?.namespace === undefined ? undefined : places.open(`${operation}: peer`, peer.namespace);
  const [below, peerAbove, targetNamespaceId] = await Promise.all([
    links.refer(operation, parent, {}),
    links.refer(`${operation}: peer`, peer?.master, {}),
    namespace === undefined || place === undefined ? undefined : places.idOf(operation, namespace, place),
  ]);
  const where = { targetNamespaceId };
  const above = await links.refer(operation, master, where);
  const message = newLinkMessage(link, { place, peerPlace, parent: below, master: above });
  // What is echoed elsewhere goes to whoever has the number of our socket there.
  const flags = NLM_F_CREATE | NLM_F_EXCL | (namespace === undefined ? NLM_F_ECHO : 0);
  const echoed = await make(links, operation, flags, message, peer?.index).catch((failure: unknown) => {
    throw hinted(failure, (refusal) => hintOfAddition(refusal, link));
  });
  const made = echoed ??
    (isWhole(name) ? await findLink(links, operation, name, where) : await links.newest(operation, kind));
  const { index } = made;
  const later = laterMessages(operation, link, made, peerAbove);
  const isDone = later.length === 0 && alternativeNames.length === 0;
  // What is echoed is older than the master.
  if (isDone && (echoed === undefined || above === undefined)) return made;
  try {
    const sent = [
      ...later.map((message) => links.send(operation, "new", 0, message, {})),
      ...alternativeNames.map((name) =>
        links.changeName("new", `${operation}: alternative name '${name}'`, index, name, {})
      ),
    ];
    const [after] = await Promise.all([findLink(links, operation, index, where), ...sent]);
    return after;
  } catch (error) {
    await links.remove(operation, index, where).catch(() => {});
    throw error;
  }
}

/** Sends the request; gives the link where the kernel tells of it. */
async function make(
  links: LinkRequests,
  operation: string,
  flags: number,
  message: Partial<Link>,
  peerIndex: number | undefined,
): Promise<Link | undefined> {
  const send = async (message: Partial<Link>) => (await links.send(operation, "new", flags, message, {}))[0];
  if (peerIndex === undefined || message.index !== undefined) return await send(message);
  // The kernel heeds the index of a peer only beside one of the link itself: those that follow it are tried.
  for (let attempt = 1;; attempt++) {
    try {
      return await send({ ...message, index: (peerIndex + attempt - 1) % MAX_INDEX + 1 });
    } catch (error) {
      const isTaken = error instanceof NetlinkError && TAKEN.has(error.code);
      if (!isTaken || attempt === INDEX_ATTEMPTS) throw error;
    }
  }
}
