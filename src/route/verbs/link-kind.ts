import type { AttributeTable, Layout } from "../../codec/codec.ts";
import { shown } from "../../shown.ts";
import { linkMessage } from "../link.ts";
import type { LinkDataByKind, LinkInfo } from "../link/info.ts";

/** What is special to a kind; bytes where it has no schema. */
export type LinkData = LinkDataByKind[keyof LinkDataByKind] | Uint8Array;

/** Number of the attribute that holds what is special to a kind (`IFLA_INFO_DATA`). */
const INFO_DATA = 2;

function fieldsOf(layout: Layout | undefined): AttributeTable {
  return layout?.type === "attributes" || layout?.type === "message" ? layout.fields : {};
}

/** The layout of the data of a kind; absent where it has no schema. */
function dataLayout(kind: string): Layout | undefined {
  const { ["linkInfo"]: info } = fieldsOf(linkMessage.layout);
  const { alternatives = {} } = fieldsOf(info?.codec?.layout)["data"] ?? {};
  return Object.hasOwn(alternatives, kind) ? alternatives[kind]?.layout : undefined;
}

/** Whether the data of a kind has a field of this name. */
export function hasDataField(kind: string, name: string): boolean {
  return Object.hasOwn(fieldsOf(dataLayout(kind)), name);
}

/** The words of `ip` for data that has another name here. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["remote", "group"],
  ["dev", "link"],
  ["dstport", "port"],
  ["srcport", "portRange"],
  ["vni", "id"],
]);

/** Our name for what `ip` calls so, where a kind has it and nothing of that name. */
function wordFor(kind: string, name: string): string | undefined {
  const word = WORDS.get(name);
  return word !== undefined && !hasDataField(kind, name) && hasDataField(kind, word) ? word : undefined;
}

/** Throws a `RangeError` that starts with `subject` for what `ip` calls otherwise, and for data of a kind without a schema that are no bytes. */
export function checkData(subject: string, kind: string, data: LinkData | undefined): void {
  if (data === undefined || data instanceof Uint8Array) return;
  if (dataLayout(kind) !== undefined) {
    const name = typeof data === "object" && data !== null ? Object.keys(data).find((name) => wordFor(kind, name)) : "";
    if (!name) return;
    throw new RangeError(`${subject}: unknown field 'data.${name}' (did you mean 'data.${wordFor(kind, name)}'?)`);
  }
  throw new RangeError(
    `${subject}: data: expected a Uint8Array, since '${kind}' has no schema here, got ${shown(data)}`,
  );
}

/** The kind of a link and its data, as they stand in a message. */
export function kindInfo(kind: string, data: LinkData | undefined): LinkInfo {
  if (data === undefined) return { kind };
  if (dataLayout(kind) === undefined && data instanceof Uint8Array) {
    return { kind, unknown: [{ type: INFO_DATA, nested: true, data }] };
  }
  // The codec finds out whether the data is that of the kind.
  return { kind, data } as LinkInfo;
}
