import { extendedAck } from "../../src/codec/framing.ts";
import { nouns } from "../../src/route/mod.ts";
import { type AnyCodec, reach } from "./walk.ts";

/** Where the schemas of the project begin: the messages of every kind of object, and what answers carry. */
export const roots: Readonly<Record<string, AnyCodec>> = {
  // A codec of a type is one of `unknown` to who only reads, and writes nothing but what it read.
  ...Object.fromEntries(Object.entries(nouns).map(([topic, { codec }]) => [topic, codec as AnyCodec])),
  extendedAck: extendedAck as AnyCodec,
};

/** Layouts with a name for each of their values: the schemas that people write. */
const WITH_NAMES: ReadonlySet<string> = new Set(["message", "attributes", "struct", "prefixed"]);

/** Every schema of the project by the first way to it, such as `link.linkInfo.data<vxlan>.portRange`. */
export const schemas: readonly (readonly [path: string, codec: AnyCodec])[] = [...reach(roots).values()]
  .filter(([, codec]) => WITH_NAMES.has(codec.layout.type));
