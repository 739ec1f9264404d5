import { existsSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { createNamespace, deleteNamespace, listNamespaces, NetlinkSocket, Rtnetlink } from "../../mod.ts";
import { temporaryNamespace } from "../../src/testing/mod.ts";
import { describeLive, run } from "./sandbox.ts";

describeLive("a temporary namespace", () => {
  test("is empty but for its loopback, and gone with its scope", async () => {
    let path = "";
    {
      await using namespace = await temporaryNamespace();
      ({ path } = namespace);
      expect(statSync(path).ino).not.toBe(statSync("/proc/self/ns/net").ino);
      await using rtnetlink = await Rtnetlink.open({ namespace: namespace.name });
      expect(await rtnetlink.links.list()).toMatchObject([{ index: 1, name: "lo", flags: ["loopback"] }]);
    }
    expect(existsSync(path)).toBe(false);
  });

  test("is one for ip", async () => {
    await using namespace = await temporaryNamespace();
    const { status, stdout } = await run(["ip", "-n", namespace.name, "-o", "link"]);
    expect([status, stdout.split("\n").length]).toEqual([0, 2]);
  });

  test("has a name of its own, beside those of others and what they left behind", async () => {
    await using one = await temporaryNamespace();
    const [, start = "", number = ""] = /^(.*-)(\d+)$/.exec(one.name) ?? [];
    const left = `${start}${Number(number) + 1}`;
    await createNamespace(left);
    await using other = await temporaryNamespace();
    expect(other.name).toBe(`${start}${Number(number) + 2}`);
    await deleteNamespace(left);
    const several = await Promise.all([temporaryNamespace(), temporaryNamespace()]);
    expect(new Set([one, other, ...several].map(({ name }) => name)).size).toBe(4);
    for (const namespace of several) await namespace[Symbol.asyncDispose]();
  });

  test("may be deleted before, and twice", async () => {
    const namespace = await temporaryNamespace();
    await deleteNamespace(namespace.name);
    await namespace[Symbol.asyncDispose]();
    await namespace[Symbol.asyncDispose]();
    expect(await listNamespaces()).not.toContain(namespace.name);
  });

  test("lives on in a socket", async () => {
    const namespace = await temporaryNamespace();
    await using socket = await NetlinkSocket.open("route", { namespace: namespace.path });
    await namespace[Symbol.asyncDispose]();
    socket.join(1);
    expect(socket.takeDrops()).toBe(0);
  });
});
