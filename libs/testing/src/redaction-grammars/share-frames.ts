import { repeatFrames, type HeardFrames } from './repeat-frames.js';
import type { ValueGrammar } from './value-grammar.js';

/** A value and how it is said, without dialogues. */
export type SaidValue = Omit<ValueGrammar, 'frames'>;

/** Gives several values the frames that they share. A value's own frames are heard sometimes. */
export const shareFrames =
  (heard: HeardFrames) =>
  (value: SaidValue, own: readonly string[] = []): ValueGrammar => ({
    ...value,
    frames: repeatFrames({ ...heard, sometimes: [...(heard.sometimes ?? []), ...own] }),
  });
