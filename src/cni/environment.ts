import { CniError } from "./error.ts";

/** The commands that come with a configuration. */
export const COMMANDS = ["ADD", "CHECK", "DEL", "GC", "STATUS"] as const;

/** A command that comes with a configuration. */
export type Command = typeof COMMANDS[number];

/** The variables of a request. */
export interface Variables {
  /** What is to be done. */
  readonly CNI_COMMAND: string;
  /** Which container it is about. */
  readonly CNI_CONTAINERID: string;
  /** Path of the network namespace of the container. */
  readonly CNI_NETNS: string;
  /** Name of the interface in the container. */
  readonly CNI_IFNAME: string;
  /** Further arguments, `K=V;K2=V2`. */
  readonly CNI_ARGS: string;
  /** Folders in which plugins are, parted by colons. */
  readonly CNI_PATH: string;
  /** `TRUE` or `1` where the network namespace may be that of the plugin. */
  readonly CNI_NETNS_OVERRIDE: string;
}

/** A variable: the commands that cannot do without it, and what else has to be so. */
interface Variable {
  readonly requiredBy: readonly string[];
  readonly check?: (value: string) => void;
}

const ATTACHMENT: readonly Command[] = ["ADD", "CHECK", "DEL"];

/** The variables in the order in which they are told to be missing. */
const VARIABLES: Readonly<Record<keyof Variables, Variable>> = {
  CNI_COMMAND: { requiredBy: COMMANDS },
  CNI_CONTAINERID: { requiredBy: ATTACHMENT, check: checkContainerId },
  CNI_NETNS: { requiredBy: ["ADD", "CHECK"] },
  CNI_IFNAME: { requiredBy: ATTACHMENT, check: checkInterfaceName },
  CNI_ARGS: { requiredBy: [] },
  CNI_PATH: { requiredBy: COMMANDS },
  CNI_NETNS_OVERRIDE: { requiredBy: [] },
};

/** What container and network may be called. */
const IDENTIFIER = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;
/** Longest name of an interface in bytes (`IFNAMSIZ` - 1). */
const NAME_LENGTH = 15;

/** The variables of a request; what is missing is empty. Throws a {@linkcode CniError} (`invalidEnvironment`). */
export function readVariables(env: Readonly<Record<string, string | undefined>>): Variables {
  const command = env["CNI_COMMAND"] ?? "";
  const missing: string[] = [];
  const values = Object.entries(VARIABLES).map(([name, { requiredBy, check }]) => {
    const value = env[name] ?? "";
    const isRequired = requiredBy.includes(command) || name === "CNI_COMMAND";
    if (value === "" && isRequired) missing.push(name);
    else if (isRequired) check?.(value);
    return [name, value];
  });
  if (missing.length > 0) {
    throw new CniError("invalidEnvironment", `required env variables [${missing.join(",")}] missing`);
  }
  // The names are those of the table.
  return Object.fromEntries(values) as Variables;
}

function checkContainerId(id: string): void {
  if (IDENTIFIER.test(id)) return;
  throw new CniError("invalidEnvironment", "invalid characters in containerID", { details: id });
}

/** Throws a {@linkcode CniError} (`invalidConfiguration`) for what no network can be called. */
export function checkNetworkName(name: string): void {
  if (name === "") throw new CniError("invalidConfiguration", "missing network name");
  if (IDENTIFIER.test(name)) return;
  throw new CniError("invalidConfiguration", "invalid characters found in network name", { details: name });
}

function checkInterfaceName(name: string): void {
  if (new TextEncoder().encode(name).length > NAME_LENGTH) {
    throw new CniError("invalidEnvironment", "interface name is too long", {
      details: `interface name should be less than ${NAME_LENGTH + 1} characters`,
    });
  }
  if (name === "." || name === "..") throw new CniError("invalidEnvironment", "interface name is . or ..");
  if (/[/:\s]/.test(name)) {
    throw new CniError("invalidEnvironment", "interface name contains / or : or whitespace characters");
  }
}

/**
 * Reads the further arguments of a request (`CNI_ARGS`), of which `known` are the ones that mean something to the plugin.
 *
 * Throws a {@linkcode CniError} (`invalidEnvironment`) for a pair without exactly one `=`, and for a key that is not
 * known, unless `IgnoreUnknown` is among them as `1` or `true`.
 */
export function parseArguments(args: string, known: readonly string[]): Readonly<Record<string, string>> {
  const pairs = args === "" ? [] : args.split(";").map((pair): readonly [string, string] => {
    const [key = "", value, ...more] = pair.split("=");
    if (value === undefined || more.length > 0) {
      throw new CniError("invalidEnvironment", `ARGS: invalid pair "${pair}"`);
    }
    return [key, value];
  });
  const found = Object.fromEntries(pairs);
  const isLenient = /^(1|t|true)$/i.test(found["IgnoreUnknown"] ?? "");
  const unknown = Object.keys(found).filter((key) => key !== "IgnoreUnknown" && !known.includes(key));
  if (unknown.length === 0 || isLenient) return found;
  throw new CniError("invalidEnvironment", `ARGS: unknown args ${JSON.stringify(unknown)}`);
}
