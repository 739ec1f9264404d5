import {
  attribute,
  attributes,
  type Codec,
  cstring,
  ignored,
  type Infer,
  numbered,
  u16,
  u32,
} from "../../src/codec/mod.ts";
import { holds, is, type Same } from "./expect.ts";

const service = numbered({ family: u16, padding: ignored, name: attribute(5, cstring), inner: numbered({ a: u32 }) });
type Service = Infer<typeof service>;
is<number | undefined>()(null! as Service["family"]);
is<string | undefined>()(null! as Service["name"]);
is<number | undefined>()(null! as NonNullable<Service["inner"]>["a"]);
holds<Same<Exclude<keyof Service, "unknown">, "family" | "name" | "inner">>();
service satisfies Codec<{ readonly family?: number }>;
void attributes;
