import type { AuthorGrammars } from '../dialogue-style.js';
import { accounts } from './account-grammars.js';
import { routingNumbers, sortCodes } from './bank-code-grammars.js';
import { birthDates } from './birth-date-grammars.js';
import { expiries, securityCodes } from './card-detail-grammars.js';
import { cards } from './card-grammars.js';
import { licences, passports } from './document-grammars.js';
import { emails } from './email-grammars.js';
import { harmlessCases } from './harmless-cases.js';
import { harmlessDevices } from './harmless-devices.js';
import { harmlessMeasures } from './harmless-measures.js';
import { harmlessOrders } from './harmless-orders.js';
import { harmlessPlaces } from './harmless-places.js';
import { harmlessTimes } from './harmless-times.js';
import { ibans } from './iban-grammars.js';
import { nationalIds, socialSecurityNumbers } from './identity-grammars.js';
import { phones } from './phone-grammars.js';
import { oneTimeCodes, pins } from './secret-code-grammars.js';

/**
 * The grammars of an author who has not read the recognisers. They are ordinary calls of every trade, most of them plain. Half of the
 * frames was held out, until it had been measured.
 */
export const tenthAuthor: AuthorGrammars = {
  name: 'tenth',
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
    ...harmlessOrders,
    ...harmlessCases,
    ...harmlessDevices,
    ...harmlessPlaces,
    ...harmlessTimes,
    ...harmlessMeasures,
  },
  style: {
    preludes: [
      'A: good morning, customer services, Janet speaking / C: morning Janet',
      "C: hi there, I hope you can help me / A: I'll do my best",
      'A: thanks for holding / C: finally',
      'A: Brightwater Utilities, how can I help / C: hello, yes',
      'C: hello, can you hear me / A: loud and clear',
      'C: I was cut off before / A: sorry about that, let us continue',
      'A: you are through to the claims team / C: good afternoon',
      'C: I called last week, on {date} / A: okay, I can see that call',
      'C: my English is not so good / A: no worries, take your time',
      'A: Harbour Bank, this is Arjun / C: hi Arjun',
      'C: I got a letter from you about {amount} / A: let me bring that up',
      'A: just so you know, we record our calls / C: okay',
    ],
    smallTalk: [
      ['bear with me', 'sure'],
      ['sorry, the dog is barking', 'that is all right'],
      ['where did I put it', 'no rush at all'],
      ['it is in the kitchen, one second', 'okay'],
      ["I'm just getting out of the car", "that's fine"],
      ['the light is bad in here', 'take your time'],
      ['are you still there', "yes, I'm still here"],
      ['my daughter is bringing it', 'lovely'],
      ["my computer's so slow today", 'mine too'],
      ['okay, here we go', 'great'],
    ],
    echoes: [
      '{v}',
      'so {v}',
      '{v}, okay',
      "{v}, that's it",
      'I have {v}',
      "I'll just read that back, {v}",
      '{v}, thank you',
      'you said {v}',
      '{v}, perfect',
      'let me check, {v}',
    ],
    hesitations: [
      'um',
      'er',
      'uhm',
      'hold on',
      'let me look',
      'then',
      'and then',
      'wait a second',
      'sorry',
      "it's hard to read",
    ],
    corrections: [
      'no',
      'sorry',
      'oops, sorry',
      'no wait',
      'I mean',
      'sorry, I meant',
      'not that',
      'let me correct that',
    ],
    restarts: ['sorry, from the start', "I'll say it again", 'hold on, from the top', 'let me start over'],
    backchannels: [
      'yep',
      'yes',
      'okay',
      'mhm',
      'uh-huh',
      'got that',
      'go on',
      'right',
      'and',
      'all right',
      'next',
      "I'm with you",
    ],
    wrongGroup: 'same-shape',
    readsPartsBack: 0.2,
    harmlessSlips: 0.15,
    privateBefore: 0.2,
    privateAfter: 0.1,
  },
};
