import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import * as libc from "../ffi/libc.ts";
import { NetlinkError } from "../mod.ts";
import { errno, errnos } from "../src/errno.ts";
import { hinted } from "../src/errors.ts";

const sources = fileURLToPath(new URL("../src/", import.meta.url));
const names = new Set(errnos.map(([, name]) => name));

describe("an error", () => {
  test("has a number or a name, and both of them then", () => {
    for (const given of [2, -2, "ENOENT"]) {
      expect(new NetlinkError("get rule 7", given)).toMatchObject({
        message: "Cannot get rule 7: ENOENT, No such file or directory",
        code: "ENOENT",
        errno: 2,
        operation: "get rule 7",
      });
    }
    expect(new NetlinkError("wait", 999).message).toBe("Cannot wait: E999, Unknown error");
  });

  test("has no name that Linux does not have", () => {
    expect(() => new NetlinkError("wait", "EEXISTS")).toThrow(
      new RangeError(
        "Cannot find error number 'EEXISTS': expected a name of Linux, such as 'EPERM' (did you mean 'EEXIST'?)",
      ),
    );
  });

  test("ends with a hint, beside what the kernel said", () => {
    const options = { ack: { message: "Unknown device type", path: "linkInfo.kind" }, hint: "kind 'nothing'" };
    const error = new NetlinkError("add link", "EOPNOTSUPP", options);
    expect(error).toMatchObject(options);
    expect(error.message).toBe(
      "Cannot add link: EOPNOTSUPP, Operation not supported: Unknown device type (linkInfo.kind; kind 'nothing')",
    );
  });

  test("gets a hint where there is one, and is else the same", () => {
    const ack = { message: "Look" };
    const error = new NetlinkError("look", "EPERM", { ack });
    expect(hinted(error, () => "twice")).toMatchObject({
      message: "Cannot look: EPERM, Operation not permitted: Look (twice)",
      ack,
    });
    expect(hinted(error, () => undefined)).toBe(error);
    for (const other of [new RangeError("no"), undefined]) expect(hinted(other, () => "twice")).toBe(other);
  });
});

describe("error numbers", () => {
  test("have one row each", () => {
    expect(new Set(errnos.map(([number]) => number)).size).toBe(errnos.length);
    expect(names.size).toBe(errnos.length);
    for (const [number, name] of errnos) expect(errno(name)).toBe(number);
  });

  test("that calls of the C library return are the same", () => {
    const ours = Object.entries(libc).filter(([name]) => names.has(name));
    expect(ours.length).toBeGreaterThan(3);
    for (const [name, number] of ours) expect([name, number]).toEqual([name, errno(name)]);
  });

  test("stand in the table alone, and elsewhere their names", () => {
    const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const wrong = files.filter((file) => file !== "errno.ts").flatMap((file) => {
      const text = readFileSync(`${sources}${file}`, "utf8");
      const numbered = [...text.matchAll(/\b(E[A-Z0-9]{2,}) = \d+;/g)].filter(([, name = ""]) => names.has(name));
      // As an error is made, and as its code is compared.
      const named = [...text.matchAll(/(?:NetlinkError\([^;]*|code === |errno\()"(E[A-Z0-9]+)"/g)];
      const unknown = named.filter(([, name = ""]) => !names.has(name));
      return [...numbered, ...unknown].map(([found]) => `${file}: ${found}`);
    });
    expect(wrong).toEqual([]);
  });
});
