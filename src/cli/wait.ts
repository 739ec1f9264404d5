import {
  type Link,
  type SocketOptions,
  waitForLink,
  waitForNewLink,
  waitForReconnect,
  waitForRemovedLink,
} from "../../mod.ts";
import { type Command, type Invocation, noMore, oneOf, UsageError } from "./command.ts";
import { toJson } from "./json.ts";
import { inSession, namespaceOption, timeoutOption } from "./session.ts";
import { printable } from "./text/paint.ts";

/** What a link is waited for to be, or to do. */
const CONDITIONS = ["up", "down", "present", "absent", "reconnect"] as const;

/** `wait`: ends when something is so. */
export const wait: Command = {
  summary: "Waits until a link is as it shall be, or until one comes or goes.",
  details:
    "A link is up when it can carry packets. To reconnect is to lose the carrier and get it back, both from now on.\n" +
    "Prints nothing, except the name of a link that is new or was removed.",
  usage: `LINK ${CONDITIONS.join("|")} [OPTION...]\n       netlink wait new|removed [OPTION...]`,
  options: {
    json: { help: "Prints the link as one JSON object, unless it is absent" },
    except: {
      value: "NAME",
      multiple: true,
      help: "With new: any link but this is, also one that is there already; may be repeated",
    },
    namespace: namespaceOption,
    timeout: timeoutOption,
  },
  run,
};

/** What is waited for. */
interface Wanted {
  /** Waits for it. */
  wait(options: SocketOptions): Promise<Link | undefined>;
  /** Whether nobody knows the name of the link before. */
  readonly isNews: boolean;
}

async function run(invocation: Invocation): Promise<number> {
  const wanted = wantedOf(invocation);
  return await inSession(invocation, async ({ json, output, socket }) => {
    const link = await wanted.wait(socket);
    if (link === undefined) return;
    if (json) await output.write(`${toJson(link)}\n`);
    else if (wanted.isNews) await output.write(`${printable(link.name ?? `${link.index}`)}\n`);
  });
}

function wantedOf(invocation: Invocation): Wanted {
  const [link, given, ...more] = invocation.positionals;
  if (link === undefined) {
    throw new UsageError("Cannot wait without saying for what: expected a link and what it shall be, new, or removed");
  }
  const except = invocation.all("except");
  if (given === undefined && link === "new") {
    return { wait: (options) => waitForNewLink({ ...options, ...(except.length > 0 && { except }) }), isNews: true };
  }
  if (except.length > 0) throw new UsageError("Cannot wait with --except: it is for new");
  if (given === undefined && link === "removed") return { wait: waitForRemovedLink, isNews: true };
  const subject = `Cannot wait for link '${link}'`;
  if (given === undefined) {
    throw new UsageError(`${subject} without saying what it shall be: expected one of ${CONDITIONS.join(", ")}`);
  }
  const condition = oneOf(`${subject} to be '${given}'`, CONDITIONS, given);
  noMore(`${subject} to be ${condition}`, more);
  return {
    wait: (options) =>
      condition === "reconnect" ? waitForReconnect(link, options) : waitForLink(link, condition, options),
    isNews: false,
  };
}
