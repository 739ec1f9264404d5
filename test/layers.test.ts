import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The layers, lowest first: what stands further down may import what stands further up, and its own. */
const LAYERS: readonly (readonly [name: string, files: RegExp, mayImport: readonly string[]])[] = [
  ["ffi", /^ffi\//, []],
  ["errors", /^src\/(errors|errno|options|deferred|next-turn|shown)\.ts$/, []],
  ["codec", /^src\/codec\//, ["errors"]],
  ["namespace", /^src\/((named-)?namespace|sysctl)\.ts$/, ["ffi", "errors"]],
  ["socket", /^src\/(open-)?socket\.ts$/, ["ffi", "errors", "codec", "namespace"]],
  ["exchange", /^src\/(exchange|conversation)\.ts$/, ["errors", "codec", "socket"]],
  ["stream", /^src\/(event-stream|undecoded)\.ts$/, ["errors", "codec", "socket"]],
  ["route", /^src\/route\/(?!verbs\/|rtnetlink\.ts$)/, ["errors", "codec"]],
  ["verbs", /^src\/route\/(verbs\/|rtnetlink\.ts$)/, [
    "ffi",
    "errors",
    "codec",
    "namespace",
    "socket",
    "exchange",
    "route",
  ]],
  ["generic", /^src\/generic\//, ["errors", "codec", "socket", "exchange", "stream"]],
  ["events", /^src\/(events|decode)\.ts$/, ["errors", "codec", "socket", "stream", "route", "generic"]],
  ["watch", /^src\/(watch|subscribe|selection|link-names)\.ts$/, [
    "errors",
    "codec",
    "socket",
    "exchange",
    "stream",
    "route",
    "verbs",
    "events",
  ]],
  ["state", /^src\/state(\.ts$|\/)/, ["errors", "codec", "socket", "exchange", "route", "verbs", "events", "watch"]],
  ["wait", /^src\/(wait|detect)\.ts$/, ["errors", "socket", "route", "verbs", "state"]],
  ["mod", /^mod\.ts$/, [
    "ffi",
    "errors",
    "codec",
    "namespace",
    "socket",
    "exchange",
    "stream",
    "route",
    "verbs",
    "events",
    "watch",
    "state",
    "wait",
  ]],
  ["testing", /^src\/testing\//, [
    "ffi",
    "errors",
    "codec",
    "namespace",
    "socket",
    "exchange",
    "route",
    "generic",
    "events",
    "mod",
  ]],
  ["netmon", /^src\/netmon\//, ["mod"]],
  ["cni", /^src\/cni\//, ["mod", "codec"]],
  ["cli", /^src\/cli\//, ["mod", "ffi", "errors", "codec", "socket", "route", "generic", "watch", "netmon", "cni"]],
];

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));
}

const files = ["mod.ts", ...sources("ffi"), ...sources("src")];

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** The code of a file without its comments, whose examples import too. */
function code(file: string): string {
  return read(file).replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

/** The files of ours that a file imports. */
function imports(file: string): string[] {
  return [...code(file).matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)]
    .map(([, path = ""]) => relative(root, join(root, dirname(file), path)));
}

function layerOf(file: string): (typeof LAYERS)[number] {
  const found = LAYERS.filter(([, pattern]) => pattern.test(file));
  expect(found.map(([name]) => name), `the layer of ${file}`).toHaveLength(1);
  return found[0]!;
}

describe("layers", () => {
  test.each(files)("%s imports only what is below it", (file) => {
    const [name, , mayImport] = layerOf(file);
    for (const imported of imports(file)) {
      expect([name, ...mayImport], `${file} imports ${imported}`).toContain(layerOf(imported)[0]);
    }
  });

  test("nothing imports in a circle, except a schema that contains itself", () => {
    const state = new Map<string, "open" | "done">();
    const circles: string[] = [];
    function visit(file: string, path: readonly string[]): void {
      if (state.get(file) === "done") return;
      if (state.get(file) === "open") {
        circles.push([...path.slice(path.indexOf(file)), file].join(" > "));
        return;
      }
      state.set(file, "open");
      for (const imported of imports(file)) visit(imported, [...path, file]);
      state.set(file, "done");
    }
    for (const file of files) visit(file, []);
    // A link can contain the link that is its peer.
    expect(circles).toEqual([
      "src/route/link.ts > src/route/link/info.ts > src/route/link/netkit.ts > src/route/link/peer.ts > src/route/link.ts",
    ]);
  });

  test("the runtimes are named in ffi alone", () => {
    const named = files.filter((file) => !file.startsWith("ffi/") && /\b(Deno|Bun)\b/.test(read(file)));
    expect(named).toEqual([]);
  });

  test("offsets and byte order occur in the codec alone", () => {
    const pattern = /\b[gs]et(Big)?(Ui|I)nt(8|16|32|64)\b|LITTLE_ENDIAN/;
    expect(files.filter((file) => !file.startsWith("src/codec/") && pattern.test(code(file)))).toEqual([]);
  });

  test("the codec needs nothing of the runtime", () => {
    expect(files.filter((file) => file.startsWith("src/codec/") && /"node:/.test(code(file)))).toEqual([]);
  });

  test("no file holds two ideas", () => {
    // Tables may be long: their length is that of the kernel's.
    const tables = /^src\/(errno|route\/link)\.ts$|^src\/route\/link\/bridge(-port)?\.ts$/;
    const long = files.filter((file) => !tables.test(file) && read(file).split("\n").length > 320);
    expect(long).toEqual([]);
  });

  test("the top of the project holds what it should", () => {
    const allowed =
      /^(package(-lock)?\.json|deno\.json|tsconfig\.json|mod\.ts|src|ffi|test|README\.md|LICENSE|CHANGELOG\.md|node_modules|\..*)$/;
    expect(readdirSync(root).filter((name) => !allowed.test(name))).toEqual([]);
  });
});
