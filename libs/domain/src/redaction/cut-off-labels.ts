import type { Label, LabelKind } from './label-phrases.js';
import { textAt, type Token } from './scan-tokens.js';

/** Names of which an engine may cut off the end: "your daytime tele". */
const longNames: readonly (readonly [string, LabelKind])[] = [
  ['telephone', 'PHONE'],
  ['mobile', 'PHONE'],
  ['landline', 'PHONE'],
  ['phone', 'PHONE'],
  ['expiry', 'EXPIRY'],
  ['expiration', 'EXPIRY'],
  ['expires', 'EXPIRY'],
  ['passport', 'PASSPORT'],
  ['licence', 'LICENCE'],
  ['license', 'LICENCE'],
  ['account', 'ACCOUNT'],
  ['routing', 'ROUTING'],
  ['birthday', 'BIRTH_DATE'],
  ['social', 'SSN'],
  ['email', 'EMAIL'],
  ['passcode', 'OTP'],
  ['verification', 'OTP'],
  ['bankleitzahl', 'SORT_CODE'],
  ['aadhaar', 'NATIONAL_ID'],
];
/** Fewest letters that prove a name. */
const MIN_LETTERS = 3;
/** Beginnings of names that are words. */
const wordsOfSentences = new Set(['pass', 'land', 'mob']);
/** Names of several words that end before their noun: "the one-time". */
const begunNames: readonly (readonly [string, string, LabelKind])[] = [
  ['one', 'time', 'OTP'],
  ['date', 'of', 'BIRTH_DATE'],
  ['card', 'security', 'CVV'],
  ['card', 'verification', 'CVV'],
  ['your', 'sort', 'SORT_CODE'],
  ['the', 'sort', 'SORT_CODE'],
  ['your', 'driving', 'LICENCE'],
  ['your', "driver's", 'LICENCE'],
  ['your', 'drivers', 'LICENCE'],
  ['tax', 'file', 'NATIONAL_ID'],
  ['your', 'daytime', 'PHONE'],
  ['your', 'contact', 'PHONE'],
];

/** The label with whose beginning the utterance ends; null for another utterance. */
export function cutOffLabelAt(tokens: readonly Token[], index: number): Label | null {
  const kind =
    index === tokens.length - 1
      ? kindOfBeginning(textAt(tokens, index))
      : index === tokens.length - 2
        ? kindOfNames(textAt(tokens, index), textAt(tokens, index + 1))
        : null;
  return kind === null ? null : { kind, from: index, to: tokens.length };
}

function kindOfBeginning(word: string): LabelKind | null {
  if (word.length < MIN_LETTERS || wordsOfSentences.has(word)) return null;
  return longNames.find(([name]) => name.startsWith(word) && name !== word)?.[1] ?? null;
}

const kindOfNames = (first: string, second: string): LabelKind | null =>
  begunNames.find(([one, two]) => one === first && two === second)?.[2] ?? null;
