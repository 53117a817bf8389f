import type { AuthorGrammars } from '../dialogue-style.js';
import { accounts, routingNumbers, sortCodes } from './bank-grammars.js';
import { birthDates } from './birth-date-grammars.js';
import { cards, expiries, securityCodes } from './card-grammars.js';
import { licences, nationalIds, passports } from './document-grammars.js';
import { emails } from './email-grammars.js';
import { harmlessDevices } from './harmless-devices.js';
import { harmlessMeasures } from './harmless-measures.js';
import { harmlessOrders } from './harmless-orders.js';
import { harmlessPlaces } from './harmless-places.js';
import { ibans } from './iban-grammars.js';
import { phones } from './phone-grammars.js';
import { oneTimeCodes, pins } from './secret-code-grammars.js';
import { socialSecurityNumbers } from './social-security-grammars.js';

/**
 * The grammars of an author who has not read the recognisers: calls to utilities, charities, hospitals, schools, offices, hotels and
 * banks. Most frames are about the kinds that redaction missed most often when other authors measured it. All are for development.
 */
export const sixthAuthor: AuthorGrammars = {
  name: 'sixth',
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
  harmless: { ...harmlessOrders, ...harmlessDevices, ...harmlessPlaces, ...harmlessMeasures },
  style: {
    preludes: [
      'A: Riverside Water, Joanne speaking / C: oh hello, finally',
      'C: hi there, is this the appointments desk / A: it is, how can I help',
      'A: thank you for calling Lakeshore Energy, this call may be recorded / C: okay',
      'C: hello, sorry, my English is not so good / A: no problem at all, take your time',
      'A: good afternoon, admissions office / C: yes good afternoon, it is about my son',
      'C: I rang this morning and somebody promised to call me back / A: I do apologise',
      'A: Hotel Miramar, reception / C: good evening, I want to change a booking',
    ],
    smallTalk: [
      ['wait, I have to put my glasses on', 'of course'],
      ["it's in the other room, one second", "I'll hold"],
      ['hmm where did I put it', "don't worry"],
      ['my computer is so slow today', 'mine too'],
      ['sorry, someone is at the door', 'go ahead'],
      ['are you still there', 'yes, still here'],
      ['okay, I am back', 'wonderful'],
    ],
    echoes: ['{v}', 'I have {v}', 'so {v}', '{v}, correct', 'let me repeat, {v}', '{v}, okay lovely', 'right, {v}'],
    hesitations: ['uhm', 'uh', 'hmm', 'and', 'then', 'wait', 'one moment', 'let me look', 'what is that'],
    corrections: ['no', 'no no', 'oops, sorry', 'sorry, I meant', 'actually', 'correction', 'wait, no'],
    restarts: ['again from the start', 'let me say that again', 'no, once more'],
    backchannels: ['yes', 'mm', 'okay', 'got it', 'carry on', 'and then', 'uh huh', 'sure'],
    wrongGroup: 'same-shape',
    readsPartsBack: 0.2,
    harmlessSlips: 0.15,
    privateBefore: 0.2,
    privateAfter: 0.1,
  },
};
