import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tool } from "../run/shell.ts";
import { describeLive, root, run } from "./sandbox.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netlink-bundle-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Bundles files by the line of the README that has this text, and gives how the bundle of one is run here. */
async function bundled(text: string, file: string): Promise<readonly string[]> {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const line = readme.split("\n").find((line) => line.startsWith("bun build --target") && line.includes(text));
  expect(line, `a line with ${text}`).toBeDefined();
  // It was found.
  const words = line!.split(" #")[0]!.trim().replace("bundled", folder).split(" ").slice(1);
  const sources = words.map((word) => word === "script.ts" ? join(folder, word) : word);
  expect(await run([tool("bun"), ...sources])).toMatchObject({ status: 0 });
  const program = join(folder, file);
  return process.versions["bun"] === undefined
    ? [process.execPath, "run", "--no-config", "--allow-ffi", program]
    : [process.execPath, program];
}

describeLive("a bundle", () => {
  test("of a script runs by itself in both runtimes", async () => {
    writeFileSync(
      join(folder, "script.ts"),
      `import { Rtnetlink } from "${root}mod.ts";
      await using rtnetlink = await Rtnetlink.open();
      const [first] = await rtnetlink.links.list();
      console.log(first?.index, first?.name);`,
    );
    expect(await run(await bundled("script.ts", "script.js"))).toMatchObject({ status: 0, stdout: "1 lo\n" });
  });

  test("of the command line has all commands", async () => {
    const netlink = await bundled("src/cli/main.ts", "main.js");
    const listed = await run([...netlink, "list", "links", "--json"]);
    expect(listed).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(listed.stdout)).toMatchObject([{ index: 1, name: "lo" }]);
    const { stdout } = await run([...netlink, "--help"]);
    expect(stdout).toMatch(/^ {2}monitor .*\n {2}list .*\n/m);
  });
});
