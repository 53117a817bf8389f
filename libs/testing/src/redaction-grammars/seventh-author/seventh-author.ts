import type { AuthorGrammars } from '../dialogue-style.js';
import { accounts, routingNumbers, sortCodes } from './bank-grammars.js';
import { cards, expiries, securityCodes } from './card-grammars.js';
import { licences, passports } from './document-grammars.js';
import { emails } from './email-grammars.js';
import { harmlessDevices } from './harmless-devices.js';
import { harmlessMeasures } from './harmless-measures.js';
import { harmlessOrders } from './harmless-orders.js';
import { harmlessPlaces } from './harmless-places.js';
import { ibans } from './iban-grammars.js';
import { birthDates, nationalIds, socialSecurityNumbers } from './identity-grammars.js';
import { phones } from './phone-grammars.js';
import { oneTimeCodes, pins } from './secret-codes.js';

/**
 * The grammars of an author who has not read the recognisers. The calls go to insurers, shops, airlines, landlords, clinics, banks and
 * utilities, and most of them are plain. Half of the frames was held out, until it had been measured.
 */
export const seventhAuthor: AuthorGrammars = {
  name: 'seventh',
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
      'A: thank you for calling Northgate Energy, my name is Priya / C: hello Priya',
      'C: hi, is this the right number for deliveries / A: yes it is',
      'A: Riverside Dental, good morning / C: morning, I need some help',
      'A: sorry for the wait, what can I do for you / C: no problem',
      'C: hello, I am calling about my contract / A: okay, let me open your file',
      'A: this call may be recorded for training / C: that is fine',
      'C: I have been waiting for {duration} / A: I am really sorry about that',
      "C: the app is charging me {amount} and I don't know why / A: let's have a look",
      'A: Sunline Travel, how can I help / C: it is about our flight on {date}',
      'C: good evening, my name is Carlos / A: good evening, sir',
    ],
    smallTalk: [
      ['one moment please', 'of course'],
      ['I need my glasses', 'no hurry'],
      ['let me go to the other room', 'all right'],
      ['can you still hear me', 'yes, I can hear you'],
      ['it must be in this drawer', 'take all the time you need'],
      ["my phone is loading, it's slow", "that's no problem"],
      ['my wife is looking for it', 'okay, I will wait'],
      ['now I have it', 'wonderful'],
    ],
    echoes: [
      '{v}',
      '{v}, yes',
      '{v}, right',
      "so that's {v}",
      "okay, I've got {v}",
      'let me repeat that, {v}',
      'thank you, {v}',
      'was that {v}',
    ],
    hesitations: ['um', 'uh', 'erm', 'let me see', 'one second', 'and', 'and then', 'what does it say'],
    corrections: ['no', 'sorry', 'sorry, no', 'wait', 'I mean', 'no, sorry', 'hang on, no', 'correction'],
    restarts: ['let me do that again', "I'll start again", 'no wait, once more', 'sorry, again'],
    backchannels: [
      'yes',
      'yeah',
      'okay',
      'uh huh',
      'mm-hmm',
      'right',
      'go ahead',
      'carry on',
      'I have that',
      'and then',
    ],
    wrongGroup: 'same-shape',
    readsPartsBack: 0.25,
    harmlessSlips: 0.15,
    privateBefore: 0.2,
    privateAfter: 0.1,
  },
};
