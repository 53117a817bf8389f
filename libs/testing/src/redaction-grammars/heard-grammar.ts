import type { HeardFrames } from './repeat-frames.js';
import { shareFrames } from './share-frames.js';
import type { ValueGrammar } from './value-grammar.js';

/** Creates grammars of one kind. Countries may have frames of their own, which are heard sometimes. */
export const heardGrammar =
  (heard: HeardFrames) =>
  (
    countries: ValueGrammar['countries'],
    create: ValueGrammar['create'],
    renderings: ValueGrammar['renderings'],
    own: readonly string[] = [],
  ): ValueGrammar =>
    shareFrames(heard)({ countries, create, renderings }, own);

/** Creates grammars of one kind that each country names in its own way. */
export const labelledGrammar =
  (heard: HeardFrames) =>
  (
    country: ValueGrammar['countries'][number],
    label: string,
    create: ValueGrammar['create'],
    renderings: ValueGrammar['renderings'],
    own: readonly string[] = [],
  ): ValueGrammar =>
    shareFrames(heard)({ countries: [country], label, create, renderings }, own);
