import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** One of the manifests, which are JSON objects. */
function manifest(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8")) as Record<string, unknown>;
}

const npm = manifest("package.json");
const deno = manifest("deno.json");

describe("the two manifests", () => {
  test.each(["name", "version", "license", "exports"])("say the same %s", (field) => {
    expect(deno[field]).toEqual(npm[field]);
  });

  test("have the same tasks", () => {
    expect(Object.keys(deno["tasks"] as object).sort()).toEqual(Object.keys(npm["scripts"] as object).sort());
  });

  test("need nothing at run time", () => {
    expect(npm["dependencies"]).toBeUndefined();
    expect(deno["imports"]).toBeUndefined();
  });

  test("name as optional what is taken where it is there", () => {
    const optional = npm["peerDependenciesMeta"] as Readonly<Record<string, { readonly optional: boolean }>>;
    const peers = Object.keys(npm["peerDependencies"] as object);
    expect(peers.map((name) => [name, optional[name]?.optional])).toEqual(peers.map((name) => [name, true]));
    // What the tests use is what is asked for.
    const own = npm["devDependencies"] as Readonly<Record<string, string>>;
    expect(peers.filter((name) => own[name] === undefined)).toEqual([]);
  });

  test("tell the version that the changelog tells", () => {
    const changelog = readFileSync(new URL("../CHANGELOG.md", import.meta.url), "utf8");
    expect(/^## (\S+)/m.exec(changelog)?.[1]).toBe(npm["version"]);
  });
});
