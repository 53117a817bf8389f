import { isDocument } from './harmless-documents.js';
import { hesitationAt } from './hesitations.js';
import { isWord, natoWords } from './kinds/read-code-at.js';
import { countDigits, readNumber, startsDigits } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const wordsToNumber =
  words(`i got have is was number no it's it that's says here reads would be will are of so um uh er that
  the on a and given been gave me you they we sent quoted told he she had has were received read see one new old other first
  second third by your asked asking about called comes shows show in email letter with for bearing having says there's
  at them us both want need ordered bought placed made opened filed raised started back here today yesterday goes went missing arrived
  after letters digits okay dash colon should must looks like starts begins start begin eh ah hmm issued registered one's`);
const MAX_WORDS_TO_NUMBER = 7;

const waysToPay = words('on to by from with');

/** Whether the thing at a token names the number after it; the index after the thing, or null. */
export function endOfIntroducedThing(tokens: readonly Token[], index: number): number | null {
  const thing = textAt(tokens, index);
  if (thing === 'order' && textAt(tokens, index - 1) === 'standing') return null;
  const isPaper = papers.has(thing) || isInsurance(tokens, index);
  if (!isPaper && !isDocument(thing) && !isNumberedBill(tokens, index)) return null;
  const isNamed =
    isNumberOfThing(tokens, skipToNumber(tokens, index)) ||
    isNumberSaidAfter(tokens, index + 1) ||
    isAfterPrefix(tokens, index + 1) ||
    (isPaper && isDescribed(tokens, index + 1));
  return isNamed ? index + 1 : null;
}

/** The index after the words that may be between a thing and its number. */
function skipToNumber(tokens: readonly Token[], thing: number): number {
  let at = thing + 1;
  while (at - thing <= MAX_WORDS_TO_NUMBER && !isSpelledLetter(tokens, at)) {
    const to = endOfLink(tokens, at, thing);
    if (to === null) break;
    at = to;
  }
  return at;
}

/** "Policy, and then 312 …", "order, hang on, 4471", and not "the first part, then 4471". */
function endOfLink(tokens: readonly Token[], at: number, thing: number): number | null {
  if (textAt(tokens, at) === 'then') return textAt(tokens, thing) === 'part' ? null : at + 1;
  if (startsDigits(tokens, at)) return null;
  return wordsToNumber.has(textAt(tokens, at)) ? at + 1 : (hesitationAt(tokens, at)?.to ?? null);
}

/** "Policy CAR 188 741 5": a short name begins the number. */
const isAfterPrefix = (tokens: readonly Token[], index: number): boolean =>
  /^[a-z]{3,6}$/.test(textAt(tokens, index)) &&
  !isPlaceOrLink(textAt(tokens, index)) &&
  countDigits(tokens, index + 1) >= MIN_DIGITS_AFTER_PREFIX;

/** "Parcel home, 202 …" says where it goes, and "claim please, 202 …" names nothing. */
const isPlaceOrLink = (word: string): boolean => waysToPay.has(word) || shortWords.has(word) || turns.has(word);

const MIN_DIGITS_AFTER_PREFIX = 5;

/** Papers whose number people describe before they say it. */
const papers = words(
  'policy policies claim claims certificate certificates membership memberships contract contracts warranty warranties',
);
/** "The home insurance, 312 …". An "insurance number" may be a national one. */
const isInsurance = (tokens: readonly Token[], index: number): boolean =>
  insurances.has(textAt(tokens, index)) &&
  insuredThings.has(textAt(tokens, index - 1)) &&
  textAt(tokens, index + 1) !== 'number';

const insurances = words('insurance cover plan');
const insuredThings = words(
  'home house car motor van bike boat pet dog cat travel life dental contents building buildings landlord breakdown',
);
const beginsOfDescriptions = words(
  'for in on of with about at under from by that which i we you is was home runs ran renews renewed expires expired lapsed ends ended starts started went moved changed has',
);
/** Words with which a speaker turns to something else than the paper. */
const turns =
  words(`please thanks thank sorry hello paid pay pays paying payment into refund refunded transfer transferred bank account accounts card money debit
  credit salary premium call called calling ring rang reach text contact phone telephone mobile cell landline home work office fax email person
  born birth social passport licence license`);
const MAX_WORDS_OF_DESCRIPTION = 9;

/** "The policy for the car, 312 …", "the claim about the flooded kitchen is 618 …". */
function isDescribed(tokens: readonly Token[], from: number): boolean {
  if (!beginsOfDescriptions.has(textAt(tokens, from)) || isPlaceOfOwnNumber(tokens, from)) return false;
  for (let at = from + 1; at - from <= MAX_WORDS_OF_DESCRIPTION; at++) {
    if (countDigits(tokens, at) >= MIN_DIGITS_AFTER_PREFIX) return !isPaidWith(tokens, at) && !isNamedAfter(tokens, at);
    if (turns.has(textAt(tokens, at)) || isOwnNumber(tokens, at)) return false;
  }
  return false;
}

/** "202 555 0177 is my mobile": the number has a name of its own. */
function isNamedAfter(tokens: readonly Token[], from: number): boolean {
  let at = from;
  for (let number = readNumber(tokens, at); number !== null; number = readNumber(tokens, at)) at = number.next;
  return predicates.has(textAt(tokens, at)) && owners.has(textAt(tokens, at + 1));
}

const predicates = words("is was that's that");
const owners = words('my her his their our');

/** "My number on the policy". */
const isPlaceOfOwnNumber = (tokens: readonly Token[], end: number): boolean =>
  tokens.slice(0, end).some((_, index) => isOwnNumber(tokens, index));

/** "My number", which may be a private one. */
const isOwnNumber = (tokens: readonly Token[], index: number): boolean =>
  textAt(tokens, index) === 'number' &&
  textAt(tokens, index - 1) !== 'the' &&
  ownersOfNumbers.has(textAt(tokens, index - 1));

/** "The order for the car part has come in, number 4471." A number that somebody owns may be a private one. */
function isNumberSaidAfter(tokens: readonly Token[], from: number): boolean {
  const at = tokens.findIndex(({ text }, index) => index >= from && text === 'number');
  const isNear = at >= from && at - from <= MAX_WORDS_TO_SAID_NUMBER;
  return isNear && !ownersOfNumbers.has(textAt(tokens, at - 1)) && isNumberOfThing(tokens, at + 1);
}

const MAX_WORDS_TO_SAID_NUMBER = 10;
const ownersOfNumbers =
  words(`my your his her our their the a another new old best other phone telephone mobile cell fax contact callback
  home work office daytime card account routing security social passport licence license pin id insurance tax`);

/** "The bill with number 4471": a bill by itself is an amount. */
const isNumberedBill = (tokens: readonly Token[], index: number): boolean =>
  bills.has(textAt(tokens, index)) &&
  (textAt(tokens, index + 1) === 'number' ||
    (linksToNumber.has(textAt(tokens, index + 1)) && textAt(tokens, index + 2) === 'number'));

const bills = words('bill statement letter form contract');
const linksToNumber = words('with of has having bearing under');

/** Whether a number begins at the token. "Put the order on 4111 …" names the card. */
const isNumberOfThing = (tokens: readonly Token[], index: number): boolean =>
  !isPaidWith(tokens, index) &&
  ((startsDigits(tokens, index) && !isNamedAfter(tokens, index)) || isSpelledLetter(tokens, index));

/** The "on 4111 …" of an order, and not "starts with 4111". */
const isPaidWith = (tokens: readonly Token[], index: number): boolean =>
  waysToPay.has(textAt(tokens, index - 1)) && !beginnings.has(textAt(tokens, index - 2));

const beginnings = words('starts begins start begin starting beginning changed moved went switched one');

/** Whether a number follows, perhaps after more letters of a code. */
function isCodeAfter(tokens: readonly Token[], from: number): boolean {
  let at = from;
  while (at - from < MAX_LETTERS && /^[a-z]$/.test(textAt(tokens, at))) at++;
  while (at - from < MAX_LETTERS && natoWords.has(textAt(tokens, at))) at++;
  if (separators.has(textAt(tokens, at))) at++;
  // "Is policy hotel bravo charlie?": the digits follow in the next final.
  if (at === tokens.length) return at > from || isPrefix(textAt(tokens, from - 1));
  return startsDigits(tokens, hesitationAt(tokens, at)?.to ?? at);
}

const MAX_LETTERS = 6;
const separators = words('slash dash hyphen');
const shortWords = words(
  'is it on in at to by of or for per via up was are had all any now due out off but and not too yet ago has have got one two six ten oh you we they us him her his she the see saw day new old our then',
);

/** The "AJP" of "policy AJP 4686735". */
const isPrefix = (word: string): boolean => /^[a-z]{2,3}$/.test(word) && !shortWords.has(word) && !isWord(word);

/** "policy L S G 8273", "policy A for Amsterdam". */
const isSpelledLetter = (tokens: readonly Token[], index: number): boolean =>
  /^[b-hj-z]$/.test(textAt(tokens, index)) ||
  ((natoWords.has(textAt(tokens, index)) || isPrefix(textAt(tokens, index))) && isCodeAfter(tokens, index + 1)) ||
  (/^[ai]$/.test(textAt(tokens, index)) && textAt(tokens, index + 1) === 'for');
