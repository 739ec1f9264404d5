import { hostDevice, runPlugin } from "../cni/mod.ts";
import { type Command, type Invocation, noMore } from "./command.ts";

/** `host-device`: the CNI plugin. */
export const hostDeviceCommand: Command = {
  summary: "The CNI plugin that moves interfaces into containers.",
  details:
    "A container runtime runs it: what is to be done stands in CNI_COMMAND and other variables of the environment,\n" +
    "the configuration of the network on standard input.",
  usage: "< CONFIGURATION",
  options: {},
  run,
};

async function run({ positionals }: Invocation): Promise<number> {
  noMore("Cannot run the plugin", positionals);
  return await runPlugin(hostDevice());
}
