import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Link } from "../../mod.ts";
import { hostDevice } from "../../src/cni/mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";
import { attachment, called } from "./called.ts";

const records = mkdtempSync(join(tmpdir(), "netlink-cni-"));
afterAll(() => rmSync(records, { recursive: true }));

const device: Partial<Link> = { index: 7, name: "ens1", type: "ether", address: "02:00:00:00:00:01", alias: "uplink" };
const record = {
  network: "net",
  containerId: attachment.CNI_CONTAINERID,
  ifName: "eth0",
  netns: attachment.CNI_NETNS,
  link: device,
  addresses: [],
};

test.each([
  ["DEL", {}],
  ["GC", { "cni.dev/valid-attachments": [] }],
])("%s brings home the hardware of a container that has just gone", async (CNI_COMMAND, more) => {
  writeFileSync(join(records, `${record.containerId}:eth0.json`), JSON.stringify(record));
  // The kernel has it on the host again by the third time that it is asked for all links.
  let lists = 0;
  let link: Partial<Link> = { ...device, name: "dev7", alias: "ens1" };
  const kernel = fakeKernel(({ verb, topic, message, value }) => {
    if (topic !== "link") return undefined;
    if (verb !== "get") link = { ...link, ...value };
    else if (message.flags.includes("match")) return ++lists < 3 ? [] : [link];
    // Nobody else has its name.
    return value?.index === device.index ? link : undefined;
  });
  const config = { cniVersion: "1.1.0", name: "net", device: "ens1", ...more };
  const answer = await called(hostDevice({ records, kernel }), { ...attachment, CNI_COMMAND }, config);
  expect(answer).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(link).toMatchObject({ index: 7, name: "ens1", alias: "uplink" });
  expect(readdirSync(records)).toEqual([]);
});
