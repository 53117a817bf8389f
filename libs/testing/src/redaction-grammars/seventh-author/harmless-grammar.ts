import type { ValueGrammar } from '../value-grammar.js';
import { everyCountry } from './say-characters.js';

/** Harmless numbers are the same in every country, unless a grammar says otherwise. */
export const harmlessGrammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
  countries: ValueGrammar['countries'] = everyCountry,
  label?: string,
): ValueGrammar => ({ countries, create, renderings, frames, ...(label === undefined ? {} : { label }) });
