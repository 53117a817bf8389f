import { expect, it } from '@jest/globals';
import { isInProgress, statusLabel } from './call-status.js';

it.each([
  ['LIVE', null, 'In progress', true],
  ['LIVE', '2026-01-01T00:00:00Z', 'Finishing', false],
  ['ENDED', '2026-01-01T00:00:00Z', 'Ended', false],
  ['INTERRUPTED', '2026-01-01T00:00:00Z', 'Interrupted', false],
] as const)('shows a call that is %s with end %s as %s', (status, endedAt, label, inProgress) => {
  expect(statusLabel({ status, endedAt })).toBe(label);
  expect(isInProgress({ status, endedAt })).toBe(inProgress);
});
