import type { Counter, Failure } from '@earshot/ports';
import type { VoiceDetector } from './utterance-recognizer.js';

export interface UtteranceCounters {
  readonly partials: Counter;
  readonly takenBackWords: Counter;
  readonly rubbish: Counter;
}

/** What the streams of one engine have in common. */
export interface UtteranceEngine {
  readonly detector: VoiceDetector;
  readonly counters: UtteranceCounters;
  /** The failure of a stream whose audio could not be recognised. */
  toFailure(cause: unknown): Failure;
}
