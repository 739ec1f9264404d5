// What the families that the project ships take and give.
import {
  type Genetlink,
  mptcpPm,
  netdev,
  type NetdevDevice,
  type TaskMessage,
  taskstats,
  tcpMetrics,
} from "../../src/generic/mod.ts";
import { is } from "./expect.ts";

/** What is asked of network devices. */
export async function devices(genetlink: Genetlink): Promise<void> {
  const family = genetlink.family(netdev);
  is<NetdevDevice>()(await family.request("getDevice", { index: 1 }));
  await family.dump("getDevice");
  await family.dump("getQueue", { linkIndex: 1 });
  // @ts-expect-error: nobody knows which device
  await family.request("getDevice");
  // @ts-expect-error: a device has no such attribute to ask by
  await family.request("getDevice", { linkIndex: 1 });
  // @ts-expect-error: counters are listed
  await family.request("getQueueStats", {});
  // @ts-expect-error: there is no such group
  await family.subscribe("pagepool");
  // @ts-expect-error: there is no such type of queue
  await family.request("createQueue", { linkIndex: 1, type: "both", lease: {} });
}

/** What is asked about connections. */
export async function connections(genetlink: Genetlink): Promise<void> {
  const paths = genetlink.family(mptcpPm);
  await paths.execute("addEndpoint", { address: { family: "inet", address4: "192.0.2.1", flags: ["subflow"] } });
  // @ts-expect-error: there is no such flag
  await paths.execute("addEndpoint", { address: { flags: ["subflows"] } });
  // @ts-expect-error: an announcement is one to a connection
  await paths.execute("announce", { address: {} });
  // @ts-expect-error: what is set gives nothing
  await paths.request("setLimits", {});
  const metrics = genetlink.family(tcpMetrics);
  is<bigint | undefined>()((await metrics.request("get", { address4: "192.0.2.1" })).age);
  // @ts-expect-error: it announces nothing, and has no groups
  await metrics.subscribe("all");
}

/** What is asked about tasks. */
export async function tasks(genetlink: Genetlink): Promise<void> {
  const family = genetlink.family(taskstats);
  is<TaskMessage>()(await family.request("get", { pid: 1 }));
  // @ts-expect-error: a control group is known by a descriptor
  await family.request("getCgroup", {});
  for await (const event of await family.listen("get", { registerCpus: "0" }, { atEnd: { deregisterCpus: "0" } })) {
    if (event.type === "notification") is<TaskMessage>()(event.value);
  }
  // @ts-expect-error: CPUs are told as text
  await family.listen("get", { registerCpus: 0 });
  // @ts-expect-error: what ends it is a request too
  await family.listen("get", { registerCpus: "0" }, { atEnd: "0" });
}
