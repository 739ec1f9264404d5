import process from "node:process";
import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Node.js has no FFI of the kind that we use: it runs what needs none. */
const isNode = process.versions["bun"] === undefined && process.versions["deno"] === undefined;

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: isNode ? ["test/live/**", "test/**/*.live.test.ts"] : [],
    // Processes of their own work in all three runtimes; threads do not.
    pool: "forks",
    // What opens no socket leaves nothing behind in its process; to load the module anew for each file takes twice as long.
    isolate: !isNode,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

export default config;
