import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NetlinkError } from "../../mod.ts";
import { encode } from "../../src/codec/codec.ts";
import { NLMSG_ERROR } from "../../src/codec/framing.ts";
import { i32 } from "../../src/codec/numbers.ts";
import { bytes } from "../../src/codec/text.ts";
import { errno } from "../../src/errno.ts";
import { taskMessage } from "../../src/generic/families/taskstats/message.ts";
import { type Family, Genetlink, taskstats } from "../../src/generic/mod.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";
import { datagram } from "./datagram.ts";

let kernel: FakeKernel;
let genetlink: Genetlink;
beforeEach(async () => {
  kernel = fakeKernel();
  kernel.generic.add(taskstats, { get: () => undefined });
  genetlink = await Genetlink.open({ kernel });
});
afterEach(async () => {
  await genetlink[Symbol.asyncDispose]();
  expect(kernel.sockets).toBe(0);
});

/** Tells that a task ended. */
function tell(pid: number): void {
  kernel.deliver(datagram({ type: 20, command: 2, codec: taskMessage, value: { task: { pid } } }), "generic");
}

type Taskstats = typeof taskstats;
type Stream = Awaited<ReturnType<Family<Taskstats["commands"], Taskstats["notifications"], never>["listen"]>>;

/** The numbers of the next tasks that ended. */
async function ended(stream: Stream, count: number): Promise<unknown[]> {
  const pids: unknown[] = [];
  while (pids.length < count) {
    const { value } = await stream.next();
    pids.push(value?.type === "notification" ? value.value.task?.pid : value);
  }
  return pids;
}

/** What was asked of the family. */
function asked(): readonly object[] {
  return kernel.generic.requests.filter(({ family }) => family === "TASKSTATS").map(({ value }) => value);
}

describe("a socket that listens", () => {
  test("gets what the kernel tells it, also before the answer", async () => {
    kernel.generic.add(taskstats, {
      get() {
        for (const pid of [1, 2]) tell(pid);
        return { task: { pid: 3 } };
      },
    });
    await using exits = await genetlink.family(taskstats).listen("get", { registerCpus: "0-1" });
    tell(4);
    expect(await ended(exits, 4)).toEqual([1, 2, 3, 4]);
    const waiting = ended(exits, 1);
    tell(5);
    expect(await waiting).toEqual([5]);
  });

  test("waits for the answer to what it asked, and takes no other for that", async () => {
    const error = encode(i32, -errno("EPERM"));
    kernel.generic.add(taskstats, {
      get() {
        kernel.deliver(datagram({ type: NLMSG_ERROR, sequence: 77, codec: bytes, value: error }), "generic");
        tell(1);
        return undefined;
      },
    });
    await using exits = await genetlink.family(taskstats).listen("get", { registerCpus: "0" });
    expect((await exits.next()).value).toMatchObject({ type: "undecoded", message: { sequence: 77 } });
    expect(await ended(exits, 1)).toEqual([1]);
  });

  test("asks once, and asks for nothing at its end where nothing is said", async () => {
    const exits = await genetlink.family(taskstats).listen("get", { registerCpus: "0" });
    exits.close();
    expect(asked()).toEqual([{ registerCpus: "0" }]);
  });

  test.each<[string, (stream: Stream, abort: () => void) => unknown]>([
    ["closed", (exits) => exits.close()],
    ["disposed of", (exits) => exits[Symbol.asyncDispose]()],
    ["left", (exits) => exits.return()],
    ["given up", (_, abort) => abort()],
  ])("that is %s says what is to be said at its end, once", async (_, end) => {
    const controller = new AbortController();
    const options = { signal: controller.signal, atEnd: { deregisterCpus: "0" } };
    const exits = await genetlink.family(taskstats).listen("get", { registerCpus: "0" }, options);
    await end(exits, () => controller.abort());
    exits.close();
    expect(asked()).toEqual([{ registerCpus: "0" }, { deregisterCpus: "0" }]);
  });

  test("is told when the family goes and comes back, and does not ask anew", async () => {
    await using exits = await genetlink.family(taskstats).listen("get", { registerCpus: "0" });
    kernel.generic.remove(taskstats);
    kernel.generic.add(taskstats, { get: () => undefined });
    expect((await exits.next()).value).toMatchObject({ type: "family", action: "delete" });
    expect((await exits.next()).value).toMatchObject({ type: "family", action: "new" });
    expect(asked()).toHaveLength(1);
  });
});

describe("nobody listens", () => {
  test("to what the kernel refuses", async () => {
    kernel.generic.add(taskstats, {
      get() {
        throw new NetlinkError("register", errno("EPERM"));
      },
    });
    const options = { atEnd: { deregisterCpus: "0" } };
    await expect(genetlink.family(taskstats).listen("get", { registerCpus: "0" }, options)).rejects.toMatchObject({
      code: "EPERM",
      hint: "it takes CAP_NET_ADMIN",
      operation: "listen to 'get' of family 'TASKSTATS'",
    });
    expect(asked()).toEqual([{ registerCpus: "0" }]);
  });

  test("where the answer is lost, which may be told all the same and is ended", async () => {
    kernel.generic.add(taskstats, {
      get({ registerCpus }) {
        for (let pid = 0; registerCpus !== undefined && pid < 100; pid++) tell(pid);
        return undefined;
      },
    });
    const options = { receiveBuffer: 0, atEnd: { deregisterCpus: "0" } };
    await expect(genetlink.family(taskstats).listen("get", { registerCpus: "0" }, options)).rejects.toMatchObject({
      code: "ENOBUFS",
      operation: "listen to 'get' of family 'TASKSTATS'",
    });
    expect(asked()).toEqual([{ registerCpus: "0" }, { deregisterCpus: "0" }]);
  });

  test("with what cannot be asked", async () => {
    const family = genetlink.family(taskstats);
    const wrong = { registerCpus: 0 } as unknown as { registerCpus: string };
    await expect(family.listen("get", wrong)).rejects.toThrow(
      new RangeError("Cannot listen to 'get' of family 'TASKSTATS': registerCpus: expected text, got 0"),
    );
    await expect(family.listen("get", { registerCpus: "0" }, { atEnd: wrong })).rejects.toThrow("registerCpus");
    await expect(family.listen("gett" as "get", {})).rejects.toThrow(
      new RangeError(
        "Cannot listen to 'gett' of family 'TASKSTATS': expected one of get, getCgroup (did you mean 'get'?)",
      ),
    );
    await expect(family.listen("get", {}, { atend: {} } as object)).rejects.toThrow(/atend/);
    expect(asked()).toEqual([]);
  });

  test("that gave up before", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(genetlink.family(taskstats).listen("get", {}, { signal })).rejects.toThrow("enough");
  });
});
