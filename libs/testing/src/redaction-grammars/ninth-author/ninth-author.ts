import type { AuthorGrammars } from '../dialogue-style.js';
import { accounts } from './account-grammars.js';
import { routingNumbers, sortCodes } from './bank-grammars.js';
import { birthDates } from './birth-date-grammars.js';
import { cards, expiries, securityCodes } from './card-grammars.js';
import { emails, phones } from './contact-grammars.js';
import { licences, passports } from './document-grammars.js';
import { harmlessDates } from './harmless-dates.js';
import { harmlessDevices } from './harmless-devices.js';
import { harmlessLetters } from './harmless-letters.js';
import { harmlessMeasures } from './harmless-measures.js';
import { harmlessParcels } from './harmless-parcels.js';
import { harmlessPlaces } from './harmless-places.js';
import { ibans } from './iban-grammars.js';
import { nationalIds, socialSecurityNumbers } from './identity-grammars.js';
import { oneTimeCodes, pins } from './secret-codes.js';

/**
 * The grammars of an author who has not read the recognisers. The calls go to clinics, pharmacies, councils, pension offices, landlords,
 * insurers, garages, schools, charities and utilities. Many callers are old, polite and hesitant, and read from letters and cards.
 */
export const ninthAuthor: AuthorGrammars = {
  name: 'ninth',
  secret: {
    CARD: cards,
    CVV: securityCodes,
    EXPIRY: expiries,
    ACCOUNT: accounts,
    SORT_CODE: sortCodes,
    ROUTING: routingNumbers,
    IBAN: ibans,
    PIN: pins,
    OTP: oneTimeCodes,
    SSN: socialSecurityNumbers,
    NATIONAL_ID: nationalIds,
    PASSPORT: passports,
    LICENCE: licences,
    BIRTH_DATE: birthDates,
    PHONE: phones,
    EMAIL: emails,
  },
  harmless: {
    ...harmlessLetters,
    ...harmlessParcels,
    ...harmlessDates,
    ...harmlessDevices,
    ...harmlessPlaces,
    ...harmlessMeasures,
  },
  style: {
    preludes: [
      'A: Orchard Road Surgery, how may I help / C: good morning, I hope that I have the right number',
      'A: good afternoon, council tax office / C: oh, a real person, how lovely',
      'C: is that the pensions / A: it is, what can I do for you',
      'C: I do hope you can help me, I have had a letter and I cannot make head or tail of it / A: let us have a look together',
      'A: thank you for waiting / C: I have been holding since {hour}, but never mind',
      'C: hello, I am ringing for my husband, he does not hear well / A: that is no trouble',
      'A: Harbour Garage / C: morning, it is about the little blue car',
      'C: they cut me off just now / A: I am so sorry, let us start again',
      'C: you took {amount} and I want to know what for / A: I can check that for you',
      'A: is now a good time to go through a few questions / C: yes, I am sitting down',
      'A: Saint Luke Hospice, the donations line / C: hello, I give every month',
      'C: we are meant to travel on {date} and I am getting worried / A: leave it with me',
    ],
    smallTalk: [
      ['bear with me, I walk with a stick', 'there is no rush at all'],
      ['I have put it somewhere safe, that is the trouble', 'we all do that'],
      ['I must turn the wireless down', 'of course'],
      ['my eyes are not what they were', 'take your time'],
      ['it was in the bureau', 'I can wait'],
      ['are you still there', 'still here'],
      ['that was the cat', 'no harm done'],
      ['now, where were we', 'you were going to read it to me'],
      ['here is the letter', 'lovely'],
    ],
    echoes: [
      '{v}',
      '{v}, thank you',
      'so I have {v}',
      'let me say it back, {v}',
      '{v}, is that right',
      'I heard {v}',
      'right you are, {v}',
      'that is {v} then',
    ],
    hesitations: [
      'er',
      'um',
      'oh dear',
      'let me see',
      'what comes next',
      'bear with me',
      'I think',
      'it is very small',
      'hold on',
      'now then',
    ],
    corrections: [
      'no',
      'sorry',
      'no, I tell a lie',
      'oh no, sorry',
      'beg your pardon',
      'no, that is wrong',
      'silly me',
      'I mean',
    ],
    restarts: ['shall I start again', 'I will read it once more', 'no, from the beginning', 'let me do it again'],
    backchannels: [
      'yes',
      'mm',
      'mm-hmm',
      'right',
      'lovely',
      'got that',
      'yes dear',
      'go on',
      'thank you',
      'and the rest',
    ],
    wrongGroup: 'same-shape',
    readsPartsBack: 0.25,
    harmlessSlips: 0.15,
    privateBefore: 0.2,
    privateAfter: 0.1,
  },
};
