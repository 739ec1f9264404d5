import { CniError, messageOf } from "./error.ts";
import { checkNetworkName } from "./environment.ts";
import { Fields, isObject, text } from "./json.ts";
import { type Dns, parseDns } from "./result.ts";
import { FIRST_VERSION } from "./version.ts";

/** The configuration of a network, as it stands on standard input. */
export interface NetworkConfiguration {
  /** Version of the specification in which it is written, and the result is to be. */
  readonly cniVersion: string;
  /** Name of the network. */
  readonly name: string;
  /** Name of the plugin that makes addresses; absent where there is none. */
  readonly ipamType?: string;
  /** How names are to be looked up. */
  readonly dns?: Dns;
  /** Everything that it holds, also what only one plugin knows. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The text as it was read, which plugins get that are called in turn. */
  readonly text: string;
}

/** Reads a configuration; throws a {@linkcode CniError} (`decoding`, `invalidConfiguration`) for what can be none. */
export function parseConfiguration(input: string): NetworkConfiguration {
  const fields = parseObject(input);
  const { name, cniVersion } = fields;
  try {
    const known = new Fields(fields, "config");
    checkNetworkName(typeof name === "string" ? name : known.text("name") ?? "");
    const ipamType = known.object("ipam", (value, place) => new Fields(value, place).text("type"));
    const dns = known.object("dns", parseDns);
    return {
      cniVersion: (typeof cniVersion === "string" ? cniVersion : known.text("cniVersion")) || FIRST_VERSION,
      name: `${name}`,
      ...(ipamType && { ipamType }),
      ...(dns !== undefined && { dns }),
      fields,
      text: input,
    };
  } catch (cause) {
    if (cause instanceof CniError) throw cause;
    throw new CniError("decoding", `error unmarshall network config: ${messageOf(cause)}`, { cause });
  }
}

function parseObject(input: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch (cause) {
    throw new CniError("decoding", `error unmarshall network config: ${messageOf(cause)}`, { cause });
  }
  if (isObject(value)) return value;
  throw new CniError("decoding", "error unmarshall network config: expected an object");
}

/** An interface of a container that is to stay. */
export interface ValidAttachment {
  /** Which container. */
  readonly containerID: string;
  /** Name of the interface in it. */
  readonly ifname: string;
}

/** The interfaces that GC leaves alone (`cni.dev/valid-attachments`); throws a {@linkcode CniError} for what is no such list. */
export function validAttachments({ fields }: NetworkConfiguration): readonly ValidAttachment[] {
  try {
    return new Fields(fields, "config").list("cni.dev/valid-attachments", (value, place) => {
      const one = new Fields(value, place);
      return {
        containerID: text(one.text("containerID"), `${place}.containerID`),
        ifname: text(one.text("ifname"), `${place}.ifname`),
      };
    }) ?? [];
  } catch (cause) {
    throw new CniError("decoding", `error unmarshall network config: ${messageOf(cause)}`, { cause });
  }
}
