import { developmentHalf } from './development/development-half.js';
import { heldOutHalf } from './held-out/held-out-half.js';
import type { GrammarHalf } from './dialogue-style.js';

/**
 * Which half of the grammars. Recognisers are developed on the failures of `development`. Nobody who works on recognisers reads
 * the grammars or the failures of `held-out`.
 */
export type Half = 'development' | 'held-out';
export const halves: readonly Half[] = ['development', 'held-out'];

export const grammarHalves: Readonly<Record<Half, GrammarHalf>> = {
  development: developmentHalf,
  'held-out': heldOutHalf,
};
