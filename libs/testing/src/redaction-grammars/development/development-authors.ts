import type { AuthorGrammars } from '../dialogue-style.js';
import { firstAuthor } from './first-author.js';
import { secondAuthor } from './second-author/second-author.js';

/** The grammars on whose failures recognisers are developed. */
export const developmentAuthors: readonly AuthorGrammars[] = [firstAuthor, secondAuthor];
