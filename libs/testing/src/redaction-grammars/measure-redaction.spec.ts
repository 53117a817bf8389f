import { describe, expect, it } from '@jest/globals';
import { measureRedaction, secretKinds } from './measure-redaction.js';

/** Few dialogues, so that the spec stays short. `npm run bench -- --only redaction` measures thousands. */
const DIALOGUES = 200;
/** Kinds whose recall on the held-out half is below the target of 99 %, and what they reach. */
const heldOutFloors: Partial<Record<(typeof secretKinds)[number], number>> = {
  SORT_CODE: 0.94,
  PASSPORT: 0.95,
  LICENCE: 0.91,
  SSN: 0.97,
  PHONE: 0.91,
  EMAIL: 0.55,
};
const devFloors: typeof heldOutFloors = { SSN: 0.98, PHONE: 0.91, EMAIL: 0.6 };

describe('redaction of generated dialogues', () => {
  it.each(secretKinds)('hides %s', (kind) => {
    const { hiddenShare } = measureRedaction(kind, 'dev', DIALOGUES);
    expect(hiddenShare).toBeGreaterThanOrEqual(devFloors[kind] ?? 0.99);
  });

  it.each(secretKinds)('hides %s in sentences on which nobody developed', (kind) => {
    const { hiddenShare } = measureRedaction(kind, 'held-out', DIALOGUES);
    expect(hiddenShare).toBeGreaterThanOrEqual(heldOutFloors[kind] ?? 0.985);
  });
});
