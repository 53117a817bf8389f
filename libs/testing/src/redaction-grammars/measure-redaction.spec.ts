import { describe, expect, it } from '@jest/globals';
import { halves, type Half } from './grammar-half.js';
import type { GrammarKind, HarmlessKind } from './grammar-kinds.js';
import { harmlessKinds, hasGrammars, measureRedaction, secretKinds } from './measure-redaction.js';

/** Few dialogues, so that the spec stays short. `npm run bench -- --only redaction` measures thousands. */
const DIALOGUES = 200;
/** The targets of the product. */
const RECALL_FLOOR = 0.99;
const FALSE_HIDE_CEILING = 0.005;
/** Share of the dialogues whose placeholder names the kind, so that an expiry date is not called a security code. */
const NAMING_FLOOR = 0.98;
/** What the kinds reach that miss the target. Raise a figure when redaction gets better. */
const lowRecall: Readonly<Record<Half, Partial<Record<GrammarKind, number>>>> = {
  development: {},
  'held-out': {
    CARD: 0.93,
    CVV: 0.91,
    EXPIRY: 0.925,
    ACCOUNT: 0.8,
    SORT_CODE: 0.88,
    ROUTING: 0.89,
    IBAN: 0.88,
    PIN: 0.895,
    OTP: 0.85,
    SSN: 0.93,
    NATIONAL_ID: 0.875,
    PASSPORT: 0.88,
    LICENCE: 0.9,
    PHONE: 0.845,
    EMAIL: 0.87,
  },
};
/** What the kinds reach whose placeholder often names another kind. */
const lowNaming: Readonly<Record<Half, Partial<Record<GrammarKind, number>>>> = {
  development: {},
  'held-out': {
    CARD: 0.94,
    CVV: 0.71,
    EXPIRY: 0.925,
    ACCOUNT: 0.83,
    ROUTING: 0.935,
    PIN: 0.895,
    OTP: 0.885,
    NATIONAL_ID: 0.81,
    PHONE: 0.92,
  },
};
/** What the harmless kinds reach that miss the target. Lower a figure when redaction gets better. */
const highFalseHides: Readonly<Record<Half, Partial<Record<HarmlessKind, number>>>> = {
  development: {},
  'held-out': {
    order: 0.045,
    tracking: 0.045,
    ticket: 0.045,
    invoice: 0.03,
    serial: 0.03,
    amount: 0.045,
    quantity: 0.035,
    year: 0.04,
    date: 0.035,
    zip: 0.155,
    store: 0.045,
    flight: 0.03,
    areaCode: 0.04,
  },
};

describe.each(halves)('redaction of generated dialogues of the %s half', (half) => {
  it.each(secretKinds)('hides %s', (kind) => {
    const { hiddenShare, namedShare } = measureRedaction(kind, half, DIALOGUES);
    expect(hiddenShare).toBeGreaterThanOrEqual(lowRecall[half][kind] ?? RECALL_FLOOR);
    expect(namedShare).toBeGreaterThanOrEqual(lowNaming[half][kind] ?? NAMING_FLOOR);
  });

  it.each(harmlessKinds.filter((kind) => hasGrammars(kind, half)))('seldom hides the harmless kind %s', (kind) => {
    const { hiddenShare } = measureRedaction(kind, half, DIALOGUES);
    expect(hiddenShare).toBeLessThanOrEqual(highFalseHides[half][kind] ?? FALSE_HIDE_CEILING);
  });
});
