import { describe, expect, it } from '@jest/globals';
import { byCustomer } from '../../../test/support/builders.js';
import { silenceNote } from './silence-note.js';

const ledger = (reason?: string) => [
  {
    ...byCustomer,
    receivedMs: 9_000,
    transcribedMs: reason === undefined ? 9_000 : 5_000,
    gapMs: reason === undefined ? 0 : 4_000,
    gaps: reason === undefined ? [] : [{ fromMs: 0, toMs: 4_000, reason }],
  },
];

describe('silenceNote', () => {
  it.each(['NO_SPEECH_ENGINE', 'ENGINE_FAILED', 'ENGINE_OVERLOADED', 'PROCESS_LOST'])(
    'explains audio that is muted: %s',
    (reason) => {
      expect(silenceNote({ status: 'ENDED', engine: 'sherpa', ledger: ledger(reason) })).toMatch(/is muted/);
    },
  );

  it.each([undefined, 'CONNECTION_LOST', 'FRAMES_LOST', 'CALL_MOVED'])(
    'says nothing when no audio is muted: %s',
    (reason) => {
      expect(silenceNote({ status: 'ENDED', engine: 'sherpa', ledger: ledger(reason) })).toBeNull();
    },
  );

  it('says that a call has no engine, and that playback of a live call is behind', () => {
    expect(silenceNote({ status: 'ENDED', engine: null, ledger: [] })).toMatch(/No speech engine/);
    expect(silenceNote({ status: 'LIVE', engine: 'sherpa', ledger: [] })).toMatch(/behind the transcript/);
  });
});
