import type { DecodedMessage, ObjectEvent } from "../../../mod.ts";
import { addressLabelText } from "./address-label.ts";
import { bridgeVlanText } from "./bridge-vlan.ts";
import { controllerText } from "./genl.ts";
import { groupAddressText } from "./group-address.ts";
import { linkStatsText } from "./link-stats.ts";
import { mdbText } from "./mdb.ts";
import { multicastRouteReportText, multicastRouteText } from "./multicast-route.ts";
import type { Names } from "./names.ts";
import { namespaceIdText } from "./namespace-id.ts";
import { ndUserOptionText } from "./nd-user-option.ts";
import { neighborTableText } from "./neighbor-table.ts";
import { netconfText } from "./netconf.ts";
import { nexthopBucketText } from "./nexthop.ts";
import { objectText } from "./object.ts";
import { type Paint, printable } from "./paint.ts";
import { prefixText } from "./prefix.ts";
import { chainText, filterText, qdiscText, trafficActionsText, trafficClassText } from "./tc.ts";
import { troubleText } from "./trouble.ts";
import { tunnelText } from "./tunnel.ts";
import { line } from "./words.ts";

/** An event or another message in one line, close to what `ip monitor` prints. */
export function eventText(event: DecodedMessage, names: Names, paint: Paint): string {
  switch (event.type) {
    case "overrun":
    case "undecoded":
      return troubleText(event, paint);
    case "request":
      return `request ${event.message.name} ${event.message.flags.join(" ")} seq ${event.message.sequence}`;
    case "error":
    case "done": {
      const { code = "success", ack, request, message } = event;
      const about = request === undefined ? "" : ` to ${request.name}`;
      return `${event.type} ${code}${about} seq ${message.sequence}${
        ack?.message ? `: ${printable(ack.message)}` : ""
      }`;
    }
    case "noop":
      return `noop seq ${event.message.sequence}`;
    case "generic":
      if (event.value !== undefined) return line(event.message.name, controllerText(event.value));
      return `generic family ${event.family} command ${event.command} version ${event.version} (${event.bytes.length} bytes)`;
    default:
      return prefix(event.action, paint) + toldText(event, names, paint);
  }
}

/** The object of an event in one line. */
function toldText(event: ObjectEvent, names: Names, paint: Paint): string {
  switch (event.type) {
    case "link":
    case "address":
    case "route":
    case "neighbor":
    case "rule":
    case "nexthop":
      return objectText(event, names, paint);
    case "nexthopBucket":
      return nexthopBucketText(event.nexthopBucket);
    case "netconf":
      return netconfText(event.netconf, names);
    case "nsid":
      return namespaceIdText(event.nsid);
    case "prefix":
      return prefixText(event.prefix, names, paint);
    case "addressLabel":
      return addressLabelText(event.addressLabel, names, paint);
    case "multicastAddress":
      return groupAddressText(event.multicastAddress, names, paint);
    case "anycastAddress":
      return groupAddressText(event.anycastAddress, names, paint);
    case "neighborTable":
      return neighborTableText(event.neighborTable, names);
    case "mdb":
      return mdbText(event.mdb, names, paint);
    case "bridgeVlan":
      return bridgeVlanText(event.bridgeVlan, names);
    case "stats":
      return linkStatsText(event.stats, names);
    case "ndUserOption":
      return ndUserOptionText(event.ndUserOption, names, paint);
    case "tunnel":
      return tunnelText(event.tunnel, names, paint);
    case "multicastRoute":
      return multicastRouteText(event.multicastRoute, names, paint);
    case "multicastRouteReport":
      return multicastRouteReportText(event.multicastRouteReport, paint);
    case "qdisc":
      return qdiscText(event.qdisc, names);
    case "trafficClass":
      return trafficClassText(event.trafficClass, names);
    case "filter":
      return filterText(event.filter, names);
    case "chain":
      return chainText(event.chain, names);
    case "trafficAction":
      return trafficActionsText(event.trafficAction, names);
    default:
      return event satisfies never;
  }
}

/** The words of `ip monitor` in front of what is gone, or is asked for. */
function prefix(action: "new" | "delete" | "miss", paint: Paint): string {
  if (action === "new") return "";
  return action === "delete" ? `${paint("gone", "Deleted")} ` : "miss ";
}
