import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../sandbox.ts";
import { ours, theirsIn } from "./debian.ts";
import { describeBesideOthers } from "./others.ts";
import { onHost, Stage } from "./stage.ts";

describeBesideOthers("beside the plugin that everybody uses", (folder) => {
  test("what it moved, we bring back, and the other way round", async () => {
    for (const [first, second] of [[theirsIn(folder), ours], [ours, theirsIn(folder)]] as const) {
      await using stage = await Stage.open();
      for (const [serve, command] of [[first, "ADD"], [second, "DEL"]] as const) {
        expect(await serve(stage, stage.env(command), stage.config())).toMatchObject({ status: 0 });
      }
      expect(await onHost(stage.device)).toMatchObject({ ifname: stage.device });
    }
  });
});

describeBesideOthers("an IPAM plugin that everybody uses", (folder) => {
  test("gives addresses, and gets them back", async () => {
    await using stage = await Stage.open();
    stage.path = folder;
    const dataDir = join(stage.folder, "addresses");
    mkdirSync(dataDir);
    const config = { ipam: { type: "host-local", dataDir, ranges: [[{ subnet: "10.30.0.0/29" }]] } };
    for (let i = 0; i < 10; i++) {
      const { ips } = await stage.done("ADD", config) as { readonly ips: readonly { readonly address: string }[] };
      expect(stage.container.ip("address", "show", "dev", "eth0")).toContain(`inet ${ips[0]?.address} `);
      await stage.done("DEL", config);
    }
    // There are five: without giving them back, the sixth would have been refused.
    expect(await stage.done("ADD", config)).toMatchObject({ ips: [{ gateway: "10.30.0.1" }] });
    // The container vanishes; its address does not stay taken.
    await stage.done("DEL", config, { CNI_NETNS: "" });
    const reserved = await run(["ls", join(dataDir, "net")]);
    expect(reserved.stdout.split("\n").filter((name) => name.startsWith("10.30."))).toEqual([]);
  });
});
