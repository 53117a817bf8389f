import { bareAccountAt } from './bare-account.js';
import { compoundLabelAt } from './compound-labels.js';
import { endingLabelAt } from './ending-labels.js';
import { ellipticalLabelAt } from './elliptical-labels.js';
import { withEvidence } from './evidence-labels.js';
import { endOfAskedQuantity, endOfAskedThing, endOfNamedNumber } from './harmless-labels.js';
import {
  endOfAskedDocument,
  endOfDiscountCode,
  endOfDocumentAsked,
  endOfNumberOfDocument,
  endOfScale,
} from './harmless-questions.js';
import { endOfIdentityPaper } from './identity-papers.js';
import { endOfIntroducedThing } from './introduced-things.js';
import { isOtherThingWithDate } from './kinds/expiring-things.js';
import type { LabelledKind } from './kinds/labelled-kind.js';
import { labelledKinds } from './kinds/labelled-kinds.js';
import { endOfSentNumber, isNamedCodeSent, isOfShop, isSentSecurityCode } from './kinds/otp.js';
import { labelPhrases, otherAfter, otherBefore, type Label, type LabelKind } from './label-phrases.js';
import { endOfPhoneRequest, isDevice } from './phone-requests.js';
import { isAnaphor, modifiesLabel, withoutDescriptions } from './modifying-labels.js';
import { resumeLabels } from './resume-labels.js';
import { withContrasts } from './contrasted-values.js';
import { cutOffLabelAt } from './cut-off-labels.js';
import { deviceNumberAt } from './numbers-of-devices.js';
import { endOfNamedModel, endOfNumberOnThing, endOfReadThing } from './numbers-on-things.js';
import { endOfPaperAfterNumber } from './papers-after-numbers.js';
import { startsNumber } from './read-number.js';
import type { Token } from './scan-tokens.js';

export type { Label, LabelKind } from './label-phrases.js';

const byFirstWord = new Map<string, { words: readonly string[]; kind: LabelKind }[]>();

function addPhrases(kind: LabelKind, list: string): void {
  for (const phrase of list.split('|')) {
    const words = phrase.trim().split(/\s+/);
    const first = words[0] ?? '';
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { words, kind }]);
  }
}

// Of two equal phrases the first counts.
for (const { kind, phrases: list } of labelledKinds) addPhrases(kind, list);
for (const [kind, list] of Object.entries(labelPhrases) as [LabelKind, string][]) addPhrases(kind, list);
/** The phrases by each form of their first word, also its possessive or plural: "my social's 722 …". */
const byForm = new Map<string, { words: readonly string[]; kind: LabelKind }[]>();
for (const [first, entries] of byFirstWord)
  for (const form of [first, `${first}'s`, `${first}s`]) byForm.set(form, [...(byForm.get(form) ?? []), ...entries]);
for (const entries of byForm.values()) entries.sort((a, b) => b.words.length - a.words.length);
const kindOfLabel = new Map<LabelKind, LabelledKind>(labelledKinds.map((one) => [one.kind, one]));

/** The labels of an utterance in order. When several phrases match at one word, the longest counts. */
export function findLabels(tokens: readonly Token[]): readonly Label[] {
  const labels: Label[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const label = labelAt(tokens, index);
    if (label === null || isAnaphor(tokens, label)) continue;
    const before = labels.at(-1);
    if (before !== undefined && isNumberOfDocument(tokens, before, label)) continue;
    if (before === undefined || !modifiesLabel(tokens, before, label)) labels.push(label);
    index = label.to - 1;
  }
  const named = labels.length < 2 ? labels : resumeLabels(tokens, withoutDescriptions(tokens, labels));
  return withContrasts(tokens, withEvidence(tokens, named));
}

/** "The new passport came, and the number is …": the number of the document and none that somebody sent. */
const isNumberOfDocument = (tokens: readonly Token[], before: Label, { kind, from, to }: Label): boolean =>
  kind === 'OTP' && to - from === 1 && tokens[from]?.text.startsWith('number') === true && documents.has(before.kind);

const documents = new Set<LabelKind>(['PASSPORT', 'LICENCE', 'NATIONAL_ID', 'NEUTRAL', 'ACCOUNT']);

const labelAt = (tokens: readonly Token[], index: number): Label | null =>
  deviceNumberAt(tokens, index) ??
  numberOnThingAt(tokens, index) ??
  compoundLabelAt(tokens, index) ??
  sentCodeAt(tokens, index) ??
  endingLabelAt(tokens, index) ??
  phraseAt(tokens, index) ??
  bareAccountAt(tokens, index) ??
  requestAt(tokens, index) ??
  identityPaperAt(tokens, index) ??
  ellipticalLabelAt(tokens, index) ??
  cutOffLabelAt(tokens, index) ??
  harmlessNameAt(tokens, index);

/** "Some ID", "your photo ID". */
function identityPaperAt(tokens: readonly Token[], index: number): Label | null {
  const to = endOfIdentityPaper(tokens, index);
  return to === null ? null : { kind: 'NATIONAL_ID', from: index, to };
}

/** "The code on the box", "my printer is a …". */
function numberOnThingAt(tokens: readonly Token[], index: number): Label | null {
  const to = endOfNumberOnThing(tokens, index) ?? endOfNamedModel(tokens, index);
  return to === null ? null : { kind: 'NEUTRAL', from: index, to };
}

/** "The delivery code that you got by text". */
const sentCodeAt = (tokens: readonly Token[], index: number): Label | null =>
  isNamedCodeSent(tokens, index) ? { kind: 'OTP', from: index, to: index + 2 } : null;

function phraseAt(tokens: readonly Token[], index: number): Label | null {
  const first = tokens[index]?.text ?? '';
  const phrases = byForm.get(first) ?? [];
  const match =
    phrases.find(({ words, kind }) => {
      const isSaid = words.every((word, offset) => isWord(tokens[index + offset], word, offset === words.length - 1));
      return (
        isSaid && !isInSpelledCode(tokens, index, words) && !isSomethingElse(tokens, index, index + words.length, kind)
      );
    }) ?? phrases.find(({ words }) => isCutOff(tokens, index, words));
  if (match === undefined) return null;
  const label = { kind: match.kind, from: index, to: index + match.words.length };
  return isSecret(label) && isSentSecurityCode(tokens, label, label.kind === 'PIN') ? { ...label, kind: 'OTP' } : label;
}

/** The "A B A" of "passport A B A B 307" is no label. */
const isInSpelledCode = (tokens: readonly Token[], index: number, words: readonly string[]): boolean =>
  words.every(({ length }) => length === 1) && (isLetter(tokens[index - 1]) || isLetter(tokens[index + words.length]));

const isLetter = (token: Token | undefined): boolean => token?.kind === 'word' && /^[b-hj-z]$/.test(token.text);

const isSecret = ({ kind }: Label): boolean => kind === 'CVV' || kind === 'PIN';

/** Whether a token is a word of a label. The last one may hold the verb: "my account number's …". */
const isWord = (token: Token | undefined, word: string, isLast: boolean): boolean =>
  token !== undefined &&
  (token.text === word || (isLast && (withoutIs(token.text) === word || token.text === `${word}s`)));

/** Fewest letters of the last word of a label when an engine cuts it off: "your date of bir". */
const MIN_LETTERS_OF_CUT_WORD = 2;

/** Whether the utterance ends within the last word of the label. */
function isCutOff(tokens: readonly Token[], index: number, words: readonly string[]): boolean {
  const last = tokens.at(-1);
  if (words.length < 2 || index + words.length !== tokens.length || last?.kind !== 'word') return false;
  const whole = words.at(-1) ?? '';
  if (last.text.length < MIN_LETTERS_OF_CUT_WORD || whole === last.text || !whole.startsWith(last.text)) return false;
  return words.slice(0, -1).every((word, offset) => isWord(tokens[index + offset], word, false));
}

const withoutIs = (word: string): string => (word.endsWith("'s") ? word.slice(0, -2) : word);

/** "The number we texted you", "a number the driver can call". */
function requestAt(tokens: readonly Token[], index: number): Label | null {
  const sent = endOfSentNumber(tokens, index);
  if (sent !== null) return { kind: 'OTP', from: index, to: sent };
  const to = endOfPhoneRequest(tokens, index);
  return to === null ? null : { kind: 'PHONE', from: index, to };
}

/** "locker number", and "what's your room?". */
function harmlessNameAt(tokens: readonly Token[], index: number): Label | null {
  const to =
    endOfNamedNumber(tokens, index) ??
    endOfAskedThing(tokens, index) ??
    endOfIntroducedThing(tokens, index) ??
    endOfNumberOfDocument(tokens, index) ??
    endOfPaperAfterNumber(tokens, index) ??
    endOfDiscountCode(tokens, index);
  if (to !== null) return { kind: 'NEUTRAL', from: index, to };
  const endOfQuestion =
    endOfAskedQuantity(tokens, index) ??
    endOfAskedDocument(tokens, index) ??
    endOfDocumentAsked(tokens, index) ??
    endOfReadThing(tokens, index) ??
    endOfScale(tokens, index);
  return endOfQuestion === null ? null : { kind: 'NEUTRAL', from: index, to: endOfQuestion, isQuestion: true };
}

function isSomethingElse(tokens: readonly Token[], from: number, to: number, kind: LabelKind): boolean {
  if (hasOtherWord(otherBefore, kind, tokens[from - 1]) || hasOtherWord(otherAfter, kind, tokens[to])) return true;
  const isOther = othersByKind.get(kind) ?? kindOfLabel.get(kind)?.isSomethingElse;
  return isOther?.(tokens, from, to) ?? false;
}

/** "On the back of the box". The words of the label end with the side of the thing. */
function isBackOfOtherThing(tokens: readonly Token[], to: number): boolean {
  if (!sides.has(tokens[to - 1]?.text ?? '') || tokens[to]?.text !== 'of') return false;
  const noun = tokens.slice(to + 1, to + 4).find(({ text }) => !determiners.has(text))?.text ?? '';
  return noun !== '' && !cards.has(noun);
}

/** What else the labels of kinds without a file of their own may mean. */
const othersByKind = new Map<LabelKind, (tokens: readonly Token[], from: number, to: number) => boolean>([
  ['CARD', isTravelVisa],
  ['END', isOtherThingWithDate],
  ['CODE', isOfShop],
  ['PHONE', (tokens, from, to) => to - from === 1 && isDevice(tokens, from)],
  ['CVV', (tokens, _, to) => isBackOfOtherThing(tokens, to)],
]);

const sides = new Set(['back', 'reverse', 'rear']);
const determiners = new Set([
  'the',
  'my',
  'your',
  'that',
  'this',
  'his',
  'her',
  'our',
  'a',
  'bank',
  'credit',
  'debit',
  'new',
  'old',
]);
const cards = new Set(['card', 'it', 'visa', 'mastercard', 'amex', 'plastic', 'one', 'them', 'cards', 'maestro']);

/** "You put it on the visa but my passport says …". */
function isTravelVisa(tokens: readonly Token[], from: number, to: number): boolean {
  return (
    to - from === 1 &&
    tokens[from]?.text === 'visa' &&
    !startsNumber(tokens, to) &&
    (visaPapers.has(tokens[to]?.text ?? '') || tokens.some(({ text }) => travelWords.has(text)))
  );
}

const visaPapers = new Set(['form', 'application', 'interview', 'appointment', 'centre', 'center', 'office']);
const travelWords = new Set(['passport', 'passports', 'embassy', 'consulate']);

const hasOtherWord = (others: typeof otherBefore, kind: LabelKind, token: Token | undefined): boolean =>
  token !== undefined && others[kind]?.has(token.text) === true;
