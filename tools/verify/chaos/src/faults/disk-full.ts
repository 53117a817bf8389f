import { setTimeout as sleep } from 'node:timers/promises';
import { fillDisk, freeDisk, smallDiskUnavailable } from '../sites/small-disk.js';
import { everybody, type Fault } from './fault.js';

const FULL_MS = 20_000;

/** The recordings' file system has no byte left for a while. */
export const diskFull: Fault = {
  name: 'disk-full',
  says: `no space left for recordings for ${FULL_MS / 1_000} s`,
  runsOn: ['standalone', 'stack'],
  needs: { smallDisk: true },
  maxGapMs: 0,
  mayLackRecordingOn: ['standalone'],
  lastsMs: FULL_MS + 20_000,
  unavailable: smallDiskUnavailable,
  run: async (context) => {
    const { recordingsDir } = context.site;
    fillDisk(recordingsDir);
    context.say('the disk is full');
    await sleep(FULL_MS);
    freeDisk(recordingsDir);
    context.say('there is space again');
    return everybody(context);
  },
};
