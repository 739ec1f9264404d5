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

/** Runs the line of the README that builds something and has this text; what it makes is in our folder. */
async function build(text: string): Promise<void> {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const line = readme.split("\n").find((line) => line.startsWith("bun build") && line.includes(text));
  expect(line, `a line with ${text}`).toBeDefined();
  // It was found.
  const words = line!.split(" #")[0]!.trim().split(" ").slice(1);
  const ours = words.map((word) => word.replace(/^(--outdir=)?(bundled|script\.ts|program)$/, `$1${folder}/$2`));
  expect(await run([tool("bun"), ...ours])).toMatchObject({ status: 0 });
}

/** How a bundle is run here. */
function bundled(file: string): readonly string[] {
  const program = join(folder, "bundled", file);
  return process.versions["bun"] === undefined
    ? [process.execPath, "run", "--no-config", "--allow-ffi", program]
    : [process.execPath, program];
}

describeLive("what is built before", () => {
  beforeAll(() => {
    writeFileSync(
      join(folder, "script.ts"),
      `import { Rtnetlink } from "${root}mod.ts";
      await using rtnetlink = await Rtnetlink.open();
      const [first] = await rtnetlink.links.list();
      console.log(first?.index, first?.name);`,
    );
  });

  test("a script, bundled for both runtimes", async () => {
    await build("--splitting --outdir=bundled script.ts");
    expect(await run(bundled("script.js"))).toMatchObject({ status: 0, stdout: "1 lo\n" });
  });

  test("a script as an executable", async () => {
    await build("--outfile program");
    expect(await run([join(folder, "program")])).toMatchObject({ status: 0, stdout: "1 lo\n" });
  });

  test("the command line, bundled", async () => {
    await build("src/cli/main.ts");
    const netlink = bundled("main.js");
    const listed = await run([...netlink, "list", "links", "--json"]);
    expect(listed).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(listed.stdout)).toMatchObject([{ index: 1, name: "lo" }]);
    const { stdout } = await run([...netlink, "--help"]);
    expect(stdout).toMatch(/^ {2}monitor .*\n {2}list .*\n/m);
  });
});
