import type { Token } from '../scan-tokens.js';

/** Things other than cards that expire, end or run out. */
const things = new Set(
  `contract contracts warranty warranties subscription subscriptions lease leases offer offers deal deals promotion promo policy
  insurance membership voucher vouchers coupon coupons trial guarantee agreement plan ticket tickets visa permit quote quotation
  discount reservation booking domain certificate lid milk food medicine battery stock data minutes allowance points miles bonus period cover coverage
  rate mortgage loan sale phone money time code codes passcode password link token session mot tax service lease passport licence license guarantee heating boiler fridge parking badge badges pass passes railcard permits sticker esta prescription coverage registration`.split(
    /\s+/,
  ),
);
const cardWords = new Set([
  'card',
  'visa',
  'mastercard',
  'amex',
  'debit',
  'credit',
  'expiry',
  'expiration',
  'front',
  'valid',
]);
const MAX_WORDS_TO_THING = 6;
const MAX_WORDS_TO_CARD = 12;

/** Whether "expires" or "valid until" speaks of another thing than a card. */
export function isOtherThingWithDate(tokens: readonly Token[], from: number, to: number): boolean {
  const before = textsOf(tokens, from - MAX_WORDS_TO_THING, from);
  const after = textsOf(tokens, to, to + 2);
  // "Valid" of "valid until" says of nothing that it is a card.
  const near = [...textsOf(tokens, from - MAX_WORDS_TO_CARD, from), ...textsOf(tokens, to, to + MAX_WORDS_TO_CARD)];
  const isCard = near.some((word) => cardWords.has(word));
  if (isCard) return false;
  return before.some((word) => things.has(word)) || (after[0] === 'of' && things.has(after[1] ?? ''));
}

const textsOf = (tokens: readonly Token[], from: number, to: number): string[] =>
  tokens.slice(Math.max(0, from), Math.max(0, to)).map(({ text }) => text);
