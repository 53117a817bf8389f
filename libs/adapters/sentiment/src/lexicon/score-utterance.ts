import type { Sentiment } from '@earshot/ports';
import { removeNames } from '@earshot/domain';
import { DENY, markValues } from './construction.js';
import { markConstructions } from './constructions.js';
import { findPhrase } from './phrases.js';
import { matchPatterns } from './match-patterns.js';
import { degrees, negations, wordScores } from './word-scores.js';
import type { Viewpoint } from './viewpoint.js';

/** A negation affects this many words after it. */
const NEGATION_REACH = 4;
/** A denied opinion affects the rest of its clause: "I don't think that this is really any good". */
const DENIAL_REACH = 8;
/** Factor for a negated word: "not good" is milder than "bad". */
const NEGATED = -0.7;
/** "not good" is no mild word for "bad". */
const NEGATED_PRAISE = -1.4;
/** "no problem" is hardly praise, so it stays below the threshold. "not bad" is praise. */
const NEGATED_BLAME = 1;
const litotes = new Set(
  'bad awful terrible horrible unhappy unhelpful disappointed disappointing rude unpleasant complaint complaints complain'.split(
    ' ',
  ),
);
/** Weights of the words before and after "but". */
const BEFORE_BUT = 0.5;
const AFTER_BUT = 1.3;
/** An agent who names a problem reports it, so the words of an agent count less. */
const AGENT_NEGATIVE = 0.2;
const AGENT_POSITIVE = 0.75;
/** Factor for questions, which show less sentiment. */
const QUESTION = 0.5;
/** An utterance whose sum of values reaches this is not neutral. */
const THRESHOLD = 1.25;
/** At this sum the score reaches about 0.7 of its limit. */
const HALF_WAY = 4;

const contrasts = new Set(['but', 'however', 'although']);
const questionWords = new Set(
  'how what when where which who does do did is are can could would will may should has have'.split(' '),
);
const sarcasticOpeners = new Set(
  'great wonderful fantastic perfect brilliant lovely nice awesome amazing excellent'.split(' '),
);
const setbacks = new Set('again another down broken failed late now still wrong lost transfer hold'.split(' '));
const reliefs = new Set('fixed works working better news back solved'.split(' '));

/** Scores the sentiment of an utterance by its words, phrases and patterns, by negation, degree and contrast, and by the viewpoint. */
export function scoreUtterance(text: string, viewpoint: Viewpoint): Sentiment {
  const words = wordsOf(text);
  const clauses = splitAtContrast(words).map((clause) => valuesOf(clause, viewpoint));
  const isContrast = clauses.length > 1;
  let positive = 0;
  let negative = 0;
  clauses.forEach((values, index) => {
    const weight = !isContrast ? 1 : index === clauses.length - 1 ? AFTER_BUT : BEFORE_BUT;
    for (const value of values) {
      if (value > 0) positive += value * weight;
      else negative -= value * weight;
    }
  });
  const patternValues = matchPatterns(words, viewpoint);
  if (viewpoint === 'CUSTOMER') [positive, negative] = addValues(patternValues, positive, negative);
  if (isSarcastic(words)) {
    negative += positive + 1;
    positive = 0;
  }
  const damping = isQuestion(words) ? QUESTION : 1;
  positive *= damping * (viewpoint === 'AGENT' ? AGENT_POSITIVE : 1);
  negative *= damping * (viewpoint === 'AGENT' ? AGENT_NEGATIVE : 1);
  // Patterns of an agent show the agent's own sentiment, so they are not damped.
  if (viewpoint === 'AGENT') [positive, negative] = addValues(patternValues, positive, negative);
  return toSentiment(positive, negative);
}

const addValues = (values: readonly number[], positive: number, negative: number): [number, number] => [
  values.reduce((sum, value) => sum + Math.max(0, value), positive),
  values.reduce((sum, value) => sum + Math.max(0, -value), negative),
];

const WORD = /[a-z0-9]+(?:'[a-z]+)?/g;

/** The words in lower case, with marks for constructions. */
function wordsOf(text: string): string[] {
  const words = removeNames(text).toLowerCase().replaceAll('’', "'").match(WORD) ?? [];
  return markConstructions(words.join(' ')).split(' ');
}

function splitAtContrast(words: readonly string[]): string[][] {
  const clauses: string[][] = [[]];
  for (const word of words) {
    if (contrasts.has(word) && clauses.at(-1)?.length !== 0) clauses.push([]);
    else clauses.at(-1)?.push(word);
  }
  return clauses;
}

/** How a clause changes the values of its next words. */
class Modifiers {
  private negatedUntil = -1;
  /** The sign of the value that the negation turned. "why be happy with a broken phone" leaves "broken" as it is. */
  private negatedSign = 0;
  private factor = 1;

  noteWord(word: string, at: number): void {
    const reach = word === DENY ? DENIAL_REACH : negations.has(word) ? NEGATION_REACH : 0;
    if (reach > 0) {
      this.negatedUntil = at + reach;
      this.negatedSign = 0;
    }
    this.factor = degrees.get(word) ?? this.factor;
  }

  /** The value of a word at this place. */
  valueOfWord(value: number, word: string, at: number): number {
    return this.takeFactor() * (this.negates(value, at) ? negate(value, word) : value);
  }

  /** Phrases of blame hold their own negation. */
  valueOfPhrase(value: number, at: number): number {
    return this.takeFactor() * (value > 0 && this.negates(value, at) ? negate(value) : value);
  }

  private negates(value: number, at: number): boolean {
    if (at > this.negatedUntil || (this.negatedSign !== 0 && this.negatedSign !== Math.sign(value))) return false;
    this.negatedSign = Math.sign(value);
    return true;
  }

  private takeFactor(): number {
    const { factor } = this;
    this.factor = 1;
    return factor;
  }
}

/** The values of the phrases and words of a clause, with negation and degree. */
function valuesOf(words: readonly string[], viewpoint: Viewpoint): number[] {
  const values: number[] = [];
  const modifiers = new Modifiers();
  for (let at = 0; at < words.length;) {
    const word = words[at] ?? '';
    const phrase = findPhrase(words, at, viewpoint);
    if (phrase !== undefined) {
      if (phrase.value !== 0) values.push(modifiers.valueOfPhrase(phrase.value, at));
      at += phrase.words.length;
      continue;
    }
    const value = markValues.get(word) ?? wordScores.get(word);
    if (value !== undefined) values.push(modifiers.valueOfWord(value, word, at));
    modifiers.noteWord(word, at);
    at++;
  }
  return values;
}

function negate(value: number, word = ''): number {
  if (value > 0) return Math.min(value * NEGATED, NEGATED_PRAISE);
  return litotes.has(word) ? value * NEGATED : Math.min(value * NEGATED, NEGATED_BLAME);
}

/** Praise for a setback: "great, so now my internet is down again", "oh wonderful another transfer". */
function isSarcastic(words: readonly string[]): boolean {
  const opener = words.slice(0, 2).findIndex((word) => sarcasticOpeners.has(word));
  if (opener < 0 || words.some((word) => reliefs.has(word))) return false;
  const rest = words.slice(opener + 1);
  const continues = rest[0] === 'so' && rest[1] === 'now';
  return (
    continues ||
    (rest[0] === 'another' && rest.length <= 5) ||
    rest.some((word, index) => word === 'again' && setbacks.has(rest[index - 1] ?? ''))
  );
}

const isQuestion = (words: readonly string[]): boolean => {
  if (words[0] === 'what' && (words[1] === 'a' || words[1] === 'an')) return false;
  const first = words[0] === 'and' || words[0] === 'so' || words[0] === 'um' ? words[1] : words[0];
  return words.length > 2 && questionWords.has(first ?? '') && words[1] !== 'you' && !words.includes('even');
};

function toSentiment(positive: number, negative: number): Sentiment {
  const net = positive - negative;
  const score = Math.round((5 * net * 100) / Math.sqrt(net * net + HALF_WAY * HALF_WAY)) / 100;
  const weaker = Math.min(positive, negative);
  if (weaker >= THRESHOLD * 1.5 && weaker > 0.75 * Math.max(positive, negative)) return { label: 'MIXED', score };
  if (net >= THRESHOLD) return { label: 'POSITIVE', score };
  if (net <= -THRESHOLD) return { label: 'NEGATIVE', score };
  return { label: 'NEUTRAL', score: 0 };
}
