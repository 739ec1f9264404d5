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
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

export default config;
