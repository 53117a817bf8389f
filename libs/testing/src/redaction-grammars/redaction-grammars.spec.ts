import { describe, expect, it } from '@jest/globals';
import { passesIso7064Check } from './check-digits.js';
import { createDialogue } from './create-dialogue.js';
import { readMarkedWords } from './marked-words.js';
import { halves } from './grammar-half.js';
import { harmlessKinds, hasGrammars, secretKinds } from './measure-redaction.js';

describe('redaction grammars', () => {
  it('knows the check digit of a German tax ID', () => {
    expect(['86095742719', '47036892816', '86095742718'].map(passesIso7064Check)).toEqual([true, true, false]);
  });

  it('creates the same dialogue for the same seed, and another one for another seed', () => {
    const choice = { kind: 'CARD', half: 'development', seed: 7 } as const;
    expect(createDialogue(choice)).toEqual(createDialogue(choice));
    expect(createDialogue({ ...choice, seed: 8 })).not.toEqual(createDialogue(choice));
  });

  it.each([...secretKinds, ...harmlessKinds])(
    'marks a value in each dialogue about %s and fills every slot',
    (kind) => {
      for (const half of halves.filter((each) => hasGrammars(kind, each))) {
        for (let seed = 0; seed < 50; seed++) {
          const { turns, arrival } = createDialogue({ kind, half, seed });
          const words = turns.flatMap(({ text }) => readMarkedWords(text));
          expect(words.some(({ mark }) => mark !== null)).toBe(true);
          expect(turns.map(({ text }) => text).join(' ')).not.toMatch(/[{}|]|\((?!\d{3}\) )|undefined/);
          expect([...arrival].sort((a, b) => a - b)).toEqual(turns.map((_, index) => index));
        }
      }
    },
  );
});
