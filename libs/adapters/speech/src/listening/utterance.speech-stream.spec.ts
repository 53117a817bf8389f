import { beforeEach, describe, expect, it } from '@jest/globals';
import { callIdSchema } from '@earshot/contracts';
import { Failure, type SpeechResult } from '@earshot/ports';
import { WINDOW_SAMPLES } from './speech-windows.js';
import type { PartialWork, RecognitionWork, RecognizedUtterance, VoiceDetector } from './utterance-recognizer.js';
import { UtteranceSpeechStream } from './utterance.speech-stream.js';

interface Asked {
  readonly kind: 'final' | 'partial';
  readonly isFirst?: boolean;
  /** Milliseconds of the samples. */
  readonly ms: number;
  isWanted(): boolean;
  answer(text: string): Promise<void>;
}

/** Lets every promise settle that waits for nothing else. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const windows = (ms: number) => Math.round((ms * 16) / WINDOW_SAMPLES);

describe('a stream that cuts utterances', () => {
  let asked: Asked[];
  let results: SpeechResult[];
  let stream: UtteranceSpeechStream;

  let wasLoud: boolean;
  /** Takes loud windows for speech, from the second one in a row on. */
  const detector: VoiceDetector = {
    addStream: () => 1,
    removeStream: () => undefined,
    detect: async (_, { samples, onStart }) => {
      onStart();
      const count = samples.length / WINDOW_SAMPLES;
      const isSpeech = Uint8Array.from({ length: count }, (_, n) => {
        const isLoud = (samples[n * WINDOW_SAMPLES] ?? 0) > 0;
        const answer = isLoud && wasLoud;
        wasLoud = isLoud;
        return Number(answer);
      });
      return { isSpeech, isFresh: false };
    },
  };
  const ask = (kind: Asked['kind'], work: RecognitionWork | PartialWork) =>
    new Promise<RecognizedUtterance>((resolve) =>
      asked.push({
        kind,
        ...('isFirst' in work ? { isFirst: work.isFirst } : {}),
        ms: work.samples.length / 16,
        isWanted: () => work.isWanted(),
        answer: async (text) => {
          resolve({ text });
          await settle();
        },
      }),
    );
  const open = (isRecorded = false) => {
    const counter = { add: () => undefined };
    stream = new UtteranceSpeechStream(
      {
        callId: callIdSchema.parse('call-1'),
        track: 0,
        sampleRateHz: 16_000,
        language: 'en',
        startMs: 0,
        isRecorded,
        onResult: (result) => results.push(result),
        onFailure: (error) => {
          throw error;
        },
      },
      {
        detector,
        counters: { partials: counter, takenBackWords: counter, rubbish: counter },
        toFailure: (cause) => new Failure('SPEECH_STREAM_LOST', 'lost', { retryable: true, cause }),
      },
      {
        givesPartials: true,
        partialEverySeconds: 0.5,
        decode: (work) => ask('final', work),
        decodePartial: (work) => ask('partial', work),
      },
    );
  };
  beforeEach(() => {
    asked = [];
    results = [];
    wasLoud = false;
    open();
  });
  const write = async (level: number, ms: number) => {
    for (let n = 0; n < windows(ms); n += 1) await stream.write(new Int16Array(WINDOW_SAMPLES).fill(level));
    await settle();
  };
  const speak = (ms: number) => write(8_000, ms);
  const wait = (ms: number) => write(0, ms);
  const words = () =>
    results.flatMap((result) =>
      result.kind === 'words' ? [`${result.isFinal ? 'final' : 'partial'}: ${result.text}`] : [],
    );

  it('asks for the first partial after 400 ms of speech, and for the next after 500 ms more', async () => {
    await wait(1_000);
    await speak(390);
    expect(asked).toEqual([]);
    await speak(32);
    expect(asked).toMatchObject([{ kind: 'partial', isFirst: true }]);
    await asked[0]?.answer('Hello');
    await speak(480);
    expect(asked).toHaveLength(1);
    await speak(32);
    expect(asked).toMatchObject([{}, { kind: 'partial', isFirst: false }]);
    await asked[1]?.answer('Hello there');
    expect(words()).toEqual(['partial: Hello', 'partial: Hello there']);
  });

  it.each([
    ['no words', ''],
    ['rubbish', 'so so so so so so so'],
  ])('asks again after 250 ms for the first partial, when the last decoding gave %s', async (_, text) => {
    await speak(450);
    await asked[0]?.answer(text);
    await speak(200);
    expect(asked).toHaveLength(1);
    await speak(32);
    expect(asked).toMatchObject([{}, { kind: 'partial', isFirst: true }]);
    await asked[1]?.answer('Hello there');
    expect(words()).toEqual(['partial: Hello there']);
  });

  it('decodes the final while it waits for the end of the silence, and not again', async () => {
    await speak(320);
    await wait(300);
    expect(asked).toMatchObject([{ kind: 'final' }]);
    await asked[0]?.answer('Goodbye.');
    expect(words()).toEqual([]);
    await wait(230);
    expect(asked).toHaveLength(1);
    expect(words()).toEqual(['final: Goodbye.']);
  });

  it('shows the early text as a partial when the speaker goes on, and decodes only what follows it', async () => {
    await speak(320);
    await wait(300);
    await speak(100);
    expect(asked).toHaveLength(1);
    await asked[0]?.answer('I would like');
    expect(words()).toEqual(['partial: I would like']);
    await speak(600);
    expect(asked[1]).toMatchObject({ kind: 'partial' });
    expect(asked[1]?.ms).toBeLessThan(800);
    await asked[1]?.answer('To pay.');
    expect(words().at(-1)).toBe('partial: I would like To pay.');
    await wait(300);
    expect(asked.at(-1)).toMatchObject({ kind: 'final' });
    expect(asked.at(-1)?.ms).toBeGreaterThan(1_500);
  });

  it('leaves out a partial that the early text overtook', async () => {
    await speak(600);
    await wait(300);
    await speak(100);
    const [partial, early] = asked;
    await early?.answer('I would like to');
    await partial?.answer('I would');
    expect(words()).toEqual(['partial: I would like to']);
  });

  it('does not want the early final any more when the speaker goes on before its turn', async () => {
    await speak(320);
    await wait(300);
    expect(asked[0]?.isWanted()).toBe(true);
    await speak(64);
    expect(asked[0]?.isWanted()).toBe(false);
    await asked[0]?.answer('');
    await wait(600);
    const final = asked.at(-1);
    expect(final).toMatchObject({ kind: 'final' });
    await final?.answer('Hello again.');
    expect(words()).toEqual(['final: Hello again.']);
  });

  it('decodes only what follows the last pause for a partial, and the whole utterance for the final', async () => {
    await speak(1_800);
    await asked[0]?.answer('My');
    await asked[1]?.answer('My number');
    await wait(120);
    await speak(600);
    await asked[2]?.answer('My number is.');
    expect(words().at(-1)).toBe('partial: My number is.');
    expect(asked[3]?.ms).toBeLessThan(800);
    await asked[3]?.answer('Four one one one');
    expect(words().at(-1)).toBe('partial: My number is Four one one one');
    await wait(530);
    expect(asked.at(-1)).toMatchObject({ kind: 'final' });
    expect(asked.at(-1)?.ms).toBeGreaterThan(2_500);
  });

  it('cuts five seconds without a pause at the quietest place for a partial', async () => {
    await speak(2_500);
    await write(4_000, 96);
    await speak(2_600);
    await asked[0]?.answer('My');
    await asked[1]?.answer('My number');
    await asked[2]?.answer('Is four one');
    expect(asked.slice(1, 3).map(({ ms }) => Math.round(ms / 1_000))).toEqual([3, 3]);
    expect(words().at(-1)).toBe('partial: My number Is four one');
  });

  it.each([
    ['', 2_500, 1],
    ['Thank you for watching!', 2_500, 1],
    ['', 1_000, 0],
    ['Good morning.', 2_500, 0],
  ])(
    'whose final is "%s" after %d ms of speech gives %d spans of speech without words',
    async (text, spokenMs, count) => {
      open(true);
      await wait(320);
      await speak(spokenMs);
      await wait(800);
      await asked.at(-1)?.answer(text);
      const wordless = results.filter(({ kind }) => kind === 'wordless');
      expect(wordless).toHaveLength(count);
      const [first] = wordless;
      if (first?.kind !== 'wordless') return;
      expect(first.startMs).toBeGreaterThan(200);
      expect(first.startMs).toBeLessThan(500);
      expect(first.endMs - first.startMs).toBeGreaterThan(2_300);
      expect(first.endMs - first.startMs).toBeLessThan(2_700);
      expect(results.at(-1)).toMatchObject({ kind: 'covered' });
    },
  );

  it('withdraws what it showed of speech without words', async () => {
    await speak(2_500);
    await asked[0]?.answer('Good');
    await wait(800);
    await asked.findLast(({ kind }) => kind === 'final')?.answer('');
    expect(
      results.map((result) => (result.kind === 'words' ? `${result.isFinal} ${result.text}` : result.kind)),
    ).toEqual(['false Good', 'true ', 'wordless', 'covered']);
  });

  it('asks for no partial of silence that follows what the last one covered', async () => {
    await speak(420);
    await asked[0]?.answer('Yes');
    await wait(160);
    expect(asked).toHaveLength(1);
  });

  it('asks for finals only of recorded audio, and once it is over', async () => {
    open(true);
    await speak(3_000);
    await wait(400);
    expect(asked).toEqual([]);
    await wait(200);
    expect(asked).toMatchObject([{ kind: 'final' }]);
  });

  it('ends with the final that it decoded early', async () => {
    await speak(320);
    await wait(320);
    const ended = stream.end();
    await asked[0]?.answer('Bye.');
    await ended;
    expect(asked).toHaveLength(1);
    expect(words()).toEqual(['final: Bye.']);
  });
});
