import type { CallId } from '@earshot/contracts';
import type { SpeechEngine, SpeechResult, SpeechStream, SpeechStreamOptions } from '@earshot/ports';

type WordsResult = Extract<SpeechResult, { kind: 'words' }>;

/** A stream with everything that its engine reported. */
export interface ObservedStream {
  readonly stream: SpeechStream;
  readonly results: SpeechResult[];
  readonly failures: Error[];
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
    partials: () => words(false),
    finals: () => words(true),
    coveredMs: () => results.reduce((toMs, result) => (result.kind === 'covered' ? result.toMs : toMs), 0),
  };
}
