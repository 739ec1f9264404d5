import { attributes, type Problem } from "../codec/attributes.ts";
import type { Codec } from "../codec/codec.ts";
import {
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_ECHO,
  NLM_F_EXCL,
  NLM_F_REPLACE,
  type RawMessage,
} from "../codec/framing.ts";
import { genericMessage, readGenericHeader, withGenericHeader } from "../codec/generic.ts";
import { type Request, UNPRIVILEGED } from "../conversation.ts";
import { DecodeError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { shown } from "../shown.ts";
import type { CallOptions, RequestFlag } from "./calls.ts";
import type { AnyFamily, CommandDefinition } from "./definition.ts";

/** What the kernel shall do. */
export interface Task {
  /** What that is, as it reads after "Cannot". */
  readonly operation: string;
  /** The family. */
  readonly family: Pick<AnyFamily, "name" | "version">;
  /** The command. */
  readonly command: CommandDefinition;
  /** Whether it does something, or lists. */
  readonly mode: "do" | "dump";
  /** What is asked. @default {{}} */
  readonly value?: object | undefined;
  /** How it is asked. */
  readonly options?: CallOptions | undefined;
}

const FLAGS: Readonly<Record<RequestFlag, number>> = {
  echo: NLM_F_ECHO,
  replace: NLM_F_REPLACE,
  exclusive: NLM_F_EXCL,
  create: NLM_F_CREATE,
  append: NLM_F_APPEND,
};

const nothing: Codec<object> = attributes<object>({});

/** Has the kernel do it, by the number that the family has now; gives what it replied. */
export async function perform(exchange: Exchange, id: number, task: Task): Promise<readonly object[]> {
  const { command, mode, options: { flags: _, ...receiving } = {} } = task;
  const { reply } = command[mode] ?? {};
  const message = requestOf(id, task);
  const read = (view: DataView, raw: RawMessage, problems: Problem[]): object | undefined =>
    reply && readReply(view, raw, { id, task, codec: reply }, problems);
  return await (mode === "dump" ? exchange.dump(message, read, receiving) : exchange.request(message, read, receiving));
}

/** The message that asks for it. */
export function requestOf(
  id: number,
  { operation, family, command, mode, value = {}, options = {} }: Task,
): Request<object> {
  const { request = nothing } = command[mode] ?? {};
  const header = { command: command.number, version: family.version };
  return {
    operation,
    type: id,
    flags: flagBits(operation, options.flags ?? []),
    codec: withGenericHeader(genericMessage(request), header),
    value,
    ...(command.privileged && { hints: UNPRIVILEGED }),
  };
}

/** Reads a message; what of it cannot be read stays in `unknown`, and goes to `problems`. */
function readReply(
  view: DataView,
  raw: RawMessage,
  { id, task, codec }: { readonly id: number; readonly task: Task; readonly codec: Codec<object> },
  problems: Problem[],
): object {
  const { operation, command: { number, replyNumber = number } } = task;
  if (raw.type !== id) {
    throw new DecodeError(`expected a message of family ${id}, got one of ${raw.type} (${operation})`);
  }
  const { command } = readGenericHeader(view, raw);
  if (command !== replyNumber) {
    const wrong = `expected command ${replyNumber} in the reply, got ${command}`;
    throw new DecodeError(`${wrong} (${operation}; its replyNumber may be another)`);
  }
  return genericMessage(codec).salvage(view, raw.offset, raw.length, problems);
}

function flagBits(operation: string, flags: readonly RequestFlag[]): number {
  const expected = `Cannot ${operation}: expected a list of the flags ${Object.keys(FLAGS).join(", ")}`;
  if (!Array.isArray(flags)) throw new RangeError(`${expected}, got ${shown(flags)}`);
  return flags.reduce((sum: number, flag: RequestFlag) => {
    if (Object.hasOwn(FLAGS, flag)) return sum | FLAGS[flag];
    throw new RangeError(`${expected}, got ${shown(flag)}`);
  }, 0);
}
