import type { AuthorGrammars } from '../dialogue-style.js';
import { accounts } from './account-grammars.js';
import { routingNumbers, sortCodes } from './bank-code-grammars.js';
import { expiries, securityCodes } from './card-detail-grammars.js';
import { cards } from './card-grammars.js';
import { licences, passports } from './document-grammars.js';
import { emails } from './email-grammars.js';
import { harmlessBills } from './harmless-bills.js';
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
 * The grammars of an author who has not read the recognisers. The calls go to shops, banks, telecoms, insurers, airlines, clinics,
 * utilities, councils and software support. Most of them are plain. Half of the frames are held out, so whoever
 * works on recognisers does not read this folder.
 */
export const eleventhAuthor: AuthorGrammars = {
  name: 'eleventh',
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
    ...harmlessBills,
    ...harmlessDevices,
    ...harmlessPlaces,
    ...harmlessTimes,
    ...harmlessMeasures,
  },
  style: {
    preludes: [
      "A: good morning, Larkfield Bank, you're speaking to Owen / C: hi Owen",
      'C: hello, is that customer service / A: it is, how can I help',
      'A: thanks for holding, what can I do for you / C: a few things actually',
      'A: Oakdene Surgery, reception / C: hello, good afternoon',
      "C: hi, I've got a problem with my order / A: sorry to hear that, let's see",
      'C: I was cut off just now / A: I am sorry, I can carry on from here',
      'A: welcome to Tidewater Mobile, this is Meera / C: hi, yes',
      "C: I've been in the queue for ages / A: thanks for being so patient",
      'C: my bill says {amount} and that cannot be right / A: let me have a look',
      'A: city council, parking and permits / C: good morning',
      'C: it is about my trip on {date} / A: all right, I will open the booking',
      "A: I just have to go through security with you / C: that's okay",
    ],
    smallTalk: [
      ['hold on a second', 'sure'],
      ['let me put you on speaker', 'okay'],
      ["I'm just walking to the car", 'no rush'],
      ['sorry, the dog is barking', 'oh, that is fine'],
      ["it's a bit loud here", 'I can hear you well'],
      ['where did I put it', 'take your time'],
      ['ah, there it is', 'great'],
      ['I have to find my reading glasses', 'of course'],
    ],
    echoes: [
      '{v}',
      '{v}, okay',
      '{v}, thank you',
      "so that's {v}",
      'I have {v}',
      'just to confirm, {v}',
      'let me read that back, {v}',
      'did you say {v}',
    ],
    hesitations: ['um', 'uh', 'er', 'hang on', 'then', 'and then', 'one moment', 'let me see'],
    corrections: ['no', 'sorry', 'no, sorry', 'wait, no', 'I mean', 'no wait', 'oops', 'sorry, that should be'],
    restarts: ['let me start over', 'sorry, from the beginning', "no, that's wrong, again", 'one more time'],
    backchannels: ['yes', 'okay', 'yep', 'mhm', 'right', 'got it', 'go on', 'uh huh', 'yeah', 'and the rest'],
    wrongGroup: 'same-shape',
    readsPartsBack: 0.25,
    harmlessSlips: 0.15,
    privateBefore: 0.2,
    privateAfter: 0.1,
  },
};
