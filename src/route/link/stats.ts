import type { FixedCodec } from "../../codec/codec.ts";
import { u32, u64 } from "../../codec/numbers.ts";
import { field, type FieldsOf, type Grown, struct } from "../../codec/struct.ts";

/** Counters of a link (`struct rtnl_link_stats64`, or `struct rtnl_link_stats` with 32 bits each). */
export interface LinkStats<Count extends number | bigint = bigint> extends Grown {
  /** Packets received (`rx_packets`). */
  readonly rxPackets: Count;
  /** Packets sent (`tx_packets`). */
  readonly txPackets: Count;
  /** Bytes received (`rx_bytes`). */
  readonly rxBytes: Count;
  /** Bytes sent (`tx_bytes`). */
  readonly txBytes: Count;
  /** Packets received with an error (`rx_errors`). */
  readonly rxErrors: Count;
  /** Packets that could not be sent (`tx_errors`). */
  readonly txErrors: Count;
  /** Packets received and dropped for want of room (`rx_dropped`). */
  readonly rxDropped: Count;
  /** Packets dropped on their way out (`tx_dropped`). */
  readonly txDropped: Count;
  /** Multicast packets received (`multicast`). */
  readonly multicast: Count;
  /** Collisions while sending (`collisions`). */
  readonly collisions: Count;
  /** Packets received with a wrong length (`rx_length_errors`). */
  readonly rxLengthErrors: Count;
  /** Packets lost because the receive ring overflowed (`rx_over_errors`). */
  readonly rxOverErrors: Count;
  /** Packets received with a wrong checksum (`rx_crc_errors`). */
  readonly rxCrcErrors: Count;
  /** Packets received with a wrong alignment (`rx_frame_errors`). */
  readonly rxFrameErrors: Count;
  /** Packets lost because the receiver could not keep up (`rx_fifo_errors`). */
  readonly rxFifoErrors: Count;
  /** Packets that the host missed (`rx_missed_errors`). */
  readonly rxMissedErrors: Count;
  /** Packets whose sending was aborted (`tx_aborted_errors`). */
  readonly txAbortedErrors: Count;
  /** Packets not sent for want of a carrier (`tx_carrier_errors`). */
  readonly txCarrierErrors: Count;
  /** Packets not sent because the sender could not keep up (`tx_fifo_errors`). */
  readonly txFifoErrors: Count;
  /** Heartbeat errors (`tx_heartbeat_errors`). */
  readonly txHeartbeatErrors: Count;
  /** Late collisions (`tx_window_errors`). */
  readonly txWindowErrors: Count;
  /** Compressed packets received (`rx_compressed`). */
  readonly rxCompressed: Count;
  /** Compressed packets sent (`tx_compressed`). */
  readonly txCompressed: Count;
  /** Packets that no protocol wanted (`rx_nohandler`). */
  readonly rxNoHandler?: Count;
  /** Packets for another host, dropped (`rx_otherhost_dropped`). */
  readonly rxOtherHostDropped?: Count;
}

/** The counters that both widths have in this order; the narrow one ends before the last. */
const COUNTERS: readonly (keyof LinkStats & string)[] = [
  "rxPackets",
  "txPackets",
  "rxBytes",
  "txBytes",
  "rxErrors",
  "txErrors",
  "rxDropped",
  "txDropped",
  "multicast",
  "collisions",
  "rxLengthErrors",
  "rxOverErrors",
  "rxCrcErrors",
  "rxFrameErrors",
  "rxFifoErrors",
  "rxMissedErrors",
  "txAbortedErrors",
  "txCarrierErrors",
  "txFifoErrors",
  "txHeartbeatErrors",
  "txWindowErrors",
  "rxCompressed",
  "txCompressed",
  "rxNoHandler",
  "rxOtherHostDropped",
];

/** How many counters every kernel since 2.6 has. */
const OLDEST = 23;

function counters<Count extends number | bigint>(
  codec: FixedCodec<Count>,
  names: readonly (keyof LinkStats & string)[],
): FixedCodec<LinkStats<Count>> {
  const fields = Object.fromEntries(names.map((name, i) => [name, field(i * codec.size, codec)]));
  return struct<LinkStats<Count>>(
    names.length * codec.size,
    // The list has the name of every counter; the narrow struct lacks the last, which is optional.
    fields as FieldsOf<LinkStats<Count>>,
    { minimum: OLDEST * codec.size },
  );
}

/** `struct rtnl_link_stats64`. */
export const stats64: FixedCodec<LinkStats> = counters(u64, COUNTERS);

/** `struct rtnl_link_stats`. */
export const stats32: FixedCodec<LinkStats<number>> = counters(u32, COUNTERS.slice(0, -1));
