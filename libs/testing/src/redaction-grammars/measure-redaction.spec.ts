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
    EXPIRY: 0.975,
    ACCOUNT: 0.975,
    SORT_CODE: 0.985,
    IBAN: 0.975,
    PIN: 0.9,
    OTP: 0.735,
    SSN: 0.9,
    NATIONAL_ID: 0.96,
    PASSPORT: 0.9,
    LICENCE: 0.97,
    BIRTH_DATE: 0.935,
    PHONE: 0.915,
    EMAIL: 0.875,
  },
};
/** What the kinds reach whose placeholder often names another kind. */
const lowNaming: Readonly<Record<Half, Partial<Record<GrammarKind, number>>>> = {
  development: { NATIONAL_ID: 0.93, PHONE: 0.96 },
  'held-out': {
    CVV: 0.9,
    ROUTING: 0.96,
    PIN: 0.94,
    OTP: 0.825,
    SSN: 0.935,
    NATIONAL_ID: 0.91,
    PASSPORT: 0.95,
    PHONE: 0.9,
  },
};
/** What the harmless kinds reach that miss the target. Lower a figure when redaction gets better. */
const highFalseHides: Readonly<Record<Half, Partial<Record<HarmlessKind, number>>>> = {
  development: { meter: 0.01, quantity: 0.015, year: 0.015, store: 0.015, errorCode: 0.01 },
  'held-out': {
    order: 0.08,
    tracking: 0.03,
    reference: 0.015,
    ticket: 0.015,
    invoice: 0.01,
    policy: 0.01,
    imei: 0.28,
    serial: 0.125,
    meter: 0.015,
    quantity: 0.01,
    year: 0.12,
    date: 0.025,
    hour: 0.045,
    zip: 0.12,
    measurement: 0.03,
    temperature: 0.01,
    score: 0.04,
    age: 0.025,
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
