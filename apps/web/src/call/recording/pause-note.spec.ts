import { expect, it } from '@jest/globals';
import { aLedger } from '../../../test/support/builders.js';
import { pauseNote } from './pause-note.js';

it('says where a recording is silent because of pauses, and names three of them', () => {
  const pauses = [10, 20, 30, 40].map((second) => ({ fromMs: second * 1_000, toMs: second * 1_000 + 5_000 }));
  expect(pauseNote([aLedger()])).toBeNull();
  expect(pauseNote([aLedger({ pausedMs: 5_000, pauses: pauses.slice(0, 1) })])).toBe(
    'Silent, because the call was paused: 0:10–0:15.',
  );
  expect(pauseNote([aLedger({ pausedMs: 20_000, pauses })])).toBe(
    'Silent, because the call was paused: 0:10–0:15, 0:20–0:25, 0:30–0:35 and 1 more times.',
  );
});
