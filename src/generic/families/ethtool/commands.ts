import type { DoCommand, DumpCommand, NotificationDefinition } from "../../definition.ts";
import type { EthtoolCableTestReport, EthtoolTdrReport, EthtoolTdrTest } from "./cable-test.ts";
import type { EthtoolChannels } from "./channels.ts";
import type { EthtoolCoalesce } from "./coalesce.ts";
import type { EthtoolDebug } from "./debug.ts";
import type { EthtoolEee } from "./eee.ts";
import type { EthtoolFeatures } from "./features.ts";
import type { EthtoolFec } from "./fec.ts";
import type { EthtoolListRequest, EthtoolRequest, EthtoolSetting } from "./header.ts";
import type { EthtoolLinkInfo } from "./link-info.ts";
import type { EthtoolLinkModes } from "./link-modes.ts";
import type { EthtoolLinkState } from "./link-state.ts";
import type { EthtoolMacMerge } from "./mac-merge.ts";
import type { EthtoolModule, EthtoolModuleFlash } from "./module.ts";
import type { EthtoolEepromQuery, EthtoolModuleEeprom } from "./module-eeprom.ts";
import type { EthtoolMse } from "./mse.ts";
import type { EthtoolPause } from "./pause.ts";
import type { EthtoolPhy } from "./phy.ts";
import type { EthtoolPlca } from "./plca.ts";
import type { EthtoolPower, EthtoolPowerReport } from "./power.ts";
import type { EthtoolPrivateFlags } from "./private-flags.ts";
import type { EthtoolRings } from "./rings.ts";
import type { EthtoolRss, EthtoolRssSetting } from "./rss.ts";
import type { EthtoolStats, EthtoolStatsQuery } from "./stats.ts";
import type { EthtoolStrings } from "./strings.ts";
import type { EthtoolTimestampInfo, EthtoolTimestampSettings } from "./timestamping.ts";
import type { EthtoolTunnelInfo } from "./tunnel-info.ts";
import type { EthtoolVirtualClocks } from "./virtual-clocks.ts";
import type { EthtoolWakeOnLan } from "./wake-on-lan.ts";

/** A command that asks for something of one link (`ENODEV` where there is none), or of all links that have it. */
export type EthtoolGet<T extends object, More extends object = object, ListMore extends object = More> =
  & DoCommand<EthtoolRequest & More, T>
  & DumpCommand<EthtoolListRequest & ListMore, T>;

/** A command that sets something of a link; what is absent stays as it is. */
export type EthtoolSet<T, Name extends keyof T, Reply extends object = never> = DoCommand<
  EthtoolSetting<T, Name>,
  Reply
>;

/** The commands of `ethtool`. A driver that does not know of something has the kernel refuse it with `EOPNOTSUPP`. */
export interface EthtoolCommands {
  /** String sets of a link, or those of the kernel where the header names none (`ETHTOOL_MSG_STRSET_GET`). */
  readonly getStrings: EthtoolGet<EthtoolStrings, Pick<EthtoolStrings, "stringSets" | "countsOnly">>;
  /** What a link is connected by (`ETHTOOL_MSG_LINKINFO_GET`). */
  readonly getLinkInfo: EthtoolGet<EthtoolLinkInfo>;
  /** Sets what a link is connected by (`ETHTOOL_MSG_LINKINFO_SET`). */
  readonly setLinkInfo: EthtoolSet<EthtoolLinkInfo, "port" | "phyAddress" | "mdixControl">;
  /** How fast a link is (`ETHTOOL_MSG_LINKMODES_GET`). */
  readonly getLinkModes: EthtoolGet<EthtoolLinkModes>;
  /** Sets how fast a link shall be (`ETHTOOL_MSG_LINKMODES_SET`). */
  readonly setLinkModes: EthtoolSet<
    EthtoolLinkModes,
    "autonegotiation" | "ours" | "speed" | "duplex" | "masterSlaveConfiguration" | "lanes"
  >;
  /** Whether a link is up (`ETHTOOL_MSG_LINKSTATE_GET`). */
  readonly getLinkState: EthtoolGet<EthtoolLinkState>;
  /** What the driver of a link writes to the log (`ETHTOOL_MSG_DEBUG_GET`). */
  readonly getDebug: EthtoolGet<EthtoolDebug>;
  /** Sets what the driver of a link writes to the log (`ETHTOOL_MSG_DEBUG_SET`). */
  readonly setDebug: EthtoolSet<EthtoolDebug, "messageMask">;
  /** What wakes the machine up (`ETHTOOL_MSG_WOL_GET`). */
  readonly getWakeOnLan: EthtoolGet<EthtoolWakeOnLan>;
  /** Sets what wakes the machine up (`ETHTOOL_MSG_WOL_SET`). */
  readonly setWakeOnLan: EthtoolSet<EthtoolWakeOnLan, "modes" | "password">;
  /** What a link does in place of the kernel (`ETHTOOL_MSG_FEATURES_GET`). */
  readonly getFeatures: EthtoolGet<EthtoolFeatures>;
  /** Sets what a link does in place of the kernel, and replies with what that changed (`ETHTOOL_MSG_FEATURES_SET`). */
  readonly setFeatures: EthtoolSet<EthtoolFeatures, "wanted", EthtoolFeatures>;
  /** Switches of the driver of a link (`ETHTOOL_MSG_PRIVFLAGS_GET`). */
  readonly getPrivateFlags: EthtoolGet<EthtoolPrivateFlags>;
  /** Sets switches of the driver of a link (`ETHTOOL_MSG_PRIVFLAGS_SET`). */
  readonly setPrivateFlags: EthtoolSet<EthtoolPrivateFlags, "flags">;
  /** How many packets wait between a link and its driver (`ETHTOOL_MSG_RINGS_GET`). */
  readonly getRings: EthtoolGet<EthtoolRings>;
  /** Sets how many packets may wait (`ETHTOOL_MSG_RINGS_SET`). */
  readonly setRings: EthtoolSet<
    EthtoolRings,
    | "rx"
    | "rxMini"
    | "rxJumbo"
    | "tx"
    | "rxBufferLength"
    | "tcpDataSplit"
    | "cqeSize"
    | "txPush"
    | "rxPush"
    | "txPushBufferLength"
    | "headerSplitThreshold"
  >;
  /** How many channels a link has (`ETHTOOL_MSG_CHANNELS_GET`). */
  readonly getChannels: EthtoolGet<EthtoolChannels>;
  /** Sets how many channels a link has (`ETHTOOL_MSG_CHANNELS_SET`). */
  readonly setChannels: EthtoolSet<EthtoolChannels, "rxCount" | "txCount" | "otherCount" | "combinedCount">;
  /** How many packets share an interrupt (`ETHTOOL_MSG_COALESCE_GET`). */
  readonly getCoalesce: EthtoolGet<EthtoolCoalesce>;
  /** Sets how many packets share an interrupt (`ETHTOOL_MSG_COALESCE_SET`). */
  readonly setCoalesce: EthtoolSet<EthtoolCoalesce, Exclude<keyof EthtoolCoalesce, "header" | "unknown">>;
  /** Whether a link pauses (`ETHTOOL_MSG_PAUSE_GET`). */
  readonly getPause: EthtoolGet<EthtoolPause, Pick<EthtoolPause, "statsSource">>;
  /** Sets whether a link pauses (`ETHTOOL_MSG_PAUSE_SET`). */
  readonly setPause: EthtoolSet<EthtoolPause, "autonegotiation" | "rx" | "tx">;
  /** Whether an idle link sleeps (`ETHTOOL_MSG_EEE_GET`). */
  readonly getEee: EthtoolGet<EthtoolEee>;
  /** Sets whether an idle link sleeps (`ETHTOOL_MSG_EEE_SET`). */
  readonly setEee: EthtoolSet<EthtoolEee, "modesOurs" | "enabled" | "txLpiEnabled" | "txLpiTimer">;
  /** What timestamps a link can take (`ETHTOOL_MSG_TSINFO_GET`). */
  readonly getTimestampInfo: EthtoolGet<EthtoolTimestampInfo, Pick<EthtoolTimestampInfo, "provider">>;
  /** Begins a test of the cable; `cableTest` is announced (`ETHTOOL_MSG_CABLE_TEST_ACT`). */
  readonly testCable: DoCommand<EthtoolRequest>;
  /** Begins to measure echoes in the cable; `cableTestTdr` is announced (`ETHTOOL_MSG_CABLE_TEST_TDR_ACT`). */
  readonly testCableTdr: EthtoolSet<EthtoolTdrTest, "settings">;
  /** Which tunnels a link can look into (`ETHTOOL_MSG_TUNNEL_INFO_GET`). */
  readonly getTunnelInfo: EthtoolGet<EthtoolTunnelInfo>;
  /** How a link corrects errors (`ETHTOOL_MSG_FEC_GET`). */
  readonly getFec: EthtoolGet<EthtoolFec>;
  /** Sets how a link corrects errors (`ETHTOOL_MSG_FEC_SET`). */
  readonly setFec: EthtoolSet<EthtoolFec, "modes" | "auto">;
  /** Reads the memory of a module (`ETHTOOL_MSG_MODULE_EEPROM_GET`). */
  readonly getModuleEeprom: EthtoolGet<EthtoolModuleEeprom, EthtoolEepromQuery>;
  /** Counters of a link (`ETHTOOL_MSG_STATS_GET`). */
  readonly getStats: EthtoolGet<EthtoolStats, EthtoolStatsQuery>;
  /** Virtual clocks of a link (`ETHTOOL_MSG_PHC_VCLOCKS_GET`). */
  readonly getVirtualClocks: EthtoolGet<EthtoolVirtualClocks>;
  /** Power of the module of a link (`ETHTOOL_MSG_MODULE_GET`). */
  readonly getModule: EthtoolGet<EthtoolModule>;
  /** Sets when the module of a link may draw much power (`ETHTOOL_MSG_MODULE_SET`). */
  readonly setModule: EthtoolSet<EthtoolModule, "powerModePolicy">;
  /** Power that a link gives (`ETHTOOL_MSG_PSE_GET`). */
  readonly getPower: EthtoolGet<EthtoolPower>;
  /** Sets the power that a link gives (`ETHTOOL_MSG_PSE_SET`). */
  readonly setPower: EthtoolSet<EthtoolPower, "podlAdminControl" | "poeAdminControl" | "poePowerLimit" | "priority">;
  /** How a link spreads packets over its queues (`ETHTOOL_MSG_RSS_GET`). */
  readonly getRss: EthtoolGet<EthtoolRss, Pick<EthtoolRss, "context">, Pick<EthtoolRss, "startContext">>;
  /** Turns in which nodes send, as they are configured (`ETHTOOL_MSG_PLCA_GET_CFG`). */
  readonly getPlca: EthtoolGet<EthtoolPlca>;
  /** Sets the turns in which nodes send (`ETHTOOL_MSG_PLCA_SET_CFG`). */
  readonly setPlca: EthtoolSet<
    EthtoolPlca,
    "enabled" | "nodeCount" | "nodeId" | "transmitOpportunityTimer" | "burstCount" | "burstTimer"
  >;
  /** Whether there are turns (`ETHTOOL_MSG_PLCA_GET_STATUS`). */
  readonly getPlcaStatus: EthtoolGet<EthtoolPlca>;
  /** Whether urgent packets interrupt others (`ETHTOOL_MSG_MM_GET`). */
  readonly getMacMerge: EthtoolGet<EthtoolMacMerge>;
  /** Sets whether urgent packets interrupt others (`ETHTOOL_MSG_MM_SET`). */
  readonly setMacMerge: EthtoolSet<
    EthtoolMacMerge,
    "preemptibleMacEnabled" | "txEnabled" | "txMinimumFragmentSize" | "verifyEnabled" | "verifyTime"
  >;
  /**
   * Begins to write firmware into the module of a link; `moduleFlash` is announced (`ETHTOOL_MSG_MODULE_FW_FLASH_ACT`).
   */
  readonly flashModule: EthtoolSet<EthtoolModuleFlash, "fileName" | "password">;
  /** A PHY of a link (`ETHTOOL_MSG_PHY_GET`). */
  readonly getPhy: EthtoolGet<EthtoolPhy>;
  /** What timestamps a link takes (`ETHTOOL_MSG_TSCONFIG_GET`). */
  readonly getTimestampSettings: EthtoolGet<EthtoolTimestampSettings>;
  /** Sets what timestamps a link takes, and replies with them (`ETHTOOL_MSG_TSCONFIG_SET`). */
  readonly setTimestampSettings: EthtoolSet<
    EthtoolTimestampSettings,
    "provider" | "txTypes" | "rxFilters" | "flags",
    EthtoolTimestampSettings
  >;
  /** Sets how a link spreads packets over its queues (`ETHTOOL_MSG_RSS_SET`). */
  readonly setRss: EthtoolSet<EthtoolRss, EthtoolRssSetting | "flowHash">;
  /** Makes a context, with a free number where none is told, and replies with it (`ETHTOOL_MSG_RSS_CREATE_ACT`). */
  readonly createRss: EthtoolSet<EthtoolRss, EthtoolRssSetting, EthtoolRss>;
  /** Deletes a context (`ETHTOOL_MSG_RSS_DELETE_ACT`). */
  readonly deleteRss: EthtoolSet<EthtoolRss, "context">;
  /** How much the signal of a link differs from what it should be (`ETHTOOL_MSG_MSE_GET`). */
  readonly getMse: EthtoolGet<EthtoolMse>;
}

/** What the group `monitor` is told. */
export interface EthtoolNotifications {
  /** What a link is connected by was set (`ETHTOOL_MSG_LINKINFO_NTF`). */
  readonly linkInfo: NotificationDefinition<EthtoolLinkInfo>;
  /** How fast a link shall be was set (`ETHTOOL_MSG_LINKMODES_NTF`). */
  readonly linkModes: NotificationDefinition<EthtoolLinkModes>;
  /** What the driver of a link writes to the log was set (`ETHTOOL_MSG_DEBUG_NTF`). */
  readonly debug: NotificationDefinition<EthtoolDebug>;
  /** What wakes the machine up was set (`ETHTOOL_MSG_WOL_NTF`). */
  readonly wakeOnLan: NotificationDefinition<EthtoolWakeOnLan>;
  /** What a link does in place of the kernel changed (`ETHTOOL_MSG_FEATURES_NTF`). */
  readonly features: NotificationDefinition<EthtoolFeatures>;
  /** Switches of the driver of a link were set (`ETHTOOL_MSG_PRIVFLAGS_NTF`). */
  readonly privateFlags: NotificationDefinition<EthtoolPrivateFlags>;
  /** How many packets may wait was set (`ETHTOOL_MSG_RINGS_NTF`). */
  readonly rings: NotificationDefinition<EthtoolRings>;
  /** How many channels a link has was set (`ETHTOOL_MSG_CHANNELS_NTF`). */
  readonly channels: NotificationDefinition<EthtoolChannels>;
  /** How many packets share an interrupt was set (`ETHTOOL_MSG_COALESCE_NTF`). */
  readonly coalesce: NotificationDefinition<EthtoolCoalesce>;
  /** Whether a link pauses was set (`ETHTOOL_MSG_PAUSE_NTF`). */
  readonly pause: NotificationDefinition<EthtoolPause>;
  /** Whether an idle link sleeps was set (`ETHTOOL_MSG_EEE_NTF`). */
  readonly eee: NotificationDefinition<EthtoolEee>;
  /** A test of a cable began, or ended with these results (`ETHTOOL_MSG_CABLE_TEST_NTF`). */
  readonly cableTest: NotificationDefinition<EthtoolCableTestReport>;
  /** A test of a cable by echoes began, or ended with these results (`ETHTOOL_MSG_CABLE_TEST_TDR_NTF`). */
  readonly cableTestTdr: NotificationDefinition<EthtoolTdrReport>;
  /** How a link corrects errors was set (`ETHTOOL_MSG_FEC_NTF`). */
  readonly fec: NotificationDefinition<EthtoolFec>;
  /** When the module of a link may draw much power was set (`ETHTOOL_MSG_MODULE_NTF`). */
  readonly module: NotificationDefinition<EthtoolModule>;
  /** Turns in which nodes send were set (`ETHTOOL_MSG_PLCA_NTF`). */
  readonly plca: NotificationDefinition<EthtoolPlca>;
  /** Whether urgent packets interrupt others was set (`ETHTOOL_MSG_MM_NTF`). */
  readonly macMerge: NotificationDefinition<EthtoolMacMerge>;
  /** How far new firmware of a module is (`ETHTOOL_MSG_MODULE_FW_FLASH_NTF`). */
  readonly moduleFlash: NotificationDefinition<EthtoolModuleFlash>;
  /** A PHY of a link came (`ETHTOOL_MSG_PHY_NTF`). */
  readonly phy: NotificationDefinition<EthtoolPhy>;
  /** Something happened to the power that a link gives (`ETHTOOL_MSG_PSE_NTF`). */
  readonly power: NotificationDefinition<EthtoolPowerReport>;
  /** How a link spreads packets was set (`ETHTOOL_MSG_RSS_NTF`). */
  readonly rss: NotificationDefinition<EthtoolRss>;
  /** A context was made (`ETHTOOL_MSG_RSS_CREATE_NTF`). */
  readonly rssCreate: NotificationDefinition<EthtoolRss>;
  /** A context was deleted (`ETHTOOL_MSG_RSS_DELETE_NTF`). */
  readonly rssDelete: NotificationDefinition<EthtoolRss>;
}
