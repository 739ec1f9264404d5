import type { Rule } from "../../../mod.ts";
import { hexadecimal, mark, network, NONE, nonZero, type Table, tableName, text } from "../witness.ts";

const RULE_ACTIONS: readonly unknown[] = ["blackhole", "unreachable", "prohibit"];

/** `ip rule`. */
export const RULE: Table<Rule> = {
  rows: {
    priority: ({ priority = 0 }) => priority,
    not: ({ flags }) => mark(flags.includes("invert")),
    src: ({ source = "all" }) => source,
    srclen: ({ source, sourcePrefixLength }) => prefixOf(source, sourcePrefixLength),
    dst: ({ destination }) => destination,
    dstlen: ({ destination, destinationPrefixLength }) => prefixOf(destination, destinationPrefixLength),
    tos: ({ tos }) => hexadecimal(nonZero(tos)),
    fwmark: ({ mark }) => hexadecimal(mark),
    fwmask: ({ markMask }) => markMask === NONE ? undefined : hexadecimal(markMask),
    iif: ({ inputLink }) => inputLink,
    iif_detached: ({ flags }) => mark(flags.includes("inputLinkDetached")),
    oif: ({ outputLink }) => outputLink,
    oif_detached: ({ flags }) => mark(flags.includes("outputLinkDetached")),
    l3mdev: ({ l3Master }) => mark((l3Master ?? 0) !== 0),
    uid_start: ({ userRange }) => userRange?.start,
    uid_end: ({ userRange }) => userRange?.end,
    ipproto: ({ ipProtocol }) => ipProtocol && ({ 6: "tcp", 17: "udp" }[ipProtocol] ?? `ipproto-${ipProtocol}`),
    sport: ({ sourcePorts }) => onePort(sourcePorts),
    sport_start: ({ sourcePorts }) => onePort(sourcePorts) === undefined ? sourcePorts?.start : undefined,
    sport_end: ({ sourcePorts }) => onePort(sourcePorts) === undefined ? sourcePorts?.end : undefined,
    dport: ({ destinationPorts }) => onePort(destinationPorts),
    dport_start: ({ destinationPorts }) =>
      onePort(destinationPorts) === undefined ? destinationPorts?.start : undefined,
    dport_end: ({ destinationPorts }) => onePort(destinationPorts) === undefined ? destinationPorts?.end : undefined,
    tun_id: ({ tunnelId }) => tunnelId === undefined ? undefined : Number(tunnelId),
    table: ({ action, table }) => action === "table" && table !== 0 ? tableName(table) : undefined,
    suppress_prefixlen: ({ suppressPrefixLength }) => suppressPrefixLength === NONE ? undefined : suppressPrefixLength,
    suppress_ifgroup: ({ suppressLinkGroup }) => suppressLinkGroup === NONE ? undefined : text(suppressLinkGroup),
    flow_from: ({ flow }) => flow === undefined ? undefined : `${flow >>> 16}`,
    flow_to: ({ flow }) => flow === undefined ? undefined : `${flow & 0xffff}`,
    goto: ({ action, goto }) => action === "goto" ? goto : undefined,
    unresolved: ({ flags }) => mark(flags.includes("unresolved")),
    nop: ({ action }) => mark(action === "nop"),
    action: ({ action }) => RULE_ACTIONS.includes(action) ? action : undefined,
    protocol: ({ protocol }) => text(protocol),
  },
};

function prefixOf(address: string | undefined, length: number): number | undefined {
  return network(address, length)?.includes("/") ? length : undefined;
}

function onePort(ports: Rule["sourcePorts"]): number | undefined {
  return ports?.start === ports?.end ? ports?.start : undefined;
}
