import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NetlinkError, readSysctl, writeSysctl } from "../../mod.ts";
import { namespacesOfThreads } from "./process.ts";
import { describeLive, namespace, run } from "./sandbox.ts";

/** What a program reads that runs in a namespace. */
async function readBy(name: string, path: string): Promise<string> {
  const { stdout } = await run(["ip", "netns", "exec", name, "cat", `/proc/sys/${path}`]);
  return stdout.trim();
}

describeLive("a setting of the kernel", () => {
  test("is read and written where it belongs, and nowhere else", async () => {
    await using box = namespace();
    const here = readFileSync("/proc/sys/net/ipv4/ip_forward", "utf8").trim();
    const other = here === "1" ? 0 : 1;
    expect(await readSysctl("net.ipv4.ip_forward")).toBe(here);
    await writeSysctl("net.ipv4.ip_forward", other, { namespace: box.name });
    expect(await readBy(box.name, "net/ipv4/ip_forward")).toBe(`${other}`);
    expect(await readSysctl("net.ipv4.ip_forward", { namespace: `/run/netns/${box.name}` })).toBe(`${other}`);
    expect(readFileSync("/proc/sys/net/ipv4/ip_forward", "utf8").trim()).toBe(here);
    expect(new Set(namespacesOfThreads()).size).toBe(1);
  });

  test("may be of a link with a dot in its name", async () => {
    await using box = namespace();
    box.ip("link", "add", "a.5", "type", "veth", "peer", "name", "b");
    await writeSysctl("net.ipv4.conf.a/5.proxy_arp", 1, { namespace: box.name });
    expect(await readSysctl("net/ipv4/conf/a.5/proxy_arp", { namespace: box.name })).toBe("1");
    expect(await readBy(box.name, "net/ipv4/conf/a.5/proxy_arp")).toBe("1");
    expect(await readBy(box.name, "net/ipv4/conf/b/proxy_arp")).toBe("0");
  });

  test("of several words is one text", async () => {
    expect(await readSysctl("net.ipv4.tcp_rmem")).toBe(readFileSync("/proc/sys/net/ipv4/tcp_rmem", "utf8").trim());
  });

  test.each([
    ["that there is not", "net.ipv4.nothing", "ENOENT", "Cannot read sysctl 'net.ipv4.nothing': ENOENT, "],
    [
      "in no namespace",
      "net.ipv4.ip_forward",
      "ENOENT",
      "Cannot open network namespace 'nowhere': ENOENT, ",
      "nowhere",
    ],
  ])("%s is refused", async (_, name, code, message, where?: string) => {
    const error = await readSysctl(name, where === undefined ? {} : { namespace: where }).catch((error) => error);
    expect(error).toBeInstanceOf(NetlinkError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test("of another kind of value is refused, and named", async () => {
    await using box = namespace();
    await expect(writeSysctl("net.ipv4.ip_forward", "maybe", { namespace: box.name })).rejects.toThrow(
      `Cannot write 'maybe' to sysctl 'net.ipv4.ip_forward' in network namespace '${box.name}': EINVAL, `,
    );
  });
});

test.each([
  "",
  "net",
  ".",
  "net..x",
  "net.ipv4.",
  "../etc/passwd",
  "net/../../etc/passwd",
  "/net/ipv4",
  "net/ipv4/a\0b",
])(
  "'%s' is no name of a setting",
  async (name) => {
    await expect(readSysctl(name)).rejects.toThrow(RangeError);
    await expect(writeSysctl(name, 1)).rejects.toThrow(RangeError);
  },
);

test("options that do not exist are refused", async () => {
  // @ts-expect-error: a name with a mistake
  await expect(readSysctl("net.ipv4.ip_forward", { namspace: "x" })).rejects.toThrow("did you mean 'namespace'?");
});
