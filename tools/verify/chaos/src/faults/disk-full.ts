import { setTimeout as sleep } from 'node:timers/promises';
import { fillDisk, freeDisk, whyNoSmallDisk } from '../deployments/small-disk.js';
import { allCalls, type Fault } from './fault.js';

const FULL_MS = 20_000;

/** The file system of the recordings is full for a while. */
export const diskFull: Fault = {
  name: 'disk-full',
  description: `no space left for recordings for ${FULL_MS / 1_000} s`,
  runsOn: ['standalone', 'stack'],
  needs: { smallDisk: true },
  maxGapMs: 0,
  mayLackRecordingOn: ['standalone'],
  lastsMs: FULL_MS + 20_000,
  whyUnavailable: whyNoSmallDisk,
  run: async (context) => {
    const { recordingsDir } = context.deployment;
    fillDisk(recordingsDir);
    context.log('the disk is full');
    await sleep(FULL_MS);
    freeDisk(recordingsDir);
    context.log('there is space again');
    return allCalls(context);
  },
};
