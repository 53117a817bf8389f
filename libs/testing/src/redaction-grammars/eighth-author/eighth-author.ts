import type { AuthorGrammars } from '../dialogue-style.js';
import { accounts } from './account-grammars.js';
import { ibans, routingNumbers, sortCodes } from './bank-grammars.js';
import { cards, expiries, securityCodes } from './card-grammars.js';
import { licences, passports } from './document-grammars.js';
import { emails } from './email-grammars.js';
import { harmlessDevices } from './harmless-devices.js';
import { harmlessMeasures } from './harmless-measures.js';
import { harmlessOrders } from './harmless-orders.js';
import { harmlessPlaces } from './harmless-places.js';
import { birthDates, nationalIds, socialSecurityNumbers } from './identity-grammars.js';
import { phones } from './phone-grammars.js';
import { oneTimeCodes, pins } from './secret-codes.js';

/**
 * The grammars of an author who has not read the recognisers. The calls go to banks, brokers, payment firms, telecoms, software support and
 * delivery firms. Many callers are young, terse, chatty or not native speakers.
 */
export const eighthAuthor: AuthorGrammars = {
  name: 'eighth',
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
      'A: hey, this is Maya from Lumo Mobile, how can I help / C: hi Maya',
      'C: yo, finally a human / A: ha, yes, I am real, what is up',
      'A: Corvus Invest, you are speaking with Daniel / C: hi, quick question',
      "C: hi so my app is doing weird stuff / A: okay, let's take a look",
      'A: thanks for holding / C: yeah, {duration}, not great',
      'C: hello, sorry for my English / A: it is very good, go ahead',
      'A: Swiftdrop parcels, what can I do for you / C: it is about a delivery',
      'C: you guys charged me {amount} twice / A: oh no, let me check',
      'A: welcome back, is it about the same thing as on {date} / C: yes, same thing',
      'C: is this support / A: it is, what happened',
      'A: before we start, the call is recorded / C: whatever',
      'C: good morning, I have a small problem / A: good morning, tell me',
    ],
    smallTalk: [
      ['wait, it logged me out', 'no stress'],
      ["I'm on the bus so it's loud", 'I can hear you fine'],
      ['let me put you on speaker', 'sure'],
      ['I have to switch apps, are you still there', "yep, I'm here"],
      ['face ID is not working, great', 'try again, I have time'],
      ['how do you say in English, one moment', 'take your time'],
      ['my battery is almost dead', 'then we will be quick'],
      ['okay there it is', 'perfect'],
    ],
    echoes: [
      '{v}',
      '{v}, yeah',
      'okay {v}',
      '{v}, is that right',
      'cool, so {v}',
      'let me read that back, {v}',
      'got it, {v}',
      '{v}, thanks',
    ],
    hesitations: ['um', 'uh', 'like', 'hold on', 'wait', 'so', 'then', 'how do you say'],
    corrections: ['no', 'wait no', 'sorry', 'my bad', 'no no', 'sorry I mean', 'ah no', 'nope'],
    restarts: ['ugh, from the start', 'wait, again', "sorry, I'll start over", 'okay once more'],
    backchannels: ['yeah', 'yep', 'ok', 'mhm', 'uh huh', 'cool', 'go on', 'next', 'and', 'got that'],
    wrongGroup: 'same-shape',
    readsPartsBack: 0.2,
    harmlessSlips: 0.15,
    privateBefore: 0.2,
    privateAfter: 0.1,
  },
};
