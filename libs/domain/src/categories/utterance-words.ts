/** The words of an utterance, for categories. */
export interface UtteranceWords {
  /** Lower case, contractions written out: "don't" is "do", "not". Placeholders stay: `[card]`. */
  readonly words: readonly string[];
  /** Whether punctuation ends a clause after the word. */
  readonly endsClause: readonly boolean[];
  /** Whether the word is a person's name here: "ask for Bill". */
  readonly isName: readonly boolean[];
  /** The utterance as written and without fillers and repetitions. Patterns are tried on each. */
  readonly patternTexts: readonly PatternText[];
}

/** A text for patterns. */
export interface PatternText {
  readonly text: string;
  /** For each word of `text`: the index of its first word in `UtteranceWords.words`. */
  readonly indexes: readonly number[];
}

const WORD = /\[[a-z_]+\]|[\p{L}\p{N}][\p{L}\p{N}']*/gu;
const CLAUSE_END = /[.,;:!?]\s/;
/** A pause is written as a comma, too: "I want, um, to". */
const PAUSE = /^,\s*$/;

/** Spoken and short forms. Terms and utterances are compared with these written out. */
const writtenOut: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    wanna: 'want to',
    gonna: 'going to',
    gotta: 'got to',
    lemme: 'let me',
    gimme: 'give me',
    dunno: 'do not know',
    cannot: 'can not',
    "can't": 'can not',
    cant: 'can not',
    "won't": 'will not',
    "shan't": 'shall not',
    "ain't": 'is not',
    dont: 'do not',
    doesnt: 'does not',
    didnt: 'did not',
    isnt: 'is not',
    wont: 'will not',
    "i'm": 'i am',
    "i've": 'i have',
    "i'd": 'i would',
    "i'll": 'i will',
  }).map(([word, words]) => [word, words.split(' ')]),
);

/** Words that people put between the words of a phrase without changing its meaning. */
const fillers = new Set(
  `um uh er erm ah eh hmm mm uhm umm just really actually please basically honestly literally simply like definitely
  absolutely totally seriously probably`.split(/\s+/),
);

export const isFiller = (word: string): boolean => fillers.has(word);

/** Fillers of two words. */
const fillerPairs = new Set(['you know', 'i mean', 'sort of', 'kind of']);

/** How many words the filler at a place has; 0 if there is none. */
export function countFillerWords(words: readonly string[], at: number): number {
  if (isFiller(words[at] ?? '')) return 1;
  return fillerPairs.has(`${words[at]} ${words[at + 1]}`) ? 2 : 0;
}

/** Words that are given names, too. */
const ambiguousNames = new Set(
  `sue bill mark rob grant will pat drew chase frank art gene jack may april june august hope faith grace joy rich max
  penny dale rose ruby crystal tiffany charity patience dick randy victor carol ray wade miles lance clay cliff guy
  hunter mason skip trip pierce violet`.split(/\s+/),
);
/** Surnames and names of streets that are ordinary words. Only the clearest words beside them make them names. */
const ordinaryNames = new Set(
  `love best good goodman strong young fine sharp savage moody bliss happy merry darling sweet swift noble stern blunt hardy
  loss cross bitter pleasant lovely poor court wise care payne bright fair`.split(/\s+/),
);
const SURNAME_BEFORE = /\b(?:(?:last |first |sur|sur )?name is|name's|mr|mrs|miss|dr) (?:\w+ )?$/;
const NAME_BEFORE =
  /(?:\b(?:name is|name's|named|called|i am|it is|it's|this is|mr|mrs|ms|miss|dr|hi|hello|hey|dear|morning|afternoon|evening|thanks|thank you|husband|wife|brother|sister|son|daughter|friend|colleague|boss|mother|father|mum|mom|dad|uncle|aunt|partner) |\b(?:ask|asked|asking|looking|waiting) for |\b(?:speak|speaking|spoke|spoken|talk|talking|talked|chatted|chatting|dealt|dealing|connected|through|transferred|transfer me) (?:to|with) |\b(?:message|call|email|letter|word|someone|somebody) from )$/;
/** What follows a street's or a town's name: "Pleasant Street". */
const PLACE_AFTER =
  /^(?:street|road|avenue|lane|drive|boulevard|terrace|crescent|hill|hills|park|valley|grove|square|village|city|township|county)\b/;
const PLACE_BEFORE = /\b(?:live|lives|living|address|at|on|in|from|of|to|\d+\w*) $/;
const FULL_NAME_AFTER =
  /^(?!is |it |me |us |them |him |her )[a-z'-]+ (?:(?:here|speaking)$|(?:called|rang|phoned|promised|told me|is my (?:neighbou?r|friend|boss|landlord|brother|husband|father|son|uncle|colleague))\b)/;
/** Names that are verbs, too. No verb stands before these words: "Sue will pick it up". */
const verbNames = new Set(['sue', 'rob', 'chase', 'pierce']);
const VERB_AFTER =
  /^(?:will|would|is|was|has|had|can|could|does|did|should|might|must|wants|wanted|needs|came|went|gave|sent|works)\b/;
const NAME_AFTER =
  /^(?:speaking|here|told|said|says|calling|from|is (?:calling|here|my|the one|on)|was (?:so|very|really|great|helpful|lovely))\b/;

/** Splits an utterance into its words. */
export function readUtterance(text: string): UtteranceWords {
  const { lower, written, raw } = splitText(text);
  const words: string[] = [];
  const endsClause: boolean[] = [];
  const isName: boolean[] = [];
  const firstIndexes: number[] = [];
  raw.forEach((match, index) => {
    const word = trimApostrophe(match[0]);
    const end = match.index + match[0].length;
    const next = raw[index + 1];
    const parts = expandWord(word);
    firstIndexes.push(words.length);
    const name = isNameHere(written, raw, index);
    parts.forEach((part, at) => {
      words.push(part);
      isName.push(name);
      endsClause.push(at === parts.length - 1 && isClauseEnd(lower.slice(end, next?.index ?? end), word, next?.[0]));
    });
  });
  const plain = { text: raw.map(([word]) => trimApostrophe(word)).join(' '), indexes: firstIndexes };
  const clean = cleanText(words);
  return { words, endsClause, isName, patternTexts: plain.text === clean.text ? [plain] : [plain, clean] };
}

interface SplitText {
  readonly lower: string;
  /** The text as written; in lower case when its letter case tells nothing. */
  readonly written: string;
  readonly raw: readonly RegExpExecArray[];
}

function splitText(text: string): SplitText {
  const lower = text.replaceAll('’', "'").toLowerCase();
  // Lower case may be longer than the text ("İ").
  const written = lower.length === text.length && /\p{Ll}/u.test(text) ? text : lower;
  return { lower, written, raw: [...lower.matchAll(WORD)] };
}

function isClauseEnd(between: string, word: string, next: string | undefined): boolean {
  if (PAUSE.test(between) && (fillers.has(word) || word === next || fillers.has(next ?? ''))) return false;
  return CLAUSE_END.test(between);
}

/** The words of a term, written out like those of an utterance. */
export const readTermWords = (text: string): string[] =>
  [...text.replaceAll('’', "'").toLowerCase().matchAll(WORD)].flatMap(([word]) => expandWord(trimApostrophe(word)));

const trimApostrophe = (word: string): string => (word.endsWith("'") ? word.slice(0, -1) : word);

function expandWord(word: string): readonly string[] {
  const known = writtenOut.get(word);
  if (known !== undefined) return known;
  if (word.endsWith("n't") && word.length > 3) return [word.slice(0, -3), 'not'];
  const [, subject, verb] = /^(we|you|they)'(re|ve|ll)$/.exec(word) ?? [];
  return subject === undefined || verb === undefined
    ? [word]
    : [subject, { re: 'are', ve: 'have', ll: 'will' }[verb] ?? verb];
}

function cleanText(words: readonly string[]): PatternText {
  const indexes = words.flatMap((word, at) => (fillers.has(word) || word === words[at - 1] ? [] : [at]));
  return { text: indexes.map((at) => words[at]).join(' '), indexes };
}

/** Tells by the words around it, and by its capital letter where the engine writes both cases. */
function isNameHere(text: string, raw: readonly RegExpExecArray[], index: number): boolean {
  const { index: start, 0: word } = raw[index] as RegExpExecArray;
  if (ordinaryNames.has(word)) return isOrdinaryName(raw, index);
  if (!ambiguousNames.has(word)) return false;
  if (startsSentence(text, raw, index) ? text[start + word.length] === ',' : /\p{Lu}/u.test(text[start] ?? ''))
    return true;
  return isGivenName(raw, index);
}

const startsSentence = (text: string, raw: readonly RegExpExecArray[], index: number): boolean =>
  index === 0 || /[.!?]/.test(text.slice(raw[index - 1]?.index ?? 0, raw[index]?.index));

function isGivenName(raw: readonly RegExpExecArray[], index: number): boolean {
  const before = wordsBetween(raw, index - 4, index);
  const after = wordsBetween(raw, index + 1, index + 4);
  if (/^(?:number |no )?\d/.test(after)) return false;
  if (index === 0 && FULL_NAME_AFTER.test(wordsBetween(raw, 1, 5))) return true;
  if (index === 0 && verbNames.has(raw[index]?.[0] ?? '') && VERB_AFTER.test(after)) return true;
  return NAME_BEFORE.test(`${before} `) || NAME_AFTER.test(after);
}

function isOrdinaryName(raw: readonly RegExpExecArray[], index: number): boolean {
  const before = `${wordsBetween(raw, index - 4, index)} `;
  if (PLACE_BEFORE.test(before) && PLACE_AFTER.test(wordsBetween(raw, index + 1, index + 2))) return true;
  return SURNAME_BEFORE.test(before);
}

/** Finds names of several words by their capital letters, unless most of the text has them: "the account is with First Trust". */
function findTitles(text: string, raw: readonly RegExpExecArray[]): (index: number) => boolean {
  const isCapital = raw.map(
    ({ index: start, 0: word }, index) =>
      word !== 'i' && !word.startsWith("i'") && /\p{Lu}/u.test(text[start] ?? '') && !startsSentence(text, raw, index),
  );
  const hasFew = isCapital.filter(Boolean).length <= raw.length / 2;
  return (index) =>
    hasFew && isCapital[index] === true && (isCapital[index - 1] === true || isCapital[index + 1] === true);
}

const wordsBetween = (raw: readonly RegExpExecArray[], from: number, to: number): string =>
  raw
    .slice(Math.max(0, from), to)
    .flatMap(([word]) => expandWord(trimApostrophe(word)))
    .join(' ');

/** The text without the names that are words too: "my name is Joy" becomes "my name is", and "a Happy Meal" becomes "a". */
export function removeNames(text: string): string {
  const { written, raw } = splitText(text);
  const isInTitle = findTitles(written, raw);
  let result = written;
  for (const [index, match] of [...raw.entries()].reverse())
    if (isInTitle(index) || isNameHere(written, raw, index))
      result = result.slice(0, match.index) + result.slice(match.index + match[0].length);
  return result;
}
