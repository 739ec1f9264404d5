import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A documented example. */
export interface Example {
  /** Where it stands: file and line. */
  readonly place: string;
  /** The program. */
  readonly code: string;
}

function documents(): string[] {
  const sources = ["src", "ffi"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(root, folder, file))
  );
  return [join(root, "README.md"), join(root, "mod.ts"), ...sources.filter((file) => file.endsWith(".ts"))];
}

/** Every block of TypeScript in the README and in doc comments, except those that are no program (`ts ignore`). */
export function examples(): Example[] {
  return documents().flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return [...text.matchAll(/^( *\*? ?)```ts\n([\s\S]*?)^ *\*? ?```$/gm)].map((
      { 0: block, 1: margin = "", 2: code = "", index },
    ) => ({
      place: `${relative(root, file)}:${text.slice(0, index + block.indexOf("```")).split("\n").length}`,
      code: code.split("\n").map((line) =>
        line.startsWith(margin) ? line.slice(margin.length) : line.replace(/^ *\*$/, "")
      )
        .join("\n"),
    }));
  });
}

/** The program with the module's entry points as they are in the checkout. */
export function located({ code }: Example): string {
  return code.replaceAll('"@netlink/ffi"', `"${root}mod.ts"`)
    .replaceAll('"@netlink/ffi/codec"', `"${root}src/codec/mod.ts"`)
    .replaceAll('"@netlink/ffi/cni"', `"${root}src/cni/mod.ts"`)
    .replaceAll('"@netlink/ffi/generic"', `"${root}src/generic/mod.ts"`)
    .replaceAll('"@netlink/ffi/netmon"', `"${root}src/netmon/mod.ts"`)
    .replaceAll('"@netlink/ffi/testing"', `"${root}src/testing/mod.ts"`);
}

/** What examples need in Deno beside FFI, by what they import: files, or an environment that says what to do. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  "@netlink/ffi/netmon": ["--allow-read", "--allow-write"],
  "@netlink/ffi/cni": ["--allow-env"],
};

/** The permissions that an example needs in Deno. */
export function permissions({ code }: Example): readonly string[] {
  const more = Object.entries(PERMISSIONS).filter(([name]) => code.includes(`"${name}"`));
  return ["--allow-ffi", ...more.flatMap(([, options]) => options)];
}
