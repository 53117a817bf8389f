import type { Word } from '@earshot/contracts';
import type { SpeechStreamOptions } from '@earshot/ports';
import type { Detection } from './listening-protocol.js';

/** Work of one stream for a detector or a recogniser. */
export interface ListeningWork<Owner = SpeechStreamOptions> {
  readonly owner: Owner;
  readonly samples: Int16Array;
  /** Somebody begins with the work. */
  onStart(): void;
}

/** Work that nobody needs any more once `isWanted` says so. */
export interface RecognitionWork<Owner = SpeechStreamOptions> extends ListeningWork<Owner> {
  isWanted(): boolean;
}

/** What is read from an utterance that is still spoken. `samples` is read when the work begins, so that it is not old then. */
export interface PartialWork<Owner = SpeechStreamOptions> extends RecognitionWork<Owner> {
  /** The first of its utterance. It goes before later ones. */
  readonly isFirst: boolean;
}

/** Tells speech from silence, with one detector for each stream. */
export interface VoiceDetector {
  /** A number for a new stream. */
  addStream(): number;
  removeStream(stream: number): void;
  /** For each window of the samples, whether it is speech. */
  detect(stream: number, work: ListeningWork): Promise<Detection>;
}

/** What a recogniser says about an utterance. */
export interface RecognizedUtterance {
  readonly text: string;
  /** Words with times in milliseconds from the first sample of the work. Without them the times are estimated. */
  readonly words?: readonly Word[] | undefined;
  /** BCP 47 tag. */
  readonly language?: string | undefined;
}

/** Turns whole utterances into text. */
export interface UtteranceRecognizer {
  /** Whether it recognises utterances that are still spoken. */
  readonly givesPartials: boolean;
  /** Speech between two partials of an utterance. */
  readonly partialEverySeconds: number;
  decode(work: RecognitionWork): Promise<RecognizedUtterance>;
  /** The utterance so far. Null where it is not wanted any more at its turn, or could not be recognised. */
  decodePartial(work: PartialWork): Promise<RecognizedUtterance | null>;
}
