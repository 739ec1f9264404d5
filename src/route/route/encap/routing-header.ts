import { ipv6 } from "../../../codec/address.ts";
import { array } from "../../../codec/array.ts";
import type { Codec } from "../../../codec/codec.ts";
import { u8 } from "../../../codec/numbers.ts";
import { checkNames, field, type FieldsOf, struct, writeFields } from "../../../codec/struct.ts";
import { bytes } from "../../../codec/text.ts";
import type { Writer } from "../../../codec/writer.ts";
import { DecodeError } from "../../../errors.ts";
import { shown } from "../../../shown.ts";

/** What every routing header of IPv6 has (RFC 8200, section 4.4). */
export interface RoutingHeader {
  /** Protocol of what follows; the kernel sets it in each packet, so that 0 does here (`nexthdr`). @default {0} */
  readonly nextHeader?: number;
  /** How many segments are still to be visited; where a request lacks it, what fits `segments` (`segments_left`). */
  readonly segmentsLeft?: number;
  /** IPv6 addresses that packets visit, in that order (`segments`). */
  readonly segments: readonly string[];
}

/** The members of a header in front of its segments. */
export type RoutingFields<Header extends RoutingHeader> = FieldsOf<Omit<Header, "segments" | "tlvs">>;

/** What the types of routing headers differ in. */
export interface RoutingHeaderForm<Header extends RoutingHeader> {
  /** Number of the type (`type`). */
  readonly type: number;
  /** Length of what stands in front of the header and belongs to the value too. @default {0} */
  readonly start?: number;
  /** The members that do not follow from the rest of the value. */
  readonly fields: RoutingFields<Header>;
  /**
   * Whether the segments stand in the reverse of their order, with the index of the last one in the header
   * (`first_segment`). Options can follow them then, as `tlvs`.
   */
  readonly reversed: boolean;
}

const HEADER_SIZE = 8;
const SEGMENT_SIZE = 16;
/** Lengths are told in units of so many bytes, and without the first one. */
const UNIT = 8;
const MAX_UNITS = 255;
const MAX_SEGMENTS = 127;
/** The members that follow from the rest, or often do. */
const LENGTH_AT = 1;
const TYPE_AT = 2;
const SEGMENTS_LEFT_AT = 3;
const LAST_ENTRY_AT = 4;

/** The members that every header has, behind `start` bytes. */
export function commonFields(start = 0): RoutingFields<RoutingHeader> {
  return { nextHeader: field(start, u8), segmentsLeft: field(start + SEGMENTS_LEFT_AT, u8) };
}

const forward = array(ipv6);

const backward: Codec<readonly string[]> = {
  layout: forward.layout,
  read: (view, offset, length) => forward.read(view, offset, length).toReversed(),
  write(out, segments) {
    if (!Array.isArray(segments)) throw out.failure(`expected a list, got ${shown(segments)}`);
    // Not a reversed copy: the error tells the place in the caller's list.
    for (let i = segments.length - 1; i >= 0; i--) out.within(`${i}`, () => ipv6.write(out, segments[i]));
  },
};

/** A routing header with whole addresses, and what stands in front of it. */
export function routingHeader<Header extends RoutingHeader & { readonly tlvs?: Uint8Array }>(
  form: RoutingHeaderForm<Header>,
): Codec<Header> {
  const { type, start = 0, fields, reversed } = form;
  const size = start + HEADER_SIZE;
  const head = struct<object>(size, fields);
  const addresses = reversed ? backward : forward;
  const names = new Set([...Object.keys(fields), "segments", ...(reversed ? ["tlvs"] : [])]);

  function writeSegments(out: Writer, segments: readonly string[]): void {
    addresses.write(out, segments);
    const { length } = segments;
    if (length > MAX_SEGMENTS) throw out.failure(`expected at most ${MAX_SEGMENTS} segments, got ${length}`);
  }

  return {
    layout: {
      type: "prefixed",
      size,
      fields,
      tail: { name: "segments", alternatives: { addresses }, choose: () => "addresses" },
    },
    read(view, offset, length) {
      const value = head.read(view, offset, Math.min(length, size));
      const told = (at: number): number => u8.read(view, offset + start + at, 1);
      const room = length - size;
      if (told(LENGTH_AT) * UNIT !== room) {
        throw new DecodeError(`expected ${told(LENGTH_AT) * UNIT} bytes behind the header, got ${room}`);
      }
      if (told(TYPE_AT) !== type) throw new DecodeError(`expected the type ${type}, got ${told(TYPE_AT)}`);
      // A header without segments cannot tell that there is no last one: it has 0 there too.
      const isEmpty = room === 0 && told(LAST_ENTRY_AT) === 0;
      const taken = reversed && !isEmpty ? (told(LAST_ENTRY_AT) + 1) * SEGMENT_SIZE : room;
      if (taken > room) throw new DecodeError(`expected ${taken} bytes of segments, got ${room}`);
      const segments = addresses.read(view, offset + size, taken);
      const tlvs = taken < room ? { tlvs: bytes.read(view, offset + size + taken, room - taken) } : {};
      // The form has a codec for each member of Header, beside its segments and options.
      return { ...value, segments, ...tlvs } as Header;
    },
    write(out, value) {
      checkNames(out, value, names);
      const { length } = out;
      writeFields(out, size, fields, value);
      out.within("segments", () => writeSegments(out, value.segments));
      const { segments, segmentsLeft, tlvs } = value;
      const last = Math.max(segments.length - 1, 0);
      if (tlvs !== undefined) out.within("tlvs", () => writeOptions(out, tlvs, segments.length));
      const end = out.length;
      const tell = (at: number, number: number): void => {
        out.length = length + start + at;
        u8.write(out, number);
      };
      tell(LENGTH_AT, (end - length - size) / UNIT);
      tell(TYPE_AT, type);
      if (reversed) tell(LAST_ENTRY_AT, last);
      if (segmentsLeft === undefined) tell(SEGMENTS_LEFT_AT, reversed ? last : segments.length);
      out.length = end;
    },
  };
}

function writeOptions(out: Writer, tlvs: Uint8Array, segments: number): void {
  bytes.write(out, tlvs);
  const { length } = tlvs;
  const most = segments === 0 ? 0 : MAX_UNITS * UNIT - segments * SEGMENT_SIZE;
  if (length > most) throw out.failure(`expected at most ${most} bytes, got ${length}`);
  if (length % UNIT !== 0) throw out.failure(`expected a multiple of ${UNIT} bytes, got ${length}`);
}
