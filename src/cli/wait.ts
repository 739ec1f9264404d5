import {
  type Link,
  type SocketOptions,
  waitForLink,
  waitForNewLink,
  waitForReconnect,
  waitForRemovedLink,
} from "../../mod.ts";
import { type Command, type Invocation, linkOf, noMore, oneOf, TIMED_OUT, UsageError } from "./command.ts";
import { Interrupted } from "./interrupt.ts";
import { toJson } from "./json.ts";
import { inSession, namespaceOption, timeoutOption } from "./session.ts";
import { printable } from "./text/paint.ts";

/** What a link is waited for to be, or to do. */
const CONDITIONS = ["up", "down", "present", "absent", "reconnect"] as const;

/** `wait`: ends when something is so. */
export const wait: Command = {
  summary: "Waits until a link is as it shall be, or until one comes or goes.",
  details:
    "A link is called by its name, or by its index in digits. It is up when it can carry packets. To reconnect is to\n" +
    "lose the carrier and get it back, both from now on. Prints nothing, except the name of a link that is new or was\n" +
    "removed. Where --timeout ends it, a sentence on standard error tells what was waited for in vain.",
  usage: `LINK ${CONDITIONS.join("|")} [OPTION...]\n       netlink wait new|removed [OPTION...]`,
  options: {
    json: { help: "Prints the link as one JSON object, unless it is absent" },
    except: {
      value: "LINK",
      multiple: true,
      help: "With new: this link does not count as new, any other does, even if it is there now; may be repeated",
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
  /** What is told when it did not come in time. */
  readonly failure: string;
}

async function run(invocation: Invocation): Promise<number> {
  const wanted = wantedOf(invocation);
  return await inSession(invocation, async ({ json, output, socket }) => {
    const link = await wanted.wait(socket).catch((error) => {
      throw error instanceof Interrupted && error.status === TIMED_OUT ? tooLate(wanted, invocation) : error;
    });
    if (link === undefined) return;
    if (json) await output.write(`${toJson(link)}\n`);
    else if (wanted.isNews) await output.write(`${printable(link.name ?? `${link.index}`)}\n`);
  });
}

function tooLate({ failure }: Wanted, invocation: Invocation): Interrupted {
  const timeout = `${invocation.get("timeout")}`;
  return new Interrupted(TIMED_OUT, `${failure} within ${timeout}${/\d$/.test(timeout) ? "s" : ""}`);
}

function wantedOf(invocation: Invocation): Wanted {
  const [link, given, ...more] = invocation.positionals;
  if (link === undefined) {
    throw new UsageError("Cannot wait without saying for what: expected a link and what it shall be, new, or removed");
  }
  const except = invocation.all("except").map(linkOf);
  if (given === undefined && link === "new") {
    return {
      wait: (options) => waitForNewLink({ ...options, ...(except.length > 0 && { except }) }),
      isNews: true,
      failure: "Cannot wait for a new link any longer: there was none",
    };
  }
  if (except.length > 0) throw new UsageError("Cannot wait with --except: it is for new");
  if (given === undefined && link === "removed") {
    const failure = "Cannot wait for a removed link any longer: there was none";
    return { wait: waitForRemovedLink, isNews: true, failure };
  }
  const subject = `Cannot wait for link '${link}'`;
  if (given === undefined) {
    throw new UsageError(`${subject} without saying what it shall be: expected one of ${CONDITIONS.join(", ")}`);
  }
  const condition = oneOf(`${subject} to be '${given}'`, CONDITIONS, given);
  noMore(`${subject} to be ${condition}`, more);
  return {
    wait: (options) =>
      condition === "reconnect"
        ? waitForReconnect(linkOf(link), options)
        : waitForLink(linkOf(link), condition, options),
    isNews: false,
    failure: condition === "reconnect"
      ? `${subject} to reconnect any longer: it did not`
      : `${subject} to be ${condition} any longer: it was not`,
  };
}
