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
  development: {
    EXPIRY: 0.87,
    ACCOUNT: 0.98,
    SORT_CODE: 0.955,
    ROUTING: 0.96,
    IBAN: 0.985,
    OTP: 0.815,
    SSN: 0.94,
    NATIONAL_ID: 0.97,
    PASSPORT: 0.955,
    LICENCE: 0.955,
    BIRTH_DATE: 0.94,
    PHONE: 0.95,
    EMAIL: 0.94,
  },
  'held-out': {
    CARD: 0.985,
    CVV: 0.965,
    EXPIRY: 0.91,
    ACCOUNT: 0.905,
    SORT_CODE: 0.965,
    ROUTING: 0.96,
    IBAN: 0.945,
    PIN: 0.955,
    OTP: 0.595,
    NATIONAL_ID: 0.965,
    PASSPORT: 0.935,
    LICENCE: 0.835,
    BIRTH_DATE: 0.945,
    PHONE: 0.925,
    EMAIL: 0.92,
  },
};
/** What the kinds reach whose placeholder often names another kind. */
const lowNaming: Readonly<Record<Half, Partial<Record<GrammarKind, number>>>> = {
  development: {
    CVV: 0.775,
    EXPIRY: 0.86,
    ROUTING: 0.975,
    OTP: 0.825,
    SSN: 0.965,
    NATIONAL_ID: 0.94,
    BIRTH_DATE: 0.96,
    PHONE: 0.925,
  },
  'held-out': {
    CVV: 0.965,
    EXPIRY: 0.88,
    ACCOUNT: 0.9,
    SORT_CODE: 0.9,
    IBAN: 0.97,
    PIN: 0.955,
    OTP: 0.665,
    NATIONAL_ID: 0.975,
    PASSPORT: 0.965,
    PHONE: 0.88,
  },
};
/** What the harmless kinds reach that miss the target. Lower a figure when redaction gets better. */
const highFalseHides: Readonly<Record<Half, Partial<Record<HarmlessKind, number>>>> = {
  development: {
    policy: 0.02,
    imei: 0.12,
    serial: 0.04,
    meter: 0.025,
    amount: 0.02,
    quantity: 0.01,
    year: 0.085,
    date: 0.015,
    zip: 0.1,
    room: 0.02,
    measurement: 0.015,
    score: 0.02,
    version: 0.01,
    age: 0.02,
    lastFour: 0.01,
    partCode: 0.02,
  },
  'held-out': {
    order: 0.085,
    ticket: 0.02,
    invoice: 0.025,
    policy: 0.03,
    imei: 0.025,
    serial: 0.105,
    meter: 0.01,
    quantity: 0.055,
    year: 0.075,
    date: 0.01,
    hour: 0.02,
    zip: 0.04,
    room: 0.01,
    measurement: 0.01,
    score: 0.055,
    version: 0.015,
    age: 0.035,
    lastFour: 0.015,
    errorCode: 0.01,
    areaCode: 0.01,
    partCode: 0.01,
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
