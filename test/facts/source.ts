/** A member or an attribute as the source has it. */
export interface Part {
  readonly name: string;
  readonly cName?: string;
  readonly value?: number;
  readonly offset?: number;
  readonly size?: number;
  readonly type?: string;
  readonly ctype?: string;
  readonly cSign?: string;
  readonly bits?: readonly number[];
  readonly flexible?: boolean;
  readonly members?: readonly Part[];
  readonly kernelType?: string;
  readonly byteOrder?: string;
  readonly displayHint?: string;
  readonly len?: number;
  readonly nested?: string;
  readonly struct?: string;
  readonly structArray?: string;
  readonly fixedHeader?: string;
  readonly subType?: string;
  readonly subMessage?: string;
  readonly multi?: boolean;
  readonly enum?: string;
}

/** A struct. */
export interface Struct {
  readonly name: string;
  readonly cStruct?: string;
  readonly size: number;
  readonly members: readonly Part[];
}

type Table<T> = Readonly<Record<string, T>>;

/** What a specification of the kernel says of a family. */
export interface Family {
  readonly structs: readonly Struct[];
  readonly enums: Table<Table<number>>;
  readonly flags: Table<Table<number>>;
  readonly enumMeta: Table<{ readonly cPrefix: string; readonly notInSpec?: Table<number> }>;
  readonly attributeSets: Table<readonly Part[]>;
  readonly attributeSetMeta: Table<{ readonly cPrefix: string; readonly notInSpec?: Table<number> }>;
  readonly subMessages: Table<Table<{ readonly fixedHeader: string | null; readonly attributeSet: string | null }>>;
  readonly operations: readonly {
    readonly cName: string;
    readonly fixedHeader: string;
    readonly attributeSet: string;
  }[];
}

/** What a specification of the kernel says of a family of generic netlink. */
export interface GenericFamily extends Omit<Family, "operations"> {
  readonly family: string;
  readonly version: number;
  readonly mcastGroups: readonly { readonly name: string }[];
  readonly operations: readonly {
    readonly name: string;
    readonly cName: string;
    readonly reserved?: boolean;
    readonly flags?: readonly string[];
    readonly attrs?: Table<readonly string[]>;
    readonly requestValue: number | null;
    readonly replyValue: number | null;
    readonly attributeSet: string;
    readonly do: boolean;
    readonly dump: boolean;
    readonly notify: string | null;
    readonly event: boolean;
  }[];
}

/** What the specifications leave out. */
export interface Extra {
  readonly families: readonly {
    readonly messages: Table<number>;
    readonly fixedHeader: string;
    readonly attributeSet: string | null;
    readonly groups: Table<number>;
  }[];
  readonly encap: { readonly byType: Table<{ readonly name: string; readonly attributeSet: string }> };
  readonly linkKinds: {
    readonly data: Table<string>;
    readonly dataFromRtLink: Table<string>;
    readonly memberData: Table<string>;
  };
  readonly inet6Stats: { readonly byKernel: Table<readonly string[]> };
  readonly tcXstats: { readonly struct: Table<string> };
  readonly attributeSets: Table<readonly Part[]>;
  readonly structs: Table<Omit<Struct, "name">>;
  readonly constants: Table<Table<number>>;
}

/** A name of the specifications as C writes it. */
export function cName(name: string): string {
  return name.replaceAll("-", "_");
}

const NUMBER = /^([us](8|16|32|64)|be(16|32|64))$/;
const FORMS: Table<string> = { "ipv4-or-v6": "ip", ipv4: "ipv4", ipv6: "ipv6", mac: "hardware" };
const C_TYPES: Table<string> = {
  "int": "s32",
  "short int": "s16",
  "short unsigned int": "u16",
  "unsigned char": "u8",
  "unsigned int": "u32",
  "__kernel_sa_family_t": "u16",
};

/** The type of one value, in the words of {@linkcode TypeWords}. */
function valueType(type: string, { byteOrder, displayHint = "", len, size }: Part): string {
  const length = len ?? size;
  if (type === "binary") return `${FORMS[displayHint] ?? "binary"}${length === undefined ? "" : ` ${length}`}`;
  if (!NUMBER.test(type) || byteOrder !== "big-endian") return type;
  return displayHint === "ipv4" ? "ipv4 4" : type.replace(/^u/, "be");
}

/** The type of an attribute, or of a member as the specifications have it. */
export function typeOf(part: Part): string {
  const { type = "binary", kernelType = type, nested, struct, structArray, fixedHeader, subType = "" } = part;
  const nest = nested === undefined ? "nest" : `nest ${nested}`;
  if (part.subMessage !== undefined) return `one ${part.subMessage}`;
  if (type === "indexed-array") return `indexed ${subType === "nest" ? nest : valueType(subType, part)}`;
  if (struct !== undefined) return `struct ${cName(struct)}`;
  if (structArray !== undefined) return `array struct ${structArray}`;
  if (fixedHeader !== undefined) return `struct ${cName(fixedHeader)} ${nest}`;
  if (kernelType === "nest") return nest;
  if (kernelType === "bitfield32") return "bitfield";
  if (type === "unused") return "pad";
  return subType === "" ? valueType(kernelType, part) : `array ${subType}`;
}

/** The type of a member of a C struct. */
export function memberType({ name, ctype = "", size = 0, members: [first] = [] }: Part): string {
  if (first !== undefined) return memberType(first);
  if (/pad|^_*res(v|vd)?\d?$|reserved/i.test(name)) return "pad";
  const [base = "", array] = ctype.replace("]", "").split("[");
  const type = C_TYPES[base] ?? base.replace("__", "");
  if (array === undefined) return NUMBER.test(type) ? type : `binary ${size}`;
  if (type === "char") return `string ${size}`;
  return type === "u8" ? `binary ${size}` : `array ${array} ${type}`;
}
