import type {
  Address,
  AnswerMessage,
  BridgeData,
  DecodeError,
  Link,
  MessageInfo,
  Neighbor,
  NetlinkError,
  NetlinkSocket,
  NetworkEvent,
  Nexthop,
  Route,
  Rule,
  SocketOptions,
  UndecodedEvent,
  Watcher,
  WatchOptions,
} from "../../mod.ts";
import { holds, type Same, type Writable } from "./expect.ts";

/** A type none of whose properties can be written to. */
type Fixed<T> = Same<Writable<T>, never>;

holds<Fixed<Link>>();
holds<Fixed<Address>>();
holds<Fixed<Route>>();
holds<Fixed<Neighbor>>();
holds<Fixed<Rule>>();
holds<Fixed<Nexthop>>();
holds<Fixed<MessageInfo>>();
holds<Fixed<UndecodedEvent>>();
holds<Fixed<AnswerMessage>>();
holds<Fixed<BridgeData>>();
holds<Fixed<NonNullable<Link["stats"]>>>();
holds<Fixed<NonNullable<Route["metrics"]>>>();
holds<Fixed<SocketOptions>>();
holds<Fixed<WatchOptions>>();
holds<Fixed<Pick<DecodeError, "path" | "reason">>>();
holds<Fixed<Pick<NetlinkError, "code" | "errno" | "operation" | "ack">>>();
holds<Fixed<Pick<NetlinkSocket, "port" | "receiveBuffer" | "foreign">>>();
// The measure itself can tell.
holds<Same<Writable<{ readonly a: number; b: number; c?: number }>, "b" | "c">>();

/** Nor can what lists hold be changed. */
export function lists(event: NetworkEvent, link: Link, route: Route): void {
  // @ts-expect-error: events are not to be changed
  event.type = "overrun";
  // @ts-expect-error: nor are lists
  link.flags.push("up");
  // @ts-expect-error: nor what is in them
  link.flags[0] = "up";
  // @ts-expect-error: nor objects in objects
  if (route.nextHops?.[0]) route.nextHops[0].weight = 1;
}

/** A watcher is what `for await` and `using` take, and a socket is what `using` takes. */
holds<Watcher extends AsyncIterableIterator<NetworkEvent, undefined> & Disposable & AsyncDisposable ? true : false>();
holds<NetlinkSocket extends Disposable & AsyncDisposable ? true : false>();
