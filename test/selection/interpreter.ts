/** Where a load looks for an attribute instead (`SKF_AD_OFF + SKF_AD_NLATTR`). */
const NLATTR = 0xfffff000 + 12;
/** What a program returns for the whole datagram. */
const WHOLE = 0xffffffff;

/**
 * Runs a program of classic BPF on a datagram as the kernel does (`net/core/filter.c`), with what filters of netlink
 * use, and nothing of the code under test. Gives whether the datagram passes.
 *
 * Throws for what the kernel would not have attached.
 */
export function passes(program: Uint8Array, datagram: Uint8Array): boolean {
  const code = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const data = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const count = program.length / 8;
  let a = 0;
  let x = 0;
  for (let at = 0; at < count;) {
    const operation = code.getUint16(at * 8, true);
    const [jt, jf] = [code.getUint8(at * 8 + 2), code.getUint8(at * 8 + 3)];
    const k = code.getUint32(at * 8 + 4, true);
    at++;
    switch (operation) {
      case 0x06: // ret #k
        if (k !== 0 && k !== WHOLE) throw new Error(`Cannot return ${k}: it would cut the datagram off`);
        return k === WHOLE;
      case 0x20: // ld [k]
      case 0x28: // ldh [k]
      case 0x30: // ldb [k]
      case 0x40: // ld [x + k]
      case 0x48: // ldh [x + k]
      case 0x50: { // ldb [x + k]
        if (operation === 0x20 && k === NLATTR) {
          a = find(data, a, x);
          break;
        }
        const offset = (operation & 0x40) !== 0 ? x + k : k;
        const size = { 0x00: 4, 0x08: 2, 0x10: 1 }[operation & 0x18] ?? 0;
        // A load from beyond the end ends the program, and nothing passes.
        if (offset + size > data.byteLength) return false;
        a = 0;
        for (let i = 0; i < size; i++) a = a * 256 + data.getUint8(offset + i);
        break;
      }
      case 0x00: // ld #k
        a = k;
        break;
      case 0x80: // ld #len
        a = data.byteLength;
        break;
      case 0x01: // ldx #k
        x = k;
        break;
      case 0x07: // tax
        x = a;
        break;
      case 0x64: // lsh #k
        a = (a << k) >>> 0;
        break;
      case 0x4c: // or x
        a = (a | x) >>> 0;
        break;
      case 0x05: // ja k
        at += k;
        break;
      case 0x15: // jeq #k
        at += a === k ? jt : jf;
        break;
      case 0x1d: // jeq x
        at += a === x ? jt : jf;
        break;
      case 0x35: // jge #k
        at += a >= k ? jt : jf;
        break;
      default:
        throw new Error(`Cannot run the operation 0x${operation.toString(16)}`);
    }
  }
  throw new Error("Cannot end: the last instruction is no return");
}

/** Offset of the first attribute of a type from `start` on; 0 where there is none (`nla_find`). */
function find(data: DataView, start: number, type: number): number {
  for (let at = start; data.byteLength - at >= 4;) {
    const length = data.getUint16(at, true);
    if (length < 4 || length > data.byteLength - at) return 0;
    if ((data.getUint16(at + 2, true) & 0x3fff) === type) return at;
    at += (length + 3) & ~3;
  }
  return 0;
}
