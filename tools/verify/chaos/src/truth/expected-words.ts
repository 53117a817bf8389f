import { generatedUtterances } from '@earshot/speech';

/** A word of the script. The scripted engine emits it when it has received the audio up to `endMs`. */
export interface ExpectedWord {
  readonly text: string;
  readonly endMs: number;
  /** Index of the utterance on its track. */
  readonly utterance: number;
}

/** The tracks of every call here: customer and agent. */
export const tracks = [0, 1] as const;

export interface Script {
  readonly seed: string;
  readonly finalEverySeconds: number;
}

/** Returns all words that a call of this length has on a track, in order. */
export function expectedWords({ seed, finalEverySeconds }: Script, track: number, durationMs: number): ExpectedWord[] {
  // The end of a call may cut an utterance. The words before the cut are still expected.
  const untilMs = durationMs + 2 * finalEverySeconds * 1_000;
  return generatedUtterances(seed, track, 0, untilMs, finalEverySeconds)
    .flatMap(({ text, startMs, endMs }, utterance) =>
      divideIntoWords(text, startMs, endMs).map((word) => ({ ...word, utterance })),
    )
    .filter(({ endMs }) => endMs <= durationMs);
}

/** Gives each word an equal part of its utterance. A copy of the scripted engine's rule, so that the check is independent. */
function divideIntoWords(text: string, startMs: number, endMs: number): { text: string; endMs: number }[] {
  const texts = text.split(' ');
  const wordMs = (endMs - startMs) / texts.length;
  return texts.map((word, at) => ({
    text: word,
    endMs: at === texts.length - 1 ? endMs : Math.round(startMs + (at + 1) * wordMs),
  }));
}
