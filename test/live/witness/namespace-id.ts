import type { NamespaceId } from "../../../mod.ts";
import type { Table } from "../witness.ts";

/** `ip netns list-id`. */
export const NAMESPACE_ID: Table<NamespaceId> = {
  rows: { nsid: ({ id }) => id, "current-nsid": ({ currentId }) => currentId },
  ignored: { name: "ip looks it up in a folder" },
};
