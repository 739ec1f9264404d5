import { expect, test } from "vitest";
import { Rtnetlink, writeSysctl } from "../../../mod.ts";
import { applyResult, type Result } from "../../../src/cni/mod.ts";
import { describeLive, namespace, type Sandbox } from "../sandbox.ts";

/** A container with an interface whose cable is connected, or not. */
function container(isConnected = true): Sandbox {
  const box = namespace();
  box.ip("link", "add", "eth0", "type", "veth", "peer", "name", "cable");
  if (isConnected) box.ip("link", "set", "cable", "up");
  return box;
}

/** Applies a result to the interface of a container; gives what it was warned of. */
async function applied(box: Sandbox, result: Result, dadTimeout?: number): Promise<readonly string[]> {
  const warnings: string[] = [];
  await using rtnetlink = await Rtnetlink.open({ namespace: box.name });
  await applyResult("eth0", result, {
    rtnetlink,
    socket: { namespace: box.name },
    warn: (sentence) => warnings.push(sentence),
    ...(dadTimeout !== undefined && { dadTimeout }),
  });
  return warnings;
}

const interfaces = [{ name: "eth0", sandbox: "/run/netns/x" }, { name: "eth1", sandbox: "/run/netns/x" }];
const address = "10.10.0.1/24";

describeLive("a result", () => {
  test("is applied to its interface, which is up then", async () => {
    await using box = container();
    expect(await applied(box, { interfaces, ips: [{ interface: 0, address }] })).toEqual([]);
    const [link] = box.json("address", "show", "eth0");
    expect(link).toMatchObject({ flags: expect.arrayContaining(["UP"]) });
    expect(box.ip("address", "show", "dev", "eth0")).toContain("inet 10.10.0.1/24 brd 10.10.0.255 scope global eth0");
  });

  test("may have addresses that are for nobody, and none at all", async () => {
    await using box = container();
    await applied(box, { interfaces, ips: [{ address }] });
    await applied(box, { interfaces });
    expect(box.ip("-4", "address", "show", "dev", "eth0")).toBe("");
  });

  test.each<[string, Result, string]>([
    ["without interfaces", { ips: [{ interface: 0, address }] }, "no interfaces to configure"],
    ["for another interface", { interfaces, ips: [{ interface: 1, address }] }, "invalid interface index 1"],
    [
      "for an interface that it does not have",
      { interfaces, ips: [{ interface: 2, address }] },
      "invalid interface index 2",
    ],
    [
      "for an interface before the first",
      { interfaces, ips: [{ interface: -1, address }] },
      "invalid interface index -1",
    ],
    [
      "for an interface of another name",
      { interfaces: [{ name: "wlan0" }], ips: [{ interface: 0, address }] },
      "invalid interface index 0",
    ],
    [
      "with an address twice",
      { interfaces, ips: [{ interface: 0, address }, { interface: 0, address }] },
      `failed to add IP addr ${address} to "eth0": Cannot add address`,
    ],
  ])("%s is refused", async (_, result, message) => {
    await using box = container();
    await expect(applied(box, result)).rejects.toThrow(message);
  });

  test("for an interface that is not there is refused", async () => {
    await using box = namespace();
    await expect(applied(box, { interfaces, ips: [] })).rejects.toThrow('failed to find "eth0": Cannot get link');
  });

  test("has no broadcast address in a network of two", async () => {
    await using box = container();
    await applied(box, { interfaces, ips: [{ interface: 0, address: "10.10.0.0/31" }] });
    expect(box.ip("address", "show", "dev", "eth0")).toMatch(/inet 10\.10\.0\.0\/31 scope global/);
  });

  const ips = [{ interface: 0, address: "2001:db8::1/64", gateway: "2001:db8::2" }];

  test("with an IPv6 router waits until nobody claims its addresses", async () => {
    await using box = container();
    await applied(box, { interfaces, ips });
    expect(box.ip("-6", "address", "show", "dev", "eth0", "scope", "global")).not.toContain("tentative");
  });

  test("waits no longer than it has to where there is nobody to ask", async () => {
    await using box = container(false);
    await applied(box, { interfaces, ips }, 100);
    expect(box.ip("-6", "address", "show", "dev", "eth0", "scope", "global")).toContain("tentative");
  });

  test("is refused where nobody can answer in time", async () => {
    await using box = container();
    // So does it take long to hear that nobody answers.
    await writeSysctl("net.ipv6.conf.eth0.dad_transmits", 9, { namespace: box.name });
    await expect(applied(box, { interfaces, ips }, 1)).rejects.toThrow(
      'failed to settle addresses of "eth0": still tentative after 1 ms',
    );
  });
});
