import { bothKinds } from '../harmless-grammar.js';
import type { ValueGrammar } from '../value-grammar.js';
import { moreWays } from './write-digits.js';

/** A number that some companies write with letters and others without, also in this author's ways. */
export const numbersAndCodes = (...grammars: Parameters<typeof bothKinds>): readonly ValueGrammar[] =>
  bothKinds(...grammars).map((grammar) => ({ ...grammar, renderings: [...grammar.renderings, ...moreWays] }));
