import { deferred } from "../deferred.ts";
import { type NetworkEvent, readEvents } from "../events.ts";
import type { Exchange } from "../exchange.ts";
import { nextTurn } from "../next-turn.ts";
import { type Tracked, trackings } from "../route/tracking/mod.ts";
import type { NetlinkSocket } from "../socket.ts";
import { Agenda, type Verdict } from "./agenda.ts";
import type { NetworkChange, ObjectChange } from "./change.ts";
import { Doubts } from "./doubts.ts";
import { Mirror } from "./mirror.ts";
import { type Listed, Questions } from "./questions.ts";
import { type Told, toldBy } from "./told.ts";

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
// - A list is not of one moment. The kernel marks some lists that changed meanwhile, and they are asked for again; those
//   of neighbors and routes are not marked, and can leave out objects that were there all the time. So a list during
//   which an event about its kind came is listed again, a few times; if that never ends, it counts, and is repeated later.
// - The kernel announces that an IPv4 route is gone before it takes it away. A question that has to wait for the lock of
//   such changes (RTNL) goes before the lists: who announced something before it has carried it out when it is answered.
//   Whatever is announced from the question on, came while the lists were made.
// - Events are lost. That is counted by the kernel; then everything is listed again, and only the differences are told.
//
// Every event is taken into the copy and told, in its order, also while a list is made. A list has to bring nothing but
// what no event told.

/** What a follower tells of. */
export interface FollowerListener {
  /** Something changed. */
  changed(changes: readonly NetworkChange[]): void;
  /** Everything that was missing has been listed. */
  listed(): void;
  /** Nothing is in doubt: the copy is what the kernel has. */
  settled(): void;
}

/** How many milliseconds datagrams are read before others get their turn, and how many between two looks at the clock. */
const TURN_MILLISECONDS = 4;
const CLOCK_INTERVAL = 16;

/** Keeps copies of all objects of some kinds, by events where they tell enough, by questions where not. */
export class Follower {
  /** The copies, by topic; links first, as in the table of topics. */
  readonly mirrors: ReadonlyMap<keyof Tracked, Mirror>;
  readonly #socket: NetlinkSocket;
  readonly #questions: Questions;
  readonly #listener: FollowerListener;
  readonly #agenda: Agenda;
  readonly #doubts: Doubts;
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
    const ordered = (Object.keys(trackings) as (keyof Tracked)[]).filter((topic) => topics.has(topic));
    this.mirrors = new Map(ordered.map((topic) => [topic, new Mirror(topic)]));
    this.#agenda = new Agenda(topics);
    this.#agenda.listAll("snapshot");
    this.#doubts = new Doubts(this.#agenda, this.mirrors);
  }

  /** Whether everything was listed since the beginning, and since the last loss. */
  get isSynced(): boolean {
    return this.#isSynced;
  }

  /** Follows until a socket is closed or the kernel refuses something, and rejects with why. */
  async run(): Promise<never> {
    for (;;) {
      await this.#receive();
      if (this.#agenda.due <= performance.now()) {
        await this.#ask();
        continue;
      }
      if (!this.#isSynced && this.#agenda.isWhole) {
        this.#isSynced = true;
        this.#listener.changed([{ type: "synced" }]);
      }
      if (this.#agenda.isWhole) this.#listener.listed();
      if (this.#agenda.isEmpty) this.#listener.settled();
      await this.#rest(this.#agenda.due - performance.now());
    }
  }

  /** Lists everything anew; for what the kernel announces to nobody. */
  refresh(): void {
    this.#agenda.listAll("resync");
    this.wake();
  }

  /** Looks whether something is to do, and tells when all is settled. */
  wake(): void {
    this.#gate?.resolve();
  }

  /** Resolves when an event came, when it is woken, or after so many milliseconds. */
  async #rest(wait: number): Promise<void> {
    const gate = this.#gate = deferred<void>();
    if (!this.#isWaiting) {
      this.#isWaiting = true;
      const done = (): void => void (this.#isWaiting = false);
      // One question for however many turns: each leaves something behind until it is answered.
      this.#socket.readable().finally(done).then(() => this.#gate?.resolve(), (error) => this.#gate?.reject(error));
    }
    const timer = wait === Infinity ? undefined : setTimeout(gate.resolve, Math.max(1, wait));
    await gate.promise.finally(() => clearTimeout(timer));
  }

  /** Takes all events that are queued now, and what was lost behind them; `see` gets each of them too. */
  async #receive(see: (event: NetworkEvent) => void = () => {}): Promise<void> {
    const events: NetworkEvent[] = [];
    let deadline = performance.now() + TURN_MILLISECONDS;
    for (let count = 1;; count++) {
      const datagram = this.#socket.receiveNow();
      if (datagram === undefined) {
        const lost = this.#socket.takeDrops();
        if (lost > 0) events.push({ type: "overrun", lost });
      } else {
        readEvents(datagram.view, datagram.length, events);
      }
      for (const event of events.splice(0)) {
        this.#take(event);
        see(event);
      }
      if (datagram === undefined) return;
      if (count % CLOCK_INTERVAL !== 0 || performance.now() < deadline) continue;
      await nextTurn();
      deadline = performance.now() + TURN_MILLISECONDS;
    }
  }

  /** Takes all events that come until a question is answered, so that a long answer loses none of them. */
  async #receiveUntil<T>(question: Promise<T>, see: (event: NetworkEvent) => void): Promise<T> {
    let isAnswered = false;
    const answer = question.finally(() => {
      isAnswered = true;
      this.wake();
    });
    // It is awaited below, unless the socket is closed before.
    answer.catch(() => {});
    while (!isAnswered) {
      await this.#rest(Infinity);
      await this.#receive(see);
    }
    return await answer;
  }

  /** Takes an event into the copies, and puts on the agenda what it does not tell. */
  #take(event: NetworkEvent): void {
    this.#doubts.consider(event, this.#isSynced);
    if (event.type === "overrun") {
      this.#isSynced = false;
      this.#tell([event]);
      return;
    }
    const told = toldBy(event);
    const mirror = told && this.mirrors.get(told.topic);
    if (told === undefined || mirror === undefined) return;
    const changes = mirror.take(told, "event");
    if (changes === undefined) this.#agenda.list(told.topic, "event");
    else this.#tell(changes);
  }

  /** Asks the kernel about what is due. */
  async #ask(): Promise<void> {
    let isLossy = false;
    const meanwhile: Told[] = [];
    const touched = new Set<number>();
    const see = (event: NetworkEvent): void => {
      isLossy ||= event.type === "overrun";
      if (event.type === "link") touched.add(event.link.index);
      const told = toldBy(event);
      if (told !== undefined) meanwhile.push(told);
    };
    const task = this.#agenda.take();
    await this.#questions.barrier();
    const lists = new Map<keyof Tracked, Listed & { readonly duration: number }>();
    for (const topic of task.lists.keys()) {
      const start = performance.now();
      const listed = await this.#receiveUntil(this.#questions.list(topic), see);
      lists.set(topic, { ...listed, duration: performance.now() - start });
    }
    const start = performance.now();
    const links = await this.#questions.links(task.links);
    this.#agenda.linksRead(performance.now() - start);
    await this.#receive(see);

    for (const [topic, mirror] of this.mirrors) {
      const cause = task.lists.get(topic);
      const listed = lists.get(topic);
      if (cause === undefined || listed === undefined) continue;
      const events = meanwhile.filter((told) => told.topic === topic);
      const isDisturbed = events.length > 0 || listed.isInterrupted;
      const verdict: Verdict = isLossy ? "lossy" : isDisturbed ? "disturbed" : "clean";
      if (!this.#agenda.listed(topic, cause, listed.duration, verdict)) continue;
      // Where it counts though it was disturbed, it is brought up to date as the copy was.
      for (const told of events) listed.mirror.take(told, "event");
      // Nobody has seen the copy before its first list.
      if (cause === "snapshot") mirror.adopt(listed.mirror);
      else this.#tellAnswer(mirror.become(listed.mirror, cause));
    }
    // What an event told of meanwhile is on the agenda again.
    for (const [index, link] of links) {
      if (!touched.has(index)) this.#tellAnswer(this.mirrors.get("link")?.reread(index, link, "event") ?? []);
    }
  }

  /** Tells what the kernel said when it was asked. */
  #tellAnswer(changes: readonly ObjectChange[]): void {
    for (const change of changes) {
      // Whoever lists all kinds has nothing to infer.
      if (change.cause === "event" || change.cause === "inferred") this.#doubts.considerAnswer(change);
    }
    this.#tell(changes);
  }

  #tell(changes: readonly NetworkChange[]): void {
    if (changes.length > 0) this.#listener.changed(changes);
  }
}
