import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SharedFile } from "../../src/netmon/files.ts";

let parent = "";
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "netlink-netmon-"));
});
afterEach(() => rm(parent, { recursive: true }));

async function modeOf(path: string): Promise<string> {
  return ((await lstat(path)).mode & 0o7777).toString(8);
}

describe("the file for the runtime", () => {
  test("is in a folder of its sandbox, with modes that keep others out, whatever the mask", async () => {
    const storage = join(parent, "netmon/sbs");
    const mask = process.umask(0o077);
    try {
      await using file = await SharedFile.open(storage, "123456789");
      await file.write("{}");
      expect(file.path).toBe(join(storage, "123456789/shared.json"));
      expect(await modeOf(join(storage, "123456789"))).toBe("750");
      expect(await modeOf(file.path)).toBe("640");
    } finally {
      process.umask(mask);
    }
  });

  test("goes when it was told, and its folder with all that is in it at the end", async () => {
    const file = await SharedFile.open(parent, "box");
    await file.write("{}");
    await file.remove();
    expect(await readdir(join(parent, "box"))).toEqual([]);
    await file.remove();
    await writeFile(join(parent, "box/other"), "");
    await file[Symbol.asyncDispose]();
    await file[Symbol.asyncDispose]();
    expect(await readdir(parent)).toEqual([]);
  });

  test("is replaced as a whole: a reader has the old text or the new one", async () => {
    await using file = await SharedFile.open(parent, "box");
    const texts = [..."ab"].map((letter) => letter.repeat(200_000));
    await file.write(texts[0]!);
    let isOver = false;
    const read = new Set<string>();
    const reading = (async () => {
      while (!isOver) read.add(await readFile(file.path, "utf8"));
    })();
    for (let i = 1; i <= 80; i++) await file.write(texts[i % 2]!);
    isOver = true;
    await reading;
    expect([...read].filter((text) => !texts.includes(text)).map(({ length }) => length)).toEqual([]);
    expect(read.size).toBe(2);
    expect(await readdir(join(parent, "box"))).toEqual(["shared.json"]);
  });

  test("is written again where somebody has tidied up, and over what a killed monitor has left", async () => {
    await using file = await SharedFile.open(parent, "box");
    await rm(join(parent, "box"), { recursive: true });
    await file.write("one");
    await writeFile(join(parent, "box/.shared.json.new"), "half of a longer text");
    await chmod(join(parent, "box/.shared.json.new"), 0o600);
    await file.write("two");
    expect(await readFile(file.path, "utf8")).toBe("two");
    expect(await modeOf(file.path)).toBe("640");
  });

  test("takes over the folder that a killed monitor has left", async () => {
    await mkdir(join(parent, "box"), { mode: 0o777 });
    await using _file = await SharedFile.open(parent, "box");
    expect(await modeOf(join(parent, "box"))).toBe("750");
  });

  test("is not written through a link to another place, nor is anything removed there", async () => {
    await mkdir(join(parent, "elsewhere"));
    await symlink(join(parent, "elsewhere"), join(parent, "box"));
    await expect(SharedFile.open(parent, "box")).rejects.toThrow(
      `Cannot use '${parent}/box': expected a folder, and no link to one`,
    );
    const file = await SharedFile.open(parent, "other");
    await rm(join(parent, "other"), { recursive: true });
    await symlink(join(parent, "elsewhere"), join(parent, "other"));
    await expect(file.write("{}")).rejects.toThrow("expected a folder, and no link to one");
    await file[Symbol.asyncDispose]();
    expect((await stat(join(parent, "elsewhere"))).isDirectory()).toBe(true);
    expect((await readdir(parent)).toSorted()).toEqual(["box", "elsewhere"]);
  });

  test.each([
    "",
    ".",
    "..",
    "../../x",
    "a/b",
    "/etc",
    "-s",
    "a\0b",
    "a\nb",
    "ä",
    " ",
    "x".repeat(256),
    "x".repeat(300),
  ])(
    "has no folder for the sandbox %j",
    async (id) => {
      await expect(SharedFile.open(join(parent, "sbs"), id)).rejects.toThrow(
        new RangeError(
          `Cannot use sandbox id '${id}': expected a letter or a digit, and up to 254 more, '_', '.' or '-'`,
        ),
      );
      expect(await readdir(parent)).toEqual([]);
    },
  );

  test.each(["1", "a.b-c_D", "x".repeat(255)])("has a folder for the sandbox %s", async (id) => {
    await using _file = await SharedFile.open(parent, id);
    expect(await readdir(parent)).toEqual([id]);
  });
});
