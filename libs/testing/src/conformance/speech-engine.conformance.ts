import type { CallId } from '@earshot/contracts';
import type { SpeechEngine, SpeechResult, SpeechStream, SpeechStreamOptions } from '@earshot/ports';
import { check, eventually, type ConformanceCase } from './conformance-case.js';

/** An engine, and audio in which it recognises at least two utterances. The case closes the engine. */
export interface SpeechEngineSubject {
  readonly engine: SpeechEngine;
  /** Mono, at `sampleRateHz`. */
  readonly speech: Int16Array;
  readonly sampleRateHz: number;
  readonly script?: string;
  /** Whether an utterance has partials before its final. Default: true. */
  readonly givesPartials?: boolean;
  /** How long a case waits for a result. Default: 60 s. */
  readonly patienceMs?: number;
}

type Words = Extract<SpeechResult, { kind: 'words' }>;
type Case = ConformanceCase<SpeechEngineSubject>;

/** Engines count in frames of 10 ms, so a word may end up to two frames after the audio. */
const TOLERANCE_MS = 20;
const patienceMs = (subject: SpeechEngineSubject) => subject.patienceMs ?? 60_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One stream and all its results, each with the amount of audio that was written at that moment. */
interface ObservedStream {
  readonly stream: SpeechStream;
  readonly results: { readonly result: SpeechResult; readonly writtenMs: number }[];
  readonly failures: Error[];
  write(samples: Int16Array): Promise<void>;
  writtenMs(): number;
}

async function openObserved(
  subject: SpeechEngineSubject,
  changes: Partial<SpeechStreamOptions> = {},
): Promise<ObservedStream> {
  let writtenSamples = 0;
  const writtenMs = () => (writtenSamples * 1_000) / subject.sampleRateHz;
  const results: ObservedStream['results'] = [];
  const failures: Error[] = [];
  const stream = await subject.engine.open({
    callId: 'conformance' as CallId,
    track: 0,
    sampleRateHz: subject.sampleRateHz,
    language: 'en-US',
    startMs: 0,
    ...(subject.script === undefined ? {} : { script: subject.script }),
    onResult: (result) => void results.push({ result, writtenMs: writtenMs() }),
    onFailure: (error) => void failures.push(error),
    ...changes,
  });
  const write = (samples: Int16Array) => {
    writtenSamples += samples.length;
    return stream.write(samples);
  };
  return { stream, results, failures, write, writtenMs };
}

function chunksOf(samples: Int16Array, length: number): Int16Array[] {
  return Array.from({ length: Math.ceil(samples.length / length) }, (_, n) =>
    samples.slice(n * length, (n + 1) * length),
  );
}

async function writeAll(observed: ObservedStream, samples: Int16Array, chunkSamples: number): Promise<void> {
  for (const chunk of chunksOf(samples, chunkSamples)) await observed.write(chunk);
}

/** Transcribes the whole speech of the subject. */
async function transcribe(subject: SpeechEngineSubject, chunkMs = 100): Promise<ObservedStream> {
  const observed = await openObserved(subject);
  await writeAll(observed, subject.speech, Math.round((subject.sampleRateHz * chunkMs) / 1_000));
  await observed.stream.end();
  check(observed.failures.length === 0, `the stream failed: ${observed.failures[0]?.message}`);
  return observed;
}

const wordsOf = (observed: ObservedStream): Words[] =>
  observed.results.flatMap(({ result }) => (result.kind === 'words' ? [result] : []));
const finalsOf = (observed: ObservedStream): Words[] => wordsOf(observed).filter((words) => words.isFinal);
const coveredMs = (observed: ObservedStream): number =>
  Math.max(0, ...observed.results.map(({ result }) => (result.kind === 'covered' ? result.toMs : 0)));
const describeFinals = (observed: ObservedStream): string =>
  finalsOf(observed)
    .map(({ startMs, text }) => `${Math.round(startMs)} ${text}`)
    .join(' | ');
/** Rejects when the promise takes longer than the patience of the subject. */
async function within<T>(subject: SpeechEngineSubject, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`never happened: ${what}`)), patienceMs(subject));
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const withSubject =
  (test: (subject: SpeechEngineSubject) => Promise<void>): Case['run'] =>
  async (create) => {
    const subject = await create();
    try {
      await test(subject);
    } finally {
      await subject.engine.close();
    }
  };

function checkWords(words: Words, writtenMs: number): void {
  const span = `${words.startMs}-${words.endMs} ms of ${writtenMs} ms`;
  check(words.text.trim() !== '', 'a result without text');
  check(words.startMs >= 0 && words.startMs <= words.endMs && words.endMs <= writtenMs + TOLERANCE_MS, `span ${span}`);
  let atMs = words.startMs;
  for (const word of words.words) {
    check(
      word.startMs >= atMs - 1 && word.endMs >= word.startMs && word.endMs <= words.endMs + 1,
      `a word outside ${span}`,
    );
    atMs = word.startMs;
  }
}

/** The promises of every `SpeechEngine`. Each adapter must pass them, and each broken engine must fail its case. */
export const speechEngineConformance: readonly Case[] = [
  {
    promise: 'gives a final for each utterance before end resolves, and nothing afterwards',
    run: withSubject(async (subject) => {
      const observed = await transcribe(subject);
      const count = observed.results.length;
      check(finalsOf(observed).length >= 2, `${finalsOf(observed).length} finals for at least two utterances`);
      await pause(100);
      check(observed.results.length === count, 'a result came after end resolved');
    }),
  },
  {
    promise: 'gives the partials of an utterance first, then one final',
    run: withSubject(async (subject) => {
      const words = wordsOf(await transcribe(subject));
      const { givesPartials = true } = subject;
      check(words.some((result) => !result.isFinal) === givesPartials, `givesPartials is ${givesPartials}`);
      let finalEndMs = 0;
      for (const result of words) {
        check(result.startMs >= finalEndMs - TOLERANCE_MS, 'words came for a span that already had its final');
        if (result.isFinal) check(result.words.length > 0, 'a final without the times of its words');
        if (result.isFinal) finalEndMs = result.endMs;
      }
      check(words.at(-1)?.isFinal === true, 'the last utterance has no final');
    }),
  },
  {
    promise: 'gives times that lie within the written audio, in order',
    run: withSubject(async (subject) => {
      const observed = await transcribe(subject);
      for (const { result, writtenMs } of observed.results) if (result.kind === 'words') checkWords(result, writtenMs);
      const starts = finalsOf(observed).map((final) => final.startMs);
      check(
        starts.every((startMs, n) => startMs >= (starts[n - 1] ?? 0)),
        'finals are out of order',
      );
      const spokenMs = (finalsOf(observed).at(-1)?.endMs ?? 0) - (starts[0] ?? 0);
      check(spokenMs > observed.writtenMs() / 20, `the finals of ${observed.writtenMs()} ms span ${spokenMs} ms`);
    }),
  },
  {
    promise: 'covers more and more audio, never the start of a final that is still to come, and all of it at the end',
    run: withSubject(async (subject) => {
      const observed = await transcribe(subject);
      let toMs = 0;
      for (const { result, writtenMs } of observed.results) {
        if (result.kind === 'covered') {
          check(
            result.toMs > toMs && result.toMs <= writtenMs + 1,
            `covered ${toMs} then ${result.toMs} of ${writtenMs} ms`,
          );
          toMs = result.toMs;
        } else if (result.isFinal) {
          check(result.startMs >= toMs - TOLERANCE_MS, `a final of ${result.startMs} ms came after covered ${toMs} ms`);
        }
      }
      check(Math.abs(toMs - observed.writtenMs()) <= 1, `covered ${toMs} of ${observed.writtenMs()} ms at the end`);
    }),
  },
  {
    promise: 'covers silence while it lasts',
    run: withSubject(async (subject) => {
      // The scripted engine ignores the audio. This script is silent on track 1 for five minutes.
      const observed = await openObserved(subject, { track: 1, script: 'generated:silence:600' });
      await writeAll(observed, subject.speech, subject.sampleRateHz);
      const silence = new Int16Array(subject.sampleRateHz);
      for (let second = 0; second < 20; second += 1) await observed.write(silence);
      const dueMs = observed.writtenMs() - 6_000;
      await eventually(() => coveredMs(observed) >= dueMs, `covered ${dueMs} ms`, patienceMs(subject));
      await observed.stream.abort();
    }),
  },
  {
    promise: 'aborts at once, accepts a second abort, and gives no result afterwards',
    run: withSubject(async (subject) => {
      const observed = await openObserved(subject);
      const half = subject.speech.slice(0, Math.floor(subject.speech.length / 2));
      for (const chunk of chunksOf(half, subject.sampleRateHz / 10)) void observed.write(chunk).catch(() => undefined);
      const last = observed.write(subject.speech.slice(half.length)).catch(() => undefined);
      await within(subject, 'abort', Promise.all([observed.stream.abort(), observed.stream.abort()]));
      const count = observed.results.length;
      await within(subject, 'the end of a write during abort', last);
      await observed.stream.abort();
      await pause(500);
      check(observed.results.length === count, 'a result came after abort resolved');
      check(observed.failures.length === 0, 'abort was reported as a failure');
    }),
  },
  {
    promise: 'gives the same finals however the audio is cut and however fast it arrives',
    run: withSubject(async (subject) => {
      const steady = await transcribe(subject);
      const fast = await openObserved(subject);
      const chunks = chunksOf(subject.speech, Math.round(subject.sampleRateHz / 3));
      await within(subject, 'all writes', Promise.all(chunks.map((chunk) => fast.write(chunk))));
      await within(subject, 'the end', fast.stream.end());
      check(
        describeFinals(fast) === describeFinals(steady),
        `"${describeFinals(fast)}" instead of "${describeFinals(steady)}"`,
      );
    }),
  },
  {
    promise: 'keeps streams apart, also when one of them ends',
    run: withSubject(async (subject) => {
      const alone = describeFinals(await transcribe(subject));
      const [first, second, aborted] = [
        await openObserved(subject),
        await openObserved(subject),
        await openObserved(subject),
      ];
      for (const [n, chunk] of chunksOf(subject.speech, Math.round(subject.sampleRateHz / 10)).entries()) {
        await Promise.all([first.write(chunk), second.write(chunk), ...(n < 10 ? [aborted.write(chunk)] : [])]);
        if (n === 10) await aborted.stream.abort();
      }
      await Promise.all([first.stream.end(), second.stream.end()]);
      check(
        describeFinals(first) === alone && describeFinals(second) === alone,
        `"${describeFinals(first)}", "${describeFinals(second)}" instead of "${alone}"`,
      );
      check(
        aborted.results.every(({ writtenMs }) => writtenMs <= 1_000),
        'an aborted stream gave more results',
      );
    }),
  },
  {
    promise: 'gives no words for a stream without audio',
    run: withSubject(async (subject) => {
      const observed = await openObserved(subject);
      await within(subject, 'the end', observed.stream.end());
      await observed.stream.abort();
      check(wordsOf(observed).length === 0 && coveredMs(observed) === 0, 'a stream without audio gave a result');
    }),
  },
];
