import { firstAuthor } from './development/first-author.js';
import { otherTrades } from './development/other-trades/other-trades.js';
import { secondAuthor } from './development/second-author/second-author.js';
import type { AuthorGrammars } from './dialogue-style.js';
import { fifthAuthor } from './fifth-author/fifth-author.js';
import { fourthAuthor } from './fourth-author/fourth-author.js';
import type { Half } from './grammar-half.js';
import { splitAuthor } from './split-author.js';
import { thirdAuthor } from './third-author/third-author.js';

/** Authors who have not read the recognisers. Of each one's frames, half is for development and half is held out. */
const splitAuthors = [fifthAuthor].map(splitAuthor);

/**
 * The authors of each half. The third and the fourth author have not read the recognisers either. Half of their frames was held
 * out, until it had been measured.
 */
export const grammarHalves: Readonly<Record<Half, readonly AuthorGrammars[]>> = {
  development: [
    firstAuthor,
    secondAuthor,
    otherTrades,
    thirdAuthor,
    fourthAuthor,
    ...splitAuthors.map(({ development }) => development),
  ],
  'held-out': splitAuthors.map((split) => split['held-out']),
};
