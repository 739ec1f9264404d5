import { Definitions } from "./definitions.ts";
import { document } from "./document.ts";
import { byName, documentation } from "./names.ts";
import { operationsOf } from "./operations.ts";
import { setsOf } from "./sets.ts";
import type { Specification } from "./specification.ts";
import { structsOf } from "./structs.ts";

/** Reads a document; throws a {@linkcode SpecificationError} for what is wrong with it. */
export function readSpecification(spec: unknown): Specification {
  const told = document(spec, []);
  const definitions = new Definitions(told.name, told.definitions ?? []);
  const structs = structsOf(definitions);
  const sets = setsOf(told, { definitions, structs });
  return {
    name: told.name,
    version: told.version ?? 1,
    ...documentation(told.doc),
    ...operationsOf(told, { sets, structs }),
    groups: [...byName(told["mcast-groups"]?.list ?? [], ["mcast-groups", "list"]).keys()],
  };
}
