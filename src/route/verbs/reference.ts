import { NetlinkError } from "../../errors.ts";
import type { Link } from "../link.ts";
import type { RequestOptions, Requests } from "./requests.ts";

/** A link by its index, its name, or one of its alternative names. */
export type LinkReference = number | string;

/** Longest name of a link in bytes (`IFNAMSIZ` - 1), and longest alternative name (`ALTIFNAMSIZ` - 1). */
const NAME_LENGTH = 15;
const ALTERNATIVE_NAME_LENGTH = 127;
const MAX_INDEX = 2 ** 31 - 1;
const ENODEV = 19;

/** The fields by which the kernel finds a link; throws a `RangeError` that starts with `subject`. */
export function findBy(subject: string, link: LinkReference): Pick<Link, "index" | "name" | "alternativeName"> {
  if (typeof link === "number" && Number.isInteger(link) && link > 0 && link <= MAX_INDEX) return { index: link };
  const size = typeof link === "string" ? new TextEncoder().encode(link).length : 0;
  if (typeof link !== "string" || size === 0 || size > ALTERNATIVE_NAME_LENGTH || /[\0/]/.test(link)) {
    throw new RangeError(`${subject}: expected the name or the index of a link, got ${quoted(link)}`);
  }
  // The attribute of alternative names finds links by their name too, but older kernels do not know it.
  return { index: 0, ...(size > NAME_LENGTH ? { alternativeName: link } : { name: link }) };
}

/** A link as messages call it. */
export function quoted(link: unknown): string {
  return typeof link === "string" ? `'${link}'` : `${link}`;
}

/** The link itself, without its counters; rejects with `ENODEV` where there is none. */
export async function findLink(
  links: Requests<Link>,
  operation: string,
  link: LinkReference,
  options: RequestOptions,
): Promise<Link> {
  const query: Partial<Link> = {
    family: "unspec",
    ...findBy(`Cannot ${operation}`, link),
    extendedMask: ["skipStats"],
  };
  const [found] = await links.send(`${operation}: link ${quoted(link)}`, "get", 0, query, options);
  if (found === undefined) throw new NetlinkError(`${operation}: link ${quoted(link)}`, ENODEV);
  return found;
}

/** The index of a link; asks the kernel only where a name is given. */
export async function indexOf(
  links: Requests<Link>,
  operation: string,
  link: LinkReference,
  options: RequestOptions,
): Promise<number> {
  if (typeof link === "number") return findBy(`Cannot ${operation}`, link).index;
  return (await findLink(links, operation, link, options)).index;
}
