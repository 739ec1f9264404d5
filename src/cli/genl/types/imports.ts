import { type Code, layOut } from "./code.ts";

/** What printed modules import, by the entry point that has it; a `type` is one. */
const ENTRY_POINTS: Readonly<Record<string, readonly string[]>> = {
  "@netlink/ffi/codec": [
    ...["attribute", "attributes", "array", "bitfield", "bytes", "bytesOf", "chosen", "cstring", "enumeration"],
    ...["field", "flag", "flags", "hardwareAddress", "indexed", "ip", "ipv4", "ipv6", "keyed", "lazy", "limited"],
    ...["limitedLength", "mac", "message", "repeated", "struct", "text"],
    ...["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "be16", "be32", "be64", "uint", "sint"],
    ...["type AttributesOf", "type Bitfield", "type Codec", "type Extensible", "type Flags"],
    ...["type Grown", "type Keyed"],
  ],
  "@netlink/ffi/generic": [
    ...["defineFamily", "type DoCommand", "type DumpCommand", "type FamilyDefinition", "type NoAttributes"],
    ...["type NotificationDefinition"],
  ],
};

function nameOf(imported: string): string {
  return imported.replace("type ", "");
}

/** All names that may be imported. */
export const importedNames: readonly string[] = Object.values(ENTRY_POINTS).flat().map(nameOf);

/** What a module imports: what it was made to use. */
export class Imports {
  readonly #used = new Set<string>();

  /** A name that the module uses. */
  use(name: string): string {
    this.#used.add(name);
    return name;
  }

  /** The imports. */
  text(): string {
    return Object.entries(ENTRY_POINTS).map(([entry, names]) => {
      const parts = names.filter((name) => this.#used.has(nameOf(name)))
        .toSorted((a, b) => compare(nameOf(a), nameOf(b)));
      const group: Code = { open: "{", parts, close: "}", edge: " ", between: "," };
      return parts.length === 0 ? "" : `${layOut(["import ", group, ` from "${entry}";`], 0, 0, 0)}\n`;
    }).join("");
  }
}

/** The order of formatters, which has capitals and small letters together, the capital first. */
function compare(a: string, b: string): number {
  const [one, other] = a.toLowerCase() === b.toLowerCase() ? [a, b] : [a.toLowerCase(), b.toLowerCase()];
  return one < other ? -1 : 1;
}
