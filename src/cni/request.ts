import { parseArguments, type Variables } from "./environment.ts";
import { type NetworkConfiguration, type ValidAttachment, validAttachments } from "./configuration.ts";
import { findPlugin, runDelegate } from "./delegate.ts";
import { CniError, messageOf } from "./error.ts";
import type { Host } from "./host.ts";
import { parseResult, type Result } from "./result.ts";
import type { Transaction } from "./transaction.ts";

/** What the container runtime asks of a plugin. */
export class CniRequest {
  /** Which container it is about; empty with STATUS and GC. */
  readonly containerId: string;
  /** Path of the network namespace of the container; empty where there is none any more. */
  readonly netns: string;
  /** Name of the interface in the container; empty with STATUS and GC. */
  readonly ifName: string;
  /** Folders in which plugins are. */
  readonly path: readonly string[];
  /** The configuration of the network. */
  readonly config: NetworkConfiguration;
  readonly #variables: Variables;
  readonly #host: Host;
  readonly #transaction: Transaction;

  /** Makes a request out of its parts. */
  constructor(variables: Variables, config: NetworkConfiguration, host: Host, transaction: Transaction) {
    this.containerId = variables.CNI_CONTAINERID;
    this.netns = variables.CNI_NETNS;
    this.ifName = variables.CNI_IFNAME;
    this.path = variables.CNI_PATH.split(":").filter((folder) => folder !== "");
    this.config = config;
    this.#variables = variables;
    this.#host = host;
    this.#transaction = transaction;
  }

  /**
   * Takes a step of the work. Where it fails, or anything after it up to the moment that the result is printed, all
   * steps are taken back in reverse, the one that failed among them.
   *
   * @param operation What is done, as it reads after "failed to", such as `"set link up"`
   * @param undo Takes the step back. It gets what `run` gave, and `undefined` where that failed: then all of it may be
   * done, or half, or nothing, since what seems to be the own work was somebody else's
   */
  async step<T>(operation: string, run: () => Promise<T>, undo?: (made: T | undefined) => Promise<void>): Promise<T> {
    return await this.#transaction.step(operation, run, undo);
  }

  /** Throws a {@linkcode CniError} where another plugin cannot be called since it is in none of the folders. */
  async requirePlugin(plugin: string): Promise<void> {
    await findPlugin(plugin, this.path);
  }

  /**
   * Calls another plugin (`ipam.type`, mostly) with the same configuration, and returns its result; absent where the
   * command has none. Throws a {@linkcode CniError}: that of the plugin, or one that tells how it failed.
   *
   * @param plugin Name of the plugin, which is looked for in the folders of {@linkcode path}
   * @param command What the plugin shall do. @default the command of this request
   */
  async delegate(plugin: string, command: string = this.#variables.CNI_COMMAND): Promise<Result | undefined> {
    const output = await runDelegate(await findPlugin(plugin, this.path), {
      env: { ...this.#host.env, CNI_COMMAND: command },
      input: this.config.text,
      complain: this.#host.stderr,
    });
    if (command !== "ADD") return undefined;
    // A plugin that has nothing to tell may say so.
    return readResult(`result of plugin "${plugin}"`, () => JSON.parse(output) ?? {});
  }

  /** The result of the ADD that came before; absent where the configuration has none (`prevResult`). */
  previousResult(): Result | undefined {
    const { fields: { prevResult } } = this.config;
    return prevResult === undefined || prevResult === null ? undefined : readResult("prevResult", () => prevResult);
  }

  /** The further arguments, of which `known` mean something here; throws a {@linkcode CniError} (`CNI_ARGS`). */
  arguments(known: readonly string[]): Readonly<Record<string, string>> {
    return parseArguments(this.#variables.CNI_ARGS, known);
  }

  /** The interfaces that GC leaves alone. */
  validAttachments(): readonly ValidAttachment[] {
    return validAttachments(this.config);
  }

  /** Tells whoever reads the log of the container runtime about something that is no failure. */
  warn(sentence: string): void {
    this.#host.stderr(`${sentence}\n`);
  }
}

function readResult(what: string, read: () => unknown): Result {
  try {
    return parseResult(read());
  } catch (cause) {
    throw new CniError("decoding", `could not parse ${what}: ${messageOf(cause)}`, { cause });
  }
}
