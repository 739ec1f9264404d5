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
const ACTIONS = ["do", "dump", "subscribe"] as const;

/** Carries out what `genl --spec FILE` is called with. */
export async function runSpecification(invocation: Invocation, file: string): Promise<number> {
  const told = ACTIONS.filter((action) => invocation.get(action) !== undefined);
  const [action] = told;
  if (told.length + (invocation.has("types") ? 1 : 0) !== 1) {
    throw new UsageError("Cannot use a specification: expected one of --do, --dump, --subscribe and --types");
  }
  if (invocation.has("watch")) {
    throw new UsageError("Cannot use a specification with --watch: --subscribe prints events");
  }
  if (action === undefined) return await printModule(invocation, file);
  const [request, ...more] = invocation.positionals;
  noMore(`Cannot use specification '${file}'`, action === "subscribe" ? invocation.positionals : more);
  const limit = invocation.get("count");
  if (limit !== undefined && action !== "subscribe") {
    throw new UsageError("Cannot end after so many lines without --subscribe");
  }
  const family = familyOf(await loadSpecification(file));
  // The action is one that was told.
  const name = invocation.get(action)!;
  return await inSession(invocation, async (session) => {
    await using genetlink = await Genetlink.open(session.socket);
    if (action === "subscribe") {
      const lines = limit === undefined ? Infinity : count("count", limit);
      await listen(genetlink, family, name, { ...session, lines });
    } else {
      await printReplies(genetlink, family, { mode: action, name: camelCase(name), request }, session);
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
  group: string,
  printing: Printing,
): Promise<void> {
  const { paint, socket } = printing;
  await using events = await genetlink.family(definition).subscribe(group, { signal: socket.signal });
  await printEvents(events, (event) => specificationEventText(event, definition.name, paint), printing);
}
