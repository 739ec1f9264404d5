import { Buffer } from "node:buffer";

/** Numbers of an object file (`elf.h`). */
const [REL, EM_BPF, PROGBITS, SYMTAB, STRTAB, ALLOC, EXECINSTR] = [1, 247, 1, 2, 3, 0x2, 0x4];
/** A symbol that others see, of a function (`STB_GLOBAL << 4 | STT_FUNC`). */
const GLOBAL_FUNCTION = 0x12;
const [HEADER, SECTION_HEADER, SYMBOL] = [64, 64, 24];
/** The number of the first section of a program, behind the one that is none, the names and the symbols. */
const FIRST_PROGRAM = 3;
/** `r0 = 0; exit`: lets every packet pass. */
const PASS = Buffer.from("b700000000000000 9500000000000000".replace(" ", ""), "hex");
const LICENSE = Buffer.from("GPL\0");

interface Section {
  readonly name: string;
  readonly type: number;
  readonly bytes: Buffer;
  readonly flags?: number;
  /** What else its header says: the section of its names, its first global symbol, and the size of a symbol. */
  readonly symbols?: readonly [link: number, info: number, size: number];
}

/** An object file, as compilers make it, with a program that does nothing in each of these sections. */
export function bpfObject(programs: readonly string[]): Uint8Array {
  const names = ["", ".strtab", ".symtab", ...programs, "license"];
  const strings = Buffer.from(names.map((name) => `${name}\0`).join(""));
  const nameAt = (name: string): number => name === "" ? 0 : strings.indexOf(`\0${name}\0`) + 1;
  const symbols = Buffer.concat([
    Buffer.alloc(SYMBOL),
    // Each function is called as its section.
    ...programs.map((name, i) => symbol(nameAt(name), FIRST_PROGRAM + i)),
  ]);
  const sections: readonly Section[] = [
    { name: "", type: 0, bytes: Buffer.alloc(0) },
    { name: ".strtab", type: STRTAB, bytes: strings },
    { name: ".symtab", type: SYMTAB, bytes: symbols, symbols: [1, 1, SYMBOL] },
    ...programs.map((name) => ({ name, type: PROGBITS, bytes: PASS, flags: ALLOC | EXECINSTR })),
    { name: "license", type: PROGBITS, bytes: LICENSE, flags: ALLOC },
  ];
  const headers: Buffer[] = [];
  const bodies: Buffer[] = [];
  let offset = HEADER;
  for (const { name, type, bytes, flags = 0, symbols: [link, info, size] = [0, 0, 0] } of sections) {
    headers.push(sectionHeader([nameAt(name), type], [flags, 0, offset, bytes.length], [link, info], [8, size]));
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7)]);
    bodies.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([header(offset, sections.length), ...bodies, ...headers]);
}

function header(sectionsAt: number, sections: number): Buffer {
  const bytes = Buffer.alloc(HEADER);
  // 64 bits, little-endian, the only version.
  Buffer.from("\x7fELF\x02\x01\x01", "latin1").copy(bytes);
  bytes.writeUInt16LE(REL, 16);
  bytes.writeUInt16LE(EM_BPF, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(sectionsAt), 40);
  bytes.writeUInt16LE(HEADER, 52);
  bytes.writeUInt16LE(SECTION_HEADER, 58);
  bytes.writeUInt16LE(sections, 60);
  // The names of the sections are in the first.
  bytes.writeUInt16LE(1, 62);
  return bytes;
}

/** Numbers of 32 and of 64 bits in turns. */
function sectionHeader(...parts: readonly [number[], number[], number[], number[]]): Buffer {
  return Buffer.concat(
    parts.map((numbers, i) =>
      Buffer.from((i % 2 === 0 ? Uint32Array.from(numbers) : BigInt64Array.from(numbers, BigInt)).buffer)
    ),
  );
}

function symbol(nameAt: number, section: number): Buffer {
  const bytes = Buffer.alloc(SYMBOL);
  bytes.writeUInt32LE(nameAt, 0);
  bytes.writeUInt8(GLOBAL_FUNCTION, 4);
  bytes.writeUInt16LE(section, 6);
  bytes.writeBigUInt64LE(BigInt(PASS.length), 16);
  return bytes;
}
