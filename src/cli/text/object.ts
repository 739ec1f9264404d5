import type { ObjectEvent } from "../../../mod.ts";
import { addressLabelText } from "./address-label.ts";
import { addressText } from "./address.ts";
import { bridgeVlanParts } from "./bridge-vlan.ts";
import { type Form, inParts, nameAndRest } from "./form.ts";
import { groupAddressText } from "./group-address.ts";
import { linkStatsText } from "./link-stats.ts";
import { linkText } from "./link.ts";
import { mdbParts } from "./mdb.ts";
import { multicastRouteReportText, multicastRouteText } from "./multicast-route.ts";
import type { Names } from "./names.ts";
import { namespaceIdText } from "./namespace-id.ts";
import { ndUserOptionText } from "./nd-user-option.ts";
import { neighborTableText } from "./neighbor-table.ts";
import { neighborText } from "./neighbor.ts";
import { netconfText } from "./netconf.ts";
import { nexthopBucketText, nexthopText } from "./nexthop.ts";
import type { Paint } from "./paint.ts";
import { prefixText } from "./prefix.ts";
import { routeText } from "./route.ts";
import { ruleText } from "./rule.ts";
import { statsText } from "./stats.ts";
import { tcStatsText } from "./tc-stats.ts";
import { chainText, filterText, qdiscText, trafficActionsText, trafficClassText } from "./tc.ts";
import { tunnelParts } from "./tunnel.ts";

/** The objects that are told of, by the type of their events. */
export type Told = {
  readonly [T in ObjectEvent["type"]]: Extract<ObjectEvent, { readonly type: T }> extends { readonly [K in T]: infer V }
    ? V
    : never;
};

/** An object under the name of its type, as events and changes have it. */
export type Holder = {
  readonly [T in keyof Told]: { readonly type: T } & { readonly [K in T]: Told[K] };
}[keyof Told];

/** How each kind of object is told. */
export const forms: { readonly [T in keyof Told]: Form<Told[T]> } = {
  link: { text: linkText, stats: ({ stats }) => stats === undefined ? "" : statsText(stats) },
  address: { text: addressText },
  route: { text: routeText, nameLength: ({ type }) => type === "unicast" ? 1 : 2 },
  neighbor: { text: neighborText, nameLength: ({ destination }) => destination === undefined ? 2 : 1 },
  rule: { text: ruleText, nameLength: 1 },
  nexthop: { text: nexthopText },
  nexthopBucket: { text: nexthopBucketText },
  netconf: { text: netconfText, nameLength: ({ index = 0 }) => index < 0 ? 2 : 3 },
  nsid: { text: namespaceIdText },
  prefix: { text: prefixText },
  addressLabel: { text: addressLabelText },
  multicastAddress: { text: groupAddressText },
  anycastAddress: { text: groupAddressText },
  neighborTable: { text: neighborTableText },
  mdb: inParts(mdbParts),
  bridgeVlan: inParts(bridgeVlanParts),
  stats: { text: linkStatsText },
  ndUserOption: { text: ndUserOptionText },
  tunnel: inParts(tunnelParts),
  multicastRoute: { text: multicastRouteText, nameLength: 1 },
  multicastRouteReport: { text: multicastRouteReportText },
  qdisc: { text: qdiscText, nameLength: 3, stats: ({ stats }) => tcStatsText(stats) },
  trafficClass: { text: trafficClassText, nameLength: 3, stats: ({ stats }) => tcStatsText(stats) },
  filter: { text: filterText, nameLength: 3 },
  chain: { text: chainText, nameLength: 3 },
  trafficAction: { text: trafficActionsText },
};

/** The object itself. */
export function objectOf(holder: Holder): object {
  // It stands under the name of its type.
  return Reflect.get(holder, holder.type) as object;
}

/** How an object is told. */
function formOf(holder: Holder): Form<object> {
  // The form of its type is for such objects.
  return forms[holder.type] as Form<object>;
}

/** An object in one line, close to what `ip` prints. */
export function objectText(holder: Holder, names: Names, paint: Paint): string {
  return formOf(holder).text(objectOf(holder), names, paint);
}

/** The words at the beginning of the line of an object that say which one it is. */
export function nameOf(holder: Holder, line: string): string {
  return nameAndRest(formOf(holder), objectOf(holder), line)[0];
}
