import { NetlinkError } from "../../errors.ts";
import { shown } from "../../shown.ts";
import { type Link, linkNoun } from "../link.ts";
import type { Noun } from "../noun.ts";
import { ALTERNATIVE_NAME_LENGTH, NAME_LENGTH, textBytes } from "./link-name.ts";
import type { RequestOptions, Requests } from "./requests.ts";

/** A link by its index, its name, or one of its alternative names. */
export type LinkReference = number | string;

/** Links without their counters, which the kernel sends unasked and which take longest to read. */
export const linkWithoutStats: Noun<Link> = { ...linkNoun, codec: linkNoun.codec.without("stats", "stats32") };

/** What of a link is asked for, and where. */
export interface FindOptions extends RequestOptions {
  /** Whether it comes with the counters that its address families have. @default {false} */
  readonly stats?: boolean;
  /** Number of the namespace in which it is sought. @default that of the socket */
  readonly targetNamespaceId?: number | undefined;
}

/** The largest index, and the largest descriptor (`INT_MAX`). */
export const MAX_INDEX: number = 2 ** 31 - 1;

/**
 * The fields by which the kernel finds a link; throws a `RangeError` that starts with `subject`, and tells what else is
 * expected there.
 */
export function findBy(
  subject: string,
  link: LinkReference,
  others: string = "",
): Pick<Link, "index" | "name" | "alternativeName"> {
  if (typeof link === "number" && Number.isInteger(link) && link > 0 && link <= MAX_INDEX) return { index: link };
  const { length = 0 } = textBytes(`${link}`) ?? {};
  if (typeof link !== "string" || length === 0 || length > ALTERNATIVE_NAME_LENGTH || link.includes("/")) {
    throw new RangeError(`${subject}: expected the name or the index of a link${others}, got ${shown(link)}`);
  }
  // The attribute of alternative names finds links by their name too, but older kernels do not know it.
  return { index: 0, ...(length > NAME_LENGTH ? { alternativeName: link } : { name: link }) };
}

/** Throws a `RangeError` for what is no link and not 0, which is none: what a link belongs to. */
export function checkMaster(subject: string, master: LinkReference | undefined): void {
  if (master !== undefined && master !== 0) findBy(`${subject}: master`, master, ", or 0 for none");
}

/** The same as {@linkcode findBy}, in the namespace that the request is about. */
export function findIn(
  subject: string,
  link: LinkReference,
  targetNamespaceId: number | undefined,
): Partial<Link> {
  return { ...findBy(subject, link), ...(targetNamespaceId === undefined ? {} : { targetNamespaceId }) };
}

/** A link as messages call it. */
export function quoted(link: unknown): string {
  return typeof link === "string" ? `'${link}'` : `${link}`;
}

/** A link; rejects with `ENODEV` where there is none. */
export async function findLink(
  links: Requests<Link>,
  operation: string,
  link: LinkReference,
  { stats = false, targetNamespaceId, ...options }: FindOptions,
): Promise<Link> {
  const query: Partial<Link> = {
    family: "unspec",
    ...findIn(`Cannot ${operation}`, link, targetNamespaceId),
    ...(stats ? {} : { extendedMask: ["skipStats"] }),
  };
  const [found] = await links.send(operation, "get", 0, query, options);
  if (found === undefined) throw new NetlinkError(operation, "ENODEV");
  return found;
}

/** The index of a link that a request refers to; asks the kernel only where a name is given. */
export async function indexOf(
  links: Requests<Link>,
  operation: string,
  link: LinkReference,
  options: RequestOptions,
): Promise<number> {
  if (typeof link === "number") return findBy(`Cannot ${operation}`, link).index;
  return (await findReferred(links, operation, link, options)).index;
}

/** A link that a request refers to, which errors name beside what the request is about. */
export async function findReferred(
  links: Requests<Link>,
  operation: string,
  link: LinkReference,
  options: FindOptions,
): Promise<Link> {
  findBy(`Cannot ${operation}`, link);
  return await findLink(links, `${operation}: link ${quoted(link)}`, link, options);
}
