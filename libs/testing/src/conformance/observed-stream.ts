import type { CallId } from '@earshot/contracts';
import type { SpeechEngine, SpeechResult, SpeechStream, SpeechStreamOptions } from '@earshot/ports';
import { check } from './conformance-case.js';

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

export type Words = Extract<SpeechResult, { kind: 'words' }>;

/** Engines count in frames of 10 ms, so a word may end up to two frames after the audio. */
export const TOLERANCE_MS = 20;
export const patienceMs = (subject: SpeechEngineSubject) => subject.patienceMs ?? 60_000;
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One stream and all its results, each with the amount of audio that was written at that moment. */
export interface ObservedStream {
  readonly stream: SpeechStream;
  readonly results: { readonly result: SpeechResult; readonly writtenMs: number }[];
  readonly failures: Error[];
  write(samples: Int16Array): Promise<void>;
  writtenMs(): number;
}

export async function openObserved(
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

export function chunksOf(samples: Int16Array, length: number): Int16Array[] {
  return Array.from({ length: Math.ceil(samples.length / length) }, (_, n) =>
    samples.slice(n * length, (n + 1) * length),
  );
}

export async function writeAll(observed: ObservedStream, samples: Int16Array, chunkSamples: number): Promise<void> {
  for (const chunk of chunksOf(samples, chunkSamples)) await observed.write(chunk);
}

/** Transcribes the whole speech of the subject. */
export async function transcribe(subject: SpeechEngineSubject, chunkMs = 100): Promise<ObservedStream> {
  const observed = await openObserved(subject);
  await writeAll(observed, subject.speech, Math.round((subject.sampleRateHz * chunkMs) / 1_000));
  await observed.stream.end();
  check(observed.failures.length === 0, `the stream failed: ${observed.failures[0]?.message}`);
  return observed;
}

export const wordsOf = (observed: ObservedStream): Words[] =>
  observed.results.flatMap(({ result }) => (result.kind === 'words' ? [result] : []));
export const finalsOf = (observed: ObservedStream): Words[] => wordsOf(observed).filter((words) => words.isFinal);
export const coveredMs = (observed: ObservedStream): number =>
  Math.max(0, ...observed.results.map(({ result }) => (result.kind === 'covered' ? result.toMs : 0)));
export const describeFinals = (observed: ObservedStream): string =>
  finalsOf(observed)
    .map(({ startMs, text }) => `${Math.round(startMs)} ${text}`)
    .join(' | ');
/** Rejects when the promise takes longer than the patience of the subject. */
export async function within<T>(subject: SpeechEngineSubject, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`never happened: ${what}`)), patienceMs(subject));
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
