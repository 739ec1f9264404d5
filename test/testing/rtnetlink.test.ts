import { expect, test } from "vitest";
import { InterruptedError, NetlinkError, Rtnetlink } from "../../mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";

test("links are listed", async () => {
  const kernel = fakeKernel(() => [{ index: 1, name: "lo", type: "loopback" }, { index: 2, name: "eth0" }]);
  await using rtnetlink = await Rtnetlink.open({ kernel });
  expect((await rtnetlink.links.list()).map(({ name }) => name)).toEqual(["lo", "eth0"]);
  expect(kernel.requests).toMatchObject([{ verb: "get", topic: "link", value: { extendedMask: ["skipStats"] } }]);
});

test("what is asked for in one turn is answered, one after the other", async () => {
  const kernel = fakeKernel(({ topic }) => topic === "link" ? [{ index: 1 }] : [{ table: 7 }, { table: 8 }]);
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const [links, routes] = await Promise.all([rtnetlink.links.list(), rtnetlink.routes.list()]);
  expect([links.length, routes.map(({ table }) => table)]).toEqual([1, [7, 8]]);
});

test("a list that is interrupted is asked for again, and given up in the end", async () => {
  const kernel = fakeKernel(() => [{ index: 1 }]);
  await using rtnetlink = await Rtnetlink.open({ kernel });
  kernel.interrupt(2);
  expect(await rtnetlink.links.list()).toHaveLength(1);
  expect(kernel.requests).toHaveLength(3);
  kernel.interrupt(1000);
  const failure = await rtnetlink.links.list().catch((error) => error);
  expect(failure).toBeInstanceOf(InterruptedError);
  expect(failure).toMatchObject({ code: "EINTR", partial: [{ index: 1 }] });
});

test("a refusal says what the kernel said", async () => {
  const kernel = fakeKernel(() => {
    throw new NetlinkError("answer", 1, { ack: { message: "Nothing to see here" } });
  });
  await using rtnetlink = await Rtnetlink.open({ kernel });
  await expect(rtnetlink.links.list()).rejects
    .toThrow("Cannot list links: EPERM, Operation not permitted: Nothing to see here");
});

test("a change is what the handler gets, with the link by its index, and comes back as it was made", async () => {
  const kernel = fakeKernel(({ topic }) => topic === "link" ? [{ index: 7, name: "eth0" }] : undefined);
  await using rtnetlink = await Rtnetlink.open({ kernel });
  expect(await rtnetlink.addresses.add({ link: "eth0", address: "192.0.2.1/24" }))
    .toMatchObject({ index: 7, local: "192.0.2.1", prefixLength: 24 });
  expect(kernel.requests.at(-1)).toMatchObject({ verb: "new", topic: "address", value: { index: 7 } });
});

test("what a change has as undefined is what it does not tell", async () => {
  const kernel = fakeKernel();
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const rule = { priority: 7, action: undefined, protocol: undefined, table: undefined };
  // The types forbid it, but who has no types may write it.
  await rtnetlink.rules.add(rule as object);
  await rtnetlink.rules.remove({ priority: undefined, mark: 5 } as object);
  expect(kernel.requests).toMatchObject([
    { verb: "new", value: { priority: 7, action: "table", protocol: "static", table: 254 } },
    { verb: "delete", value: { mark: 5 } },
  ]);
});

test("a refused attribute is named", async () => {
  // The third attribute: behind 16 bytes of header, 8 of the address and twice 8 of addresses.
  const kernel = fakeKernel(() => {
    throw new NetlinkError("answer", 34, { ack: { message: "Too long", offset: 40 } });
  });
  await using rtnetlink = await Rtnetlink.open({ kernel });
  await expect(rtnetlink.addresses.add({ link: 7, address: "192.0.2.1/24", label: "eth0:a" })).rejects
    .toThrow("ERANGE, Numerical result out of range: Too long (label)");
});

test("an answer that takes its time is waited for, and a socket that closes meanwhile ends that", async () => {
  let answer = (_: readonly object[]): void => {};
  const kernel = fakeKernel(() => new Promise((resolve) => answer = resolve));
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const links = rtnetlink.links.list();
  await expect.poll(() => kernel.requests.length).toBe(1);
  answer([{ index: 3 }]);
  expect(await links).toMatchObject([{ index: 3 }]);
  const routes = rtnetlink.routes.list();
  await expect.poll(() => kernel.requests.length).toBe(2);
  rtnetlink.close();
  const why = "EBADF, Bad file descriptor (after closing the socket)";
  await expect(routes).rejects.toThrow(`Cannot list routes: ${why}`);
  await expect(rtnetlink.rules.list()).rejects.toMatchObject({
    message: `Cannot list rules: ${why}`,
    operation: "list rules",
  });
});

test("a kernel that cannot be is refused", () => {
  for (const [handler, shown] of [[{}, "an object"], [null, "null"], ["link", "'link'"]]) {
    // Nothing but the compiler keeps a test from it.
    expect(() => fakeKernel(handler as () => undefined)).toThrow(
      new RangeError(`Cannot make a kernel: expected a function that answers, got ${shown}`),
    );
  }
});

test("a test that is wrong fails the request, and not the next one", async () => {
  let reply: object = { nmae: "eth0" };
  const kernel = fakeKernel(() => reply);
  await using rtnetlink = await Rtnetlink.open({ kernel });
  await expect(rtnetlink.links.list()).rejects.toThrow("Cannot answer with link: unknown field 'nmae'");
  reply = [{ index: 2, nmae: "eth0" }];
  await expect(rtnetlink.addresses.list({ link: "eth0" })).rejects.toThrow("Cannot answer with link: unknown field");
  reply = { name: "eth0" };
  expect(await rtnetlink.links.list()).toMatchObject([{ name: "eth0" }]);
});

test("many sockets of one kernel close one by one", async () => {
  const kernel = fakeKernel();
  const opened = await Promise.all(Array.from({ length: 10 }, () => Rtnetlink.open({ kernel })));
  expect(kernel.sockets).toBe(10);
  for (const rtnetlink of opened) await rtnetlink[Symbol.asyncDispose]();
  expect(kernel.sockets).toBe(0);
});
