import type { AuthorGrammars } from '../dialogue-style.js';
import { accounts } from './account-grammars.js';
import { routingNumbers, sortCodes } from './bank-code-grammars.js';
import { expiries, securityCodes } from './card-detail-grammars.js';
import { cards } from './card-grammars.js';
import { licences, passports } from './document-grammars.js';
import { emails } from './email-grammars.js';
import { harmlessDevices } from './harmless-devices.js';
import { harmlessMeasures } from './harmless-measures.js';
import { harmlessOrders } from './harmless-orders.js';
import { harmlessPlaces } from './harmless-places.js';
import { harmlessTimes } from './harmless-times.js';
import { ibans } from './iban-grammars.js';
import { birthDates, nationalIds, socialSecurityNumbers } from './identity-grammars.js';
import { phones } from './phone-grammars.js';
import { oneTimeCodes, pins } from './secret-codes.js';

/**
 * The grammars of an author who has not read the recognisers. The calls are an ordinary mix of all trades, as somebody writes them who
 * tests a redaction product: most are plain, some are chatty, a few are awkward.
 */
export const twelfthAuthor: AuthorGrammars = {
  name: 'twelfth',
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
  harmless: { ...harmlessOrders, ...harmlessDevices, ...harmlessPlaces, ...harmlessTimes, ...harmlessMeasures },
  style: {
    preludes: [
      'A: good morning, customer service, how can I help / C: hi, good morning',
      'A: thanks for holding, you are speaking to Dean / C: hello Dean',
      'C: hi, am I through to the right department / A: let us find out, what is it about',
      'A: just so you know, this call is recorded / C: fine by me',
      'C: hello, can you hear me / A: loud and clear',
      'A: Brightwater support, what can I do for you today / C: I hope you can help me',
      "C: I've already spoken to two of your colleagues / A: I am sorry, let me sort it out",
      'C: it is about the {amount} you took last week / A: okay, let me check that',
      'A: welcome to Fairfield Insurance / C: hello, my name is Robin Carter',
      'C: I waited ages for somebody to pick up / A: apologies, it is very busy today',
    ],
    smallTalk: [
      ['give me a second', 'sure'],
      ["I'm just getting it out", 'take your time'],
      ['it was here a minute ago', 'no rush at all'],
      ['sorry, the dog is barking', "that's alright"],
      ['let me put you on speaker', 'okay'],
      ['I have to go upstairs for that', "no problem, I'll hold"],
      ['what lovely weather today', 'it is, finally'],
      ['right, here we are', 'perfect'],
      ['my handwriting is terrible', "don't worry"],
      ['my husband always puts it somewhere else', 'mine does that too'],
      ['can I ask how long this will take', 'only a couple of minutes'],
      ['it must be in the other bag', "that's fine"],
    ],
    echoes: [
      '{v}',
      '{v}, okay',
      'so {v}',
      '{v}, thank you',
      'okay, {v}',
      'I heard {v}',
      '{v}, is that right',
      "that's {v}",
    ],
    hesitations: ['um', 'uh', 'er', 'hold on', 'wait a second', 'then', 'where is it', 'and next'],
    corrections: ['no', 'sorry', 'no, sorry', 'wait, no', 'I mean', 'sorry, I mean', 'no wait', 'scratch that'],
    restarts: ["I'll start over", 'let me start again', 'sorry, from the top', 'one more time'],
    backchannels: ['yes', 'okay', 'uh huh', 'mhm', 'right', 'got that', 'go on', 'yep', 'and', 'next'],
    wrongGroup: 'same-shape',
    readsPartsBack: 0.25,
    harmlessSlips: 0.15,
    privateBefore: 0.2,
    privateAfter: 0.1,
  },
};
