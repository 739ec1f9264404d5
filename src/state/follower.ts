import { setImmediate } from "node:timers";
import { deferred } from "../deferred.ts";
import { type NetworkEvent, readEvents } from "../events.ts";
import type { Exchange } from "../exchange.ts";
import type { Link } from "../route/link.ts";
import { type Tracked, trackings } from "../route/tracking/mod.ts";
import type { NetlinkSocket } from "../socket.ts";
import type { Cause, NetworkChange } from "./change.ts";
import { Doubts } from "./doubts.ts";
import { Mirror } from "./mirror.ts";
import { Questions } from "./questions.ts";
import { toldBy } from "./told.ts";

// How the copy stays right.
//
// The kernel queues its events for us, in their order, from before the first list on. An object read at some moment (in
// a list, or alone) is as it was then; the events about it that wait in the queue may be older than that moment, or
// younger. We take all of them, in their order. The younger ones bring it up to date. The older ones may set it back for
// a while, but then each is followed by the one that led to what was read: the last event about an object says what it
// is. So when the queue is empty, each object is as its last event says, or, where there was none since, as it was read.
// That is what the kernel has, as long as it announces every change. Where it does not, something else is announced that
// is the cause of it (`Doubts` knows what): then we list again when the queue is empty, and what differs was silent.
//
// Three things could break the argument, and each has its answer:
// - A list is not of one moment. The kernel marks most lists that changed meanwhile, and they are asked for again; those
//   of neighbors and IPv6 routes are not marked, and can leave out objects that were there all the time. So a list during
//   which an event about its kind came is listed again, a few times; if that never ends, it counts, and is repeated later.
// - The kernel announces that an IPv4 route is gone before it takes it away. A question that has to wait for the lock of
//   such changes (RTNL) goes before each list; whoever announced something has carried it out when it is answered.
// - Events are lost. That is counted by the kernel; then everything is listed again, and only the differences are told.
//
// A change is told when the event is taken. Events that came while a list was made are taken into the list, not into the
// copy, so that nothing is told of the way back and forth.

/** What a follower tells of. */
export interface FollowerListener {
  /** Something changed. */
  changed(changes: readonly NetworkChange[]): void;
  /** The copy is what the kernel has. */
  settled(): void;
}

/** How many datagrams are read before others get their turn, and for how many milliseconds. */
const BUDGET = 256;
const BUDGET_MILLISECONDS = 4;
/** How often a list that events disturbed is repeated at once; and after how many milliseconds later on. */
const ATTEMPTS = 4;
const PAUSE = 250;
/** Lists for what is only inferred take at most one part in so many of the time. */
const SHARE = 5;
/** More links in doubt than this are cheaper to list than to read one by one. */
const MOST_LINKS = 256;

type Mirrors = ReadonlyMap<keyof Tracked, Mirror>;

/** Keeps copies of all objects of some kinds, by events where they tell enough, by questions where not. */
export class Follower {
  /** The copies, by topic. */
  readonly mirrors: Mirrors;
  readonly #socket: NetlinkSocket;
  readonly #questions: Questions;
  readonly #listener: FollowerListener;
  readonly #doubts: Doubts;
  /** What has to be listed before the copy is whole again. */
  readonly #missing: Set<keyof Tracked>;
  readonly #topics: readonly (keyof Tracked)[];
  /** When the next list of a kind may be made for what is only inferred, and when for what is missing. */
  readonly #notBefore = new Map<keyof Tracked, number>();
  #resumeAt = 0;
  #attempt = 0;
  #isSynced = false;
  #gate: PromiseWithResolvers<void> | undefined;
  #isWaiting = false;

  /** Makes empty copies; `socket` has to be subscribed to the topics and to what they depend on. */
  constructor(
    socket: NetlinkSocket,
    exchange: Exchange,
    topics: ReadonlySet<keyof Tracked>,
    listener: FollowerListener,
  ) {
    this.#socket = socket;
    this.#questions = new Questions(exchange);
    this.#listener = listener;
    // In the order of the table: links come first.
    this.#topics = (Object.keys(trackings) as (keyof Tracked)[]).filter((topic) => topics.has(topic));
    this.mirrors = new Map(this.#topics.map((topic) => [topic, new Mirror(topic)]));
    this.#doubts = new Doubts(topics);
    this.#doubts.listAll("snapshot");
    this.#missing = new Set(topics);
  }

  /** Follows until a socket is closed or the kernel refuses something, and rejects with why. */
  async run(): Promise<never> {
    for (;;) {
      this.#takeAll(await this.#receive());
      const due = this.#due();
      if (due <= performance.now()) {
        await this.#settle();
        continue;
      }
      if (this.#missing.size === 0 && !this.#isSynced) {
        this.#isSynced = true;
        this.#listener.changed([{ type: "synced" }]);
      }
      if (this.#doubts.isEmpty) {
        this.#attempt = 0;
        this.#listener.settled();
      }
      await this.#work(due);
    }
  }

  /** Lists everything anew; for what the kernel announces to nobody. */
  refresh(): void {
    this.#doubts.listAll("resync");
    this.wake();
  }

  /** Looks whether something is to do, and tells when all is settled. */
  wake(): void {
    this.#gate?.resolve();
  }

  /** When the next question is to be asked, by the clock of `performance`; `Infinity` where nothing is in doubt. */
  #due(): number {
    if (this.#doubts.links.size > 0) return 0;
    return Math.min(Infinity, ...[...this.#doubts.lists].map(([topic, cause]) => this.#dueOf(topic, cause)));
  }

  #dueOf(topic: keyof Tracked, cause: Cause): number {
    return cause === "snapshot" || cause === "resync" ? this.#resumeAt : this.#notBefore.get(topic) ?? 0;
  }

  /** Resolves when an event came, when somebody asks for a refresh, or when it is `due`. */
  async #work(due: number): Promise<void> {
    if (this.#due() < due) return;
    const gate = this.#gate = deferred<void>();
    if (!this.#isWaiting) {
      this.#isWaiting = true;
      const done = (): void => void (this.#isWaiting = false);
      // One question for however many turns: each leaves something behind until it is answered.
      this.#socket.readable().finally(done).then(() => this.#gate?.resolve(), (error) => this.#gate?.reject(error));
    }
    const timer = due === Infinity ? undefined : setTimeout(gate.resolve, Math.max(1, due - performance.now()));
    await gate.promise.finally(() => clearTimeout(timer));
  }

  /** All events that are queued now, and what was lost behind them. */
  async #receive(): Promise<readonly NetworkEvent[]> {
    const events: NetworkEvent[] = [];
    let deadline = performance.now() + BUDGET_MILLISECONDS;
    for (let count = 1;; count++) {
      const datagram = this.#socket.receiveNow();
      if (datagram === undefined) break;
      readEvents(datagram.view, datagram.length, events);
      if (count % BUDGET !== 0 && performance.now() < deadline) continue;
      await new Promise<void>((resolve) => setImmediate(resolve));
      deadline = performance.now() + BUDGET_MILLISECONDS;
    }
    const lost = this.#socket.takeDrops();
    if (lost > 0) events.push({ type: "overrun", lost });
    return events;
  }

  #takeAll(events: readonly NetworkEvent[]): void {
    for (const event of events) this.#take(event, this.mirrors);
  }

  /** Takes an event into the copies, and into `Doubts` what it does not tell. */
  #take(event: NetworkEvent, mirrors: Mirrors): void {
    if (event.type === "overrun") {
      this.#isSynced = false;
      for (const topic of this.#topics) this.#missing.add(topic);
      this.#doubts.listAll("resync");
      this.#listener.changed([event]);
      return;
    }
    if (event.type === "undecoded") {
      // One attribute that cannot be read stays in its object; a message that cannot be read may be about anything.
      if (event.error.path.length === 0) this.#doubts.listAll("resync");
      return;
    }
    this.#doubts.consider(event, this.mirrors);
    const told = toldBy(event);
    const mirror = told && mirrors.get(told.topic);
    if (told === undefined || mirror === undefined) return;
    const changes = mirror.take(told, "event");
    if (changes === undefined) this.#doubts.list(told.topic, "event");
    else if (mirror === this.mirrors.get(told.topic)) this.#tell(changes);
  }

  /** Asks the kernel about what is in doubt, as far as its time has come. */
  async #settle(): Promise<void> {
    this.#attempt++;
    await this.#questions.barrier();
    this.#takeAll(await this.#receive());
    const { lists, links } = this.#takeDoubts();
    const fresh = new Map<keyof Tracked, Mirror>();
    for (const [topic, cause] of lists) {
      const start = performance.now();
      const mirror = await this.#questions.list(topic);
      const end = performance.now();
      this.#notBefore.set(topic, end + (end - start) * (SHARE - 1));
      if (mirror === undefined) this.#doubts.list(topic, cause);
      else fresh.set(topic, mirror);
    }
    const read = await this.#questions.links(links);
    this.#takeAnswers(await this.#receive(), lists, fresh, read);
  }

  #takeDoubts(): { readonly lists: ReadonlyMap<keyof Tracked, Cause>; readonly links: readonly number[] } {
    const { lists, links } = this.#doubts;
    if (links.size > MOST_LINKS) this.#doubts.list("link", "event");
    const now = performance.now();
    const due = new Map([...lists].filter(([topic, cause]) => this.#dueOf(topic, cause) <= now));
    if (links.size > MOST_LINKS) due.set("link", lists.get("link") ?? "event");
    for (const topic of due.keys()) lists.delete(topic);
    const indexes = due.has("link") ? [] : [...links];
    links.clear();
    return { lists: due, links: indexes };
  }

  /** Takes what was listed and read, and the events that came meanwhile. */
  #takeAnswers(
    events: readonly NetworkEvent[],
    lists: ReadonlyMap<keyof Tracked, Cause>,
    fresh: Map<keyof Tracked, Mirror>,
    read: ReadonlyMap<number, Link | undefined>,
  ): void {
    const isLossy = events.some(({ type }) => type === "overrun");
    const told = events.flatMap((event) => toldBy(event) ?? []);
    for (const [topic, cause] of lists) {
      const isDisturbed = told.some((other) => other.topic === topic);
      if (!isLossy && !isDisturbed) continue;
      const isRefused = isLossy || this.#attempt < ATTEMPTS;
      if (isRefused) fresh.delete(topic);
      else this.#notBefore.set(topic, performance.now() + PAUSE);
      this.#doubts.list(topic, isRefused ? cause : "inferred");
    }
    if (isLossy && this.#attempt >= ATTEMPTS) this.#resumeAt = performance.now() + PAUSE;
    const mirrors = new Map([...this.mirrors, ...fresh]);
    for (const event of events) this.#take(event, mirrors);
    // In the order of the table.
    for (const [topic, mirror] of this.mirrors) {
      const list = fresh.get(topic);
      if (list === undefined) continue;
      const touched = new Set(told.flatMap((other) => other.topic === topic ? [mirror.keyOf(other.value)] : []));
      const cause = lists.get(topic) ?? "inferred";
      this.#tell(mirror.become(list, (key) => touched.has(key) ? "event" : cause));
      this.#missing.delete(topic);
    }
    const links = this.mirrors.get("link");
    const touched = new Set(told.flatMap(({ topic, value }) => topic === "link" ? [links?.keyOf(value)] : []));
    for (const [index, link] of read) {
      if (isLossy || touched.has(index)) this.#doubts.links.add(index);
      else this.#tell(links?.reread(index, link, "event") ?? []);
    }
  }

  #tell(changes: readonly NetworkChange[]): void {
    if (changes.length > 0) this.#listener.changed(changes);
  }
}
