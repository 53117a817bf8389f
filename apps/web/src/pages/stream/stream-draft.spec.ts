import { describe, expect, it } from '@jest/globals';
import { hasSound, newDraft, readDraft } from './stream-draft.js';

describe('readDraft', () => {
  it.each([
    ['AGENT', true, true, ['tab', 'microphone'], ['customer', 'agent']],
    ['CUSTOMER', true, true, ['microphone', 'tab'], ['customer', 'agent']],
    ['AGENT', true, false, [null, 'microphone'], [null, 'agent']],
    ['CUSTOMER', false, true, [null, 'tab'], [null, 'agent']],
  ] as const)(
    'with the %s at the microphone (%s) and a tab (%s) captures %j',
    (role, mic, tab, sounds, participants) => {
      const draft = { ...newDraft('mia'), microphoneRole: role, usesMicrophone: mic, usesTab: tab };
      const { tracks, labels } = readDraft(draft);
      expect([tracks, labels.tracks]).toEqual([sounds, participants]);
      expect(hasSound(draft)).toBe(true);
    },
  );

  it('needs at least one sound', () => {
    expect(hasSound({ ...newDraft(''), usesMicrophone: false, usesTab: false })).toBe(false);
  });
});
