import { type Outcome, run, type Sandbox } from "./sandbox.ts";

/** How long to wait between two looks, in milliseconds. */
const INTERVAL = 20;

/**
 * Waits until another process has subscribed to events of rtnetlink in the namespace, where nobody else has, so that it
 * misses nothing from now on. Throws with what it said when it ends before that.
 */
export async function subscribed(home: Sandbox, ending: Promise<Outcome>): Promise<void> {
  let ended: Outcome | undefined;
  void ending.then((outcome) => ended = outcome);
  for (let before = "";;) {
    if (ended !== undefined) throw new Error(`Cannot wait for a subscription: status ${ended.status}: ${ended.stderr}`);
    const { stdout } = await run(["nsenter", `--net=/run/netns/${home.name}`, "cat", "/proc/net/netlink"]);
    const groups = groupsOf(stdout);
    // Groups are joined one by one.
    if (groups !== "" && groups === before) return;
    before = groups;
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}

/** The groups of the sockets that have any, as the kernel lists them: protocol, port, groups. */
function groupsOf(table: string): string {
  const rows = table.split("\n").map((line) => line.trim().split(/ +/));
  return rows.filter(([, protocol, port, groups = ""]) => protocol === "0" && port !== "0" && /[1-9a-f]/.test(groups))
    .map(([, , port, groups]) => `${port} ${groups}`).join("\n");
}
