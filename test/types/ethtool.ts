import {
  bitChange,
  type ethtool,
  type EthtoolFeatures,
  type EthtoolLinkState,
  type Family,
  type FamilyEvent,
  featureStates,
} from "../../src/generic/mod.ts";
import type { OverrunEvent } from "../../mod.ts";
import { is } from "./expect.ts";

type Definition = typeof ethtool;
type Links = Family<Definition["commands"], Definition["notifications"], "monitor">;

const header = { deviceName: "eth0" };

/** What is asked of one link, and of all. */
async function asks(links: Links): Promise<void> {
  const state = await links.request("getLinkState", { header });
  is<EthtoolLinkState>()(state);
  is<boolean | undefined>()(state.link);
  is<readonly EthtoolLinkState[]>()(await links.dump("getLinkState"));
  await links.dump("getLinkState", { header: { flags: ["stats"] } });
  // @ts-expect-error: one link has to be named
  await links.request("getLinkState");
  // @ts-expect-error: nor is it named by an empty request
  await links.request("getLinkState", {});
  // @ts-expect-error: there is no such flag
  await links.request("getLinkState", { header: { flags: ["statistics"] } });
  // @ts-expect-error: a name is no number
  await links.request("getLinkState", { header: { deviceName: 1 } });
  // @ts-expect-error: there is no such command
  await links.request("getLinkStates", { header });
  // @ts-expect-error: counters are asked for by their groups
  await links.request("getStats", { header });
  await links.request("getStats", { header, groups: bitChange({ rmon: true }) });
  // @ts-expect-error: so much has to be told of what is read
  await links.request("getModuleEeprom", { header, offset: 0, length: 1 });
  await links.request("getModuleEeprom", { header, offset: 0, length: 1, page: 0, i2cAddress: 0x50 });
  // @ts-expect-error: nobody lists what sets something
  await links.dump("setChannels", { header });
}

/** What is set, and what of it comes back. */
async function sets(links: Links): Promise<void> {
  await links.execute("setChannels", { header, rxCount: 2 });
  // @ts-expect-error: the most that there can be is not set
  await links.execute("setChannels", { header, rxMax: 2 });
  // @ts-expect-error: misspelt
  await links.execute("setChannels", { header, rxcount: 2 });
  // @ts-expect-error: a number of channels is no text
  await links.execute("setChannels", { header, rxCount: "2" });
  // @ts-expect-error: no such duplex
  await links.execute("setLinkModes", { header, duplex: "both" });
  await links.execute("setLinkModes", {
    header,
    duplex: "half",
    speed: 100,
    ours: bitChange({ "100baseT/Half": true }),
  });
  // @ts-expect-error: it replies with nothing
  await links.request("setChannels", { header });
  is<EthtoolFeatures>()(await links.request("setFeatures", { header, wanted: bitChange({ "rx-gro": true }) }));
  // @ts-expect-error: bits are on or off
  bitChange({ "rx-gro": 1 });
}

/** What is announced. */
function announced(event: FamilyEvent<Definition["notifications"]> | OverrunEvent): void {
  if (event.type !== "notification") return;
  if (event.command === "features") is<boolean | undefined>()(featureStates(event.value).get("rx-gro")?.active);
  if (event.command === "moduleFlash") is<number | bigint | undefined>()(event.value.done);
  // @ts-expect-error: nothing is announced of it
  if (event.command === "linkState") return;
}

/** Nobody runs them. */
export const claims: readonly unknown[] = [asks, sets, announced];
