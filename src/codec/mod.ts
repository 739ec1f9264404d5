/**
 * The schema language: a layout is written once, as data, and gives the types, the decoder and the encoder.
 *
 * @example
 * ```ts
 * import { attribute, attributes, cstring, decode, encode, u32 } from "@netlink/ffi/codec";
 *
 * interface Interface {
 *   readonly name?: string;
 *   readonly mtu?: number;
 * }
 * const schema = attributes<Interface>({ name: attribute(3, cstring), mtu: attribute(4, u32) });
 * const bytes = encode(schema, { name: "eth0", mtu: 1500 });
 * console.log(decode(schema, bytes).name); // eth0
 * ```
 *
 * @module
 */
export * from "./address.ts";
export * from "./array.ts";
export {
  attribute,
  type AttributeOptions,
  attributes,
  type AttributesOf,
  chosen,
  type Extensible,
  type Problem,
  repeated,
  type UnknownAttribute,
} from "./attributes.ts";
export * from "./bitfield.ts";
export * from "./codec.ts";
export * from "./counted.ts";
export * from "./endpoint.ts";
export * from "./ip-family.ts";
export * from "./labels.ts";
export * from "./limited.ts";
export * from "./mapped.ts";
export * from "./message.ts";
export * from "./named-array.ts";
export * from "./names.ts";
export * from "./numbered.ts";
export * from "./numbers.ts";
export { prefixed, type Tail } from "./prefixed.ts";
export * from "./subset.ts";
export { field, type FieldsOf, type Grown, struct, type StructOptions } from "./struct.ts";
export * from "./text.ts";
export { Writer } from "./writer.ts";
export { DecodeError } from "../errors.ts";
