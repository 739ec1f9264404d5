import { decode, encode } from "../../codec/codec.ts";
import { be32 } from "../../codec/numbers.ts";
import { ioam6Fields } from "../../route/route/encap/ioam6.ts";
import type {
  EncapAttributes,
  EncapByType,
  Ip6Encap,
  IpEncap,
  SegmentRoutingHeader,
  TunnelOptions,
} from "../../../mod.ts";
import type { Names } from "./names.ts";
import { printable } from "./paint.ts";
import { tableName } from "./table.ts";

/** What the words of an encapsulation are made with. */
interface Pen {
  readonly names: Names;
  /** Colours an address. */
  part(text: string): string;
}

/** The words for a value, if it is there. */
function word<T>(name: string, value: T | undefined, text: (value: T) => string = (some) => `${some}`): string {
  return value === undefined ? "" : `${name} ${text(value)}`;
}

function segments(list: readonly string[], { part }: Pen): string {
  return `segs ${list.length} [ ${list.map((address) => `${part(address)} `).join("")}]`;
}

/** Where the number of the key stands, from the end of the options: the signature is the last of them. */
const HMAC_KEY = [-36, -32] as const;

function routed({ segments: list, flags = [], tlvs }: SegmentRoutingHeader, pen: Pen): string[] {
  const key = flags.includes("hmac") ? tlvs?.subarray(...HMAC_KEY) : undefined;
  return [segments(list, pen), key?.length === 4 ? `hmac 0x${decode(be32, key).toString(16).toUpperCase()}` : ""];
}

function tunnel({ id, source, destination }: IpEncap | Ip6Encap, { part }: Pen): string[] {
  return [word("id", id), word("src", source, part), word("dst", destination, part)];
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function options({ flags = [], options = {} }: IpEncap | Ip6Encap): string[] {
  const { geneve, vxlan, erspan }: TunnelOptions = options;
  const { version = 0, index = 0, direction = 0, hardwareId = 0 } = erspan ?? {};
  return [
    flags.includes("key") ? "key" : "",
    flags.includes("checksum") ? "csum" : "",
    flags.includes("sequence") ? "seq" : "",
    word(
      "geneve_opts",
      geneve?.flat(),
      (all) => all.map(({ class: definer, type, data }) => `${definer}:${type}:${hexadecimal(data)}`).join(","),
    ),
    word("vxlan_opts", vxlan?.groupPolicy),
    word("erspan_opts", erspan, () => `${version}:${index}:${direction}:${hardwareId}`),
  ];
}

function program(name: string, program: { readonly name?: string } | undefined): string {
  return word(name, program, ({ name = "<unknown>" }) => printable(name));
}

/** The words of `ip route` for what belongs to each way. */
const WORDS: { readonly [Type in keyof EncapByType]: (encap: EncapByType[Type], pen: Pen) => readonly string[] } = {
  mpls: ({ destination = "", ttl }) => [destination, word("ttl", ttl)],
  ip: (encap, pen) => [...tunnel(encap, pen), word("ttl", encap.ttl), word("tos", encap.tos), ...options(encap)],
  ip6: (encap, pen) => [
    ...tunnel(encap, pen),
    word("hoplimit", encap.hopLimit),
    word("tc", encap.trafficClass),
    ...options(encap),
  ],
  ila: ({ locator, checksumMode, identifierType, hookType }) => [
    locator === undefined ? "" : [48n, 32n, 16n, 0n].map((at) => (locator >> at & 0xffffn).toString(16)).join(":"),
    word("csum-mode", checksumMode),
    word("ident-type", identifierType),
    word("hook-type", hookType),
  ],
  seg6: ({ routingHeader, source, table }, pen) => [
    word("mode", routingHeader?.mode),
    ...(routingHeader === undefined ? [] : routed(routingHeader, pen)),
    word("tunsrc", source, pen.part),
    word("table", table, tableName),
  ],
  bpf: ({ input, output, transmit, transmitHeadroom }) => [
    program("in", input),
    program("out", output),
    program("xmit", transmit),
    word("headroom", transmitHeadroom),
  ],
  seg6local: (encap, pen) => [
    word("action", encap.action),
    ...(encap.routingHeader === undefined ? [] : routed(encap.routingHeader, pen)),
    word("table", encap.table, tableName),
    word("vrftable", encap.vrfTable, tableName),
    word("nh4", encap.nextHop4, pen.part),
    word("nh6", encap.nextHop6, pen.part),
    word("iif", encap.inputLink, (index) => pen.names.text(index)),
    word("oif", encap.outputLink, (index) => pen.names.text(index)),
    program("endpoint", encap.bpf),
    word("packets", encap.counters?.packets),
    word("bytes", encap.counters?.bytes),
    word("errors", encap.counters?.errors),
    word("flavors", encap.flavors?.operations, (all) => all.join(",")),
    word("lblen", encap.flavors?.locatorBlockBits),
    word("nflen", encap.flavors?.nodeFunctionBits),
  ],
  // As `ip` has it: the first to be visited comes last.
  rpl: ({ routingHeader }, pen) =>
    routingHeader === undefined ? [] : [segments(routingHeader.segments.toReversed(), pen)],
  ioam6: ({ frequencyK, frequencyN, mode, source, destination, trace }, { part }) => [
    frequencyK === undefined || frequencyN === undefined ? "" : `freq ${frequencyK}/${frequencyN}`,
    word("mode", mode),
    word("tunsrc", source, part),
    word("tundst", destination, part),
    word("trace prealloc", trace, ({ type, namespaceId, remainingLength }) => {
      const bits = decode(be32, encode(ioam6Fields, type)) >>> 8;
      return `type 0x${bits.toString(16).padStart(6, "0")} ns ${namespaceId} size ${remainingLength * 4}`;
    }),
  ],
  xfrm: ({ interfaceId, link }, { names }) => [
    word("if_id", interfaceId, (id) => `0x${id.toString(16)}`),
    word("link_dev", link, (index) => names.text(index)),
  ],
};

/** How and with what packets are wrapped. */
export function encapWords({ encapType, encap }: EncapAttributes, pen: Pen): readonly string[] {
  if (encapType === undefined) return [];
  const known = encap === undefined || !Object.hasOwn(WORDS, encapType) ? undefined : encapType as keyof EncapByType;
  // What belongs to a type has the form that is listed for it.
  return [`encap ${encapType}`, ...(known === undefined ? [] : WORDS[known](encap as never, pen))];
}
