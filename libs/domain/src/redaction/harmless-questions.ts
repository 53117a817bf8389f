import { isDocument } from './harmless-documents.js';
import { isCheaper } from './kinds/otp.js';
import { isThing } from './numbers-on-things.js';
import { startsDigits, startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const interrogatives = words("which what what's whose");
const determiners = words('the your my our his her their this that any a an');
const openings = words('and also then next okay ok now so');
const prepositions = words('in on at for to with from under by of');
/** Most words that describe a document: "the travel policy", "which of your orders". */
const MAX_DESCRIPTIONS = 2;

/** Whether an utterance asks for a document that has a number, such as "which order do you mean"; the index after the document, or null. */
export function endOfAskedDocument(tokens: readonly Token[], index: number): number | null {
  if (!isDocument(textAt(tokens, index)) && !isThing(textAt(tokens, index))) return null;
  const from = startOfName(tokens, index);
  return isAskedFor(tokens, from) || isNextOfQuestions(tokens, from) ? index + 1 : null;
}

/** Index of the first word that describes the document. */
function startOfName(tokens: readonly Token[], index: number): number {
  let from = index;
  while (index - from < MAX_DESCRIPTIONS && isDescription(tokens, from - 1)) from--;
  return from;
}

const isDescription = (tokens: readonly Token[], index: number): boolean => {
  const word = textAt(tokens, index);
  return /^[a-z]{3,}$/.test(word) && !isLink(word) && !startsNumber(tokens, index);
};

const isLink = (word: string): boolean =>
  interrogatives.has(word) || determiners.has(word) || openings.has(word) || prepositions.has(word) || verbs.has(word);

const verbs = words(
  'is are was were do does did have has had can could would will shall should give need want see got',
);

/** "Which policy", "which of the orders", and not "in what order". */
function isAskedFor(tokens: readonly Token[], from: number): boolean {
  const of = determiners.has(textAt(tokens, from - 1)) ? from - 2 : from - 1;
  const asking = textAt(tokens, of) === 'of' ? of - 1 : from - 1;
  return interrogatives.has(textAt(tokens, asking)) && !prepositions.has(textAt(tokens, asking - 1));
}

/** "And the order that is missing?" */
const isNextOfQuestions = (tokens: readonly Token[], from: number): boolean =>
  from === 2 && openings.has(textAt(tokens, 0)) && determiners.has(textAt(tokens, 1));

/** "The number of the travel policy", "the number on your certificate": the index after the document, or null. */
export function endOfNumberOfDocument(tokens: readonly Token[], index: number): number | null {
  if (textAt(tokens, index) !== 'number' || !linksToPaper(tokens, index)) return null;
  const top = textAt(tokens, index + 3) === 'top' && textAt(tokens, index + 4) === 'of' ? index + 5 : index + 2;
  let at = determiners.has(textAt(tokens, top)) ? top + 1 : top;
  const first = at;
  while (at - first < MAX_DESCRIPTIONS && isDescription(tokens, at) && !isDocument(textAt(tokens, at))) at++;
  return at > index + 2 && isDocument(textAt(tokens, at)) ? at + 1 : null;
}

/** "The phone number on the policy" is a private one. */
const linksToPaper = (tokens: readonly Token[], number: number): boolean =>
  textAt(tokens, number + 1) === 'of' ||
  (linksToDocument.has(textAt(tokens, number + 1)) && wordsBeforeNumber.has(textAt(tokens, number - 1)));

const linksToDocument = words('on from off at');
const wordsBeforeNumber = new Set(['', 'the', 'that', 'a', 'which', 'what', 'long', 'right', 'and']);

/** "Policy please", "is this about an existing policy?": the index after the document, or null. */
export function endOfDocumentAsked(tokens: readonly Token[], index: number): number | null {
  if (!isDocument(textAt(tokens, index))) return null;
  const isAtEnd = tokens.slice(index + 1).every(({ text }) => closings.has(text));
  const isWhole = index === 0 && tokens.length > 1;
  const isAsked =
    verbsOfQuestions.has(textAt(tokens, 0)) && tokens.slice(1, index).some(({ text }) => text === 'about');
  return isAtEnd && (isWhole || isAsked) ? index + 1 : null;
}

const closings = words('please today then sir madam with us you have');
const verbsOfQuestions = words('is are');

/** "Zero to ten, would you recommend us": the index after the scale, or null. */
export function endOfScale(tokens: readonly Token[], index: number): number | null {
  if (startsDigits(tokens, index - 1) || startsDigits(tokens, index + 3)) return null;
  if (!lowest.has(textAt(tokens, index)) || !scaleLinks.has(textAt(tokens, index + 1))) return null;
  return highest.has(textAt(tokens, index + 2)) ? index + 3 : null;
}

const lowest = words('zero one nought 0 1');
const scaleLinks = words('to through');
const highest = words('five ten six seven 5 10 6 7 100 hundred');

/** "The code MZ93 gives me no discount": the index after the code, or null. */
export const endOfDiscountCode = (tokens: readonly Token[], index: number): number | null =>
  textAt(tokens, index) === 'code' && (tokens.some(({ text }) => discounts.has(text)) || isCheaper(tokens))
    ? index + 1
    : null;

const discounts = words('discount discounts coupon promo promotion voucher cheaper');
