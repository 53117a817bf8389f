import { firstAuthor } from './development/first-author.js';
import { otherTrades } from './development/other-trades/other-trades.js';
import { secondAuthor } from './development/second-author/second-author.js';
import type { AuthorGrammars } from './dialogue-style.js';
import { eighthAuthor } from './eighth-author/eighth-author.js';
import { eleventhAuthor } from './eleventh-author/eleventh-author.js';
import { fifthAuthor } from './fifth-author/fifth-author.js';
import { fourthAuthor } from './fourth-author/fourth-author.js';
import type { Half } from './grammar-half.js';
import { ninthAuthor } from './ninth-author/ninth-author.js';
import { seventhAuthor } from './seventh-author/seventh-author.js';
import { sixthAuthor } from './sixth-author/sixth-author.js';
import { splitAuthor } from './split-author.js';
import { tenthAuthor } from './tenth-author/tenth-author.js';
import { thirdAuthor } from './third-author/third-author.js';
import { twelfthAuthor } from './twelfth-author/twelfth-author.js';

/** Authors all of whose frames are for development. Half of the frames of some was held out, until it had been measured. */
const developmentAuthors: readonly AuthorGrammars[] = [
  firstAuthor,
  secondAuthor,
  otherTrades,
  thirdAuthor,
  fourthAuthor,
  fifthAuthor,
  sixthAuthor,
  seventhAuthor,
  eighthAuthor,
  ninthAuthor,
  tenthAuthor,
  eleventhAuthor,
];

/** Authors who have not read the recognisers. Of each one's frames, half is for development and half is held out. */
const splitAuthors: readonly AuthorGrammars[] = [twelfthAuthor];

/** The authors of each half. */
export const grammarHalves: Readonly<Record<Half, readonly AuthorGrammars[]>> = {
  development: [...developmentAuthors, ...splitAuthors.map((author) => splitAuthor(author).development)],
  'held-out': splitAuthors.map((author) => splitAuthor(author)['held-out']),
};
