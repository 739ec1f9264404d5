import { attribute, attributes, type AttributesOf, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { type NumberCodec, u32, u64 } from "../../../codec/numbers.ts";

/** Counters of a service or a destination (`IPVS_STATS_ATTR_*`); `Count` is the type of all that are no bytes in total. */
export interface IpvsCounters<Count> extends Extensible {
  /** Connections that were scheduled (`IPVS_STATS_ATTR_CONNS`). */
  readonly connections?: Count;
  /** Packets received from clients (`IPVS_STATS_ATTR_INPKTS`). */
  readonly inPackets?: Count;
  /** Packets sent to clients (`IPVS_STATS_ATTR_OUTPKTS`). */
  readonly outPackets?: Count;
  /** Bytes received from clients (`IPVS_STATS_ATTR_INBYTES`). */
  readonly inBytes?: bigint;
  /** Bytes sent to clients (`IPVS_STATS_ATTR_OUTBYTES`). */
  readonly outBytes?: bigint;
  /** Connections a second of late (`IPVS_STATS_ATTR_CPS`). */
  readonly connectionRate?: Count;
  /** Packets received a second of late (`IPVS_STATS_ATTR_INPPS`). */
  readonly inPacketRate?: Count;
  /** Packets sent a second of late (`IPVS_STATS_ATTR_OUTPPS`). */
  readonly outPacketRate?: Count;
  /** Bytes received a second of late (`IPVS_STATS_ATTR_INBPS`). */
  readonly inByteRate?: Count;
  /** Bytes sent a second of late (`IPVS_STATS_ATTR_OUTBPS`). */
  readonly outByteRate?: Count;
}

/** Counters that begin anew at 2^32, but for those of bytes. */
export interface IpvsStats extends IpvsCounters<number> {}

/** Counters of 64 bits, since Linux 4.1. */
export interface IpvsStats64 extends IpvsCounters<bigint> {}

function counters<Count extends number | bigint>(number: NumberCodec<Count>): AttributesOf<IpvsCounters<Count>> {
  return {
    connections: attribute(1, number),
    inPackets: attribute(2, number),
    outPackets: attribute(3, number),
    inBytes: attribute(4, u64),
    outBytes: attribute(5, u64),
    connectionRate: attribute(6, number),
    inPacketRate: attribute(7, number),
    outPacketRate: attribute(8, number),
    inByteRate: attribute(9, number),
    outByteRate: attribute(10, number),
  };
}

/** `IPVS_SVC_ATTR_STATS`, `IPVS_DEST_ATTR_STATS`. */
export const ipvsStats: Codec<IpvsStats> = attributes<IpvsStats>(counters(u32));

/** `IPVS_SVC_ATTR_STATS64`, `IPVS_DEST_ATTR_STATS64`. */
export const ipvsStats64: Codec<IpvsStats64> = attributes<IpvsStats64>(counters(u64));
