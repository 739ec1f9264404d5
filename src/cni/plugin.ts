import { stat } from "node:fs/promises";
import { type NetworkConfiguration, parseConfiguration } from "./configuration.ts";
import { type Command, COMMANDS, readVariables, type Variables } from "./environment.ts";
import { asCniError, CniError, messageOf } from "./error.ts";
import { printResult } from "./format.ts";
import { type Host, processHost } from "./host.ts";
import { toJson } from "./json.ts";
import { CniRequest } from "./request.ts";
import { parseResult, type Result } from "./result.ts";
import { Transaction } from "./transaction.ts";
import { CNI_VERSIONS, isAtLeast, parseVersion } from "./version.ts";

/** A plugin: what it does at each command. A command without a handler succeeds and does nothing. */
export interface Plugin {
  /** What it is, in one line, for people who run it by hand. */
  readonly about: string;
  /** The versions of the specification that it speaks, oldest first. @default {CNI_VERSIONS} */
  readonly versions?: readonly string[];
  /** Connects the container, and tells how. */
  readonly add?: (request: CniRequest) => Promise<Result>;
  /** Takes back what ADD did; succeeds where there is nothing to take back. */
  readonly del?: (request: CniRequest) => Promise<void>;
  /** Throws where the container is not connected as ADD left it. */
  readonly check?: (request: CniRequest) => Promise<void>;
  /** Throws where an ADD could not be served now. */
  readonly status?: (request: CniRequest) => Promise<void>;
  /** Takes back what is left of containers that are gone. */
  readonly gc?: (request: CniRequest) => Promise<void>;
}

/** The namespace of the plugin. */
const OWN_NAMESPACE = "/proc/self/ns/net";

/** The versions from which on a command is allowed. */
const SINCE: Readonly<Partial<Record<Command, string>>> = { CHECK: "0.4.0", GC: "1.1.0", STATUS: "1.1.0" };

/**
 * Serves the one request for which a plugin is run, as the specification has it: what is asked stands in the environment
 * and on standard input, the result goes to standard output, and so does an error. Returns the exit status.
 *
 * What the handlers do in steps ({@linkcode CniRequest.step}) is taken back where one of them fails, and also where the
 * result cannot be printed.
 *
 * @example A plugin that gives the container a loopback interface that is up
 * ```ts
 * import process from "node:process";
 * import { Rtnetlink } from "@netlink/ffi";
 * import { runPlugin } from "@netlink/ffi/cni";
 *
 * process.exitCode = await runPlugin({
 *   about: "CNI loopback plugin",
 *   async add({ netns, config }) {
 *     await using rtnetlink = await Rtnetlink.open({ namespace: netns });
 *     await rtnetlink.links.set("lo", { up: true });
 *     return { interfaces: [{ name: "lo", sandbox: netns }], ...(config.dns && { dns: config.dns }) };
 *   },
 * });
 * ```
 */
export async function runPlugin(plugin: Plugin, host: Partial<Host> = {}): Promise<number> {
  const here: Host = { ...processHost, ...host };
  const { about, versions = CNI_VERSIONS } = plugin;
  const [newest = ""] = versions.slice(-1);
  const transaction = new Transaction();
  let version = newest;
  try {
    if (!here.env["CNI_COMMAND"]) {
      here.stderr(`${about}\nCNI protocol versions supported: ${versions.join(", ")}\n`);
      return 0;
    }
    const variables = readVariables(here.env);
    if (variables.CNI_COMMAND === "VERSION") {
      await here.stdout(`${toJson({ cniVersion: newest, supportedVersions: versions }, 0)}\n`);
      return 0;
    }
    const config = parseConfiguration(await read(here));
    if (versions.includes(config.cniVersion)) version = config.cniVersion;
    const command = commandOf(variables);
    checkVersion(command, config, versions);
    await checkNamespace(command, variables);
    const request = new CniRequest(variables, config, here, transaction);
    if (command === "ADD") {
      const result = await plugin.add?.(request);
      if (result !== undefined) await here.stdout(printResult(parseResult(result), version));
    } else await handlerOf(plugin, command)?.(request);
    return 0;
  } catch (thrown) {
    const { code, message, details } = await transaction.rollback(asCniError(thrown));
    await here.stdout(toJson({ cniVersion: version, code, msg: message, details })).catch(() =>
      here.stderr(`${message}\n`)
    );
    return 1;
  }
}

function handlerOf({ del, check, status, gc }: Plugin, command: Exclude<Command, "ADD">): Plugin["del"] {
  return { DEL: del, CHECK: check, STATUS: status, GC: gc }[command];
}

async function read(host: Host): Promise<string> {
  try {
    return await host.stdin();
  } catch (cause) {
    throw new CniError("inputOutput", `error reading from stdin: ${messageOf(cause)}`, { cause });
  }
}

function commandOf({ CNI_COMMAND }: Variables): Command {
  const command = COMMANDS.find((known) => known === CNI_COMMAND);
  if (command === undefined) throw new CniError("invalidEnvironment", `unknown CNI_COMMAND: ${CNI_COMMAND}`);
  return command;
}

/** Throws where configuration, command and plugin are of versions that do not go together. */
function checkVersion(command: Command, { cniVersion }: NetworkConfiguration, versions: readonly string[]): void {
  const { [command]: since = "0.0.0" } = SINCE;
  parseVersion(cniVersion);
  if (!isAtLeast(cniVersion, since)) {
    throw new CniError("incompatibleVersion", `config version does not allow ${command}`);
  }
  if (command in SINCE && !versions.some((version) => isAtLeast(version, cniVersion))) {
    throw new CniError("incompatibleVersion", `plugin version does not allow ${command}`);
  }
  if (versions.includes(cniVersion)) return;
  const supported = versions.map((version) => `"${version}"`).join(" ");
  throw new CniError("incompatibleVersion", "incompatible CNI versions", {
    details: `config is "${cniVersion}", plugin supports [${supported}]`,
  });
}

/** Throws where the container has the namespace of the plugin, unless that is wanted. */
async function checkNamespace(command: Command, { CNI_NETNS, CNI_NETNS_OVERRIDE }: Variables): Promise<void> {
  if (!["ADD", "DEL"].includes(command) || /^(true|1)$/i.test(CNI_NETNS_OVERRIDE)) return;
  const [own, its] = await Promise.all([stat(OWN_NAMESPACE), stat(CNI_NETNS).catch(() => undefined)]);
  if (own.ino !== its?.ino || own.dev !== its.dev) return;
  throw new CniError("invalidNamespace", "plugin's netns and netns from CNI_NETNS should not be the same");
}
