import { errno as numberOf, errnoRow } from "./errno.ts";

/** The name of an error number of either sign, such as `"EEXIST"`. */
export function errorCode(errno: number): string {
  return errnoRow(errno)[1];
}

/** What a {@linkcode NetlinkError} carries beside the operation and the error number. */
export interface NetlinkErrorOptions extends ErrorOptions {
  /** What the kernel said of the request, where it said anything. */
  readonly ack?: ExtendedAck;
  /** What of the request may be the reason, as it ends the message in parentheses, where the kernel does not say. */
  readonly hint?: string;
  /** What the error number means here. @default the words of the C library */
  readonly meaning?: string;
}

/** What the kernel tells about a request besides its error number (`NLMSGERR_ATTR_*`). */
export interface ExtendedAck {
  /** A sentence of the kernel about the failure, or a warning on success (`NLMSGERR_ATTR_MSG`). */
  readonly message?: string;
  /** Offset in bytes of the attribute that is wrong, from the start of the request (`NLMSGERR_ATTR_OFFS`). */
  readonly offset?: number;
  /** Number of the attribute that is missing (`NLMSGERR_ATTR_MISS_TYPE`). */
  readonly missingType?: number;
  /** Offset in bytes of the list that lacks an attribute; absent for the outermost (`NLMSGERR_ATTR_MISS_NEST`). */
  readonly missingNest?: number;
  /** Bytes that identify an object which the request made (`NLMSGERR_ATTR_COOKIE`). */
  readonly cookie?: Uint8Array;
  /** What the kernel accepts for the attribute (`NLMSGERR_ATTR_POLICY`). */
  readonly policy?: AttributePolicy;
  /** Names of the fields that lead to the attribute that is wrong, such as `"linkInfo.data.id"`; tells `offset`. */
  readonly path?: string;
  /** Names of the fields that lead to the attribute that is missing; tells `missingType` and `missingNest`. */
  readonly missing?: string;
}

/** What the kernel accepts for an attribute (`NL_POLICY_TYPE_ATTR_*`). */
export interface AttributePolicy {
  /** Type of the payload (`NL_POLICY_TYPE_ATTR_TYPE`, `NL_ATTR_TYPE_*`): 1 flag, 2 to 5 u8 to u64, 6 to 9 s8 to s64, 10 binary, 11 text, 12 NUL-terminated text, 13 nested, 14 nested array, 15 bit field. */
  readonly type?: number;
  /** Smallest signed value (`NL_POLICY_TYPE_ATTR_MIN_VALUE_S`). */
  readonly minimumSigned?: bigint;
  /** Largest signed value (`NL_POLICY_TYPE_ATTR_MAX_VALUE_S`). */
  readonly maximumSigned?: bigint;
  /** Smallest unsigned value (`NL_POLICY_TYPE_ATTR_MIN_VALUE_U`). */
  readonly minimum?: bigint;
  /** Largest unsigned value (`NL_POLICY_TYPE_ATTR_MAX_VALUE_U`). */
  readonly maximum?: bigint;
  /** Smallest length in bytes (`NL_POLICY_TYPE_ATTR_MIN_LENGTH`). */
  readonly minimumLength?: number;
  /** Largest length in bytes (`NL_POLICY_TYPE_ATTR_MAX_LENGTH`). */
  readonly maximumLength?: number;
  /** Bits that a bit field may have (`NL_POLICY_TYPE_ATTR_BITFIELD32_MASK`). */
  readonly bitfieldMask?: number;
  /** Bits that a number may have (`NL_POLICY_TYPE_ATTR_MASK`). */
  readonly mask?: bigint;
}

/**
 * The kernel or the C library refused something.
 *
 * @example
 * ```ts
 * import { NetlinkError, watch } from "@netlink/ffi";
 *
 * try {
 *   using events = await watch({ namespace: "blue" });
 * } catch (error) {
 *   if (!(error instanceof NetlinkError && error.code === "ENOENT")) throw error;
 *   console.error("There is no namespace blue");
 * }
 * ```
 */
export class NetlinkError extends Error {
  /** Name of the class, in messages. */
  override readonly name: string = "NetlinkError";
  /** Name of the error, such as `"EPERM"`; `"E999"` where Linux has no name for the number. */
  readonly code: string;
  /** Positive error number (`errno`). */
  readonly errno: number;
  /** What was tried, as it reads after "Cannot", such as `"open namespace 'blue'"`. */
  readonly operation: string;
  /** What the kernel said of the request; absent where it said nothing but the number. */
  readonly ack?: ExtendedAck;
  /** What of the request may be the reason, where the kernel does not say; ends the message in parentheses. */
  readonly hint?: string;

  /**
   * Makes an error out of what was tried and an error number of either sign, or its name. Throws a `RangeError` for a
   * name that Linux does not have.
   */
  constructor(operation: string, errno: number | string, options: NetlinkErrorOptions = {}) {
    const [number, code, text] = errnoRow(typeof errno === "number" ? errno : numberOf(errno));
    super(`Cannot ${operation}: ${code}, ${options.meaning ?? text}${details(options)}`, options);
    this.code = code;
    this.errno = number;
    this.operation = operation;
    if (options.ack) this.ack = options.ack;
    if (options.hint !== undefined) this.hint = options.hint;
  }
}

/** What is known besides the number, as it ends a sentence. */
function details({ ack: { message, path, missing, policy } = {}, hint = "" }: NetlinkErrorOptions): string {
  const least = policy?.minimum ?? policy?.minimumSigned;
  const most = policy?.maximum ?? policy?.maximumSigned;
  const about = [
    path ?? "",
    missing === undefined ? "" : `missing ${missing}`,
    least === undefined && most === undefined ? "" : `expected ${least ?? ""} to ${most ?? ""}`,
    hint,
  ].filter((part) => part !== "");
  return (message ? `: ${message}` : "") + (about.length > 0 ? ` (${about.join("; ")})` : "");
}

/** A failure with a hint at its reason, where `hintOf` has one for it; anything else as it is. */
export function hinted(failure: unknown, hintOf: (failure: NetlinkError) => string | undefined): unknown {
  if (!(failure instanceof NetlinkError)) return failure;
  const hint = hintOf(failure);
  const { operation, errno, ack } = failure;
  return hint === undefined ? failure : new NetlinkError(operation, errno, { hint, ...(ack && { ack }) });
}

/** The failure of whatever is asked of something after it was closed, such as `"socket"`. */
export function closed(what: string): NetlinkError {
  return new NetlinkError(`use the ${what} after closing it`, "EBADF");
}

/**
 * The kernel changed a table while it was listed, again and again (`EINTR`).
 *
 * @example
 * ```ts
 * import { InterruptedError } from "@netlink/ffi";
 *
 * async function listed<T>(list: () => Promise<readonly T[]>): Promise<readonly unknown[]> {
 *   try {
 *     return await list();
 *   } catch (error) {
 *     if (error instanceof InterruptedError) return error.partial;
 *     throw error;
 *   }
 * }
 * ```
 */
export class InterruptedError extends NetlinkError {
  /** Name of the class, in messages. */
  override readonly name = "InterruptedError";
  /** What was read the last time: objects may be missing, and some may stand in it twice. */
  readonly partial: readonly unknown[];

  /** Makes an error out of what was tried and what was read. */
  constructor(operation: string, partial: readonly unknown[]) {
    super(operation, "EINTR");
    this.partial = partial;
  }
}

/**
 * Bytes do not have the form that their schema says.
 *
 * Nothing of the module throws it out of an event loop: there it is the `error` of an `undecoded` event.
 */
export class DecodeError extends RangeError {
  /** Name of the class, in messages. */
  override readonly name = "DecodeError";
  /** Names from the outermost field to the one that is wrong: `["linkInfo", "data", "id"]`. */
  readonly path: readonly string[];
  /** What is wrong, without the path. */
  readonly reason: string;

  /** Makes an error out of what is wrong and where. */
  constructor(reason: string, path: readonly string[] = [], options?: ErrorOptions) {
    super(`Cannot decode ${path.length > 0 ? path.join(".") : "message"}: ${reason}`, options);
    this.path = path;
    this.reason = reason;
  }
}

/** The failure of the field `name`, as a {@linkcode DecodeError} whose path starts with it. */
export function within(name: string, error: unknown): DecodeError {
  if (error instanceof DecodeError) return new DecodeError(error.reason, [name, ...error.path]);
  return new DecodeError(error instanceof Error ? error.message : `${error}`, [name], { cause: error });
}
