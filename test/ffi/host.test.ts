import process from "node:process";
import { describe, expect, test } from "vitest";
import { binding, environment, type Host } from "../../ffi/mod.ts";

const linux: Host = { platform: "linux", endianness: "LE", globals: {} };

describe("where there is no binding", () => {
  test.each([
    [{ ...linux, platform: "darwin" }, "Cannot use netlink on this system: expected linux, got darwin"],
    [
      { ...linux, platform: "win32", globals: { Deno: {} } },
      "Cannot use netlink on this system: expected linux, got win32",
    ],
    [
      { ...linux, endianness: "BE", globals: { Bun: {} } },
      "Cannot use netlink on this machine: expected little-endian byte order, got BE",
    ],
    [linux, "Cannot use netlink in this runtime: expected Deno or Bun"],
  ])("%o: one sentence says what is missing", async (host, message) => {
    await expect(binding(undefined, host)).rejects.toThrow(new Error(message));
  });

  test("the next call tries again", async () => {
    await expect(binding("/nowhere", linux)).rejects.toThrow("this runtime");
    await expect(binding("/nowhere", { ...linux, platform: "darwin" })).rejects.toThrow("this system");
  });
});

describe("a variable of the environment", () => {
  test("is absent when it is empty", () => {
    const name = "NETLINK_TEST_VARIABLE";
    process.env[name] = "";
    expect(environment(name)).toBeUndefined();
    process.env[name] = "here";
    expect(environment(name)).toBe("here");
    delete process.env[name];
    expect(environment(name)).toBeUndefined();
  });
});

if (process.versions["bun"] === undefined && process.versions["deno"] === undefined) {
  test("in this runtime everything can be imported, and only what needs a socket is refused", async () => {
    const { decode, watch } = await import("../../mod.ts");
    expect(decode(new Uint8Array(0))).toEqual([]);
    await expect(watch()).rejects.toThrow(new Error("Cannot use netlink in this runtime: expected Deno or Bun"));
  });
}
