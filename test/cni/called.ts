import { type Plugin, runPlugin } from "../../src/cni/mod.ts";

/** What became of a request. */
export interface Answer {
  /** Exit status. */
  readonly status: number;
  /** What the plugin printed on standard output. */
  readonly stdout: string;
  /** What it printed on standard error. */
  readonly stderr: string;
}

/** The variables of a request about a container, without a namespace. */
export const attachment = {
  CNI_CONTAINERID: "container-1",
  CNI_NETNS: "/var/run/netns/none",
  CNI_IFNAME: "eth0",
  CNI_PATH: "/opt/cni/bin",
} as const;

/** Calls a plugin; a configuration that is no text goes in as JSON. */
export async function called(
  plugin: Plugin,
  env: Readonly<Record<string, string>>,
  config: unknown = { cniVersion: "1.1.0", name: "net", type: "host-device" },
): Promise<Answer> {
  let stdout = "";
  let stderr = "";
  const status = await runPlugin(plugin, {
    env,
    stdin: () => Promise.resolve(typeof config === "string" ? config : JSON.stringify(config)),
    stdout(text) {
      stdout += text;
      return Promise.resolve();
    },
    stderr: (text) => void (stderr += text),
  });
  return { status, stdout, stderr };
}
