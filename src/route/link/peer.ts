import { type Codec, lazy } from "../../codec/codec.ts";
import { type Link, linkMessage } from "../link.ts";

/** The other end of a pair, in a request that makes both. */
export type Peer = Link;

/** A link inside a link. */
export const peer: Codec<Peer> = lazy(() => linkMessage);
