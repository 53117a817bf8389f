import { expect, it } from '@jest/globals';
import type { SpeechResult } from '@earshot/ports';
import { ChannelTranscript, type PlacedResult } from './channel-transcript.js';

function transcribe(results: readonly (Partial<PlacedResult> | number)[]): string[] {
  const given: SpeechResult[] = [];
  const transcript = new ChannelTranscript((result) => void given.push(result));
  for (const result of results)
    if (typeof result === 'number') transcript.coverUntil(result);
    else
      transcript.addResult({
        resultId: 'one',
        isFinal: true,
        startMs: 0,
        endMs: 0,
        text: 'words',
        words: [],
        language: undefined,
        ...result,
      });
  return given.map((result) =>
    result.kind === 'words'
      ? `${result.isFinal ? 'final' : 'partial'} ${result.startMs}-${result.endMs} ${result.text}`
      : `${result.kind} ${'toMs' in result ? result.toMs : ''}`,
  );
}

it('covers no utterance that is open', () => {
  const partial = { isFinal: false, startMs: 2_000, endMs: 2_500 };
  expect(transcribe([1_500, partial, 4_000, { startMs: 2_000, endMs: 3_000 }, 4_000])).toEqual([
    'covered 1500',
    'partial 2000-2500 words',
    'final 2000-3000 words',
    'covered 4000',
  ]);
});

it('withdraws the partials of an utterance that ends without text', () => {
  const partial = { isFinal: false, startMs: 2_000, endMs: 2_500 };
  expect(transcribe([partial, { startMs: 2_000, endMs: 3_000, text: '' }])).toEqual([
    'partial 2000-2500 words',
    'final 2000-3000 ',
  ]);
  expect(transcribe([{ startMs: 2_000, endMs: 3_000, text: '' }])).toEqual([]);
});

it('keeps the words of a final that comes late, after those that came before it', () => {
  expect(
    transcribe([
      { resultId: 'two', startMs: 5_000, endMs: 6_000 },
      { resultId: 'one', startMs: 1_000, endMs: 2_000, text: 'late' },
      { resultId: 'two', startMs: 5_000, endMs: 6_000 },
    ]),
  ).toEqual(['final 5000-6000 words', 'final 6000-6000 late']);
});

it('leaves out partials that are older than what it gave', () => {
  const partial = { isFinal: false, startMs: 1_000 };
  expect(
    transcribe([
      { ...partial, endMs: 2_000 },
      { ...partial, endMs: 1_500 },
      { startMs: 1_000, endMs: 3_000 },
      { ...partial, endMs: 2_500 },
      { ...partial, resultId: 'two', endMs: 2_500 },
    ]),
  ).toEqual(['partial 1000-2000 words', 'final 1000-3000 words']);
});
