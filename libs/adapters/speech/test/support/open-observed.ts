import type { CallId } from '@earshot/contracts';
import type { SpeechEngine, SpeechResult, SpeechStream, SpeechStreamOptions } from '@earshot/ports';

type WordsResult = Extract<SpeechResult, { kind: 'words' }>;

/** A stream with everything that its engine reported. */
export interface ObservedStream {
  readonly stream: SpeechStream;
  readonly results: SpeechResult[];
  readonly failures: Error[];
  /** Samples of 100 ms. */
  readonly frameSamples: number;
  partials(): WordsResult[];
  finals(): WordsResult[];
  /** End of the covered audio, in ms on the call clock; 0 before anything is covered. */
  coveredMs(): number;
}

/** Opens a stream at 8 kHz and keeps what the engine reports. */
export async function openObserved(
  engine: SpeechEngine,
  changes: Partial<SpeechStreamOptions> = {},
): Promise<ObservedStream> {
  const results: SpeechResult[] = [];
  const failures: Error[] = [];
  const stream = await engine.open({
    callId: 'call-1' as CallId,
    track: 0,
    sampleRateHz: 8_000,
    language: 'en-US',
    startMs: 0,
    onResult: (result) => void results.push(result),
    onFailure: (error) => void failures.push(error),
    ...changes,
  });
  const words = (isFinal: boolean) =>
    results.flatMap((result) => (result.kind === 'words' && result.isFinal === isFinal ? [result] : []));
  return {
    stream,
    results,
    failures,
    frameSamples: (changes.sampleRateHz ?? 8_000) / 10,
    partials: () => words(false),
    finals: () => words(true),
    coveredMs: () => results.reduce((toMs, result) => (result.kind === 'covered' ? result.toMs : toMs), 0),
  };
}

/** Writes the samples from `fromSample` on, in frames of 100 ms. */
export async function writeAll(
  { stream, frameSamples }: ObservedStream,
  samples: Int16Array,
  fromSample = 0,
): Promise<void> {
  for (let at = fromSample; at < samples.length; at += frameSamples)
    await stream.write(samples.subarray(at, at + frameSamples));
}

/** The finals with their times, one line each. */
export const textsOf = (observed: ObservedStream): string[] =>
  observed.finals().map(({ text, startMs, endMs }) => `${startMs}-${endMs} ${text}`);
