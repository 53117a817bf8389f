import { startsNumber } from '../read-number.js';
import { textAt, type Token } from '../scan-tokens.js';
import { findSpokenDates, isNumericDate } from '../spoken-dates.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { readDigits } from './read-characters.js';
import { readLetteredValue, readNumberValue } from './read-number-value.js';

const adjectives =
  `verification|authentication|authenticator|security|confirmation|activation|login|log in|sign in|access|one time|single use|
  temporary|two factor|two step`.split('|');
const messages = [
  'text',
  'text message',
  'message',
  'sms',
  'email',
  'e mail',
  'mail',
  'notification',
  'password',
  'passcode',
];
/** "The verification text", "the login mail". */
const messagePhrases = adjectives
  .flatMap((adjective) => messages.map((noun) => `${adjective.trim()} ${noun}`))
  .join('|');

/** One-time codes that confirm a login or a payment: 4 to 8 digits. A card's verification code has three. */
export const otp: LabelledKind = {
  kind: 'OTP',
  phrases: `one time code|one time number|temporary password|one time security code|six digit security code|6 digit security code|eight digit security code|activation code|activation number|one time passcode number|single use code|temporary code|temporary passcode|dynamic code|sms passcode|
    two step code|two step verification code|2fa code|mfa code|multi factor code|security token|token code|access code|confirmation pin|otp number|otp pin|
    five digit code|5 digit code|seven digit code|7 digit code|one time passcode|one time password|one time pin|onetime code|onetime passcode|otp|o t p|otp code|
    passcode|pass code|verification code|authentication code|authenticator code|authorization code|authorisation code|
    login code|sign in code|sms code|text code|two factor code|six digit code|6 digit code|eight digit code|
    confirmation code|text say|text says|sms says|message say|message says|six digits|6 digits|security passcode|push code|sms pin|text pin|verification pin|verification digits|verification numbers|one time digits|tan|transaction number|sms number|authorization pin|authorisation pin|approval code|message reads|message shows|text reads|text shows|sms reads|sms shows|authenticator|authenticator show|authenticator says|passkey|pass key|the token|key fob|card reader|sent you a text|sent you a message|sent you an sms|texted you|messaged you|text come through|text came through|message come through|message came through|check your messages|check your texts|on its way to your phone|reset code|recovery code|enrolment code|enrollment code|unlock key|digital code|code|it just came through|it's just come through|it has just come through|it's come through|it came through|security key|${messagePhrases}`,
  isSomethingElse: (tokens, from, to) =>
    (mayBeOther(tokens, from, to) && !isSentCode(tokens, from, to)) || saysDate(tokens, to),
  // A longer number is no code with another value after it.
  readValue: (place) =>
    readLettered(place) ?? (isLongNumber(place) ? null : withoutDate(place, readNumberValue(place, code))),
};

/** Fewer digits are more often a code than a date. */
const MIN_DATE_DIGITS = 5;

/** "It comes on January 19th, and now the text says six nineteen twenty six." */
function withoutDate({ tokens, index }: ValuePlace, read: ReadValue | null): ReadValue | null {
  if (read === null || findSpokenDates(tokens.slice(0, index)).length === 0) return read;
  const isDate = read.value.length >= MIN_DATE_DIGITS && isNumericDate(read.value);
  return isDate || startsNumber(tokens, index - 1) ? null : read;
}

const code = { min: 3, usual: 6, longest: 8, max: 14 };
/** "J35-E51". */
const letteredCode = { min: 3, usual: 6, longest: 8, max: 10 };
/** A code of eight digits with a group that the speaker repeats or corrects. */
const MAX_DIGITS = 14;

/** A part such as "Y 42" begins its utterance, or it may be the error "P87" of a machine. */
function readLettered(place: ValuePlace): ReadValue | null {
  const value = readLetteredValue(place, letteredCode, 2);
  const isPart = value !== null && value.value.length < MIN_LETTERED_CODE;
  return isPart && place.index > MAX_WORDS_TO_PART ? null : value;
}

const MIN_LETTERED_CODE = 4;
const MAX_WORDS_TO_PART = 2;

const isLongNumber = (place: ValuePlace): boolean =>
  (readDigits(place, { max: MAX_DIGITS + 10 })?.characters.length ?? 0) > MAX_DIGITS;

/** Words before "code" that name another one. */
const otherCodes = new Set(
  `zip post postal area country dialling dialing dial promo promotion promotional discount voucher coupon gift error fault
  reference booking confirmation tracking product item model bar qr dress source tax sort bank branch security card
  activation store color colour building gate door`.split(/\s+/),
);
const waysToSend = new Set(
  `texted text texts sms sent send sending emailed message messages messaged received receive app authenticator phone popped
  notification arrives arrived arrive whatsapp came come comes coming through appeared appears sending resend resent resending pushed forwarded inbox`.split(
    /\s+/,
  ),
);
/** Most words between "code" and the word that says how it came. */
const MAX_WORDS_TO_WAY = 7;

/** "code" and "confirmation code" name many things. */
const mayBeOther = (tokens: readonly Token[], from: number, to: number): boolean =>
  ['code', 'confirmation'].includes(tokens[from]?.text ?? '') && to > from;

/** "The text says August eighth." */
const saysDate = (tokens: readonly Token[], to: number): boolean =>
  waysToSay.has(textAt(tokens, to - 1)) && findSpokenDates(tokens).some(({ from }) => from >= to);
const waysToSay = new Set(['say', 'says', 'reads', 'shows', 'show']);

/** "the code we just texted you", "I got a text with a code". */
function isSentCode(tokens: readonly Token[], from: number, to: number): boolean {
  if (otherCodes.has(tokens[from - 1]?.text ?? '') || isOfShop(tokens)) return false;
  const near = tokens.slice(Math.max(0, from - MAX_WORDS_TO_WAY), to + MAX_WORDS_TO_WAY);
  const isTold = namesCode(tokens[from - 1]) && tokens[to]?.text === 'is' && startsNumber(tokens, to + 1);
  return isTold || near.some(({ text }) => waysToSend.has(text));
}

/** "The delivery code that you got by text", "your pension code is 5264, it's valid for ten minutes". */
export function isNamedCodeSent(tokens: readonly Token[], index: number): boolean {
  if (textAt(tokens, index + 1) !== 'code' || tokens[index]?.kind !== 'word' || otherCodes.has(textAt(tokens, index)))
    return false;
  if (isOfShop(tokens)) return false;
  const after = tokens.slice(index + 2, index + 2 + MAX_WORDS_TO_WARNING).map(({ text }) => text);
  const isSent = after.slice(0, MAX_WORDS_TO_WAY).some((word) => textsOfCodes.has(word));
  const isShort = after.includes('valid') && after.some((word) => word === 'minutes' || word === 'minute');
  return (
    isSent || isShort || (after.includes('share') && after.some((word) => word === 'anyone' || word === 'anybody'))
  );
}

const textsOfCodes = new Set(['text', 'texted', 'sms', 'texts']);
/** Most words from a code to the words that say how long it is valid. */
const MAX_WORDS_TO_WARNING = 24;

/** Whether the talk is of a shop, whose codes everybody may read: "the code gives me no discount". */
export const isOfShop = (tokens: readonly Token[]): boolean =>
  tokens.some(({ text }) => shopWords.has(text)) || isCheaper(tokens);

/** "Ten percent off", "10% off". */
export const isCheaper = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ text }, index) => text === 'off' && (textAt(tokens, index - 1) === 'percent' || startsNumber(tokens, index - 1)),
  );

const shopWords = new Set(
  'discount discounts voucher vouchers coupon coupons promo promotion checkout basket cart'.split(' '),
);

const ownWords = new Set(['my', 'your', 'new', 'latest', 'second', 'other', 'first', 'last', 'next']);

const namesCode = (token: Token | undefined): boolean => token !== undefined && ownWords.has(token.text);

/** Ways that do not say that a number is a code: "the parcel with that number has arrived". */
const placesOfCodes = new Set(['phone', 'arrives', 'arrived', 'receive', 'received', 'email', 'emailed']);
const sentNouns = new Set(['number', 'numbers', 'digits', 'figures', 'password', 'one']);
const wordsBeforeNoun = new Set(
  `a the that this those these digit six five seven eight security secret temporary short new`.split(' '),
);
const wordsBeforeOtherNoun = new Set(['on', 'at', 'to', 'from', 'under', 'by', 'of', 'is', 'my']);

/** "a six digit number that we just texted you", "the digits from the text": the index after the noun; null for other numbers. */
export function endOfSentNumber(tokens: readonly Token[], index: number): number | null {
  if (!sentNouns.has(textAt(tokens, index)) || !wordsBeforeNoun.has(textAt(tokens, index - 1))) return null;
  // "four six one" holds no noun.
  if (textAt(tokens, index) === 'one' && startsNumber(tokens, index - 1)) return null;
  const isDescribed = textAt(tokens, index - 1) === 'digit';
  if (!isDescribed && wordsBeforeOtherNoun.has(textAt(tokens, index - 2))) return null;
  const near = tokens.slice(Math.max(0, index - MAX_WORDS_TO_WAY), index + MAX_WORDS_TO_WAY);
  return near.some((_, at) => isWayToSend(near, at)) ? index + 1 : null;
}

/** "The new one for calls and texts" came by no text. */
const isWayToSend = (tokens: readonly Token[], index: number): boolean => {
  const way = textAt(tokens, index);
  const isUse = usesOfPhones.has(way) && ['and', 'or', 'for'].includes(textAt(tokens, index - 1));
  return waysToSend.has(way) && !placesOfCodes.has(way) && !isUse && tokens[index + 1]?.gap !== 'glued';
};

const usesOfPhones = new Set(['text', 'texts', 'messages']);

const isSentBy = (word: string, isPin: boolean): boolean =>
  word !== 'phone' && !(isPin && word === 'app') && waysToSend.has(word);

/** "the security code that we sent to your phone", "good for ten minutes". A card's security code is on the card, and a PIN may be for an app. */
export function isSentSecurityCode(
  tokens: readonly Token[],
  { from, to }: { from: number; to: number },
  isPin: boolean,
): boolean {
  const before = isPin ? from : Math.max(0, from - MAX_WORDS_TO_WAY);
  const words = tokens.slice(before, to + MAX_WORDS_TO_WAY).map(({ text }) => text);
  return (
    words.some((word) => isSentBy(word, isPin) || word === 'minutes') &&
    !words.includes('card') &&
    !words.includes('back')
  );
}
