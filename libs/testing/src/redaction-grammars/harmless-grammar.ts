import type { ValueGrammar } from './value-grammar.js';
import { everyCountry, lettersAndDigits, mixedDigits } from './say-characters.js';

/** Harmless numbers are the same in every country, unless a grammar says otherwise. */
export const harmlessGrammar = (
  create: ValueGrammar['create'],
  renderings: ValueGrammar['renderings'],
  frames: readonly string[],
  countries: ValueGrammar['countries'] = everyCountry,
  label?: string,
): ValueGrammar => ({ countries, create, renderings, frames, ...(label === undefined ? {} : { label }) });

/** A number that some companies write with letters and others without. */
export const bothKinds = (
  digits: ValueGrammar['create'],
  code: ValueGrammar['create'],
  frames: readonly string[],
): readonly ValueGrammar[] => [
  harmlessGrammar(digits, mixedDigits, frames),
  harmlessGrammar(code, lettersAndDigits, frames),
];
