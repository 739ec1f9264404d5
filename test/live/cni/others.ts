import { existsSync } from "node:fs";
import process from "node:process";
import { describe, test } from "vitest";
import { isLive } from "../sandbox.ts";

/** Where systems keep plugins: Debian, and everybody else. */
const FOLDERS = ["/usr/lib/cni", "/opt/cni/bin"];
const NEEDED = ["host-device", "host-local", "static"];
const MISSING = "the package containernetworking-plugins is missing";

/** The folder of the plugins that everybody uses, with which ours are compared; absent where they are not installed. */
const found = FOLDERS.find((folder) => NEEDED.every((name) => existsSync(`${folder}/${name}`)));

/** A group of tests that need those plugins; where they are missing, its name says so, and with `CI=true` it fails. */
export function describeBesideOthers(name: string, define: (folder: string) => void): void {
  if (isLive && found === undefined && process.env["CI"] === "true") {
    test(name, () => {
      throw new Error(`Cannot test: ${MISSING}`);
    });
    return;
  }
  describe.skipIf(!isLive || found === undefined)(
    found === undefined ? `${name} (did not run: ${MISSING})` : name,
    () => {
      define(found ?? "");
    },
  );
}
