import type { Word } from '@earshot/contracts';

/** Words as an engine gives them; times are milliseconds of the audio written to this run of the engine. */
export interface EngineWords {
  readonly isFinal: boolean;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly words: readonly Word[];
}

/** One run of an engine on a channel. */
export interface EngineRunPlace {
  /** Call-clock position of the first sample written to it. */
  readonly startMs: number;
  readonly engine: string;
  /** What earlier runs have given finals for; words before it are theirs. Not above `startMs` where runs do not overlap. */
  readonly heardUntilMs: number;
}

/**
 * The words on the call's clock, without those that an earlier run has given already: a word belongs to the side on
 * which its middle lies. Null when nothing is left.
 */
export function placeOnCall(result: EngineWords, run: EngineRunPlace): EngineWords | null {
  const startMs = run.startMs + result.startMs;
  const endMs = run.startMs + Math.max(result.startMs, result.endMs);
  const words = result.words.map((word) => ({
    ...word,
    startMs: run.startMs + word.startMs,
    endMs: run.startMs + Math.max(word.startMs, word.endMs),
  }));
  if (startMs >= run.heardUntilMs) return { ...result, startMs, endMs, words };
  if (words.length === 0) return (startMs + endMs) / 2 < run.heardUntilMs ? null : { ...result, startMs, endMs, words };
  const fresh = words.filter((word) => (word.startMs + word.endMs) / 2 >= run.heardUntilMs);
  const [first] = fresh;
  if (first === undefined) return null;
  if (fresh.length === words.length) return { ...result, startMs, endMs, words };
  return { ...result, startMs: first.startMs, endMs, words: fresh, text: fresh.map((word) => word.text).join(' ') };
}
