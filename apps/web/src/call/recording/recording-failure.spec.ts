import { describe, expect, it } from '@jest/globals';
import { recordingFailure } from './recording-failure.js';

const recording = (...spans: (readonly [number, number])[]) => ({
  url: '/recordings/1.wav',
  durationMs: 60_000,
  untranscribedAudio: 'MUTED' as const,
  failures: spans.map(([fromMs, toMs]) => ({ fromMs, toMs })),
});
const problem = { stage: 'persistence', code: 'RECORDING_FAILED', message: '', at: '2031-05-04T10:00:00.000Z' };

describe('recordingFailure', () => {
  it('names the spans that are missing, whatever the problems say', () => {
    expect(recordingFailure(recording([16_000, 40_000]), [])).toBe(
      'Not recorded: 0:16–0:40. The recording could not be written.',
    );
  });

  it('names at most three spans', () => {
    const spans = [1, 3, 5, 7, 9].map((at) => [at * 1_000, at * 1_000 + 1_000] as const);
    expect(recordingFailure(recording(...spans), [])).toMatch(/0:05–0:06 and 2 more times/);
  });

  it('says nothing about a recording that is whole, also after a problem that passed', () => {
    expect(recordingFailure(recording(), [problem])).toBeNull();
  });

  it('tells a recording that failed from a call that has none', () => {
    expect(recordingFailure(null, [problem])).toBe('The recording could not be stored.');
    expect(recordingFailure(null, [])).toBeNull();
    expect(recordingFailure(null, [problem], [{ fromMs: 0, toMs: 40_000 }])).toBe(
      'Not recorded: 0:00–0:40. The recording could not be written.',
    );
  });
});
