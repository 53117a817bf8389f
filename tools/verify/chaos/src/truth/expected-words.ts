import type { Channel } from '@earshot/contracts';
import { generatedUtterances } from '@earshot/speech';

/** A word that the scripted engine says when it hears the audio of its end. */
export interface TrueWord {
  readonly text: string;
  readonly endMs: number;
  /** Number of its utterance on the channel. */
  readonly utterance: number;
}

export interface Script {
  readonly seed: string;
  readonly finalEverySeconds: number;
}

/** Everything a call of this length says on a channel, in order. */
export function trueWords({ seed, finalEverySeconds }: Script, channel: Channel, durationMs: number): TrueWord[] {
  // What is cut off by the end of the call is said as far as it was heard.
  const untilMs = durationMs + 2 * finalEverySeconds * 1_000;
  return generatedUtterances(seed, channel, 0, untilMs, finalEverySeconds)
    .flatMap(({ text, startMs, endMs }, utterance) =>
      wordEnds(text, startMs, endMs).map((word) => ({ ...word, utterance })),
    )
    .filter(({ endMs }) => endMs <= durationMs);
}

/** Each word takes an equal part of its utterance's time: the rule of the scripted engine, written a second time on purpose. */
function wordEnds(text: string, startMs: number, endMs: number): { text: string; endMs: number }[] {
  const texts = text.split(' ');
  const each = (endMs - startMs) / texts.length;
  return texts.map((word, at) => ({
    text: word,
    endMs: at === texts.length - 1 ? endMs : Math.round(startMs + (at + 1) * each),
  }));
}
