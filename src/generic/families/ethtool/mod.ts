// What of ethtool is public: its types, and what reads and makes values of them; the schemas are those of its commands.
export { bitChange, bitNames } from "./bitset.ts";
export { featureStates } from "./features.ts";
export { countersOf } from "./stats.ts";
export { namesIn } from "./strings.ts";
export type { BitNamesOptions, EthtoolBit, EthtoolBitList, EthtoolBitSet } from "./bitset.ts";
export type {
  EthtoolCableFault,
  EthtoolCablePair,
  EthtoolCablePairResult,
  EthtoolCableResult,
  EthtoolCableResults,
  EthtoolCableSource,
  EthtoolCableStatus,
  EthtoolCableTest,
  EthtoolCableTestReport,
  EthtoolTdrAmplitude,
  EthtoolTdrPulse,
  EthtoolTdrReport,
  EthtoolTdrResults,
  EthtoolTdrSettings,
  EthtoolTdrStep,
  EthtoolTdrTest,
} from "./cable-test.ts";
export type { EthtoolChannels } from "./channels.ts";
export type { EthtoolCoalesce, EthtoolModeration, EthtoolProfile } from "./coalesce.ts";
export type * from "./commands.ts";
export type { EthtoolDebug } from "./debug.ts";
export type { EthtoolEee } from "./eee.ts";
export type { EthtoolFeatures, FeatureState } from "./features.ts";
export type { EthtoolFec, EthtoolFecHistogram, EthtoolFecStats } from "./fec.ts";
export type { EthtoolHeader, EthtoolHeaderFlag, EthtoolListRequest, EthtoolRequest, EthtoolSetting } from "./header.ts";
export type { EthtoolLinkInfo, EthtoolMdix, EthtoolPort, EthtoolTransceiver } from "./link-info.ts";
export type {
  EthtoolDuplex,
  EthtoolLinkModes,
  EthtoolMasterSlaveConfiguration,
  EthtoolMasterSlaveState,
  EthtoolRateMatching,
} from "./link-modes.ts";
export type { EthtoolExtendedState, EthtoolExtendedSubstate, EthtoolLinkState } from "./link-state.ts";
export type { EthtoolMacMerge, EthtoolMacMergeStats, EthtoolVerifyStatus } from "./mac-merge.ts";
export type { EthtoolEepromQuery, EthtoolModuleEeprom } from "./module-eeprom.ts";
export type {
  EthtoolFlashStatus,
  EthtoolModule,
  EthtoolModuleFlash,
  EthtoolModulePower,
  EthtoolModulePowerPolicy,
} from "./module.ts";
export type { EthtoolMse, EthtoolMseCapabilities, EthtoolMseSnapshot } from "./mse.ts";
export type { EthtoolPause, EthtoolPauseStats, EthtoolStatsSource } from "./pause.ts";
export type { EthtoolPhy, EthtoolPhyUpstream } from "./phy.ts";
export type { EthtoolPlca } from "./plca.ts";
export type {
  EthtoolPodlStatus,
  EthtoolPoeState,
  EthtoolPoeStatus,
  EthtoolPower,
  EthtoolPowerAdmin,
  EthtoolPowerEvent,
  EthtoolPowerLimits,
  EthtoolPowerReport,
} from "./power.ts";
export type { EthtoolPrivateFlags } from "./private-flags.ts";
export type { EthtoolRings, EthtoolTcpDataSplit } from "./rings.ts";
export type {
  EthtoolFlowField,
  EthtoolFlows,
  EthtoolInputTransformation,
  EthtoolRss,
  EthtoolRssSetting,
} from "./rss.ts";
export type {
  EthtoolStats,
  EthtoolStatsGroup,
  EthtoolStatsGroupId,
  EthtoolStatsHistogram,
  EthtoolStatsQuery,
} from "./stats.ts";
export type {
  EthtoolString,
  EthtoolStringList,
  EthtoolStrings,
  EthtoolStringSet,
  EthtoolStringSetId,
  EthtoolStringSetList,
} from "./strings.ts";
export type {
  EthtoolTimestampInfo,
  EthtoolTimestampProvider,
  EthtoolTimestampQualifier,
  EthtoolTimestampSettings,
  EthtoolTimestampSource,
  EthtoolTimestampStats,
} from "./timestamping.ts";
export type {
  EthtoolTunnelInfo,
  EthtoolUdpTunnelPort,
  EthtoolUdpTunnels,
  EthtoolUdpTunnelTable,
  EthtoolUdpTunnelType,
} from "./tunnel-info.ts";
export type { EthtoolVirtualClocks } from "./virtual-clocks.ts";
export type { EthtoolWakeOnLan } from "./wake-on-lan.ts";
