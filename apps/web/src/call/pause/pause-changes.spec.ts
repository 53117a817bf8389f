import { expect, it } from '@jest/globals';
import { describePauseChange, findCurrentPause } from './pause-changes.js';

it.each([
  [true, 'PAYMENT', 'Mia', 'Paused by Mia (payment)'],
  [true, null, 'Mia', 'Paused by Mia'],
  [false, 'CONSENT', null, 'Resumed (consent)'],
  [false, null, null, 'Resumed'],
] as const)(
  'says who paused or resumed and why, as far as it is known: %s, %s, %s',
  (isPaused, reason, subject, text) => {
    expect(describePauseChange({ isPaused, reason, subject })).toBe(text);
  },
);

it('says nothing of who paused a call if that change was not kept', () => {
  const [first, later] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:05:00.000Z'];
  const change = { at: first, isPaused: true, reason: 'PAYMENT', subject: 'Mia' } as const;
  expect(findCurrentPause({ pausedSince: first, pauseChanges: [change] })).toBe(change);
  expect(findCurrentPause({ pausedSince: later, pauseChanges: [change] })).toBeUndefined();
});
