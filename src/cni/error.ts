/** The numbers that the specification gives to failures. */
export const ERROR_CODES = {
  /** The version of the configuration is none that the plugin speaks. */
  incompatibleVersion: 1,
  /** A field of the configuration is not supported. */
  unsupportedField: 2,
  /** The container is unknown, or does not exist. */
  unknownContainer: 3,
  /** A variable of the environment is missing or wrong. */
  invalidEnvironment: 4,
  /** Something could not be read or written. */
  inputOutput: 5,
  /** Something is not what can be decoded. */
  decoding: 6,
  /** The configuration is wrong. */
  invalidConfiguration: 7,
  /** The network namespace is one that cannot be used. */
  invalidNamespace: 8,
  /** It may work when it is tried again later. */
  tryAgain: 11,
  /** The plugin cannot serve ADD requests now. */
  notAvailable: 50,
  /** The plugin cannot serve ADD requests now, and containers that are there may have limited connectivity. */
  limitedConnectivity: 51,
  /** Anything else. */
  internal: 999,
} as const;

/** A failure by its name; {@linkcode ERROR_CODES} has the numbers. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What a {@linkcode CniError} carries beside number and message. */
export interface CniErrorOptions extends ErrorOptions {
  /** What else there is to say, such as the value that is wrong. */
  readonly details?: string | undefined;
}

/**
 * A failure that the container runtime gets to know, as the specification has it.
 *
 * @example
 * ```ts
 * import { CniError } from "@netlink/ffi/cni";
 *
 * const error = new CniError("tryAgain", "the device is busy", { details: "eth1" });
 * console.log(error.code, error.message); // 11 the device is busy
 * ```
 */
export class CniError extends Error {
  /** Name of the class, in messages. */
  override readonly name = "CniError";
  /** Number of the failure, one of {@linkcode ERROR_CODES}; plugins have their own from 100 on. */
  readonly code: number;
  /** What else there is to say; absent where there is nothing. */
  readonly details?: string;

  /** Makes an error out of a number or the name of one. */
  constructor(code: ErrorCode | number, message: string, options: CniErrorOptions = {}) {
    super(message, options);
    this.code = typeof code === "number" ? code : ERROR_CODES[code];
    if (options.details) this.details = options.details;
  }
}

/** Any failure as one that the container runtime gets to know. */
export function asCniError(error: unknown): CniError {
  return error instanceof CniError ? error : new CniError("internal", messageOf(error), { cause: error });
}

/** What a thrown value says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `${error}`;
}
