import { Genetlink } from "../generic/mod.ts";
import { type Command, count, type Invocation, noMore, UsageError } from "./command.ts";
import { watchFamilies } from "./genl/events.ts";
import { printFamilies, printFamily } from "./genl/families.ts";
import { inSession, namespaceOption, timeoutOption } from "./session.ts";
import { writeError } from "./standard-error.ts";

/** `genl`: prints the families of generic netlink. */
export const genl: Command = {
  summary: "Prints the families of generic netlink, or all about one.",
  details:
    "Of one family it also prints what the kernel accepts of the attributes of each command (its policies), an\n" +
    "attribute a line, behind the numbers of those that it is nested in.\n" +
    "With one of the kernel's specifications (Documentation/netlink/specs, YAML or JSON) it speaks with its family,\n" +
    "where REQUEST is the attributes in JSON, such as '{\"ifindex\": 1}'; or it prints the family as TypeScript.",
  usage: "[FAMILY] [OPTION...] | --spec FILE --do|--dump COMMAND [REQUEST] | --spec FILE --subscribe GROUP|--types",
  options: {
    json: { help: "Prints one JSON array, of a family one object; with --watch one object a line" },
    watch: { help: "Prints families and groups that come and go, or those of the family alone" },
    spec: { value: "FILE", help: "Knows a family from a specification of it" },
    do: { value: "COMMAND", help: "With --spec: carries out a command, and prints what it replies" },
    dump: { value: "COMMAND", help: "With --spec: prints what a command lists, one a line" },
    subscribe: {
      value: "GROUP",
      multiple: true,
      help: "With --spec: prints what the kernel announces in a group, or in each where it is repeated",
    },
    types: { help: "With --spec: prints the family as a module in TypeScript, its types and schemas" },
    namespace: namespaceOption,
    count: { value: "N", help: "With --watch and --subscribe: ends after so many lines" },
    timeout: timeoutOption,
  },
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const file = invocation.get("spec");
  const option = ["do", "dump", "subscribe", "types"].find((name) =>
    invocation.has(name) || invocation.get(name) !== undefined || invocation.all(name).length > 0
  );
  if (file !== undefined) {
    const { runSpecification } = await import("./genl/specification.ts");
    return await runSpecification(invocation, file);
  }
  if (option !== undefined) throw new UsageError(`Cannot use --${option} without --spec`);
  const [family, ...more] = invocation.positionals;
  noMore(family === undefined ? "Cannot list families" : `Cannot tell of family '${family}'`, more);
  const watch = invocation.has("watch");
  const limit = invocation.get("count");
  if (limit !== undefined && !watch) throw new UsageError("Cannot use --count without --watch");
  const lines = limit === undefined ? Infinity : count("count", limit);
  return await inSession(invocation, async (session) => {
    await using genetlink = await Genetlink.open(session.socket);
    const { controller } = genetlink;
    if (watch) await watchFamilies(controller, family, { ...session, lines, complain: writeError });
    else if (family === undefined) await printFamilies(controller, session);
    else await printFamily(controller, family, session);
  });
}
