import type { GrammarKind } from '../grammar-kinds.js';
import { accounts, iban, routing, sortCodes } from './bank-grammars.js';
import { card, cvv, expiry } from './card-grammars.js';
import { otp, pin } from './code-grammars.js';
import { email, phones } from './contact-grammars.js';
import { birthDate, licence, nationalIdGrammars, passport, ssns } from './identity-grammars.js';
import type { ValueGrammar } from '../value-grammar.js';

/** How people say and write each kind of value that must be hidden. */
export const secretGrammars: Readonly<Record<GrammarKind, readonly ValueGrammar[]>> = {
  CARD: [card],
  CVV: [cvv],
  EXPIRY: [expiry],
  ACCOUNT: accounts,
  SORT_CODE: sortCodes,
  ROUTING: [routing],
  IBAN: [iban],
  PIN: [pin],
  OTP: [otp],
  SSN: ssns,
  NATIONAL_ID: nationalIdGrammars,
  PASSPORT: [passport],
  LICENCE: [licence],
  BIRTH_DATE: [birthDate],
  PHONE: phones,
  EMAIL: [email],
};
