import type { AttributesOf } from "../../codec/attributes.ts";
import { message, type MessageCodec } from "../../codec/message.ts";
import type { FieldsOf } from "../../codec/struct.ts";
import type { Noun } from "../noun.ts";
import { type Route, type RouteAttributes, type RouteHeader, routeNoun } from "../route.ts";

function withoutTable(codec: MessageCodec<Route>): MessageCodec<Route> {
  const { layout } = codec;
  if (layout.type !== "message") return codec;
  const { table: _table, ...fields } = layout.fields;
  // They are those of the schema of routes, but for the one that is left out.
  return message(
    layout.size,
    layout.header as FieldsOf<RouteHeader>,
    fields as AttributesOf<Omit<RouteAttributes, "table">>,
  );
}

/** MPLS routes in requests: the kernel wants their table in the header, and refuses it as an attribute. */
export const mplsNoun: Noun<Route> = { ...routeNoun, codec: withoutTable(routeNoun.codec) };
