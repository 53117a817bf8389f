import { isOh, readNumber } from '../read-number.js';
import { textAt, type Token } from '../scan-tokens.js';

/** Characters of a value, and the index after their last token. */
export interface ReadCharacters {
  readonly to: number;
  readonly characters: string;
  /** The speaker took back a part of them. */
  readonly isCorrected?: boolean;
}

const fillers = new Set(
  `um umm uh uhm uhh ehm er erm hmm mm ah eh and then okay ok so dash hyphen space stroke slash like well followed by yeah yes
  sorry no wait i mean meant actually it's that's comma oops whoops correction pardon apologies rather uhuh mhm next`.split(
    /\s+/,
  ),
);
/** Pauses and hesitations between two characters of one value. */
export const MAX_FILLERS = 4;

/** The letters of the NATO alphabet by their words. */
export const natoWords = new Map(
  `alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo
  sierra tango uniform victor whiskey whisky xray yankee zulu`
    .split(/\s+/)
    .map((word) => [word, word[0] ?? '']),
);

export const isFiller = (token: Pick<Token, 'text'> | undefined): boolean =>
  token !== undefined && fillers.has(token.text);

export function digitsAt(tokens: readonly Token[], index: number): ReadCharacters | null {
  const number = readNumber(tokens, index);
  return number === null ? null : { to: number.next, characters: number.digits };
}

/** A digit or a letter, said or written, at a token; null when there is none. */
export function codeAt(tokens: readonly Token[], index: number, text: string): ReadCharacters | null {
  if (isPronoun(tokens, index)) return null;
  const digits = isOh(tokens[index]) && tokens[index]?.text === 'o' ? null : digitsAt(tokens, index);
  return digits ?? repeatedLetter(tokens, index) ?? letterAt(tokens, index) ?? writtenLetters(tokens, index, text);
}

const repeats = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
]);

/** "double a". */
function repeatedLetter(tokens: readonly Token[], index: number): ReadCharacters | null {
  const times = repeats.get(tokens[index]?.text ?? '');
  const letter = times === undefined ? null : letterAt(tokens, index + 1);
  return letter === null ? null : { to: letter.to, characters: letter.characters.repeat(times ?? 1) };
}

const lettersBefore = new Set(['capital', 'uppercase', 'lowercase', 'letter', 'small']);

/** "b", "bravo", "b for bravo", "b as in boy", "capital b". */
export function letterAt(tokens: readonly Token[], index: number): ReadCharacters | null {
  const word = tokens[index]?.text ?? '';
  if (lettersBefore.has(word)) return letterAt(tokens, index + 1);
  const nato = natoWords.get(word);
  if (nato !== undefined) return { to: index + 1, characters: nato };
  if (word.length !== 1 || tokens[index]?.kind !== 'word') return null;
  return { to: endOfExplanation(tokens, index, word), characters: word };
}

const verbs = new Set(
  'was am have had do did think will would can could need want got live use used paid guess hope said still never know'.split(
    ' ',
  ),
);

/** "I was born …" after a code. */
const isPronoun = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]?.text === 'i' && verbs.has(tokens[index + 1]?.text ?? '');

/** "x ray", and the words after a letter that explain it. */
function endOfExplanation(tokens: readonly Token[], index: number, letter: string): number {
  if (isXRay(tokens, index)) return index + 2;
  // "8767 P, the PAN" explains nothing.
  if (textAt(tokens, index + 1) === 'the') return index + 1;
  let explained = index + 1;
  while (explained - index <= MAX_EXPLAINING_WORDS && explainingWords.has(tokens[explained]?.text ?? '')) explained++;
  const word = textAt(tokens, explained);
  if (explained === index + 1 || !word.startsWith(letter) || owners.has(word)) return index + 1;
  return isXRay(tokens, explained) ? explained + 2 : explained + 1;
}

/** Words between a letter and the word that explains it: "b as in boy", "b like in boy", "b is for boy". */
const explainingWords = new Set(['for', 'like', 'as', 'in', 'is', 'from', 'the', 'word']);
const MAX_EXPLAINING_WORDS = 3;
/** "489Y as your DNI" explains nothing. */
const owners = new Set(['your', 'my', 'our', 'his', 'her', 'their']);

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
    isUnwordly(tokens, index) ||
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
  need next zero five nine six one double let look find found got yeah think know want call bank
  huh aha ooh ha hey hi ta bye ma'am sir sec dear god gosh gee wow ugh hah cheers lovely nice cool try ask bit lot few big bad sad day min men man end
  own ask add age ago air aim arm art bag bar bed bet bin bit box boy bus buy car cat cut dad die dog dry due ear eat egg eye fan far fat fee fit fix fly fun gas god
  gym hat hit hot ice ill job joy key kid law lay leg lie lip log lot low mad map mix mom mum net nor nut odd oil ourselves owe pay pen pet pie pop pot raw red
  rid row run saw sea seat set sit six sky son sum sun tax tea tie tip top toy van war wet win won yet zip aunt back bank best book both busy came city cold
  cool cost days dear dont door down each else even ever face fact feel felt file five form free full gave girl give goes gone half hand hard head hear held help
  here high home hour idea into item join june just keep kept kind knew know lady last late left less life line list live long lost love made mail main make many
  mate mean mine miss more most move much must name near next nice none once only onto open over page paid park part pass past plan post pull push quit rate
  real rest ride ring road room said same save seem seen self send sent shop show side sign site size slow some soon sort stay step stop such take talk tell
  tend test text than that them then they this thus till time told took town true turn type unit upon used user very view visa wait walk want week well went
  were what when whom wide wife will wish with word work year your joint single usual main other blue grey gray gold black green first second`.split(
    /\s+/,
  ),
);

const isRepeated = (word: string, after: Token | undefined): boolean =>
  after?.text === word && word.length <= 5 && !isWord(word);

/** Whether letters are a word of a sentence. */
export const isWord = (word: string): boolean => shortWords.has(word) || fillers.has(word);

/**
 * Letters of a code in lower case: up to three that are no word and stand before digits ("ab 12"), up to four between
 * digits ("gb29 nwba 6016"), or four without a vowel.
 */
function isUnwordly(tokens: readonly Token[], index: number): boolean {
  const word = textAt(tokens, index);
  const isPair = CONSONANTS.test(word);
  const isShort = /^[a-z]{2,4}$/.test(word) && !isWord(word);
  if (!isPair && !isShort) return false;
  const [before, after] = partsBeside(tokens, index);
  return (isPair && isBeforeDigits(word, after)) || (isShort && isPartOfCode(word, before, after));
}

function isPartOfCode(word: string, before: Token | undefined, after: Token | undefined): boolean {
  // At the end, the rest of the code may come in the next final.
  if (!/[aeiouy]/.test(word)) return word.length > 3 || after === undefined || after.kind === 'digits';
  return after?.kind === 'digits' && (word.length <= 3 || before?.kind === 'digits');
}

const CONSONANTS = /^[b-df-hj-np-tv-z]{2}$/;

/** "mm 55": also where the letters are a pause by themselves. */
const isBeforeDigits = (word: string, after: Token | undefined): boolean =>
  word !== 'my' && after?.kind === 'digits' && after.text.length > 1;
