import type { FixedCodec } from "../../codec/codec.ts";
import { mapped } from "../../codec/mapped.ts";
import type { Flags } from "../../codec/names.ts";
import { u64 } from "../../codec/numbers.ts";

/** A number of 64 bits whose bits have names, as the list of those that are set. */
export function flags64<Name extends string>(values: Readonly<Record<Name, bigint>>): FixedCodec<Flags<Name>> {
  const bits = new Map<string, bigint>(Object.entries(values));
  const names = new Map(Array.from(bits, ([name, bit]) => [bit, name]));

  function read(number: bigint): Flags<Name> {
    const set: string[] = [];
    for (let bit = 1n; bit <= number; bit <<= 1n) {
      if ((number & bit) !== 0n) set.push(names.get(bit) ?? `0x${bit.toString(16)}`);
    }
    // The names are those of the type.
    return set as unknown as Flags<Name>;
  }

  function write(set: Flags<Name>): bigint | undefined {
    if (!Array.isArray(set)) return undefined;
    let number = 0n;
    for (const name of set) {
      const bit = bits.get(name) ?? (/^0x[\da-f]{1,16}$/.test(name) ? BigInt(name) : undefined);
      if (bit === undefined) return undefined;
      number |= bit;
    }
    return number;
  }

  return mapped(u64, {
    from: read,
    to: write,
    expected: `a list of ${[...bits.keys()].join(", ")} or a bit such as 0x80`,
  });
}
