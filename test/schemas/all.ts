import { readdirSync, readFileSync } from "node:fs";
import { extendedAck } from "../../src/codec/framing.ts";
import { messageTypes } from "../../src/route/message-type.ts";
import { type AnyCodec, reach } from "./walk.ts";

/** The files that write schemas down, wherever they are. */
const folder = new URL("../../src/", import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
  /^(?!codec\/|cli\/).*\.ts$/.test(file) &&
  /codec\/(attributes|message|mod|named-array|prefixed|struct)\.ts"/.test(readFileSync(new URL(file, folder), "utf8"))
);

function isCodec(value: unknown): value is AnyCodec {
  return typeof value === "object" && value !== null && "layout" in value && "read" in value;
}

/** How the ways to the schemas of generic netlink begin; the name of the family follows. */
export const GENERIC_PREFIX = "generic.";
const GENERIC = /^generic\/families\/([\w-]+)/;

/** What a file exports, by name. */
async function codecsOf(file: string): Promise<readonly (readonly [string, AnyCodec])[]> {
  // The exports of a module, whatever they are.
  const exported = await import(/* @vite-ignore */ new URL(file, folder).href) as Readonly<Record<string, unknown>>;
  const family = GENERIC.exec(file)?.[1];
  const prefix = family === undefined ? "" : `${GENERIC_PREFIX}${family}.`;
  return Object.entries(exported).flatMap(([name, value]) => isCodec(value) ? [[prefix + name, value]] : []);
}

const objects: Readonly<Record<string, AnyCodec>> = Object.fromEntries(
  [...messageTypes.values()].map(({ topic, noun }) => [topic, noun.codec as AnyCodec]),
);
const exported = (await Promise.all(files.map(codecsOf))).flat();
const ofObjects = reach(objects);

/** Where the schemas begin: the messages about objects, what answers carry, and what is exported beside them. */
export const roots: Readonly<Record<string, AnyCodec>> = {
  ...objects,
  // A codec of one type is a codec of `unknown` to who writes only what it read, or what it has to refuse.
  extendedAck: extendedAck as AnyCodec,
  ...Object.fromEntries(exported.filter(([, { layout }]) => !ofObjects.has(layout))),
};

/** Layouts with a name for each of their values: the schemas that people write. */
const WITH_NAMES: ReadonlySet<string> = new Set(["message", "attributes", "struct", "namedArray", "prefixed"]);

/** Every schema of the project by the first way to it, such as `link.linkInfo.data<vxlan>.portRange`. */
export const schemas: readonly (readonly [path: string, codec: AnyCodec])[] = [...reach(roots).values()]
  .filter(([, codec]) => WITH_NAMES.has(codec.layout.type));
