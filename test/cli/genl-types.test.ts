import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadSpecification } from "../../src/cli/genl/load.ts";
import { moduleText } from "../../src/cli/genl/types/module.ts";
import type { Codec, Layout } from "../../src/codec/codec.ts";
import { type AnyFamily, commandsOf, notificationsOf } from "../../src/generic/definition.ts";
import { familyFromSpec } from "../../src/generic/mod.ts";
import { encodeFailure } from "../codec/golden.ts";
import { located } from "../examples/collect.ts";
import { specification, specificationFile } from "../generic/specs/read.ts";
import { root, run, tool } from "../run/shell.ts";

const isNode = process.versions["bun"] === undefined && process.versions["deno"] === undefined;
const NAMES = readdirSync(new URL("../generic/specs", import.meta.url)).filter((file) => file.endsWith(".yaml"))
  .map((file) => file.replace(".yaml", ""));

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "netlink-types-"));
  mkdirSync(join(folder, "printed"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: join(root, "tsconfig.json"), include: ["*.ts"] }),
  );
  for (const name of NAMES) {
    const code = moduleText(await loadSpecification(specificationFile(name)));
    writeFileSync(join(folder, "printed", `${name}.ts`), code);
    writeFileSync(join(folder, `${name}.ts`), located({ place: name, code }));
  }
  writeFileSync(join(folder, "claims.ts"), located({ place: "claims", code: CLAIMS }));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What holds of the types of printed modules, and what is an error of the type checker. */
const CLAIMS = `
import { Genetlink } from "@netlink/ffi/generic";
import { type Dev, netdev } from "./netdev.ts";
import { ethtool } from "./ethtool.ts";
import { shapes } from "./shapes.ts";

await using genetlink = await Genetlink.open();
const devices: readonly Dev[] = await genetlink.family(netdev).dump("devGet");
const index: number | undefined = devices[0]?.ifindex;
const one: Dev = await genetlink.family(netdev).request("devGet", { ifindex: index ?? 1 });
await genetlink.family(ethtool).execute("channelsSet", { header: { devName: "eth0" }, rxCount: 1 });
const stream = await genetlink.family(netdev).subscribe(["mgmt", "page-pool"]);
for await (const event of stream) {
  if (event.type === "notification" && event.command === "devAddNtf") event.value satisfies Dev;
}
const { data, mode } = await genetlink.family(shapes).request("get", { x: 1, y: 2, kind: "tree" });
mode satisfies readonly ("oneWay" | "both" | number)[] | undefined;
if (data !== undefined && "leaf" in data) data.leaf satisfies readonly ("oneWay" | "both" | number)[] | undefined;
one.xdpFeatures satisfies readonly string[] | undefined;

// @ts-expect-error: a misspelt attribute
await genetlink.family(netdev).request("devGet", { ifidnex: 1 });
// @ts-expect-error: one of replies, which nobody asks for
await genetlink.family(netdev).request("devGet", { xdpFeatures: [] });
// @ts-expect-error: the wrong type
await genetlink.family(netdev).request("devGet", { ifindex: "1" });
// @ts-expect-error: no such flag
await genetlink.family(ethtool).dump("channelsGet", { header: { flags: ["stat"] } });
// @ts-expect-error: no such command
await genetlink.family(netdev).dump("devGte");
// @ts-expect-error: a command that does not reply
await genetlink.family(ethtool).request("channelsSet", {});
// @ts-expect-error: no such group
await genetlink.family(netdev).subscribe("mgmnt");
// @ts-expect-error: a member of the header is missing
await genetlink.family(shapes).execute("flush", { x: 1 });
`;

/** The layout of a schema as far as it is data: each list that stands in itself is told once. */
function outline(codec: Codec<object> | undefined): unknown {
  const known = new Map<unknown, number>();

  function of(value: unknown): unknown {
    if (typeof value === "function") return "function";
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(of);
    if ("layout" in value) {
      // A list that is made when it is first used has the layout of what it makes.
      const layout = value.layout as Layout;
      const id = "fields" in layout ? layout.fields : layout;
      if (known.has(id)) return { known: known.get(id) };
      known.set(id, known.size);
      return of(layout);
    }
    return Object.fromEntries(Object.entries(value).map(([name, part]: [string, unknown]) => [name, of(part)]));
  }

  return codec === undefined ? undefined : of(codec);
}

/** Everything that a family is made of, as data. */
function outlineOf(family: AnyFamily): object {
  const { name, version, modules, groups } = family;
  const commands = commandsOf(family).map(([name, { do: once, dump, privileged = false, ...numbers }]) => ({
    name,
    ...numbers,
    privileged,
    schemas: [once?.request, once?.reply, dump?.request, dump?.reply].map(outline),
  }));
  const notifications = notificationsOf(family).map(([name, { number, value }]) => ({
    name,
    number,
    value: outline(value),
  }));
  return { name, version, modules, groups, commands, notifications };
}

/** The family that a printed module defines. */
async function printedFamily(name: string): Promise<AnyFamily> {
  const exported: object = await import(/* @vite-ignore */ pathToFileURL(join(folder, `${name}.ts`)).href);
  const found = Object.values(exported).find((value: unknown): value is AnyFamily =>
    typeof value === "object" && value !== null && "commands" in value
  );
  return found ?? expect.fail("no family");
}

describe("the module that is printed of a specification", () => {
  test.each(NAMES)("defines the family of it: %s", async (name) => {
    expect(outlineOf(await printedFamily(name))).toEqual(outlineOf(familyFromSpec(specification(name))));
  });

  test.each<readonly [object, string]>([
    [{ s8: -6 }, "expected a number from -5 to 127, got -6"],
    // As a number that would be one more.
    [{ less: 2n ** 63n }, "expected a number to 9223372036854775807, got 9223372036854775808n"],
    [{ text: "labels" }, "expected at most 5 bytes, got 6"],
    [{ bytes: Uint8Array.of(1) }, "expected 4 bytes, got 1"],
  ])("holds values to the limits of it: %o", async (value, reason) => {
    const [, shape] = commandsOf(await printedFamily("shapes"))[0] ?? [];
    const ours = shape?.do?.request as Codec<unknown>;
    const theirs = familyFromSpec(specification("shapes")).commands["get"]?.do.request as Codec<unknown>;
    for (const codec of [ours, theirs]) {
      expect(encodeFailure(codec, value)).toContain(reason);
    }
  });

  test("is told with the kernel's names and words", async () => {
    const text = moduleText(await loadSpecification(specificationFile("netdev")));
    expect(text).toContain("  /** Index of the device (`NETDEV_A_DEV_IFINDEX`). */\n  readonly ifindex?: number;\n");
    expect(text).toContain("  /** One device, or all (`NETDEV_CMD_DEV_GET`). */\n  readonly devGet:\n");
    expect(text).toContain('export type QueueType = "rx" | "tx";\n');
    // Where the specification tells how the constants begin, they begin so.
    const prefixed = moduleText(await loadSpecification(specificationFile("mptcp_pm")));
    expect(prefixed).toContain("`MPTCP_PM_ADDR_ATTR_FAMILY`");
  });
});

// Compilers and formatters are the same wherever they are started.
describe.runIf(isNode)("what is printed", () => {
  test("is of the right types", async () => {
    expect(await run([tool("tsc"), "--noEmit", "-p", folder])).toEqual({ status: 0, output: "" });
    const check = [tool("deno"), "check", "--quiet", "--no-config", ...NAMES.map((name) => join(folder, `${name}.ts`))];
    expect(await run(check)).toEqual({ status: 0, output: "" });
  });

  test("is formatted", async () => {
    const { status, output } = await run([tool("deno"), "fmt", "--no-config", "--check", join(folder, "printed")]);
    expect(output).toMatch(/^Checked \d+ files\n$/);
    expect(status).toBe(0);
  });
});
