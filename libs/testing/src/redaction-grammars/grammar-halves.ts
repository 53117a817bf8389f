import { firstAuthor } from './development/first-author.js';
import { otherTrades } from './development/other-trades/other-trades.js';
import { secondAuthor } from './development/second-author/second-author.js';
import type { AuthorGrammars } from './dialogue-style.js';
import { fifthAuthor } from './fifth-author/fifth-author.js';
import { fourthAuthor } from './fourth-author/fourth-author.js';
import type { Half } from './grammar-half.js';
import { thirdAuthor } from './third-author/third-author.js';

/**
 * The authors of each half. The third and the fourth author have not read the recognisers. Half of their frames was held out, until
 * it had been measured. The fifth author's frames are all held out.
 */
export const grammarHalves: Readonly<Record<Half, readonly AuthorGrammars[]>> = {
  development: [firstAuthor, secondAuthor, otherTrades, thirdAuthor, fourthAuthor],
  'held-out': [fifthAuthor],
};
