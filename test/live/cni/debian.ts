import { writeSysctl } from "../../../mod.ts";
import { type Answer, called } from "../../cni/called.ts";
import { run } from "../sandbox.ts";
import { ip, onHost, Stage } from "./stage.ts";

/** One call of a plugin. */
export interface Step {
  /** What it shall do. */
  readonly command: string;
  /** What the configuration has beside the usual; `FOLDER` in it stands for a folder that goes afterwards. */
  readonly config?: object;
  /** Variables beside the usual. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is done before. */
  readonly before?: (stage: Stage) => unknown;
}

/** A plugin: ours within this process, or a program. */
export type Called = (stage: Stage, env: Readonly<Record<string, string>>, config: object) => Promise<Answer>;

/** Our plugin. */
export const ours: Called = (stage, env, config) => called(stage.plugin, env, config);

/** The plugin of the same name in a folder of others. */
export function theirsIn(folder: string): Called {
  return async (_, env, config) => {
    const { status, stdout, stderr } = await run([`${folder}/host-device`], { env, input: JSON.stringify(config) });
    return { status: status ?? NaN, stdout, stderr };
  };
}

/** What a plugin printed, and what the kernel had after it, step by step. */
export type Trace = readonly {
  readonly command: string;
  readonly status: number;
  readonly stdout: unknown;
  readonly stderr: string;
  readonly host: unknown;
  readonly container: unknown;
  readonly routes: unknown;
}[];

/** Calls a plugin step by step, on a host of its own with the plugins of a folder, and tells what it printed and what the kernel has after each. */
export async function traceOf(path: string, call: Called, steps: readonly Step[]): Promise<Trace> {
  await using stage = await Stage.open();
  const { device, cable, container, netns, folder } = stage;
  stage.path = path;
  // So are the addresses the same that the links give themselves.
  await ip("link", "set", device, "down");
  await ip("link", "set", device, "up", "address", "02:00:00:00:00:11");
  await ip("link", "set", cable, "address", "02:00:00:00:00:12");
  await writeSysctl("net.ipv6.conf.default.accept_dad", 0, { namespace: netns });
  const trace: Trace[number][] = [];
  let prevResult: unknown;
  for (const { command, config = {}, env = {}, before } of steps) {
    await before?.(stage);
    const whole = JSON.stringify(stage.config({ ...config, prevResult })).replaceAll("FOLDER", folder);
    const { status, stdout, stderr } = await call(stage, stage.env(command, env), JSON.parse(whole));
    await stage.settled();
    const printed = stdout.startsWith("{") ? JSON.parse(stdout) : stdout;
    if (command === "ADD" && status === 0) prevResult = printed;
    const text = JSON.stringify({
      command,
      status,
      stdout: printed,
      stderr,
      host: await onHost(device),
      container: container.json("address"),
      // Those of the kernel follow from the addresses.
      routes: container.json("route", "show", "table", "all").filter(({ protocol }) => protocol !== "kernel"),
    });
    trace.push(JSON.parse(alike(text, stage)));
  }
  return trace;
}

/** The text without what is another from one host to the next, and from one moment to the next. */
function alike(text: string, { device, cable, container }: Stage): string {
  return text.replaceAll(device, "DEVICE").replaceAll(cable, "CABLE").replaceAll(container.name, "NETNS")
    .replaceAll(/"(ifindex|link_index|link_netnsid|valid_life_time|preferred_life_time)":\d+,/g, "")
    .replaceAll('"tentative":true,', "");
}

/** Where two traces are not the same. */
export interface Difference {
  /** Number of the step, from 0. */
  readonly step: number;
  /** What that was to do. */
  readonly command: string;
  /** Our exit status. */
  readonly status: number;
  /** Place of the value, such as `"stdout/ips/0/address"`. */
  readonly at: string;
  /** Ours; absent where we have nothing there. */
  readonly ours: unknown;
  /** Theirs. */
  readonly theirs: unknown;
}

/** All differences of two traces. */
export function differences(ours: Trace, theirs: Trace): readonly Difference[] {
  return ours.flatMap((step, i) =>
    differ(step, theirs[i]).map(([path, own, other]) => {
      const { command, status } = step;
      return { step: i, command, status, at: path.join("/"), ours: own, theirs: other };
    })
  );
}

function differ(
  ours: unknown,
  theirs: unknown,
  path: readonly string[] = [],
): readonly (readonly [path: readonly string[], ours: unknown, theirs: unknown])[] {
  if (Object(ours) !== ours || Object(theirs) !== theirs) return ours === theirs ? [] : [[path, ours, theirs]];
  const keys = new Set([...Object.keys(Object(ours)), ...Object.keys(Object(theirs))]);
  return [...keys].flatMap((key) =>
    differ(Reflect.get(Object(ours), key), Reflect.get(Object(theirs), key), [...path, key])
  );
}
