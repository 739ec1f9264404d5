import { readFileSync } from "node:fs";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { describeLive, type Outcome, root, run, type RunOptions } from "../live/sandbox.ts";

const isDeno = process.versions["deno"] !== undefined;

/** Opens and closes a watcher, and says so. */
const WATCH = `import { watch } from "file://${root}mod.ts";
await (await watch({ topics: ["link"] })).return();
console.log("watched");`;

/** A permission of no use: who starts this runtime from itself without any is given all. */
const NOTHING = "--allow-env=NETLINK_TEST_NOTHING";

/** Runs a program with these permissions. */
function program(code: string, permissions: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const flags = isDeno ? ["--no-config", "--no-prompt", ...permissions] : [];
  return run([process.execPath, "run", ...flags, "-"], { ...options, input: code });
}

/** The path under which the C library of this process is mapped. */
function ownLibc(): string {
  const [path] = /\/\S*\/(libc\.so\.6|ld-musl-\S+)$/m.exec(readFileSync("/proc/self/maps", "utf8")) ?? [""];
  return path;
}

describeLive("the C library", () => {
  test("is not loaded when the module is imported", async () => {
    const code = `const { decode, watch } = await import("file://${root}mod.ts");
      console.log([...decode(Uint8Array.of(16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))][0].type);
      await watch().catch(({ message }) => console.log(message));`;
    const env = { NETLINK_LIBC: "/no/such/libc.so" };
    const { status, stdout, stderr } = await program(code, ["--allow-env=NETLINK_LIBC", "--allow-ffi"], { env });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^noop\nCannot load the C library '\/no\/such\/libc\.so': .*No such file or directory\n$/);
    expect(status).toBe(0);
  });

  test("is found by its name", async () => {
    expect(await program(WATCH, ["--allow-ffi"])).toMatchObject({ status: 0, stdout: "watched\n", stderr: "" });
  });

  test.each(["/no/such/libc.so", "/etc/hostname", "/tmp"])("is not %s, and only that is told", async (path) => {
    const code = `import { watch } from "file://${root}mod.ts";
      await watch({ libc: ${JSON.stringify(path)} }).catch(({ message }) => console.log(message));`;
    const { stdout } = await program(code, ["--allow-ffi"]);
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(`^Cannot load the C library '${path}': .*${path}: `),
      "",
    ]);
    expect(stdout).not.toContain("tried");
    // Said once.
    expect(stdout).not.toMatch(/(ould not open library).*\1/);
  });

  test("is the one that an option or the environment names, the option first", async () => {
    const code = (options: string) =>
      `import { watch } from "file://${root}mod.ts";
      await (await watch(${options})).return();
      console.log("watched");`;
    const path = ownLibc();
    expect(path).not.toBe("");
    const permissions = ["--allow-ffi", "--allow-env=NETLINK_LIBC"];
    const wrong = { NETLINK_LIBC: "/no/such/libc.so" };
    const outcomes = await Promise.all([
      program(code(""), permissions, { env: { NETLINK_LIBC: path } }),
      program(code(`{ libc: ${JSON.stringify(path)} }`), permissions, { env: wrong }),
      // Empty is as good as absent.
      program(code(""), permissions, { env: { NETLINK_LIBC: "" } }),
      program(code(""), permissions, { env: wrong }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0, 1]);
    expect(outcomes[3]?.stderr).toContain("Cannot load the C library '/no/such/libc.so'");
  });
});

if (isDeno) {
  describe("permissions", () => {
    test("none: one sentence says what is missing, and nobody is asked", async () => {
      const code = `import { watch } from "file://${root}mod.ts";
        await watch().catch(({ message }) => console.log(message));`;
      expect(await program(code, [NOTHING])).toMatchObject({
        status: 0,
        stdout: "Cannot load the C library: FFI is not permitted, neither in general nor for the path of one\n",
        stderr: "",
      });
    });

    test("that of the C library's path is enough", async () => {
      const path = ownLibc();
      expect(await program(WATCH, [`--allow-ffi=${path}`])).toMatchObject({
        status: 0,
        stdout: "watched\n",
        stderr: "",
      });
    });

    test("that of another path is not", async () => {
      const { status, stderr } = await program(WATCH, ["--allow-ffi=/no/such/libc.so"]);
      expect(stderr).toContain("Cannot load the C library: FFI is not permitted");
      expect(status).toBe(1);
    });

    test("a library that is named but not permitted: the sentence says what to permit", async () => {
      const code = `import { watch } from "file://${root}mod.ts";
        await watch({ libc: "/lib/libc.so.6" }).catch(({ message }) => console.log(message));`;
      const { stdout } = await program(code, ["--allow-ffi=/no/such/libc.so"]);
      expect(stdout).toMatch(/^Cannot load the C library '\/lib\/libc.so.6': Requires ffi access.*--allow-ffi.*\n$/);
    });
  });
}
