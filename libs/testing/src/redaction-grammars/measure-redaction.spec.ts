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
  'held-out': {},
};
/** What the kinds reach whose placeholder often names another kind. */
const lowNaming: Readonly<Record<Half, Partial<Record<GrammarKind, number>>>> = {
  development: { CVV: 0.97, SORT_CODE: 0.97, PIN: 0.975, PHONE: 0.975 },
  'held-out': {},
};
/** What the harmless kinds reach that miss the target. Lower a figure when redaction gets better. */
const highFalseHides: Readonly<Record<Half, Partial<Record<HarmlessKind, number>>>> = {
  development: {},
  'held-out': {},
};

describe.each(halves.filter((half) => secretKinds.some((kind) => hasGrammars(kind, half))))(
  'redaction of generated dialogues of the %s half',
  (half) => {
    it.each(secretKinds.filter((kind) => hasGrammars(kind, half)))('hides %s', (kind) => {
      const { hiddenShare, namedShare } = measureRedaction(kind, half, DIALOGUES);
      expect(hiddenShare).toBeGreaterThanOrEqual(lowRecall[half][kind] ?? RECALL_FLOOR);
      expect(namedShare).toBeGreaterThanOrEqual(lowNaming[half][kind] ?? NAMING_FLOOR);
    });

    it.each(harmlessKinds.filter((kind) => hasGrammars(kind, half)))('seldom hides the harmless kind %s', (kind) => {
      const { hiddenShare } = measureRedaction(kind, half, DIALOGUES);
      expect(hiddenShare).toBeLessThanOrEqual(highFalseHides[half][kind] ?? FALSE_HIDE_CEILING);
    });
  },
);
