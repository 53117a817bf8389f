import type { AuthorGrammars } from '../../dialogue-style.js';
import { accounts, iban, routing, sortCodes } from './bank-grammars.js';
import { cards, cvvs, expiry } from './card-grammars.js';
import { otp, pin } from './code-grammars.js';
import { emails, phones } from './contact-grammars.js';
import { harmlessAmounts } from './harmless-amounts.js';
import { harmlessCodes } from './harmless-codes.js';
import { birthDates, licence, nationalIds, passport, ssns } from './identity-grammars.js';

/** The grammars of an author who had not read the recognisers. They were held out once. */
export const secondAuthor: AuthorGrammars = {
  name: 'second',
  secret: {
    CARD: cards,
    CVV: cvvs,
    EXPIRY: [expiry],
    ACCOUNT: accounts,
    SORT_CODE: sortCodes,
    ROUTING: [routing],
    IBAN: [iban],
    PIN: [pin],
    OTP: [otp],
    SSN: ssns,
    NATIONAL_ID: nationalIds,
    PASSPORT: [passport],
    LICENCE: [licence],
    BIRTH_DATE: birthDates,
    PHONE: phones,
    EMAIL: emails,
  },
  harmless: { ...harmlessCodes, ...harmlessAmounts },
  style: {
    preludes: [
      'A: thanks for holding, my name is Dana, who am I speaking to / C: (hi|hello), this is Chris',
      'C: hiya, I got a letter about order {order} and I have no idea what it means / A: let me take a look for you',
      "C: the app won't let me log in / A: oh no, let's get that sorted",
      'A: this call is recorded for training purposes, how can I help / C: I want to pay my bill',
      "C: I've been waiting for {duration} minutes / A: I'm so sorry about that",
      'C: I was charged {amount} twice / A: I can look into that',
      'A: is it the account with the {areaCode} area code / C: yes',
    ],
    smallTalk: [
      ['bear with me', 'no worries'],
      ["sorry, I'm in the car, let me pull over", 'please do, safety first'],
      ['my reading glasses are upstairs', 'that is quite alright'],
      ['it is so hot in here today', 'tell me about it'],
      ['right, wallet, wallet, where did I put it', 'happens to me all the time'],
      ['the kids are home from school', 'oh, how lovely'],
      ["okay, I've got it now", "brilliant, whenever you're ready"],
    ],
    echoes: [
      '{v}, lovely',
      'so {v}, yes',
      "that's {v} then",
      '{v}, thanks for that',
      'I have {v} here, is that correct',
    ],
    hesitations: ['erm', 'ah', 'let me see', 'hang on', 'and', 'then', 'you know', 'okay'],
    corrections: ['actually no', 'oh sorry', 'scratch that', 'oops, I meant', 'correction', 'no no'],
    backchannels: ['yeah', 'uh-huh', 'okay, go ahead', 'got that', 'mm', 'carry on'],
    wrongGroup: 'same-shape',
    privateBefore: 0.25,
    privateAfter: 0.15,
  },
};
