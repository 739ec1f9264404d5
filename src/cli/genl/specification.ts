import { attributes } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { Genetlink, type SpecificationFamily, type SpecificationValue } from "../../generic/mod.ts";
import { camelCase } from "../../generic/spec/names.ts";
import { familyOf } from "../../generic/spec/family.ts";
import { count, DONE, type Invocation, noMore, UsageError } from "../command.ts";
import { toJson } from "../json.ts";
import { Output } from "../output.ts";
import { inSession, type Session } from "../session.ts";
import { printEvents, type Printing } from "./events.ts";
import { loadSpecification } from "./load.ts";
import { requestOf } from "./request.ts";
import { moduleText } from "./types/module.ts";
import { messageText, specificationEventText } from "./text.ts";

/** What can be done with a specification, by the name of the option. */
const ACTIONS = ["do", "dump", "subscribe", "types"] as const;

/** Carries out what `genl --spec FILE` is called with. */
export async function runSpecification(invocation: Invocation, file: string): Promise<number> {
  const groups = invocation.all("subscribe");
  const [action, other] = ACTIONS.filter((action) =>
    action === "subscribe" ? groups.length > 0 : invocation.has(action) || invocation.get(action) !== undefined
  );
  if (invocation.has("watch")) {
    throw new UsageError("Cannot use a specification with --watch: --subscribe prints events");
  }
  if (other !== undefined) throw new UsageError(`Cannot use a specification with both --${action} and --${other}`);
  const [request, ...more] = invocation.positionals;
  const isCall = action === "do" || action === "dump";
  if (action !== "types") noMore(`Cannot use specification '${file}'`, isCall ? more : invocation.positionals);
  if (action === undefined) {
    throw new UsageError(`Cannot use specification '${file}': expected one of --do, --dump, --subscribe and --types`);
  }
  if (action === "types") return await printModule(invocation, file);
  const limit = invocation.get("count");
  if (limit !== undefined && action !== "subscribe") {
    throw new UsageError("Cannot use --count without --subscribe");
  }
  const family = familyOf(await loadSpecification(file));
  return await inSession(invocation, async (session) => {
    await using genetlink = await Genetlink.open(session.socket);
    if (action === "subscribe") {
      const lines = limit === undefined ? Infinity : count("count", limit);
      await listen(genetlink, family, groups, { ...session, lines });
    } else {
      // The action is one that was told.
      const name = camelCase(invocation.get(action)!);
      await printReplies(genetlink, family, { mode: action, name, request }, session);
    }
  });
}

async function printModule(invocation: Invocation, file: string): Promise<number> {
  noMore(`Cannot print specification '${file}'`, invocation.positionals);
  const option = ["json", "namespace", "count", "timeout"].find((name) =>
    invocation.has(name) || invocation.get(name) !== undefined
  );
  if (option !== undefined) throw new UsageError(`Cannot print specification '${file}' with --${option}`);
  await using output = new Output();
  await output.write(moduleText(await loadSpecification(file)));
  return DONE;
}

/** What a command takes that takes nothing. */
const NOTHING: Codec<SpecificationValue> = attributes<SpecificationValue>({});

interface Call {
  readonly mode: "do" | "dump";
  readonly name: string;
  readonly request: string | undefined;
}

async function printReplies(
  genetlink: Genetlink,
  definition: SpecificationFamily,
  { mode, name, request }: Call,
  { json, output }: Session,
): Promise<void> {
  const family = genetlink.family(definition);
  // One that the family does not have is refused when it is called.
  const operation = Object.hasOwn(definition.commands, name) ? definition.commands[name]?.[mode] : undefined;
  const value = request === undefined ? undefined : requestOf(request, operation?.request ?? NOTHING);
  if (mode === "dump") {
    const replies = await family.dump(name, value);
    const lines = json ? [`[${replies.map(toJson).join(",\n")}]`] : replies.map(messageText);
    for (const line of lines) await output.write(`${line}\n`);
  } else if (operation !== undefined && operation.reply === undefined) {
    await family.execute(name, value);
  } else {
    const reply = await family.request(name, value);
    await output.write(`${json ? toJson(reply) : messageText(reply)}\n`);
  }
}

async function listen(
  genetlink: Genetlink,
  definition: SpecificationFamily,
  groups: readonly string[],
  printing: Printing,
): Promise<void> {
  const { paint, socket } = printing;
  await using events = await genetlink.family(definition).subscribe(groups, { signal: socket.signal });
  await printEvents(events, (event) => specificationEventText(event, definition.name, paint), printing);
}
