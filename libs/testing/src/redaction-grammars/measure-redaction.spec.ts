import { describe, expect, it } from '@jest/globals';
import type { HarmlessKind } from './harmless-grammars.js';
import { harmlessKinds, measureRedaction, secretKinds } from './measure-redaction.js';
import { halves, type Half } from './say-digits.js';
import type { GrammarKind } from './secret-grammars.js';

/** Few dialogues, so that the spec stays short. `npm run bench -- --only redaction` measures thousands. */
const DIALOGUES = 200;
/** What the kinds below the target of 99 % reach, by the half of the grammars. */
const recallFloors: Readonly<Record<Half, Partial<Record<GrammarKind, number>>>> = {
  dev: { SSN: 0.97, PHONE: 0.97, EMAIL: 0.93 },
  'held-out': { SORT_CODE: 0.95, PASSPORT: 0.95, LICENCE: 0.96, SSN: 0.97, PHONE: 0.97, EMAIL: 0.9, IBAN: 0.98 },
};
const RECALL_FLOOR = 0.985;
/** What the harmless kinds above the usual share of false hides reach. The target is 0.5 %. */
const falseHideCeilings: Readonly<Record<Half, Partial<Record<HarmlessKind, number>>>> = {
  dev: {},
  'held-out': { order: 0.25, ticket: 0.12, imei: 0.52, errorCode: 0.08, date: 0.06 },
};
const FALSE_HIDE_CEILING = 0.045;

describe('redaction of generated dialogues', () => {
  it.each(secretKinds)('hides %s', (kind) => {
    for (const half of halves) {
      const { hiddenShare } = measureRedaction(kind, half, DIALOGUES);
      expect(hiddenShare).toBeGreaterThanOrEqual(recallFloors[half][kind] ?? RECALL_FLOOR);
    }
  });

  it.each(harmlessKinds)('seldom hides the harmless kind %s', (kind) => {
    for (const half of halves) {
      const { hiddenShare } = measureRedaction(kind, half, DIALOGUES);
      expect(hiddenShare).toBeLessThanOrEqual(falseHideCeilings[half][kind] ?? FALSE_HIDE_CEILING);
    }
  });
});
