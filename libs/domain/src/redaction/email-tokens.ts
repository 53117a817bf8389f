import { isDot, providers, sentenceWords, topLevels } from './email-words.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

/** The words of a text as addresses need them: "the at sign" is "at", "full stop" is "dot", and "s as in sugar" and "double s" are "s". */
export function readEmailTokens(text: string, tokens: readonly Token[]): Token[] {
  const read: Token[] = [];
  let lastEnd = 0;
  for (let index = 0; index < tokens.length;) {
    const explained = endOfExplanation(tokens, index);
    const named = read.at(-1);
    if (explained !== null && named !== undefined) {
      lastEnd = tokens[explained - 1]?.end ?? lastEnd;
      read[read.length - 1] = { ...named, end: lastEnd };
      index = explained;
      continue;
    }
    const token = tokens[index] as Token;
    const sign = text.slice(lastEnd, token.start).indexOf('@');
    if (sign >= 0) read.push(signAt(text, lastEnd, lastEnd + sign));
    const phrase = phraseAt(tokens, index, read.at(-1));
    const last = tokens[index + phrase.count - 1] ?? token;
    const gap = sign >= 0 ? 'space' : token.gap;
    if (isSignMissing(read.at(-1), phrase.text, tokens, index + phrase.count)) read.push(signBefore(token));
    read.push({ ...token, gap, text: phrase.text, end: last.end });
    index += phrase.count;
    lastEnd = last.end;
  }
  const sign = text.indexOf('@', lastEnd);
  return sign < 0 ? read : [...read, signAt(text, lastEnd, sign)];
}

const counts = new Set(['a', 'an', 'one', 'two', 'no', 'the', 'just', 'only', 'double', 'capital', 'small', 'letter']);
const MAX_COUNTS = 2;
const places: readonly (readonly string[])[] = [
  'at the end',
  'at the start',
  'at the beginning',
  'at the front',
  'in the middle',
  'in it',
].map((place) => place.split(' '));

/** Index after the words that explain how the name before them is written: "with a k", "without an h at the end"; null when none begin. */
function endOfExplanation(tokens: readonly Token[], index: number): number | null {
  if (!['with', 'without'].includes(textAt(tokens, index))) return null;
  let letter = index + 1;
  while (letter - index <= MAX_COUNTS && counts.has(textAt(tokens, letter)) && letter < tokens.length) letter++;
  if (letter === index + 1 || !/^[a-z]('s)?$/.test(textAt(tokens, letter))) return null;
  const place = places.find((words) => words.every((word, offset) => textAt(tokens, letter + 1 + offset) === word));
  return letter + 1 + (place?.length ?? 0);
}

/** The "@" of a text as a word. A semicolon between two finals stays a mark. */
function signAt(text: string, from: number, at: number): Token {
  const gap = text.slice(from, at).includes(';') ? 'hard' : 'space';
  return { kind: 'word', text: 'at', start: at, end: at + 1, gap, currency: false };
}

/** Whether a provider and its top level follow a word that is no "at": "john smith 42 gmail dot com". */
function isSignMissing(before: Token | undefined, word: string, tokens: readonly Token[], next: number): boolean {
  if (before === undefined || before.text === 'at' || isDot(before.text) || !providers.has(word)) return false;
  return isDot(textAt(tokens, next)) && topLevels.has(textAt(tokens, next + 1));
}

/** An "at" without characters, which nobody heard. */
const signBefore = ({ start, gap }: Token): Token => ({
  kind: 'word',
  text: 'at',
  start,
  end: start,
  gap,
  currency: false,
});

/** What several words stand for. */
interface EmailPhrase {
  readonly text: string;
  readonly count: number;
}

/** The phrase that begins at a token; the token itself when none does. */
const phraseAt = (tokens: readonly Token[], index: number, before: Token | undefined): EmailPhrase =>
  knownPhraseAt(tokens, index) ??
  explainedLetterAt(tokens, index) ??
  changedLetterAt(tokens, index) ??
  namedNumberAt(tokens, index) ??
  spelledAt(tokens, index, before) ?? { text: textAt(tokens, index), count: 1 };

const phrases = new Map<string, readonly (readonly string[])[]>();
const meanings = new Map<string, string>();

function addPhrases(meaning: string, list: string): void {
  for (const said of list.split('|')) {
    const words = said.trim().split(/\s+/);
    meanings.set(words.join(' '), meaning);
    const others = phrases.get(words[0] ?? '') ?? [];
    phrases.set(
      words[0] ?? '',
      [...others, words].sort((a, b) => b.length - a.length),
    );
  }
}

addPhrases(
  'at',
  `at the rate of|at the rate|at rate|at sign|at symbol|the at sign|the at symbol|an at sign|an at symbol|at the at sign|at the sign|
  the symbol at|the sign at|symbol at|sign at|at mark|the at|a at sign|arroba`,
);
addPhrases('x', 'x ray|ex ray');
addPhrases('dot', 'full stop|a dot|the dot|dot sign|punto|punkt');
addPhrases(
  'underscore',
  'under score|an underscore|the underscore|underscore sign|underscore symbol|under bar|low line|low dash|underline',
);
addPhrases('dash', 'a dash|the dash|a hyphen|the hyphen|dash sign|hyphen sign|minus sign|the dash sign');
addPhrases('plus', 'plus sign|plus symbol|the plus sign');
addPhrases('gmail', 'g mail|gee mail|google mail|g male');
addPhrases('hotmail', 'hot mail');
addPhrases('outlook', 'out look');
addPhrases('icloud', 'i cloud|eye cloud');
addPhrases('protonmail', 'proton mail');
addPhrases('aol', 'a o l');
addPhrases('gmx', 'g m x');
addPhrases('msn', 'm s n');
addPhrases('btinternet', 'b t internet|bt internet');
addPhrases('ntlworld', 'n t l world|ntl world');

function knownPhraseAt(tokens: readonly Token[], index: number): EmailPhrase | null {
  const words = phrases
    .get(textAt(tokens, index))
    ?.find((each) => each.every((word, offset) => textAt(tokens, index + offset) === word));
  if (words === undefined) return null;
  const text = meanings.get(words.join(' ')) ?? '';
  // "m s n i d e r" is spelled, and no provider.
  if (words.every((word) => word.length === 1) && isLetterAt(tokens, index + words.length)) return null;
  return { text, count: words.length };
}

const explaining: readonly (readonly string[])[] = [
  ['as', 'in', 'the'],
  ['like', 'in'],
  ['as', 'in'],
  ['is', 'for'],
  ['for'],
  ['like'],
  ['as'],
  ['from'],
];

/** "b for bravo", "s as in sugar": the letter. */
function explainedLetterAt(tokens: readonly Token[], index: number): EmailPhrase | null {
  if (!isLetterAt(tokens, index)) return null;
  const letter = textAt(tokens, index);
  for (const words of explaining) {
    const explained = index + words.length + 1;
    const isSaid = words.every((word, offset) => textAt(tokens, index + 1 + offset) === word);
    const word = textAt(tokens, explained);
    const isXRay = word === 'x' && textAt(tokens, explained + 1) === 'ray';
    if (isSaid && isXRay) return { text: letter, count: words.length + 3 };
    if (isSaid && word.length > 1 && word.startsWith(letter) && !sentenceWords.has(word))
      return { text: letter, count: words.length + 2 };
  }
  return null;
}

const changes: readonly (readonly string[])[] = [
  ['upper', 'case'],
  ['the', 'letter'],
  ['lower', 'case'],
  ...['double', 'triple', 'treble', 'capital', 'uppercase', 'lowercase', 'small', 'big', 'letter'].map((word) => [
    word,
  ]),
];

/** "double l", "capital b": the letter. */
function changedLetterAt(tokens: readonly Token[], index: number): EmailPhrase | null {
  for (const words of changes) {
    const letter = index + words.length;
    if (!words.every((word, offset) => textAt(tokens, index + offset) === word) || !isLetterAt(tokens, letter))
      continue;
    const explained = explainedLetterAt(tokens, letter);
    return { text: textAt(tokens, letter), count: words.length + (explained?.count ?? 1) };
  }
  return null;
}

/** "The number seven": the number. */
function namedNumberAt(tokens: readonly Token[], index: number): EmailPhrase | null {
  const noun = textAt(tokens, index) === 'the' ? index + 1 : index;
  const isNamed = namesOfNumbers.has(textAt(tokens, noun)) && startsNumber(tokens, noun + 1);
  return isNamed ? { text: textAt(tokens, noun + 1), count: noun + 2 - index } : null;
}

const namesOfNumbers = new Set(['number', 'digit', 'numeral', 'figure']);

const MAX_LETTERS = 4;

/** "dot d e", "dot c o m": the end of a domain, letter by letter. */
function spelledAt(tokens: readonly Token[], index: number, before: Token | undefined): EmailPhrase | null {
  if (before === undefined || !isDot(before.text)) return null;
  for (let count = MAX_LETTERS; count > 1; count--) {
    const letters = tokens.slice(index, index + count);
    const text = letters.map((letter) => letter.text).join('');
    const isWhole = text.length === count && letters.every((_, offset) => isLetterAt(tokens, index + offset));
    if (isWhole && topLevels.has(text) && !isSpelledOn(tokens, index + count)) return { text, count };
  }
  return null;
}

/** Whether a letter follows that is not the word "a" or "I": "dot d e I think". */
const isSpelledOn = (tokens: readonly Token[], index: number): boolean =>
  isLetterAt(tokens, index) && (!/^[ai]$/.test(textAt(tokens, index)) || isLetterAt(tokens, index + 1));

const isLetterAt = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]?.kind === 'word' && textAt(tokens, index).length === 1;
