import type { Codec } from "../../codec/codec.ts";
import type { DoCommand, DumpCommand, FamilyDefinition } from "../definition.ts";
import type { EthtoolCommands, EthtoolNotifications } from "./ethtool/commands.ts";
import { cableTest, cableTestReport, tdrReport, tdrTest } from "./ethtool/cable-test.ts";
import { channels } from "./ethtool/channels.ts";
import { coalesce } from "./ethtool/coalesce.ts";
import { debug } from "./ethtool/debug.ts";
import { eee } from "./ethtool/eee.ts";
import { features } from "./ethtool/features.ts";
import { fec } from "./ethtool/fec.ts";
import { linkInfo } from "./ethtool/link-info.ts";
import { linkModes } from "./ethtool/link-modes.ts";
import { linkState } from "./ethtool/link-state.ts";
import { macMerge } from "./ethtool/mac-merge.ts";
import { module, moduleFlash } from "./ethtool/module.ts";
import { moduleEeprom } from "./ethtool/module-eeprom.ts";
import { mse } from "./ethtool/mse.ts";
import { pause } from "./ethtool/pause.ts";
import { phy } from "./ethtool/phy.ts";
import { plca } from "./ethtool/plca.ts";
import { power, powerReport } from "./ethtool/power.ts";
import { privateFlags } from "./ethtool/private-flags.ts";
import { rings } from "./ethtool/rings.ts";
import { rss } from "./ethtool/rss.ts";
import { stats } from "./ethtool/stats.ts";
import { strings } from "./ethtool/strings.ts";
import { timestampInfo, timestampSettings } from "./ethtool/timestamping.ts";
import { tunnelInfo } from "./ethtool/tunnel-info.ts";
import { virtualClocks } from "./ethtool/virtual-clocks.ts";
import { wakeOnLan } from "./ethtool/wake-on-lan.ts";

/** A command that asks, of one link or of all. */
function get<Request extends object, Reply extends object, ListRequest extends object>(
  number: number,
  schema: Codec<Reply>,
  replyNumber: number = number,
): DoCommand<Request, Reply> & DumpCommand<ListRequest, Reply> {
  const reply = schema;
  return {
    number,
    replyNumber,
    do: { request: requestOf<Request>(schema), reply },
    dump: { request: requestOf<ListRequest>(schema), reply },
  };
}

/** A command that changes something and replies. */
function ask<Request extends object, Reply extends object>(
  number: number,
  schema: Codec<Reply>,
  replyNumber: number = number,
): DoCommand<Request, Reply> {
  return { number, replyNumber, do: { request: requestOf<Request>(schema), reply: schema }, privileged: true };
}

/** A command that changes something. */
function set<Request extends object>(number: number, schema: Codec<object>): DoCommand<Request> {
  return { number, do: { request: requestOf<Request>(schema) }, privileged: true };
}

/** The schema of a request: that of the subject, of which it has a part. */
function requestOf<Request extends object>(schema: Codec<object>): Codec<Request> {
  // A request is only written, and what the schema does not know is refused there.
  return schema as Codec<Request>;
}

/** The numbers of the kernel, each once (`ETHTOOL_MSG_*`); that of a reply where it is another. */
const commands: EthtoolCommands = {
  getStrings: get(1, strings),
  getLinkInfo: get(2, linkInfo),
  setLinkInfo: set(3, linkInfo),
  getLinkModes: get(4, linkModes),
  setLinkModes: set(5, linkModes),
  getLinkState: get(6, linkState),
  getDebug: get(7, debug),
  setDebug: set(8, debug),
  getWakeOnLan: { ...get(9, wakeOnLan), privileged: true },
  setWakeOnLan: set(10, wakeOnLan),
  getFeatures: get(11, features),
  setFeatures: ask(12, features),
  getPrivateFlags: get(13, privateFlags, 14),
  setPrivateFlags: set(14, privateFlags),
  getRings: get(15, rings, 16),
  setRings: set(16, rings),
  getChannels: get(17, channels, 18),
  setChannels: set(18, channels),
  getCoalesce: get(19, coalesce, 20),
  setCoalesce: set(20, coalesce),
  getPause: get(21, pause, 22),
  setPause: set(22, pause),
  getEee: get(23, eee, 24),
  setEee: set(24, eee),
  getTimestampInfo: get(25, timestampInfo, 26),
  testCable: set(26, cableTest),
  testCableTdr: set(27, tdrTest),
  getTunnelInfo: get(28, tunnelInfo, 29),
  getFec: get(29, fec, 30),
  setFec: set(30, fec),
  getModuleEeprom: { ...get(31, moduleEeprom, 32), privileged: true },
  getStats: get(32, stats, 33),
  getVirtualClocks: get(33, virtualClocks, 34),
  getModule: get(34, module, 35),
  setModule: set(35, module),
  getPower: get(36, power, 37),
  setPower: set(37, power),
  getRss: get(38, rss),
  getPlca: get(39, plca),
  setPlca: set(40, plca),
  getPlcaStatus: get(41, plca, 40),
  getMacMerge: get(42, macMerge),
  setMacMerge: set(43, macMerge),
  flashModule: set(44, moduleFlash),
  getPhy: get(45, phy),
  getTimestampSettings: get(46, timestampSettings, 47),
  setTimestampSettings: ask(47, timestampSettings, 48),
  setRss: set(48, rss),
  createRss: ask(49, rss, 51),
  deleteRss: set(50, rss),
  getMse: get(51, mse, 54),
};

/**
 * What links are and can do, and how they are set (`ethtool`): the family that the program of this name speaks.
 *
 * @example Watch what is set, and set something
 * ```ts
 * import { bitChange, ethtool, featureStates, Genetlink, namesIn } from "@netlink/ffi/generic";
 *
 * await using genetlink = await Genetlink.open();
 * const links = genetlink.family(ethtool);
 * const strings = await links.request("getStrings", { header: {}, stringSets: { sets: [{ id: "features" }] } });
 * const names = namesIn(strings, "features");
 *
 * await using events = await links.subscribe("monitor");
 * const header = { deviceName: "eth0" };
 * await links.execute("setFeatures", { header, wanted: bitChange({ "tx-checksum-ip-generic": false }) });
 * const { value } = await events.next();
 * if (value?.type === "notification" && value.command === "features") {
 *   console.log(featureStates(value.value, names).get("tx-checksum-ip-generic")?.active); // false
 * }
 * ```
 */
export const ethtool: FamilyDefinition<EthtoolCommands, EthtoolNotifications, "monitor"> = {
  name: "ethtool",
  version: 1,
  modules: [],
  commands,
  notifications: {
    linkInfo: { number: 3, value: linkInfo },
    linkModes: { number: 5, value: linkModes },
    debug: { number: 8, value: debug },
    wakeOnLan: { number: 10, value: wakeOnLan },
    features: { number: 13, value: features },
    privateFlags: { number: 15, value: privateFlags },
    rings: { number: 17, value: rings },
    channels: { number: 19, value: channels },
    coalesce: { number: 21, value: coalesce },
    pause: { number: 23, value: pause },
    eee: { number: 25, value: eee },
    cableTest: { number: 27, value: cableTestReport },
    cableTestTdr: { number: 28, value: tdrReport },
    fec: { number: 31, value: fec },
    module: { number: 36, value: module },
    plca: { number: 41, value: plca },
    macMerge: { number: 43, value: macMerge },
    moduleFlash: { number: 44, value: moduleFlash },
    phy: { number: 46, value: phy },
    power: { number: 49, value: powerReport },
    rss: { number: 50, value: rss },
    rssCreate: { number: 52, value: rss },
    rssDelete: { number: 53, value: rss },
  },
  groups: ["monitor"],
};
