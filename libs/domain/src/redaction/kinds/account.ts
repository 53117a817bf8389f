import { startsNumber } from '../read-number.js';
import type { Token } from '../scan-tokens.js';
import { ibanLength } from './iban-number.js';
import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { readLetteredValue, readNumberValue } from './read-number-value.js';

/**
 * Bank accounts: 8 digits in the United Kingdom, 6 to 9 in Australia, up to 10 in Germany, 9 to 18 in India, up to 17 in the
 * United States, 20 in Spain (CCC). An engine may drop digits.
 */
export const account: LabelledKind = {
  kind: 'ACCOUNT',
  phrases: `account number|account numbers|roll number|roll no|passbook number|account no|account|bank account|bank account number|checking account|
    savings account|current account|checking account number|savings account number|current account number|which account|
    what account|to account|from account|account ending|number of the account|number of my account|number of your account|
    bank details|my savings|my checking|savings is|checking is|savings number|checking number|current account is|savings account is|account details|acc number|
    a c number|a c no|bank account no|account no is|giro account|giro number|account to credit|account to debit|number of the bank account|acct|acct number|kontonummer|número de cuenta|numero de cuenta`,
  isSomethingElse: (tokens, from, to) =>
    to - from === 1 &&
    tokens[from]?.text === 'account' &&
    !introducesNumber(tokens, to) &&
    !followsNumber(tokens, from),
  readValue: (place) => readLettered(place) ?? readNumberValue(place, shape),
};

const shape = { min: 5, usual: 20, max: 26 };

/** Digits of an account with letters before them are fewer. */
const MIN_IBAN_LENGTH = 14;

const beginsIban = (value: string): boolean =>
  value.length >= MIN_IBAN_LENGTH && /^[a-z]{2}\d{2}/.test(value) && ibanLength(value.slice(0, 2)) !== null;

/** "TY 188 8221": the account of a customer, and no IBAN. */
function readLettered(place: ValuePlace): ReadValue | null {
  const value = readLetteredValue(place, shape, shape.min);
  return value !== null && beginsIban(value.value) ? null : value;
}

const predicates = new Set(['is', "it's", 'was', 'would', 'be', 'the', 'uh', 'um', 'er']);

/** "pay it into 4132 5799, that is my account". */
const followsNumber = (tokens: readonly Token[], from: number): boolean => {
  const owner = tokens[from - 1]?.text === 'my' ? from - 2 : from - 1;
  return tokens[owner]?.text === 'is' && [owner - 1, owner - 2].some((index) => startsNumber(tokens, index));
};

/** Whether digits follow a plain "account": "debit my account 4132 5799", "the account is 41325799". */
function introducesNumber(tokens: readonly Token[], from: number): boolean {
  let index = from;
  while (index - from < 3 && predicates.has(tokens[index]?.text ?? '')) index++;
  return startsNumber(tokens, index) || tokens[index]?.text === 'oh';
}
