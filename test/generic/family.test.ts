import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DecodeError, NetlinkError, type UndecodedReply, type Warning } from "../../mod.ts";
import { attribute, attributes, cstring, type Extensible, numbered, u32 } from "../../src/codec/mod.ts";
import {
  defineFamily,
  FamilyNotFoundError,
  Genetlink,
  type GenetlinkOptions,
  Ipvs,
  Wireguard,
} from "../../src/generic/mod.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";
import { hex, toHex } from "../codec/golden.ts";

const value = numbered({ value: u32 });
const counter = defineFamily({
  name: "counter",
  version: 3,
  commands: {
    get: { number: 1, do: { request: value, reply: value }, dump: { request: value, reply: value } },
    set: { number: 2, do: { request: value } },
  },
});
const other = defineFamily({ name: "other", commands: {} });

let kernel: FakeKernel;
beforeEach(() => {
  kernel = fakeKernel();
});
afterEach(() => expect(kernel.sockets).toBe(0));

function open(options: GenetlinkOptions = {}): Promise<Genetlink> {
  return Genetlink.open({ kernel, ...options });
}

/** What was asked, in words. */
function asked(): readonly string[] {
  return kernel.generic.requests.map(({ family, command, mode }) => `${family} ${command} ${mode}`);
}

/** Takes the family away and gives it back with another number. */
function comeBack(): void {
  kernel.generic.remove(counter);
  kernel.generic.add(other);
  kernel.generic.add(counter, { get: (request) => request });
}

describe("a family that went and came back with another number", () => {
  test.each(["request", "dump"] as const)("is found again: %s", async (verb) => {
    await using genetlink = await open();
    kernel.generic.add(counter, { get: (request) => request });
    const family = genetlink.family(counter);
    expect(await family[verb]("get", { value: 1 })).toMatchObject(verb === "dump" ? [{ value: 1 }] : { value: 1 });
    comeBack();
    expect(await family[verb]("get", { value: 2 })).toMatchObject(verb === "dump" ? [{ value: 2 }] : { value: 2 });
    const mode = verb === "dump" ? "dump" : "do";
    // What went to the old number came to nobody.
    const both = ["nlctrl getFamily do", `counter get ${mode}`];
    expect(asked()).toEqual([...both, ...both]);
    // From then on by the new number.
    await family[verb]("get", { value: 3 });
    expect(asked().length).toBe(5);
  });

  test("is found again by the others that ask at once", async () => {
    await using genetlink = await open();
    kernel.generic.add(counter, { get: (request) => request });
    const family = genetlink.family(counter);
    await family.request("get", {});
    comeBack();
    const values = [1, 2, 3];
    const replies = await Promise.all(values.map((value) => family.request("get", { value })));
    expect(replies.map(({ value }) => value)).toEqual(values);
  });

  test("and one that is gone for good is told as such", async () => {
    await using genetlink = await open();
    kernel.generic.add(counter, { set: () => {} });
    const family = genetlink.family(counter);
    await family.execute("set", { value: 1 });
    kernel.generic.remove(counter);
    await expect(family.execute("set", { value: 1 })).rejects.toBeInstanceOf(FamilyNotFoundError);
  });

  test("is not mistaken for a command that finds nothing, which is not sent twice", async () => {
    await using genetlink = await open();
    kernel.generic.add(counter, {
      set() {
        throw new NetlinkError("set", "ENOENT", { ack: { message: "No such counter" } });
      },
    });
    const setting = genetlink.family(counter).execute("set", { value: 1 });
    await expect(setting).rejects.toThrow(/^Cannot execute 'set' of family 'counter': ENOENT, .*: No such counter$/);
    await expect(setting).rejects.not.toBeInstanceOf(FamilyNotFoundError);
    expect(asked().filter((what) => what === "counter set do")).toHaveLength(1);
  });
});

test("a family that is not there is looked for once more by who asks again", async () => {
  await using genetlink = await open();
  const family = genetlink.family(counter);
  await expect(family.execute("set", {})).rejects.toBeInstanceOf(FamilyNotFoundError);
  kernel.generic.add(counter, { set: () => {} });
  await family.execute("set", {});
  expect(asked()).toEqual(["nlctrl getFamily do", "nlctrl getFamily do", "counter set do"]);
});

describe("modules", () => {
  const modular = defineFamily({ ...counter, modules: ["counter_core", "counter"] });

  test("are loaded where the kernel does not have the family, which is found then", async () => {
    const loaded: string[] = [];
    await using genetlink = await open({
      loadModule(module) {
        loaded.push(`${module} ${asked().length}`);
        if (module === "counter") kernel.generic.add(counter, { set: () => {} });
      },
    });
    const family = genetlink.family(modular);
    await Promise.all([family.execute("set", {}), family.execute("set", {})]);
    expect(loaded).toEqual(["counter_core 1", "counter 1"]);
    expect(asked()).toEqual([...Array(2).fill("nlctrl getFamily do"), ...Array(2).fill("counter set do")]);
  });

  test("are left alone where it has it", async () => {
    kernel.generic.add(counter, { set: () => {} });
    const loadModule = (): never => {
      throw new Error("not to be called");
    };
    await using genetlink = await open({ loadModule });
    await genetlink.family(modular).execute("set", {});
  });

  test("that cannot be loaded are the cause of what is missing, and of nothing else", async () => {
    const failure = new Error("not permitted");
    const results = [Promise.reject(failure), Promise.resolve()];
    await using genetlink = await open({ loadModule: () => results.shift() });
    const family = genetlink.family(modular);
    await expect(family.find()).rejects.toMatchObject({
      family: "counter",
      code: "ENOENT",
      cause: failure,
      name: "FamilyNotFoundError",
    });
    kernel.generic.add(counter);
    expect(await family.find()).toMatchObject({ name: "counter", version: 3 });
  });

  test("that take for ever are waited for until there is nobody who wants them", async () => {
    const modules: string[] = [];
    const loadModule = (module: string): Promise<void> => {
      modules.push(module);
      return new Promise(() => {});
    };
    const endless = defineFamily({ ...counter, modules: ["one", "two"], groups: ["all"] });
    await using genetlink = await open({ loadModule });
    const family = genetlink.family(endless);
    const given: readonly ((signal: AbortSignal) => Promise<unknown>)[] = [
      (signal) => family.execute("set", {}, { signal }),
      (signal) => family.subscribe("all", { signal }),
      (signal) => family.listen("set", {}, { signal }),
      async (signal) => await (await open({ loadModule, signal })).family(endless).find(),
      (signal) => Ipvs.open({ kernel, loadModule, signal }),
      (signal) => Wireguard.open({ kernel, loadModule, signal }),
    ];
    for (const wait of given) {
      const controller = new AbortController();
      const waiting = wait(controller.signal);
      setTimeout(() => controller.abort(new Error("enough")), 5);
      await expect(waiting).rejects.toThrow(new Error("enough"));
    }
    const waiting = family.find();
    setTimeout(() => genetlink.close(), 5);
    await expect(waiting).rejects.toThrow("Cannot find family 'counter': EBADF");
    expect(modules).not.toContain("two");
  });

  test("are none of a family that names none", async () => {
    const loaded: string[] = [];
    await using genetlink = await open({ loadModule: (module) => void loaded.push(module) });
    await expect(genetlink.family(counter).find()).rejects.toBeInstanceOf(FamilyNotFoundError);
    expect(loaded).toEqual([]);
  });
});

describe("a message", () => {
  /** A kernel whose replies of families are changed on their way, with what was sent to it. */
  function tampered(change: (reply: Uint8Array) => void): Pick<GenetlinkOptions, "kernel"> & { sent: string[] } {
    const { libc, watchReadable } = kernel;
    const sent: string[] = [];
    const send: typeof libc.send = (fd, bytes, flags) => {
      sent.push(toHex(bytes));
      return libc.send(fd, bytes, flags);
    };
    const recv: typeof libc.recv = (fd, buffer, flags, address) => {
      const length = libc.recv(fd, buffer, flags, address);
      if (length > 0 && buffer[4] === 20) change(buffer);
      return length;
    };
    return { kernel: { watchReadable, libc: { ...libc, send, recv } }, sent };
  }

  test("tells the number of the family, of the command, and its version", async () => {
    kernel.generic.add(counter, { set: () => {} });
    const { sent, ...options } = tampered(() => {});
    await using genetlink = await open(options);
    await genetlink.family(counter).execute("set", { value: 7 });
    expect(sent.at(-1)).toBe(toHex(hex("1c000000 1400 0500 02000000 00000000  02 03 0000  0800 0100 07000000")));
  });

  test.each<[string, number, string]>([
    ["of another family", 4, "expected a message of family 20, got one of 21"],
    ["of another command", 16, "expected command 1 in the reply, got 2"],
  ])("%s is no reply", async (_, offset, reason) => {
    kernel.generic.add(counter, { get: (request) => request });
    const { sent, ...options } = tampered((reply) => {
      reply[offset] = (reply[offset] ?? 0) + 1;
    });
    await using genetlink = await open(options);
    const family = genetlink.family(counter);
    await expect(family.request("get", { value: 1 })).rejects.toThrow(reason);
    await expect(family.dump("get", { value: 1 })).rejects.toThrow(reason);
    expect(sent).toHaveLength(3);
  });
});

describe("a request", () => {
  test("travels in one datagram with those of the same turn", async () => {
    let sends = 0;
    const { libc, watchReadable } = kernel;
    const send: typeof libc.send = (...args) => (sends++, libc.send(...args));
    kernel.generic.add(counter, { get: (request) => request });
    await using genetlink = await Genetlink.open({ kernel: { watchReadable, libc: { ...libc, send } } });
    const family = genetlink.family(counter);
    await family.find();
    sends = 0;
    await Promise.all(Array.from({ length: 20 }, (_, value) => family.request("get", { value })));
    expect(sends).toBe(1);
  });

  test("has the flags that it is given, by name", async () => {
    await using genetlink = await open();
    kernel.generic.add(counter, { set: () => {} });
    const flags = ["echo", "create", "exclusive"] as const;
    await genetlink.family(counter).execute("set", { value: 1 }, { flags });
    // A fake kernel gives all requests the names of questions, whose upper bits mean something else.
    expect(kernel.generic.requests.at(-1)?.message.flags).toEqual(["request", "ack", "echo", "match", "atomic"]);
    const wrong = genetlink.family(counter).execute("set", {}, { flags: ["ehco" as "echo"] });
    await expect(wrong).rejects.toThrow(
      /^Cannot execute 'set' .* echo, replace, exclusive, create, append, got 'ehco'$/,
    );
    const text = genetlink.family(counter).execute("set", {}, { flags: "echo" as never });
    await expect(text).rejects.toThrow(/^Cannot execute 'set' .*: expected a list of the flags .*, got 'echo'$/);
    const unknown = genetlink.family(counter).execute("set", {}, { timeout: 5 } as object);
    await expect(unknown).rejects.toThrow("Cannot execute 'set' of family 'counter': unknown option 'timeout'");
  });

  test("is called what the caller says in errors", async () => {
    await using genetlink = await open();
    kernel.generic.add(counter, {
      get() {
        throw new NetlinkError("get", "EPERM");
      },
    });
    const family = genetlink.family(counter);
    const operation = "count sheep";
    await expect(family.request("get", {}, { operation })).rejects.toThrow("Cannot count sheep: EPERM");
    await expect(family.dump("get", {}, { operation })).rejects.toThrow("Cannot count sheep: EPERM");
    await expect(family.execute("set", { value: -1 }, { operation })).rejects.toThrow("Cannot count sheep: value: ");
  });

  test("with a value that cannot be is refused before it is sent", async () => {
    await using genetlink = await open();
    kernel.generic.add(counter);
    const family = genetlink.family(counter);
    await expect(family.execute("set", { value: -1 })).rejects.toThrow(
      new RangeError("Cannot execute 'set' of family 'counter': value: expected a number from 0 to 4294967295, got -1"),
    );
    await expect(family.execute("set", { valu: 1 } as object)).rejects.toThrow("(did you mean 'value'?)");
    expect(asked()).toEqual(["nlctrl getFamily do"]);
  });

  test("is given up with its signal: before it is sent, while its family is looked for, and later", async () => {
    await using genetlink = await open();
    let release = (): void => {};
    const waiting = new Promise<void>((resolve) => release = resolve);
    kernel.generic.add(counter, { get: async (request) => (await waiting, request) });
    const family = genetlink.family(counter);
    const reason = new Error("enough");
    const early = AbortSignal.abort(reason);
    await expect(family.execute("set", {}, { signal: early })).rejects.toBe(reason);
    const finding = new AbortController();
    const found = family.execute("set", { value: 5 }, { signal: finding.signal });
    finding.abort(reason);
    await expect(found).rejects.toBe(reason);
    const running = new AbortController();
    const reply = family.request("get", {}, { signal: running.signal });
    while (asked().at(-1) !== "counter get do") await new Promise((resolve) => setTimeout(resolve));
    running.abort(reason);
    await expect(reply).rejects.toBe(reason);
    release();
    // What was given up before it went has not gone.
    expect(asked()).toEqual(["nlctrl getFamily do", "counter get do"]);
  });

  test("that is not replied to is told as such, and that it was carried out where nobody wants a reply", async () => {
    kernel.generic.add(counter, { get: () => undefined });
    await using genetlink = await open();
    const family = genetlink.family(counter);
    await expect(family.request("get", {})).rejects.toMatchObject({
      code: "ENODATA",
      operation: "request 'get' of family 'counter'",
    });
    await family.execute("get", {});
  });

  test("that was carried out with a warning hands that on", async () => {
    const warnings: Warning[] = [];
    await using genetlink = await open({ onWarning: (warning) => warnings.push(warning) });
    kernel.generic.add(counter, {
      set() {
        throw new NetlinkError("set", 0, { ack: { message: "It was set already" } });
      },
    });
    await genetlink.family(counter).execute("set", { value: 1 });
    expect(warnings).toMatchObject([
      { operation: "execute 'set' of family 'counter'", message: "It was set already" },
    ]);
  });
});

test("a reply keeps what no schema knows, and what does not fit it", async () => {
  interface Sent extends Extensible {
    readonly value?: string;
    readonly later?: string;
  }
  const sent = attributes<Sent>({ value: attribute(1, cstring), later: attribute(9, cstring) });
  const newer = defineFamily({ name: "counter", commands: { get: { number: 1, do: { reply: sent } } } });
  kernel.generic.add(newer, { get: () => ({ value: "seven", later: "x" }) });
  const undecoded: UndecodedReply[] = [];
  await using genetlink = await open({ onUndecoded: (one) => undecoded.push(one) });
  const reply = await genetlink.family(counter).request("get", undefined);
  expect(reply.value).toBeUndefined();
  expect(reply.unknown?.map(({ type }) => type)).toEqual([1, 9]);
  // What is new is no mistake; what does not fit the schema is told.
  expect(undecoded).toEqual([{
    operation: "request 'get' of family 'counter'",
    bytes: Uint8Array.of(10, 0, 1, 0, ...new TextEncoder().encode("seven\0")),
    error: new DecodeError("expected 4 bytes, got 6", ["value"]),
  }]);
  expect(undecoded[0]?.error.path).toEqual(["value"]);
});

test("a reply of another command than the family says names what was asked", async () => {
  const wrong = defineFamily({ ...counter, commands: { get: { number: 1, replyNumber: 9, dump: { reply: value } } } });
  kernel.generic.add(wrong, { get: () => [{ value: 1 }] });
  await using genetlink = await open();
  await expect(genetlink.family(counter).dump("get")).rejects.toThrow(
    new DecodeError(
      "expected command 1 in the reply, got 9 (dump 'get' of family 'counter'; its replyNumber may be another)",
    ),
  );
});

describe("what no call can be made with is refused:", () => {
  const only = defineFamily({ name: "only", commands: { set: { number: 1, do: {} } } });

  test.each<[string, (genetlink: Genetlink) => unknown, string]>([
    [
      "no definition",
      (genetlink) => genetlink.family(undefined as never),
      "use family: expected what defineFamily makes, got undefined",
    ],
    [
      "a name",
      (genetlink) => genetlink.family("ethtool" as never),
      "use family: expected what defineFamily makes, got 'ethtool'",
    ],
    [
      "a command that lists nothing",
      (genetlink) => genetlink.family(only).dump("set" as never),
      "dump 'set' of family 'only': it can only be requested or executed",
    ],
    [
      "a list of what has none",
      (genetlink) => genetlink.family(only).dump("get" as never),
      "dump 'get' of family 'only': its definition has no commands that can be dumped",
    ],
  ])("%s", async (_what, call, reason) => {
    await using genetlink = await open();
    await expect((async () => await call(genetlink))()).rejects.toThrow(new RangeError(`Cannot ${reason}`));
  });

  test("a command that only lists", async () => {
    const lists = defineFamily({ ...only, commands: { list: { number: 1, dump: { reply: value } } } });
    await using genetlink = await open();
    await expect(genetlink.family(lists).request("list" as never)).rejects.toThrow(
      new RangeError("Cannot request 'list' of family 'only': it can only be dumped"),
    );
  });
});

test("what takes privileges says which, where it is refused", async () => {
  const guarded = defineFamily({ name: "counter", commands: { set: { number: 2, do: {}, privileged: true } } });
  kernel.generic.add(guarded, {
    set() {
      throw new NetlinkError("set", "EPERM");
    },
  });
  await using genetlink = await open();
  await expect(genetlink.family(guarded).execute("set")).rejects.toThrow(
    "Cannot execute 'set' of family 'counter': EPERM, Operation not permitted (it takes CAP_NET_ADMIN)",
  );
});

describe("options", () => {
  test.each<[object, string]>([
    [{ loadModul: () => {} }, "Cannot open socket: unknown option 'loadModul' (did you mean 'loadModule'?)"],
    [{ loadModule: "modprobe" }, "Cannot open socket: expected a function as loadModule, got 'modprobe'"],
    [{ receiveBuffer: -1 }, "Cannot open socket: expected a receive buffer"],
    [{ signal: 5 }, "Cannot open socket: expected an AbortSignal as the signal"],
  ])("%j are refused", async (options, message) => {
    const opening = Genetlink.open(options);
    await expect(opening).rejects.toBeInstanceOf(RangeError);
    await expect(opening).rejects.toThrow(message);
  });
});
