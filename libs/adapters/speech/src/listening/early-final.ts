import { WINDOW_SAMPLES } from './speech-windows.js';
import type { Utterance } from './speech-segmenter.js';
import type { RecognizedUtterance } from './utterance-recognizer.js';

/** The utterance in progress, decoded when the speaker paused, before it is known that nothing follows. */
export class EarlyFinal {
  readonly decoded: Promise<RecognizedUtterance>;
  private isDropped = false;

  constructor(
    readonly utterance: Utterance,
    decode: (isWanted: () => boolean) => Promise<RecognizedUtterance>,
  ) {
    this.decoded = decode(() => !this.isDropped);
    // A failure counts when the utterance ends here; then the final reports it.
    this.decoded.catch(() => undefined);
  }

  /** The window after its last one. */
  get endWindow(): number {
    return (this.utterance.startSample + this.utterance.samples.length) / WINDOW_SAMPLES;
  }

  /** The speaker went on, so it need not be decoded any more. */
  drop(): void {
    this.isDropped = true;
  }

  /** The final of this utterance. Null where it is another one; then the early final is dropped. */
  takeFor({ startSample, samples }: Utterance): Promise<RecognizedUtterance> | null {
    if (this.utterance.startSample === startSample && this.utterance.samples.length === samples.length)
      return this.decoded;
    this.drop();
    return null;
  }
}
