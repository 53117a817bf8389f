import { expect, it } from '@jest/globals';
import { findMarkedAgain } from './find-marked-again.js';

const spoken = {
  text: 'Ann Li called Ann Li in Bonn',
  entities: [
    { kind: 'NAME', startChar: 0, endChar: 6 },
    { kind: 'NAME', startChar: 14, endChar: 20 },
    { kind: 'ADDRESS', startChar: 24, endChar: 28 },
    { kind: 'NAME', startChar: 6, endChar: 7 },
  ] as const,
};

it.each([
  ['where they moved', 'Hello, Ann Li!', ['NAME 7-13']],
  ['each time that they are said', 'Bonn, Bonn', ['ADDRESS 0-4', 'ADDRESS 6-10']],
  ['not within other words', 'Bonnie and Ann Lisa', []],
  ['not in a text without them', 'hello', []],
])('marked details are found %s', (_what, text, expected) => {
  const found = findMarkedAgain({ ...spoken, entities: [...spoken.entities] }, text);
  expect(found.map(({ kind, startChar, endChar }) => `${kind} ${startChar}-${endChar}`)).toEqual(expected);
});

it('no more details are found than a segment carries', () => {
  const entities = [{ kind: 'NAME', startChar: 0, endChar: 1 }] as const;
  expect(findMarkedAgain({ text: 'A', entities: [...entities] }, 'A '.repeat(5_000))).toHaveLength(1_000);
});
