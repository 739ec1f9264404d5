import { decode, NetlinkError, NetlinkSocket, watch, type Watcher } from "../../mod.ts";
import type { Topic, WatchOptions } from "../../mod.ts";
import { is } from "./expect.ts";

/** Options are checked by name and by type. */
export async function options(topics: readonly Topic[], signal: AbortSignal, libc: string | undefined): Promise<void> {
  is<Watcher>()(await watch());
  await watch({ topics, signal, namespace: "blue", receiveBuffer: 5 });
  await watch({ topics: ["link", "rule"], namespace: 1 });
  await watch({ namespace: new URL("file:///run/netns/blue") });
  await watch({ topics: ["link"] as const } satisfies WatchOptions);
  await watch({
    links: ["eth0", 5],
    tables: ["main", 1000],
    families: ["inet6", 99],
    actions: ["new", "delete", "miss"],
  });
  // @ts-expect-error: another name
  await watch({ topic: "link" });
  // @ts-expect-error: a list
  await watch({ links: "eth0" });
  // @ts-expect-error: no such action
  await watch({ actions: ["add"] });
  // @ts-expect-error: a list
  await watch({ topics: "link" });
  // @ts-expect-error: no such topic
  await watch({ topics: ["links"] });
  // @ts-expect-error: a number
  await watch({ receiveBuffer: "4M" });
  // @ts-expect-error: absent is missing, not undefined
  await watch({ libc });
  // @ts-expect-error: absent is missing, not null
  await watch({ signal: null });

  is<NetlinkSocket>()(await NetlinkSocket.open("route"));
  await NetlinkSocket.open(4, { receiveBuffer: 5 });
  // @ts-expect-error: no such protocol
  await NetlinkSocket.open("router");
  // @ts-expect-error: only for watch
  await NetlinkSocket.open("route", { topics });
  // @ts-expect-error: made by open alone
  new NetlinkSocket();

  decode(new Uint8Array(0), { protocol: "generic" });
  // @ts-expect-error: no such protocol
  decode(new Uint8Array(0), { protocol: "netfilter" });
}

/** Errors tell themselves apart by their class. */
export function errors(error: unknown): void {
  if (!(error instanceof NetlinkError)) return;
  is<string>()(error.code);
  is<number>()(error.errno);
  is<string | undefined>()(error.ack?.message);
}
