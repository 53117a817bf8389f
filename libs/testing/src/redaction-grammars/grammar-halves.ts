import { firstAuthor } from './development/first-author.js';
import { otherTrades } from './development/other-trades/other-trades.js';
import { secondAuthor } from './development/second-author/second-author.js';
import type { AuthorGrammars } from './dialogue-style.js';
import { fourthAuthor } from './fourth-author/fourth-author.js';
import type { Half } from './grammar-half.js';
import { splitAuthor } from './split-author.js';
import { thirdAuthor } from './third-author/third-author.js';

/** Authors who have not read the recognisers. Of each one's frames, half is for development and half is held out. */
const splitAuthors = [thirdAuthor, fourthAuthor].map(splitAuthor);

/** The authors of each half. */
export const grammarHalves: Readonly<Record<Half, readonly AuthorGrammars[]>> = {
  development: [firstAuthor, secondAuthor, otherTrades, ...splitAuthors.map(({ development }) => development)],
  'held-out': splitAuthors.map((split) => split['held-out']),
};
