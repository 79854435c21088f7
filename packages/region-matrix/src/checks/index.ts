import type { Check } from '../draft';
import { checkAddresses } from './addresses';
import { checkCacheNodeType, checkCacheRoles, checkCacheVersion } from './cache';
import { checkCapacity, checkTrafficShares } from './capacity';
import { checkRecordName, checkRecordPolicy, checkRtoBudget, checkSiblingDns } from './dns';
import { checkNameLengths, checkReservedNames } from './names';
import { checkDeploymentOrder, checkEvacuationSwitches, checkGameDays, checkMonitoringAccount } from './references';
import { checkKeys, checkPrimaryRegion, checkRegionNames } from './regions';
import { checkSiblingRegistry } from './registry';
import { checkResidencyGroups, checkResidencyPrimaries } from './residency';
import { checkFargateSize, checkImage } from './workload';
import { checkZones } from './zones';

/** Every check of meaning, in the order in which problems are told. */
export const CHECKS: readonly Check[] = [
  checkRegionNames,
  checkPrimaryRegion,
  checkKeys,
  checkAddresses,
  checkZones,
  checkTrafficShares,
  checkCapacity,
  checkRtoBudget,
  checkRecordName,
  checkRecordPolicy,
  checkSiblingDns,
  checkSiblingRegistry,
  checkFargateSize,
  checkImage,
  checkCacheRoles,
  checkCacheNodeType,
  checkCacheVersion,
  checkResidencyGroups,
  checkResidencyPrimaries,
  checkDeploymentOrder,
  checkEvacuationSwitches,
  checkGameDays,
  checkMonitoringAccount,
  checkReservedNames,
  checkNameLengths,
];
