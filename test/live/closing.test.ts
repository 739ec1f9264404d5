import { expect, test } from "vitest";
import { NetlinkSocket, type NetworkEvent, watch, type Watcher } from "../../mod.ts";
import { script } from "./process.ts";
import { addRules } from "./rules.ts";
import { describeLive, namespace, type Sandbox } from "./sandbox.ts";

/** How long a program may take to end once it is told to, in milliseconds, beyond what the runtime takes. */
const PROMPT = 100;
/** How often a program is run at most: another process may take the processor away once, but not each time. */
const ATTEMPTS = 5;

/** What all programs start with. `cause` tells that the end is due, and when. */
const PRELUDE = `
const { NetlinkSocket, watch } = netlink;
const cause = () => console.log(Date.now());
const soon = (act) => setTimeout(() => { cause(); act(); }, 20);
/** Sets lo up, which the kernel tells. */
async function change() {
  await using socket = await NetlinkSocket.open("route");
  socket.send(Uint8Array.of(32, 0, 0, 0, 16, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0));
}
`;

/** Runs the program in an empty network and tells when it ended, in milliseconds since the epoch. */
const TIMED = ["unshare", "--net", "sh", "-c", '"$@"; status=$?; date +%s%3N; exit $status', "sh"];

interface Ending {
  /** Milliseconds from the cause to the end. */
  readonly elapsed: number;
  readonly status: number | null;
  readonly stderr: string;
}

async function end(code: string): Promise<Ending> {
  const { status, stdout, stderr } = await script(PRELUDE + code, TIMED);
  const [cause = NaN, ended = NaN] = stdout.split("\n").map(Number);
  return { elapsed: ended - cause, status, stderr };
}

/** What a program takes to end that does nothing. */
let empty: Promise<number> | undefined;

async function fastest(code: string, limit: number, expected: Partial<Ending>): Promise<number> {
  let best = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && !(best < limit); attempt++) {
    const ending = await end(code);
    // An end that does not come at all, or otherwise than it should, is none of the processor's.
    expect(ending).toMatchObject(expected);
    expect(ending.elapsed).not.toBeNaN();
    best = Math.min(best, ending.elapsed);
  }
  return best;
}

describeLive("a program ends at once", () => {
  test.each([
    [
      "after break",
      `
      const events = await watch({ topics: ["link"] });
      await change();
      for await (const event of events) { cause(); break; }`,
    ],
    [
      "after break with more to come",
      `
      const events = await watch({ topics: ["link", "address", "route"] });
      await change();
      await change();
      for await (const event of events) { cause(); break; }`,
    ],
    [
      "after an abort while it waits",
      `
      const controller = new AbortController();
      soon(() => controller.abort("enough"));
      const reason = await (async () => { for await (const event of await watch({ signal: controller.signal })); })().catch((error) => error);
      if (reason !== "enough") throw reason;`,
    ],
    [
      "after an abort that nobody waits for",
      `
      const controller = new AbortController();
      await watch({ signal: controller.signal });
      soon(() => controller.abort());`,
    ],
    [
      "after close() while it waits",
      `
      const events = await watch();
      soon(() => events.close());
      for await (const event of events);`,
    ],
    [
      "after close() at once",
      `
      const events = await watch();
      const next = events.next();
      cause();
      events.close();
      await next;`,
    ],
    [
      "at the end of an await using",
      `
      { await using events = await watch(); const next = events.next(); setTimeout(cause, 20); await new Promise((resolve) => setTimeout(resolve, 20)); }`,
    ],
    [
      "at the end of a using",
      `
      { using events = await watch(); const next = events.next(); cause(); }`,
    ],
    [
      "when nobody asks for events",
      `
      await watch();
      cause();`,
    ],
    [
      "when nobody asks for events any more",
      `
      const events = await watch({ topics: ["link"] });
      await change();
      await events.next();
      cause();`,
    ],
    [
      "when 64 are closed together",
      `
      const all = await Promise.all(Array.from({ length: 64 }, () => watch()));
      const last = Promise.all(all.map((events) => events.next()));
      soon(() => { for (const events of all) events.close(); });
      await last;`,
    ],
    [
      "after a socket is closed that waits",
      `
      const socket = await NetlinkSocket.open("route");
      soon(() => socket.close());
      await socket.receive().catch(() => {});`,
    ],
  ])("%s", async (_, code) => {
    const limit = PROMPT + await (empty ??= fastest("cause();", 0, { status: 0, stderr: "" }));
    expect(await fastest(code, limit, { status: 0, stderr: "" })).toBeLessThan(limit);
  });

  test.each([
    [
      "with an exception in the loop",
      `
      const events = await watch({ topics: ["link"] });
      await change();
      for await (const event of events) { cause(); throw new Error("out of the loop"); }`,
      1,
      "out of the loop",
    ],
    [
      "with an exception elsewhere, while the loop waits",
      `
      soon(() => { throw new Error("from elsewhere"); });
      // While the top level waits, one of the runtimes goes on in spite of it.
      void (async () => { for await (const event of await watch()); })();`,
      1,
      "from elsewhere",
    ],
    [
      "with the reason of an abort that nobody catches",
      `
      const controller = new AbortController();
      soon(() => controller.abort(new Error("enough of it")));
      for await (const event of await watch({ signal: controller.signal }));`,
      1,
      "enough of it",
    ],
    [
      "with an exit from within",
      `
      const events = await watch({ topics: ["link"] });
      await change();
      for await (const event of events) { cause(); (await import("node:process")).default.exit(7); }`,
      7,
      "",
    ],
  ])("%s", async (_, code, status, complaint) => {
    const limit = PROMPT + await (empty ??= fastest("cause();", 0, { status: 0, stderr: "" }));
    const expected = { status, stderr: expect.stringContaining(complaint) };
    expect(await fastest(code, limit, expected)).toBeLessThan(limit);
  });
});

/** What tells the events of {@linkcode addRules} apart. */
function priority({ value: event }: IteratorResult<NetworkEvent, undefined>): number | undefined {
  return event?.type === "rule" ? event.rule.priority : undefined;
}

function watchRules(home: Sandbox, signal?: AbortSignal): Promise<Watcher> {
  return watch({ namespace: home.name, topics: ["rule"], ...(signal === undefined ? {} : { signal }) });
}

const DONE = { done: true, value: undefined };

/** What became of promises, in their order. */
async function settled(promises: readonly Promise<unknown>[]): Promise<unknown[]> {
  const results = await Promise.allSettled(promises);
  return results.map((result) => result.status === "fulfilled" ? result.value : { rejected: result.reason });
}

describeLive("next()", () => {
  test("called several times at once gives the events in their order, those that come and those that are there", async () => {
    await using home = namespace();
    await using watcher = await watchRules(home);
    const coming = Array.from({ length: 5 }, () => watcher.next());
    addRules(home, 1, 3);
    // In between, while some are delivered.
    await coming[0];
    const more = Array.from({ length: 5 }, () => watcher.next());
    addRules(home, 4, 12);
    expect((await Promise.all([...coming, ...more])).map(priority)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const there = Array.from({ length: 5 }, () => watcher.next());
    expect((await Promise.all(there)).map(priority)).toEqual([11, 12, 13, 14, 15]);
  });

  test("that waits is done when the watcher is closed, and so is every later one", async () => {
    await using home = namespace();
    const watcher = await watchRules(home);
    const waiting = Array.from({ length: 3 }, () => watcher.next());
    watcher.close();
    expect(await settled([...waiting, watcher.next()])).toEqual([DONE, DONE, DONE, DONE]);
    watcher.close();
    expect(await settled([watcher.next(), watcher.return(), watcher.next()])).toEqual([DONE, DONE, DONE]);
  });

  test("is done after return(), whatever was queued", async () => {
    await using home = namespace();
    const watcher = await watchRules(home);
    addRules(home, 1, 3);
    expect(priority(await watcher.next())).toBe(1);
    expect(await watcher.return()).toEqual(DONE);
    expect(await watcher.next()).toEqual(DONE);
  });

  test("that waits rejects with the reason of an abort, once", async () => {
    await using home = namespace();
    const controller = new AbortController();
    const watcher = await watchRules(home, controller.signal);
    const waiting = Array.from({ length: 3 }, () => watcher.next());
    const reason = { not: "an error" };
    controller.abort(reason);
    expect(await settled([...waiting, watcher.next()])).toEqual([{ rejected: reason }, DONE, DONE, DONE]);
  });

  test("rejects once with the reason of an abort that nobody waited for, whatever was queued", async () => {
    await using home = namespace();
    const controller = new AbortController();
    const watcher = await watchRules(home, controller.signal);
    addRules(home, 1, 3);
    expect(priority(await watcher.next())).toBe(1);
    controller.abort("enough");
    expect(await settled([watcher.next(), watcher.next()])).toEqual([{ rejected: "enough" }, DONE]);
  });

  test("is done after an abort of what is closed already", async () => {
    await using home = namespace();
    const controller = new AbortController();
    const watcher = await watchRules(home, controller.signal);
    const waiting = watcher.next();
    watcher.close();
    controller.abort();
    expect(await settled([waiting, watcher.next()])).toEqual([DONE, DONE]);
  });

  test("is done when somebody closes the watcher because of the abort, before it hears of it itself", async () => {
    await using home = namespace();
    const controller = new AbortController();
    const opened: Watcher[] = [];
    controller.signal.addEventListener("abort", () => opened[0]?.close());
    opened.push(await watchRules(home, controller.signal));
    const waiting = opened[0]?.next();
    controller.abort();
    expect(await waiting).toEqual(DONE);
  });
});

describeLive("a loop", () => {
  test.each([["break", 1], ["return", 1], ["throw", 1], ["close", 3]] as const)(
    "that is left by %s has closed its watcher",
    async (way, expected) => {
      await using home = namespace();
      const watcher = await watchRules(home);
      addRules(home, 1, 3);
      let turns = 0;
      await (async () => {
        for await (const _ of watcher) {
          turns++;
          if (way === "break") break;
          if (way === "return") return;
          if (way === "throw") throw new Error("out");
          // What is left of it ends the loop by itself.
          if (turns === expected) watcher.close();
        }
      })().catch(({ message }: Error) => expect(message).toBe("out"));
      expect(turns).toBe(expected);
      expect(await watcher.next()).toEqual(DONE);
    },
  );

  test("gives the events that were queued before an abort no more, and throws its reason", async () => {
    await using home = namespace();
    const controller = new AbortController();
    const watcher = await watchRules(home, controller.signal);
    addRules(home, 1, 3);
    const seen: (number | undefined)[] = [];
    const loop = (async () => {
      for await (const event of watcher) {
        seen.push(priority({ value: event }));
        controller.abort("enough");
      }
    })();
    await expect(loop).rejects.toBe("enough");
    expect(seen).toEqual([1]);
  });
});

describeLive("an aborted signal", () => {
  test("lets nothing be opened", async () => {
    const reason = new Error("too late");
    const signal = AbortSignal.abort(reason);
    expect(await settled([watch({ signal }), NetlinkSocket.open("route", { signal })]))
      .toEqual([{ rejected: reason }, { rejected: reason }]);
  });

  test("closes what is about to be opened", async () => {
    const controller = new AbortController();
    const opening = [watch({ signal: controller.signal }), NetlinkSocket.open("route", { signal: controller.signal })];
    controller.abort("too late");
    expect(await settled(opening)).toEqual([{ rejected: "too late" }, { rejected: "too late" }]);
  });

  test("ends all that have it", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const watchers = await Promise.all(Array.from({ length: 5 }, () => watch({ signal })));
    const waiting = watchers.map((watcher) => watcher.next());
    controller.abort("all of you");
    expect(await settled(waiting)).toEqual(watchers.map(() => ({ rejected: "all of you" })));
  });
});
