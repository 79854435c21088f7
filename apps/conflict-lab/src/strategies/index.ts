import { flippedMap, laggingMap, versionOnly, withoutWriteIds } from './conditional';
import { eventLog, itemPerRegion } from './converging';
import { homeAndVersion, leaseTakeOver, plannedHandOff, zombieTakeOver } from './home-regions';
import { mrscAndVersion } from './mrsc-and-version';
import type { Strategy } from './strategy';
import { attributePerRegion, homeOnly, mrscReadModifyWrite, readModifyWrite } from './unconditional';

/** In the order of the table. */
export const STRATEGIES: readonly Strategy[] = [
  readModifyWrite,
  versionOnly,
  homeOnly,
  withoutWriteIds,
  homeAndVersion,
  laggingMap,
  flippedMap,
  plannedHandOff,
  zombieTakeOver,
  leaseTakeOver,
  mrscAndVersion,
  mrscReadModifyWrite,
  attributePerRegion,
  itemPerRegion,
  eventLog,
];

export type { RunningStrategy, Strategy } from './strategy';
