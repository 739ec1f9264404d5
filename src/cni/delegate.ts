import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { CniError, messageOf } from "./error.ts";
import { Fields, isObject } from "./json.ts";

/** How another plugin is called. */
export interface Delegation {
  /** Its environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it reads from standard input. */
  readonly input: string;
  /** Takes what it prints on standard error, as it comes. */
  readonly complain: (text: string) => void;
}

/** How often a program that somebody is just writing is tried, and the milliseconds in between. */
const ATTEMPTS = 6;
const PAUSE = 1000;

/** Whether the file of a program that is to be run is open for writing (`ETXTBSY`), which not every runtime tells by code. */
function isBeingWritten(error: unknown): boolean {
  return error instanceof Error &&
    ("code" in error && error.code === "ETXTBSY" || /text file busy/i.test(error.message));
}

/** The path of a plugin; throws a {@linkcode CniError} where it is in none of the folders. */
export async function findPlugin(name: string, folders: readonly string[]): Promise<string> {
  if (name === "") throw new CniError("internal", "no plugin name provided");
  if (name.includes("/")) throw new CniError("internal", `invalid plugin name: ${name}`);
  if (folders.length === 0) throw new CniError("internal", "no paths provided");
  for (const folder of folders) {
    const path = `${folder}/${name}`;
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  throw new CniError("internal", `failed to find plugin "${name}" in path [${folders.join(" ")}]`);
}

/**
 * Runs another plugin and returns what it printed.
 *
 * Throws a {@linkcode CniError}: the one that it printed, or one that tells how it failed.
 */
export async function runDelegate(path: string, delegation: Delegation): Promise<string> {
  for (let attempt = 1;; attempt++) {
    try {
      return await runOnce(path, delegation);
    } catch (error) {
      if (!isBeingWritten(error) || attempt === ATTEMPTS) throw error;
      await setTimeout(PAUSE);
    }
  }
}

function runOnce(path: string, { env, input, complain }: Delegation): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, [], { env: { ...env } });
    let output = "";
    let complaint = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => output += text);
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint += text;
      complain(text);
    });
    child.on("error", reject);
    child.on("close", (status, signal) => {
      if (status === 0) resolve(output);
      else reject(failureOf(output, complaint, signal === null ? `exit status ${status}` : `signal: ${signal}`));
    });
    // A plugin that ends without reading all of it is none of our business.
    child.stdin.on("error", () => {}).end(input);
  });
}

/** Why a plugin failed: what it says itself, on standard output, or else on standard error. */
function failureOf(output: string, complaint: string, end: string): CniError {
  if (output === "") {
    const reason = complaint === ""
      ? `netplugin failed with no error message: ${end}`
      : `netplugin failed: "${complaint}": ${end}`;
    return new CniError("internal", reason);
  }
  try {
    const value: unknown = JSON.parse(output);
    if (!isObject(value)) throw new RangeError("expected an object");
    const fields = new Fields(value, "error");
    return new CniError(fields.number("code") ?? 0, fields.text("msg") ?? "", { details: fields.text("details") });
  } catch (cause) {
    return new CniError(
      "internal",
      `netplugin failed but error parsing its diagnostic message "${output}": ${messageOf(cause)}`,
      { cause },
    );
  }
}
