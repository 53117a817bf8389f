import { describe, expect, it } from '@jest/globals';
import { passesIso7064Check } from './check-digits.js';
import { createDialogue, type Dialogue } from './create-dialogue.js';
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
      const choices = halves
        .filter((half) => hasGrammars(kind, half))
        .flatMap((half) => Array.from({ length: 50 }, (_, seed) => ({ kind, half, seed })));
      const dialogues = choices.map((choice) => createDialogue(choice));
      const hasMark = (text: string) => readMarkedWords(text).some(({ mark }) => mark !== null);
      const textsOf = ({ turns }: Dialogue) => turns.map(({ text }) => text);
      expect(dialogues.filter((dialogue) => !textsOf(dialogue).some(hasMark))).toEqual([]);
      const unfilled = /[{}|]|\((?!\d{3}\) )|undefined/;
      expect(dialogues.filter((dialogue) => unfilled.test(textsOf(dialogue).join(' ')))).toEqual([]);
      const arrivesWhole = ({ turns, arrival }: Dialogue) =>
        [...arrival].sort((a, b) => a - b).join() === [...turns.keys()].join();
      expect(dialogues.filter((dialogue) => !arrivesWhole(dialogue))).toEqual([]);
    },
  );
});
