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
  development: { ROUTING: 0.985, OTP: 0.97, SSN: 0.935, PASSPORT: 0.975, LICENCE: 0.985, PHONE: 0.96, EMAIL: 0.93 },
  'held-out': {
    EXPIRY: 0.98,
    ACCOUNT: 0.97,
    SORT_CODE: 0.975,
    ROUTING: 0.97,
    IBAN: 0.97,
    PIN: 0.9,
    OTP: 0.5,
    SSN: 0.975,
    NATIONAL_ID: 0.95,
    PASSPORT: 0.895,
    LICENCE: 0.98,
    BIRTH_DATE: 0.955,
    PHONE: 0.95,
    EMAIL: 0.895,
  },
};
/** What the kinds reach whose placeholder often names another kind. */
const lowNaming: Readonly<Record<Half, Partial<Record<GrammarKind, number>>>> = {
  development: { CVV: 0.905, ROUTING: 0.95, SSN: 0.955, NATIONAL_ID: 0.925, PHONE: 0.94 },
  'held-out': { SORT_CODE: 0.94, PIN: 0.91, OTP: 0.66, NATIONAL_ID: 0.91, PASSPORT: 0.95, PHONE: 0.92 },
};
/** What the harmless kinds reach that miss the target. Lower a figure when redaction gets better. */
const highFalseHides: Readonly<Record<Half, Partial<Record<HarmlessKind, number>>>> = {
  development: {
    policy: 0.01,
    imei: 0.155,
    serial: 0.065,
    meter: 0.01,
    amount: 0.01,
    quantity: 0.01,
    year: 0.035,
    date: 0.01,
    hour: 0.01,
    zip: 0.075,
    measurement: 0.01,
    version: 0.015,
    age: 0.03,
    lastFour: 0.015,
    errorCode: 0.02,
  },
  'held-out': {
    order: 0.14,
    tracking: 0.015,
    reference: 0.01,
    ticket: 0.015,
    invoice: 0.01,
    imei: 0.015,
    serial: 0.07,
    quantity: 0.03,
    year: 0.095,
    date: 0.015,
    hour: 0.015,
    room: 0.01,
    measurement: 0.035,
    score: 0.035,
    version: 0.015,
    errorCode: 0.015,
    partCode: 0.015,
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
