import { describe, expect, it } from '@jest/globals';
import { aLedger } from '../../../test/support/builders.js';
import { silenceNote } from './silence-note.js';

const ledger = (reason?: string) =>
  reason === undefined
    ? [aLedger()]
    : [aLedger({ transcribedMs: 6_000, isComplete: false, gapMs: 4_000, gaps: [{ fromMs: 0, toMs: 4_000, reason }] })];

const recording = (untranscribedAudio: 'MUTED' | 'SERVED' = 'MUTED') => ({
  url: '/recordings/1.wav',
  durationMs: 9_000,
  untranscribedAudio,
  failures: [],
});

describe('silenceNote', () => {
  it.each(['NO_SPEECH_ENGINE', 'ENGINE_FAILED', 'ENGINE_OVERLOADED', 'PROCESS_LOST'])(
    'explains audio that is muted: %s',
    (reason) => {
      expect(
        silenceNote({
          status: 'ENDED',
          engine: 'sherpa',
          engineReason: 'ready',
          ledger: ledger(reason),
          recording: recording(),
        }),
      ).toMatch(/is muted/);
    },
  );

  it.each([undefined, 'CONNECTION_LOST', 'FRAMES_LOST', 'SOURCE_SILENT', 'CALL_MOVED'])(
    'says nothing when no audio is muted: %s',
    (reason) => {
      expect(
        silenceNote({
          status: 'ENDED',
          engine: 'sherpa',
          engineReason: 'ready',
          ledger: ledger(reason),
          recording: recording(),
        }),
      ).toBeNull();
    },
  );

  it('says that a call has no engine, and that playback of a live call is behind', () => {
    expect(
      silenceNote({ status: 'ENDED', engine: null, engineReason: 'no model', ledger: [], recording: recording() }),
    ).toMatch(/No speech engine/);
    expect(
      silenceNote({ status: 'LIVE', engine: null, engineReason: 'no model', ledger: [], recording: recording() }),
    ).toMatch(/No speech engine/);
    expect(
      silenceNote({ status: 'LIVE', engine: 'sherpa', engineReason: 'ready', ledger: [], recording: recording() }),
    ).toMatch(/behind the transcript/);
  });

  it('does not say muted where audio without a transcript is served', () => {
    const served = recording('SERVED');
    const call = {
      status: 'ENDED',
      engine: 'sherpa',
      engineReason: 'ready',
      ledger: ledger('ENGINE_FAILED'),
      recording: served,
    } as const;
    expect(silenceNote(call)).toBeNull();
    expect(silenceNote({ ...call, engine: null })).toBe('No speech engine has transcribed this call.');
  });
});
