import type { AuthorGrammars } from '../dialogue-style.js';
import { accounts, ibans, routingNumbers, sortCodes } from './bank-grammars.js';
import { cards, expiries, securityCodes } from './card-grammars.js';
import { emails, phones } from './contact-grammars.js';
import { licences, passports } from './document-grammars.js';
import { harmlessDevices } from './harmless-devices.js';
import { harmlessMeasures } from './harmless-measures.js';
import { harmlessOrders } from './harmless-orders.js';
import { harmlessPlaces } from './harmless-places.js';
import { birthDates, nationalIds, socialSecurityNumbers } from './identity-grammars.js';
import { oneTimeCodes, pins } from './secret-codes.js';

/**
 * The grammars of an author who has not read the recognisers: plain calls to insurers, airlines, shops, landlords, banks and visa
 * offices, usual sentences more often than unusual ones. Half of the frames was held out, until it had been measured.
 */
export const fifthAuthor: AuthorGrammars = {
  name: 'fifth',
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
      'A: good morning, Harbour Insurance, you are speaking to Megan / C: hi Megan',
      'C: hello, can you hear me / A: yes, loud and clear',
      'A: thanks for holding, how can I help / C: I have a problem with my booking',
      'A: Brightline Furniture, this is Tom / C: hi, I want to ask about my delivery',
      "C: hi, I've just been cut off / A: I'm sorry about that, I can take over",
      'C: good afternoon, I have an appointment at {hour} and I need to move it / A: of course',
      'C: you took {amount} from my account and I cancelled last month / A: let me look into that',
    ],
    smallTalk: [
      ["hang on, it's in my bag", 'no rush'],
      ['just a second, I need to find it', 'take your time'],
      ['sorry, the dog is barking', "that's fine"],
      ['let me put you on speaker', 'sure'],
      ['can you hear me okay', 'yes I can'],
      ['I have it here somewhere', 'okay'],
      ['right, got it', 'great'],
    ],
    echoes: ['{v}', 'so that is {v}', '{v}, thank you', "okay, that's {v}", '{v}, is that correct', 'got it, {v}'],
    hesitations: ['uh', 'um', 'er', 'and then', 'sorry', 'let me see', 'and', 'hold on'],
    corrections: ['sorry', 'no sorry', 'no wait', 'I mean', 'oh no, that is', 'my mistake', 'scratch that'],
    restarts: ['let me start again', "sorry, I'll start over", 'no, from the beginning'],
    backchannels: ['yep', 'okay', 'uh huh', 'yes', 'mhm', 'got that', 'go on', 'right'],
    wrongGroup: 'same-shape',
    readsPartsBack: 0.2,
    harmlessSlips: 0.15,
    privateBefore: 0.2,
    privateAfter: 0.1,
  },
};
