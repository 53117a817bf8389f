import { describe, expect, it } from '@jest/globals';
import { halves, type Half } from './grammar-half.js';
import type { GrammarKind, HarmlessKind } from './grammar-kinds.js';
import { harmlessKinds, hasGrammars, measureRedaction, secretKinds } from './measure-redaction.js';

/** Few dialogues, so that the spec stays short. `npm run bench -- --only redaction` measures thousands. */
const DIALOGUES = 200;
/** The target is 99 %. */
const recallFloors: Readonly<Record<Half, number>> = { development: 0.985, 'held-out': 0.7 };
/** What the kinds below the floor of their half reach. */
const lowRecall: Readonly<Record<Half, Partial<Record<GrammarKind, number>>>> = {
  development: { SSN: 0.97, PHONE: 0.96, EMAIL: 0.94 },
  'held-out': {},
};
/** The target is 0.5 %. */
const falseHideCeilings: Readonly<Record<Half, number>> = { development: 0.045, 'held-out': 0.25 };
/** What the harmless kinds above the ceiling of their half reach. */
const highFalseHides: Readonly<Record<Half, Partial<Record<HarmlessKind, number>>>> = {
  development: { order: 0.12, imei: 0.28 },
  'held-out': {},
};

describe.each(halves)('redaction of generated dialogues of the %s half', (half) => {
  it.each(secretKinds)('hides %s', (kind) => {
    const { hiddenShare } = measureRedaction(kind, half, DIALOGUES);
    expect(hiddenShare).toBeGreaterThanOrEqual(lowRecall[half][kind] ?? recallFloors[half]);
  });

  it.each(harmlessKinds.filter((kind) => hasGrammars(kind, half)))('seldom hides the harmless kind %s', (kind) => {
    const { hiddenShare } = measureRedaction(kind, half, DIALOGUES);
    expect(hiddenShare).toBeLessThanOrEqual(highFalseHides[half][kind] ?? falseHideCeilings[half]);
  });
});
