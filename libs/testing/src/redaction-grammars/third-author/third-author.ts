import type { AuthorGrammars } from '../dialogue-style.js';
import { bankAccounts, ibans, routingNumbers, sortCodes } from './bank-grammars.js';
import { cards, expiries, securityCodes } from './card-grammars.js';
import { oneTimeCodes, pins } from './code-grammars.js';
import { birthDates, licences, passports } from './document-grammars.js';
import { emails } from './email-grammars.js';
import { harmlessAmounts } from './harmless-amounts.js';
import { harmlessDevices } from './harmless-devices.js';
import { harmlessOrders } from './harmless-orders.js';
import { harmlessPlaces } from './harmless-places.js';
import { nationalIds, socialSecurityNumbers } from './identity-grammars.js';
import { phones } from './phone-grammars.js';

/** The grammars of an author who has read neither the recognisers nor the first author's grammars. */
export const thirdAuthor: AuthorGrammars = {
  name: 'third',
  secret: {
    CARD: cards,
    CVV: securityCodes,
    EXPIRY: expiries,
    ACCOUNT: bankAccounts,
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
  harmless: { ...harmlessOrders, ...harmlessDevices, ...harmlessPlaces, ...harmlessAmounts },
  style: {
    preludes: [
      'A: you are through to claims, this is Priti / C: hi Priti, somebody drove into my car',
      'C: I had a missed delivery / A: let me look into that for you',
      "A: Northgate Garage, morning / C: morning, it's about my service",
      "C: hi there, I'd like to book an appointment / A: have you been to the clinic before / C: yes",
      'C: my flight got cancelled / A: I do apologise, let me see what I can do',
      "C: I've called three times about this / A: I can see that, I'm sorry",
      "C: there's a payment of {amount} that I don't recognise / A: let me help you with that",
      'A: thanks for waiting, where were we',
      'A: I just have to go through security with you / C: fine',
    ],
    smallTalk: [
      ["I'll have to go and find it", 'no hurry at all'],
      ['sorry, there was somebody at the door', 'not a problem'],
      ["I'm on the train, so it might cut out", "we'll manage"],
      ['is it always this busy on a Monday', 'it is, yes'],
      ['my handbag is like a black hole', 'mine too'],
      ['can you hear that, the neighbours are drilling', 'only a little'],
      ['it must be in the other drawer', 'okay'],
      ["here we are, I've got it in front of me", 'lovely, go ahead'],
    ],
    echoes: [
      '{v}, yeah',
      'right, {v}',
      'let me just repeat that, {v}',
      '{v}, did I get that right',
      'so I put {v}',
      "okay, I've noted {v}",
      '{v}, okay',
    ],
    hesitations: ['um', 'erm', 'uh', 'let me see', 'just a second', "what's that", 'yeah', 'and', 'hold on', 'well'],
    corrections: [
      'no, sorry',
      'sorry, no',
      'wait',
      'my mistake',
      'I mean',
      "no, that's wrong",
      'no, hang on',
      'rather',
    ],
    restarts: ['let me start again', 'sorry, from the top', 'no, I lost my place, again', "I'll say it again"],
    backchannels: [
      'yep',
      'okay',
      'mm hmm',
      'uh huh',
      'yes',
      'and then',
      'right',
      'carry on',
      'and the rest',
      'go on then',
    ],
    wrongGroup: 'same-shape',
    readsPartsBack: 0.3,
    harmlessSlips: 0.2,
    privateBefore: 0.25,
    privateAfter: 0.15,
  },
};
