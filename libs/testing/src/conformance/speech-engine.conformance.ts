import type { CallId } from '@earshot/contracts';
import type { SpeechEngine, SpeechResult, SpeechStream, SpeechStreamOptions } from '@earshot/ports';
import { check, eventually, type ConformanceCase } from './conformance-case.js';

/** An engine with audio in which it hears at least two utterances; the case closes the engine. */
export interface SpeechEngineSubject {
  readonly engine: SpeechEngine;
  /** Mono, at `sampleRateHz`. */
  readonly speech: Int16Array;
  readonly sampleRateHz: number;
  readonly script?: string;
  /** Whether an utterance has partials before its final; true where it is missing. */
  readonly givesPartials?: boolean;
  /** How long the engine may take for what it owes; 60 s where it is missing. */
  readonly patienceMs?: number;
}

type Words = Extract<SpeechResult, { kind: 'words' }>;
type Case = ConformanceCase<SpeechEngineSubject>;

/** Engines count in frames of 10 ms; a word may lie that far over an edge. */
const TOLERANCE_MS = 20;
const patienceMs = (subject: SpeechEngineSubject) => subject.patienceMs ?? 60_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One stream and all it said, with how much audio it had been given at that moment. */
interface Listener {
  readonly stream: SpeechStream;
  readonly results: { readonly result: SpeechResult; readonly writtenMs: number }[];
  readonly failures: Error[];
  write(samples: Int16Array): Promise<void>;
  writtenMs(): number;
}

async function listen(subject: SpeechEngineSubject, changes: Partial<SpeechStreamOptions> = {}): Promise<Listener> {
  let writtenSamples = 0;
  const writtenMs = () => (writtenSamples * 1_000) / subject.sampleRateHz;
  const results: Listener['results'] = [];
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

async function writeAll(listener: Listener, samples: Int16Array, chunkSamples: number): Promise<void> {
  for (const chunk of chunksOf(samples, chunkSamples)) await listener.write(chunk);
}

async function hear(subject: SpeechEngineSubject, chunkMs = 100): Promise<Listener> {
  const listener = await listen(subject);
  await writeAll(listener, subject.speech, Math.round((subject.sampleRateHz * chunkMs) / 1_000));
  await listener.stream.end();
  check(listener.failures.length === 0, `the stream failed: ${listener.failures[0]?.message}`);
  return listener;
}

const wordsOf = (listener: Listener): Words[] =>
  listener.results.flatMap(({ result }) => (result.kind === 'words' ? [result] : []));
const finalsOf = (listener: Listener): Words[] => wordsOf(listener).filter((words) => words.isFinal);
const coveredMs = (listener: Listener): number =>
  Math.max(0, ...listener.results.map(({ result }) => (result.kind === 'covered' ? result.toMs : 0)));
const said = (listener: Listener): string =>
  finalsOf(listener)
    .map(({ startMs, text }) => `${Math.round(startMs)} ${text}`)
    .join(' | ');
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
  check(words.text.trim() !== '', 'words without a text');
  check(words.startMs >= 0 && words.startMs <= words.endMs && words.endMs <= writtenMs + TOLERANCE_MS, `span ${span}`);
  let atMs = words.startMs;
  for (const word of words.words) {
    check(
      word.startMs >= atMs - 1 && word.endMs >= word.startMs && word.endMs <= words.endMs + 1,
      `a word out of ${span}`,
    );
    atMs = word.startMs;
  }
}

/** What every `SpeechEngine` promises. Run by each adapter, and by broken ones that must fail it. */
export const speechEngineConformance: readonly Case[] = [
  {
    promise: 'gives a final for each utterance before end resolves, and nothing afterwards',
    run: withSubject(async (subject) => {
      const listener = await hear(subject);
      const count = listener.results.length;
      check(finalsOf(listener).length >= 2, `${finalsOf(listener).length} finals for two utterances or more`);
      await pause(100);
      check(listener.results.length === count, 'a result came after end resolved');
    }),
  },
  {
    promise: 'gives the partials of an utterance first, then one final',
    run: withSubject(async (subject) => {
      const words = wordsOf(await hear(subject));
      const { givesPartials = true } = subject;
      check(words.some((result) => !result.isFinal) === givesPartials, `givesPartials is ${givesPartials}`);
      let finalEndMs = 0;
      for (const result of words) {
        check(result.startMs >= finalEndMs - TOLERANCE_MS, 'words came for a span that had its final');
        if (result.isFinal) check(result.words.length > 0, 'a final without the times of its words');
        if (result.isFinal) finalEndMs = result.endMs;
      }
      check(words.at(-1)?.isFinal === true, 'the last utterance has no final');
    }),
  },
  {
    promise: 'gives times that lie within the written audio, in order',
    run: withSubject(async (subject) => {
      const listener = await hear(subject);
      for (const { result, writtenMs } of listener.results) if (result.kind === 'words') checkWords(result, writtenMs);
      const starts = finalsOf(listener).map((final) => final.startMs);
      check(
        starts.every((startMs, n) => startMs >= (starts[n - 1] ?? 0)),
        'finals are out of order',
      );
      const heardMs = (finalsOf(listener).at(-1)?.endMs ?? 0) - (starts[0] ?? 0);
      check(heardMs > listener.writtenMs() / 20, `the finals of ${listener.writtenMs()} ms span ${heardMs} ms`);
    }),
  },
  {
    promise: 'covers more and more audio, never the start of a final that is still to come, and all of it at the end',
    run: withSubject(async (subject) => {
      const listener = await hear(subject);
      let toMs = 0;
      for (const { result, writtenMs } of listener.results) {
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
      check(Math.abs(toMs - listener.writtenMs()) <= 1, `covered ${toMs} of ${listener.writtenMs()} ms at the end`);
    }),
  },
  {
    promise: 'covers silence while it lasts',
    run: withSubject(async (subject) => {
      // The scripted engine hears no sound; this script is silent on this track for five minutes.
      const listener = await listen(subject, { track: 1, script: 'generated:silence:600' });
      await writeAll(listener, subject.speech, subject.sampleRateHz);
      const silence = new Int16Array(subject.sampleRateHz);
      for (let second = 0; second < 20; second += 1) await listener.write(silence);
      const dueMs = listener.writtenMs() - 6_000;
      await eventually(() => coveredMs(listener) >= dueMs, `covered ${dueMs} ms`, patienceMs(subject));
      await listener.stream.abort();
    }),
  },
  {
    promise: 'aborts at once, accepts a second abort, and gives no result afterwards',
    run: withSubject(async (subject) => {
      const listener = await listen(subject);
      const half = subject.speech.slice(0, Math.floor(subject.speech.length / 2));
      for (const chunk of chunksOf(half, subject.sampleRateHz / 10)) void listener.write(chunk).catch(() => undefined);
      const last = listener.write(subject.speech.slice(half.length)).catch(() => undefined);
      await within(subject, 'abort', Promise.all([listener.stream.abort(), listener.stream.abort()]));
      const count = listener.results.length;
      await within(subject, 'the end of a write that abort met', last);
      await listener.stream.abort();
      await pause(500);
      check(listener.results.length === count, 'a result came after abort resolved');
      check(listener.failures.length === 0, 'abort was reported as a failure');
    }),
  },
  {
    promise: 'gives the same finals however the audio is cut and however fast it arrives',
    run: withSubject(async (subject) => {
      const steady = await hear(subject);
      const fast = await listen(subject);
      const chunks = chunksOf(subject.speech, Math.round(subject.sampleRateHz / 3));
      await within(subject, 'all writes', Promise.all(chunks.map((chunk) => fast.write(chunk))));
      await within(subject, 'the end', fast.stream.end());
      check(said(fast) === said(steady), `"${said(fast)}" instead of "${said(steady)}"`);
    }),
  },
  {
    promise: 'keeps streams apart, also when one of them ends',
    run: withSubject(async (subject) => {
      const alone = said(await hear(subject));
      const [first, second, aborted] = [await listen(subject), await listen(subject), await listen(subject)];
      for (const [n, chunk] of chunksOf(subject.speech, Math.round(subject.sampleRateHz / 10)).entries()) {
        await Promise.all([first.write(chunk), second.write(chunk), ...(n < 10 ? [aborted.write(chunk)] : [])]);
        if (n === 10) await aborted.stream.abort();
      }
      await Promise.all([first.stream.end(), second.stream.end()]);
      check(
        said(first) === alone && said(second) === alone,
        `"${said(first)}", "${said(second)}" instead of "${alone}"`,
      );
      check(
        aborted.results.every(({ writtenMs }) => writtenMs <= 1_000),
        'an aborted stream heard more',
      );
    }),
  },
  {
    promise: 'gives no words for a stream without audio',
    run: withSubject(async (subject) => {
      const listener = await listen(subject);
      await within(subject, 'the end', listener.stream.end());
      await listener.stream.abort();
      check(wordsOf(listener).length === 0 && coveredMs(listener) === 0, 'something was heard in no audio');
    }),
  },
];
