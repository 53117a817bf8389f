import { expect, it } from '@jest/globals';
import { isInProgress, statusLabel } from './call-status.js';

const endedAt = '2026-01-01T00:00:00Z';
const silent = (isConnected: boolean) => ({ since: '2026-01-01T00:00:00Z', isConnected });

it.each([
  ['LIVE', null, null, 'In progress', true],
  ['LIVE', null, silent(true), 'No audio', true],
  ['LIVE', null, silent(false), 'Connection lost', true],
  ['LIVE', endedAt, null, 'Finishing', false],
  ['ENDED', endedAt, null, 'Ended', false],
  ['INTERRUPTED', endedAt, null, 'Interrupted', false],
] as const)(
  'shows a call that is %s with end %s and silence %j as %s',
  (status, endedAt, silence, label, inProgress) => {
    expect(statusLabel({ status, endedAt, silence })).toBe(label);
    expect(isInProgress({ status, endedAt })).toBe(inProgress);
  },
);
