import { describe, expect, it } from '@jest/globals';
import type { SpeechResult } from '@earshot/ports';
import { DeepgramTranscript } from './deepgram-transcript.js';
import { normalizeDeepgram, type SpanResult } from './normalize-deepgram.js';

/** A result in the shape that Deepgram documents. Words are `text@start-end` in seconds. */
const message = (start: number, end: number, words: string, flags: object = {}) =>
  JSON.stringify({
    type: 'Results',
    channel_index: [0, 1],
    start,
    duration: end - start,
    is_final: false,
    speech_final: false,
    channel: {
      alternatives: [
        {
          transcript: words,
          confidence: 0.9,
          words: words
            .split(' ')
            .filter((word) => word !== '')
            .map((word) => {
              const [, text = '', from, to] = /^(.+)@([\d.]+)-([\d.]+)$/.exec(word) ?? [];
              return {
                word: text.toLowerCase(),
                punctuated_word: text,
                start: Number(from),
                end: Number(to),
                confidence: 0.9,
              };
            }),
        },
      ],
    },
    metadata: { request_id: 'a-request' },
    ...flags,
  });

function transcribe(messages: readonly string[]) {
  const results: SpeechResult[] = [];
  const transcript = new DeepgramTranscript((result) => void results.push(result));
  for (const text of messages) {
    const normal = normalizeDeepgram(text);
    if (normal.kind === 'result') transcript.addResult(normal);
    if (normal.kind === 'utterance-end') transcript.notePause();
  }
  const shown = results.flatMap((result) =>
    result.kind === 'words'
      ? [`${result.isFinal ? 'final' : 'partial'} ${result.startMs}-${result.endMs} ${result.text}`]
      : [],
  );
  return { shown, transcript };
}

const final = { is_final: true };
const last = { is_final: true, speech_final: true };
const utteranceEnd = '{"type":"UtteranceEnd","channel":[0,1],"last_word_end":2.4}';

describe('the transcript of Deepgram', () => {
  it('collects the pieces of an utterance until the speaker pauses', () => {
    const { shown, transcript } = transcribe([
      message(0, 1, 'I@0.5-0.6'),
      message(0, 1.5, 'I@0.5-0.6 moved@0.7-1.2', final),
      message(1.5, 2, 'last@1.6-1.9'),
      message(1.5, 2.5, 'last@1.6-1.9 week.@2.0-2.4', last),
    ]);
    expect(shown).toEqual(['partial 500-600 I', 'partial 500-1900 I moved last', 'final 500-2400 I moved last week.']);
    expect(transcript.coveredMs).toBe(2_500);
  });

  it('covers no audio of an utterance that is open', () => {
    const { transcript } = transcribe([message(0, 1.5, 'I@0.5-0.6', final)]);
    expect(transcript.coveredMs).toBe(500);
    expect(transcribe([message(0, 1.5, '', final)]).transcript.coveredMs).toBe(1_500);
  });

  it('ends an utterance by UtteranceEnd, also when the final of its last span is still to come', () => {
    const pieces = [message(0, 1.5, 'Yes.@0.5-0.9', final), utteranceEnd];
    expect(transcribe(pieces).shown).toEqual(['final 500-900 Yes.']);
    const early = [message(0, 1, 'Yes@0.5-0.9'), utteranceEnd, message(0, 1.5, 'Yes.@0.5-0.9', final)];
    expect(transcribe(early).shown).toEqual(['partial 500-900 Yes', 'final 500-900 Yes.']);
  });

  it('withdraws what was shown of a span without words', () => {
    const { shown, transcript } = transcribe([message(0, 1, 'Uh@0.5-0.9'), message(0, 1.5, '', last)]);
    expect(shown).toEqual(['partial 500-900 Uh', 'final 500-500 ']);
    expect(transcript.owesFinal).toBe(false);
  });

  it('ends a speech without pauses after 15 s', () => {
    const words = Array.from({ length: 20 }, (_, n) => message(n, n + 1, `w${n}@${n}.1-${n}.9`, final));
    expect(transcribe(words).shown).toEqual([expect.stringMatching(/^final 100-15900 w0 .* w15$/)]);
  });
});

describe('a message of Deepgram', () => {
  it.each([
    ['no JSON'],
    ['null'],
    ['{"type":"Results"}'],
    [message(-1, 1, '')],
    [message(0, 1, 'a@0-1').replace('"word"', '"wort"')],
  ])('%s is invalid', (text) => {
    expect(() => normalizeDeepgram(text)).toThrow(/^Deepgram sent/);
  });

  it('of an unknown type is ignored', () => {
    expect(normalizeDeepgram('{"type":"SpeechStarted","timestamp":1}')).toEqual({ kind: 'other' });
  });

  it('has words within its span, in order', () => {
    const { words } = normalizeDeepgram(message(1, 2, 'a@1.5-2.5 b@1.4-1.6')) as SpanResult;
    expect(words.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [1_500, 2_000],
      [1_500, 1_600],
    ]);
  });
});
