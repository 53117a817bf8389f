import { expect, it } from '@jest/globals';
import { describePauseChange } from './pause-changes.js';

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
