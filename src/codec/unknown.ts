/** An attribute that the schema does not know, or whose payload does not fit it. */
export interface UnknownAttribute {
  /** Number of the attribute. */
  readonly type: number;
  /** Whether the sender marked it as a list of attributes (`NLA_F_NESTED`). */
  readonly nested?: true;
  /** Payload, without padding. */
  readonly data: Uint8Array;
}

/** Whatever of a list has no schema; kept, so that encoding gives the same bytes. */
export interface Extensible {
  /** Attributes that the schema does not know, in their order. */
  readonly unknown?: readonly UnknownAttribute[];
}
