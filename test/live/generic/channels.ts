import {
  attribute,
  type Codec,
  cstring,
  type NumberCodec,
  type Numbered,
  numbered,
  u32,
} from "../../../src/codec/mod.ts";
import {
  defineFamily,
  type DoCommand,
  type DumpCommand,
  type FamilyDefinition,
  type NotificationDefinition,
} from "../../../src/generic/mod.ts";

/** Which link is meant. */
export type Header = Numbered<{
  readonly deviceIndex: NumberCodec;
  readonly deviceName: Codec<string>;
  readonly flags: NumberCodec;
}>;

/** How many queues a link has. */
export interface Channels {
  readonly header?: Header;
  readonly rxMax?: number;
  readonly txMax?: number;
  readonly rxCount?: number;
  readonly txCount?: number;
}

const header: Codec<Header> = numbered({ deviceIndex: u32, deviceName: cstring, flags: u32 });
const channels: Codec<Channels> = numbered({
  header: attribute(1, header, { nested: true }),
  rxMax: u32,
  txMax: u32,
  otherMax: u32,
  combinedMax: u32,
  rxCount: u32,
  txCount: u32,
});

/** As much of a family as the tests of families need: something to ask for, to list, to change and to be told of. */
export const ethtool: FamilyDefinition<
  { readonly get: DoCommand<Channels, Channels> & DumpCommand<Channels, Channels>; readonly set: DoCommand<Channels> },
  { readonly changed: NotificationDefinition<Channels> },
  "monitor"
> = defineFamily({
  name: "ethtool",
  commands: {
    get: {
      number: 17,
      replyNumber: 18,
      do: { request: channels, reply: channels },
      dump: { request: channels, reply: channels },
    },
    set: { number: 18, do: { request: channels }, privileged: true },
  },
  notifications: { changed: { number: 19, value: channels } },
  groups: ["monitor"],
});

/** Makes a pair of links that have several queues. */
export const PAIR = "link add v0 numrxqueues 4 numtxqueues 4 type veth peer name v1 numrxqueues 4 numtxqueues 4";
