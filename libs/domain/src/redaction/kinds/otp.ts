import type { Token } from '../scan-tokens.js';
import type { LabelledKind } from './labelled-kind.js';
import { readNumberValue } from './read-number-value.js';

/** One-time codes that confirm a login or a payment: 4 to 8 digits. A card's verification code has three. */
export const otp: LabelledKind = {
  kind: 'OTP',
  phrases: `one time code|one time number|one time passcode number|single use code|temporary code|temporary passcode|login pin|dynamic code|sms passcode|
    two step code|two step verification code|2fa code|mfa code|multi factor code|security token|token code|access code|confirmation pin|otp number|otp pin|
    five digit code|5 digit code|seven digit code|7 digit code|one time passcode|one time password|one time pin|onetime code|onetime passcode|otp|o t p|otp code|
    passcode|pass code|verification code|authentication code|authenticator code|authorization code|authorisation code|
    login code|sign in code|sms code|text code|two factor code|six digit code|6 digit code|eight digit code|
    four digit code|confirmation code|text say|text says|sms says|message say|message says|six digits|6 digits|security passcode|code`,
  isSomethingElse: (tokens, from, to) => mayBeOther(tokens, from, to) && !isSentCode(tokens, from, to),
  readValue: (place) => readNumberValue(place, { min: 3, usual: 6, max: 14 }),
};

/** Words before "code" that name another one. */
const otherCodes = new Set(
  `zip post postal area country dialling dialing dial promo promotion promotional discount voucher coupon gift error fault
  reference booking confirmation tracking product item model bar qr dress source tax sort bank branch security card
  activation store color colour building gate door`.split(/\s+/),
);
const waysToSend = new Set(
  'texted text texts sms sent send sending emailed message messages received receive app phone popped'.split(' '),
);
/** Most words between "code" and the word that says how it came. */
const MAX_WORDS_TO_WAY = 7;

/** "code" and "confirmation code" name many things. */
const mayBeOther = (tokens: readonly Token[], from: number, to: number): boolean =>
  ['code', 'confirmation'].includes(tokens[from]?.text ?? '') && to > from;

/** "the code we just texted you", "I got a text with a code". */
function isSentCode(tokens: readonly Token[], from: number, to: number): boolean {
  if (otherCodes.has(tokens[from - 1]?.text ?? '')) return false;
  const near = tokens.slice(Math.max(0, from - MAX_WORDS_TO_WAY), to + MAX_WORDS_TO_WAY);
  return near.some(({ text }) => waysToSend.has(text));
}

/** "the security code that we sent to your phone". A card's security code is on the card. */
export function isSentSecurityCode(tokens: readonly Token[], { from, to }: { from: number; to: number }): boolean {
  const words = tokens.slice(from, to + MAX_WORDS_TO_WAY).map(({ text }) => text);
  return words.some((word) => waysToSend.has(word)) && !words.includes('card') && !words.includes('back');
}

/** "sent to your phone": the phone gets a code, and nobody asks for its number. */
export function receivesCode(tokens: readonly Token[], device: number): boolean {
  const [preposition = '', owner = ''] = tokens.slice(Math.max(0, device - 2), device).map(({ text }) => text);
  if (!['to', 'on', 'from'].includes(preposition) || !['your', 'my', 'the'].includes(owner)) return false;
  const before = tokens.slice(Math.max(0, device - MAX_WORDS_TO_WAY), device).map(({ text }) => text);
  return before.some((word) => word !== 'phone' && (waysToSend.has(word) || word === 'code'));
}
