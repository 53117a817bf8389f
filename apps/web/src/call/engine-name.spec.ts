import { expect, it } from '@jest/globals';
import { engineLabel, toSentence } from './engine-name.js';

it.each([
  ['sherpa', 'LIVE', 'sherpa'],
  ['scripted', 'LIVE', 'scripted (sample text)'],
  ['scripted:returns', 'ENDED', 'scripted:returns (sample text)'],
  [null, 'LIVE', 'None yet'],
  [null, 'ENDED', 'No speech engine'],
] as const)('shows the engine %s of a call that is %s as %s', (engine, status, label) => {
  expect(engineLabel({ engine, status })).toBe(label);
});

it('makes the reason for an engine a sentence', () => {
  expect(toSentence('its model moonshine-base-en is installed')).toBe('Its model moonshine-base-en is installed.');
});
