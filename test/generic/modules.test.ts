import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defineFamily, Genetlink, modprobe } from "../../src/generic/mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";

let folder = "";
const { PATH } = process.env;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netlink-modprobe-"));
  writeFileSync(
    join(folder, "modprobe"),
    `#!/bin/sh\necho "$@" >> "${folder}/called"\n[ "$1" != broken ] || { echo "FATAL: no such module" >&2; exit 1; }\n`,
  );
  chmodSync(join(folder, "modprobe"), 0o755);
  process.env["PATH"] = `${folder}:${PATH}`;
});
afterAll(() => {
  process.env["PATH"] = PATH;
  rmSync(folder, { recursive: true });
});

function called(): string {
  return readFileSync(join(folder, "called"), "utf8");
}

test("a module is loaded by modprobe, unless somebody else is told to", async () => {
  const family = defineFamily({ name: "shop", commands: {}, modules: ["ip_vs", "broken"] });
  await using genetlink = await Genetlink.open({ kernel: fakeKernel() });
  await expect(genetlink.family(family).find()).rejects.toMatchObject({
    family: "shop",
    cause: { message: expect.stringContaining("FATAL: no such module") },
  });
  expect(called()).toBe("ip_vs\nbroken\n");
});

test("an option of modprobe is no module", async () => {
  for (const wrong of ["-r", "--all", "a b", "../x", ""]) {
    await expect(modprobe(wrong)).rejects.toThrow(
      new RangeError(`Cannot load module '${wrong}': expected a name such as ip_vs`),
    );
  }
});
