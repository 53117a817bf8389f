import type { Channel } from '@earshot/contracts';
import { generatedUtterances } from '@earshot/speech';

/** The scripted engine publishes this word when it receives the audio at its end. */
export interface ExpectedWord {
  readonly text: string;
  readonly endMs: number;
  /** Index of the utterance on its channel. */
  readonly utterance: number;
}

export interface Script {
  readonly seed: string;
  readonly finalEverySeconds: number;
}

/** Returns all words that a call of this length has on a channel, in order. */
export function expectedWords(
  { seed, finalEverySeconds }: Script,
  channel: Channel,
  durationMs: number,
): ExpectedWord[] {
  // The end of a call may cut an utterance: its first words are still expected.
  const untilMs = durationMs + 2 * finalEverySeconds * 1_000;
  return generatedUtterances(seed, channel, 0, untilMs, finalEverySeconds)
    .flatMap(({ text, startMs, endMs }, utterance) =>
      divideIntoWords(text, startMs, endMs).map((word) => ({ ...word, utterance })),
    )
    .filter(({ endMs }) => endMs <= durationMs);
}

/** Gives each word an equal part of its utterance. Repeats the rule of the scripted engine so that the check is independent. */
function divideIntoWords(text: string, startMs: number, endMs: number): { text: string; endMs: number }[] {
  const texts = text.split(' ');
  const wordMs = (endMs - startMs) / texts.length;
  return texts.map((word, at) => ({
    text: word,
    endMs: at === texts.length - 1 ? endMs : Math.round(startMs + (at + 1) * wordMs),
  }));
}
