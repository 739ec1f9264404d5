import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeWhere, isPrivileged } from "../live/sandbox.ts";
import { type Example, examples, located, permissions } from "./collect.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const all = examples();
const isNode = process.versions["bun"] === undefined && process.versions["deno"] === undefined;
const isLive = !isNode && process.env["NETLINK_TEST_LIVE"] === "1";
/** How long a program that watches is watched; it is fine as long as it goes on. */
const PATIENCE = 1500;

/** What the programs say that only who may administer the machine itself can run. */
const NEEDED = "// needs CAP_NET_ADMIN on the machine";

/** A network like that of a host, for each program its own: it may do what it likes there. */
const HOST = [
  "mount -t tmpfs tmpfs /run",
  "ip netns add blue",
  "ip link set lo up",
  "ip link add eth0 type veth peer name cable",
  "ip link set eth0 up",
  "ip link set cable up",
  "ip address add 192.0.2.10/24 dev eth0",
  "ip route add default via 192.0.2.1",
  "ip link add vxlan0 type vxlan id 7 dstport 4789",
].join(" && ");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netlink-examples-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  all.forEach((example, i) => writeFileSync(join(folder, `${i}.ts`), `${located(example)}\nexport {};\n`));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(root, "tsconfig.json"),
      compilerOptions: { isolatedDeclarations: false, declaration: false, noUnusedLocals: false },
      include: ["*.ts"],
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

function run(command: readonly string[], patience: number): Promise<Outcome> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: folder, env: { ...process.env, NO_COLOR: "1" } });
    let output = "";
    child.stdout.on("data", (chunk) => output += chunk);
    child.stderr.on("data", (chunk) => output += chunk);
    const timer = setTimeout(() => child.kill("SIGKILL"), patience);
    child.on("close", (status) => {
      clearTimeout(timer);
      resolve({ status, output });
    });
  });
}

test("there are examples", () => expect(all.length).toBeGreaterThan(5));

if (isNode) {
  test("the documented examples are of the right types", async () => {
    const { status, output } = await run([join(root, "node_modules/.bin/tsc"), "--noEmit", "-p", folder], 60_000);
    const named = output.replace(/^(\d+)\.ts/gm, (_, i: string) => all[Number(i)]?.place ?? i);
    expect(named).toBe("");
    expect(status).toBe(0);
  });
}

// Elsewhere they need a network that they may watch.
if (!isNode) {
  describe.skipIf(!isLive)("the documented examples", () => {
    const program = (example: Example): readonly string[] =>
      process.versions["bun"] === undefined
        ? [process.execPath, "run", "--no-config", "--no-check", ...permissions(example)]
        : [process.execPath];
    const sandbox = ["unshare", "--net", "--mount", "sh", "-c", `${HOST} && exec "$@"`, "sh"];

    async function runs({ i, ...example }: Example & { readonly i: number }): Promise<void> {
      const { status, output } = await run([...sandbox, ...program(example), `${i}.ts`], PATIENCE);
      // Killed while it watched (no status), or at its end.
      expect([0, null], output).toContain(status);
      // The reason of a signal that ran out is what an example prints by design.
      expect(output).not.toMatch(/(?<!Timeout)error:|Uncaught/i);
    }

    const numbered = all.map((example, i) => ({ ...example, i }));
    test.each(numbered.filter(({ code }) => !code.includes(NEEDED)))("$place runs", runs);
    describeWhere(isPrivileged, "CAP_NET_ADMIN outside of a user namespace", "of administrators", () => {
      test.each(numbered.filter(({ code }) => code.includes(NEEDED)))("$place runs", runs);
    });
  });
}
