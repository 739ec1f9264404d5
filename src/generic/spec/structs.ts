import type { Definitions } from "./definitions.ts";
import type { DefinitionEntry, MemberEntry } from "./document.ts";
import { documentation, PropertyNames } from "./names.ts";
import { type Place, refuse } from "./place.ts";
import type { Member, Struct, ValueType } from "./specification.ts";
import { plainType, sizeOf } from "./values.ts";

/** The structs by name; one that stands in another stands before it. */
export function structsOf(definitions: Definitions): ReadonlyMap<string, Struct> {
  const structs = new Map<string, Struct>();
  for (const entry of definitions.structs()) structs.set(entry.name, structOf(entry, definitions, structs));
  return structs;
}

function structOf(
  { name, doc, members }: DefinitionEntry,
  definitions: Definitions,
  structs: ReadonlyMap<string, Struct>,
): Struct {
  const place = definitions.placeOf(name);
  if (members === undefined) refuse(place, "expected 'members'");
  const properties = new PropertyNames(["rest", "__proto__"]);
  const found: Member[] = [];
  let offset = 0;
  for (const [i, member] of members.entries()) {
    const at = [...place, "members", i];
    if (member.type === "pad") {
      offset += definitions.length(member.len ?? refuse(at, "expected 'len'"), [...at, "len"]);
      continue;
    }
    const type = plainType(member.type, member, { definitions, structs }, at);
    const size = sizeOf(type) ?? lengthOf(member, definitions, at);
    const told = type.kind === "address" ? addressOf(type, size) : type;
    found.push({
      name: properties.take(member.name, [...at, "name"]),
      offset,
      type: told,
      ...documentation(member.doc),
    });
    offset += size;
  }
  return { name, size: offset, members: found, ...documentation(doc) };
}

/** The length of what can have any, which is told beside it. */
function lengthOf({ len }: MemberEntry, definitions: Definitions, place: Place): number {
  if (len === undefined) return refuse(place, "expected 'len'");
  return definitions.length(len, [...place, "len"]);
}

/** What has the length of an address is one; all else stays bytes. */
function addressOf(type: ValueType, size: number): ValueType {
  return sizeOf(type) === size ? type : { kind: "bytes", size };
}
