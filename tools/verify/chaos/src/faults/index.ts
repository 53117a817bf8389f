import { services } from '@earshot/contracts';
import { diskFull } from './disk-full.js';
import { engineFaults } from './engine.js';
import type { Fault } from './fault.js';
import { clockJump, duplicates, none, poison } from './injected.js';
import { killAll, killIngestBehind, killOne, killProcess, killProcessBehind, killProcessUnrecorded } from './kill.js';
import { pauseOne } from './pause.js';
import { rollingRestart } from './rolling-restart.js';
import { brokerRestart, networkCut, postgresRestart } from './servers.js';

/** All faults, in the order in which they run. */
export const faults: readonly Fault[] = [
  none,
  killProcess,
  killProcessBehind,
  killProcessUnrecorded,
  ...services.map(killOne),
  ...services.map(killAll),
  killIngestBehind,
  ...services.map(pauseOne),
  brokerRestart,
  postgresRestart,
  networkCut,
  rollingRestart,
  ...engineFaults,
  diskFull,
  duplicates,
  poison,
  clockJump,
];

/** The most revealing faults for each form, few enough for CI. */
export const shortList = {
  standalone: ['kill-process', 'kill-process-behind', 'kill-process-unrecorded', 'engine-reset', 'duplicates'],
  stack: ['kill-transcription', 'kill-persistence', 'kill-ingest', 'pause-transcription'],
} as const;

export { brokenBuilds, type BrokenBuild } from './broken-builds.js';
export type { Fault, FaultContext, AffectedCalls } from './fault.js';
