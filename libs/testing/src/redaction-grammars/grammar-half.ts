import { developmentAuthors } from './development/development-authors.js';
import type { AuthorGrammars } from './dialogue-style.js';
import { thirdAuthor } from './held-out/third-author.js';

/**
 * Which half of the grammars. Recognisers are developed on the failures of `development`. Nobody who works on recognisers reads
 * the grammars or the failures of `held-out`.
 */
export type Half = 'development' | 'held-out';
export const halves: readonly Half[] = ['development', 'held-out'];

/** The authors of each half. */
export const grammarHalves: Readonly<Record<Half, readonly AuthorGrammars[]>> = {
  development: developmentAuthors,
  'held-out': [thirdAuthor],
};
