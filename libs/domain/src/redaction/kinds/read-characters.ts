import { isOh, readNumber } from '../read-number.js';
import type { Token } from '../scan-tokens.js';
import type { ValuePlace } from './labelled-kind.js';

/** Characters of a value, and the index after their last token. */
export interface ReadCharacters {
  readonly to: number;
  readonly characters: string;
}

const fillers = new Set(
  `um umm uh uhm uhh er erm hmm mm ah eh and then okay ok so dash hyphen space stroke slash like well followed by yeah yes
  sorry no wait i mean meant actually it's that's comma`.split(/\s+/),
);
/** Words between two characters of one value. */
const MAX_FILLERS = 3;

/** The letters of the NATO alphabet by their words. */
export const natoWords = new Map(
  `alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo
  sierra tango uniform victor whiskey whisky xray yankee zulu`
    .split(/\s+/)
    .map((word) => [word, word[0] ?? '']),
);

/**
 * Reads digits from a token on, said or written, over fillers: "oh three uh twenty eight". It stops at any other word and at
 * `max` digits; null when there are none.
 */
export const readDigits = (place: ValuePlace, max: number): ReadCharacters | null => readFrom(place, max, digitsAt);

/** Reads digits and letters from a token on: "AB 12", "a b one two", "alpha bravo", "b for bravo double three". */
export const readCode = (place: ValuePlace, max: number): ReadCharacters | null => readFrom(place, max, codeAt);

type ReadOne = (tokens: readonly Token[], index: number, text: string) => ReadCharacters | null;

function readFrom(place: ValuePlace, max: number, readOne: ReadOne): ReadCharacters | null {
  const { tokens, index, end, text } = place;
  let characters = '';
  let to = index;
  let fillerCount = 0;
  for (let at = index; at < end;) {
    const one = readOne(tokens, at, text);
    if (one !== null && one.to <= end && characters.length + one.characters.length <= max) {
      characters += one.characters;
      at = to = one.to;
      fillerCount = 0;
    } else if (one === null && characters !== '' && isFiller(tokens[at]) && fillerCount < MAX_FILLERS) {
      fillerCount++;
      at++;
    } else break;
  }
  return characters === '' ? null : { to, characters };
}

export const isFiller = (token: Token | undefined): boolean => token !== undefined && fillers.has(token.text);

export function digitsAt(tokens: readonly Token[], index: number): ReadCharacters | null {
  const number = readNumber(tokens, index);
  return number === null ? null : { to: number.next, characters: number.digits };
}

function codeAt(tokens: readonly Token[], index: number, text: string): ReadCharacters | null {
  const digits = isOh(tokens[index]) && tokens[index]?.text === 'o' ? null : digitsAt(tokens, index);
  return digits ?? repeatedLetter(tokens, index) ?? letterAt(tokens, index) ?? writtenLetters(tokens, index, text);
}

/** "double a". */
function repeatedLetter(tokens: readonly Token[], index: number): ReadCharacters | null {
  if (tokens[index]?.text !== 'double') return null;
  const letter = letterAt(tokens, index + 1);
  return letter === null ? null : { to: letter.to, characters: letter.characters.repeat(2) };
}

const lettersBefore = new Set(['capital', 'uppercase', 'lowercase', 'letter', 'small']);

/** "b", "bravo", "b for bravo", "b as in boy", "capital b". */
function letterAt(tokens: readonly Token[], index: number): ReadCharacters | null {
  const word = tokens[index]?.text ?? '';
  if (lettersBefore.has(word)) return letterAt(tokens, index + 1);
  const nato = natoWords.get(word);
  if (nato !== undefined) return { to: index + 1, characters: nato };
  if (word.length !== 1 || tokens[index]?.kind !== 'word') return null;
  return { to: endOfExplanation(tokens, index, word), characters: word };
}

/** "x ray", and the words after a letter that explain it. */
function endOfExplanation(tokens: readonly Token[], index: number, letter: string): number {
  const next = tokens[index + 1]?.text ?? '';
  if (isXRay(tokens, index)) return index + 2;
  const explained = next === 'for' || next === 'like' ? index + 2 : next === 'as' ? index + 3 : null;
  if (explained === null || tokens[explained]?.text.startsWith(letter) !== true) return index + 1;
  return isXRay(tokens, explained) ? explained + 2 : explained + 1;
}

const isXRay = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]?.text === 'x' && tokens[index + 1]?.text === 'ray';

/** Letters that touch digits ("AB123"), or are written in capitals ("GB"). */
function writtenLetters(tokens: readonly Token[], index: number, text: string): ReadCharacters | null {
  const token = tokens[index];
  if (token === undefined || token.kind !== 'word') return null;
  const after = tokens[index + 1];
  const touchesDigits = token.gap === 'glued' || (after?.gap === 'glued' && after.kind === 'digits');
  const isCode =
    touchesDigits ||
    isCapitals(text.slice(token.start, token.end)) ||
    isRepeated(token.text, after) ||
    isUnwordly(token.text, partsBeside(tokens, index)) ||
    isBegun(tokens, index);
  return isCode ? { to: index + 1, characters: token.text } : null;
}

const isCapitals = (written: string): boolean =>
  written.length <= 6 && written === written.toUpperCase() && /^\p{L}+$/u.test(written);

/** The tokens before and after one, without pauses. */
const partsBeside = (tokens: readonly Token[], index: number): [Token | undefined, Token | undefined] => [
  tokens.slice(Math.max(0, index - MAX_FILLERS), index).findLast((one) => !isFiller(one)),
  tokens.slice(index + 1, index + 2 + MAX_FILLERS).find((one) => !isFiller(one)),
];

/** Letters that are a whole answer, such as "sure avs": the digits may come in the next final. */
function isBegun(tokens: readonly Token[], index: number): boolean {
  const word = tokens[index]?.text ?? '';
  const isWholeAnswer =
    index === tokens.length - 1 && index <= 2 && tokens.slice(0, index).every(({ text }) => isWord(text));
  return isWholeAnswer && /^[a-z]{2,3}$/.test(word) && !isWord(word);
}

const shortWords = new Set(
  `is it its was the my me no yes yep so ok and for to of on at in as by be we he she you uh um er mm hm oh or an if up do
  go i'm it's id was has had not now but out our all any are can did get got how let new off old one per pin put say see
  two use via way who why yet card code last four that this with from have then than just here there also only both sure well wait hold
  says mine give will would could your them they what when where which been does good fine great thank thanks please ready read
  need next zero five nine six one double let look find found got yeah think know want call bank`.split(/\s+/),
);

const isRepeated = (word: string, after: Token | undefined): boolean =>
  after?.text === word && word.length <= 5 && !isWord(word);

/** Whether letters are a word of a sentence. */
export const isWord = (word: string): boolean => shortWords.has(word) || fillers.has(word);

/**
 * Letters of a code in lower case: up to three that are no word and stand before digits ("ab 12"), up to four between
 * digits ("gb29 nwba 6016"), or four without a vowel.
 */
function isUnwordly(word: string, [before, after]: readonly (Token | undefined)[]): boolean {
  if (isConsonantPair(word, after)) return true;
  if (!/^[a-z]{2,4}$/.test(word) || isWord(word)) return false;
  // At the end, the rest of the code may come in the next final.
  if (!/[aeiouy]/.test(word)) return word.length > 3 || after === undefined || after.kind === 'digits';
  return after?.kind === 'digits' && (word.length <= 3 || before?.kind === 'digits');
}

/** "mm 55": also where the letters are a pause by themselves. */
const isConsonantPair = (word: string, after: Token | undefined): boolean =>
  /^[b-df-hj-np-tv-z]{2}$/.test(word) && word !== 'my' && after?.kind === 'digits' && after.text.length > 1;
