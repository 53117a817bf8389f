import type { AuthorGrammars } from '../dialogue-style.js';
import { accounts, ibans, routingNumbers, sortCodes } from './bank-grammars.js';
import { cards, expiries, securityCodes } from './card-grammars.js';
import { emails, phones } from './contact-grammars.js';
import { harmlessMeasures } from './harmless-measures.js';
import { harmlessNumbers } from './harmless-numbers.js';
import { birthDates, licences, nationalIds, passports, socialSecurityNumbers } from './identity-grammars.js';
import { oneTimeCodes, pins } from './secret-codes.js';

/**
 * The grammars of an author who has not read the recognisers: learners of English, impatient and formal people, everything in one
 * breath, two questions at once, and answers before a question ends.
 */
export const fourthAuthor: AuthorGrammars = {
  name: 'fourth',
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
  harmless: { ...harmlessNumbers, ...harmlessMeasures },
  style: {
    preludes: [
      'A: City Cabs, where to / C: I left my bag in one of your cars',
      'A: you have reached the tax office, my name is Mr Okafor, how may I be of assistance / C: yes hello',
      'C: finally, a human',
      'C: excuse me, my English is not so good / A: you are doing fine',
      'A: Greenfield Pharmacy / C: hello, I want to ask about my medicine',
      'C: the charger has eaten my cable and my battery is at {percentage}',
      "A: before we begin I'm obliged to tell you that this call may be recorded / C: yes, yes",
      "C: I want to switch, you're too dear, {amount} last month / A: I'm sorry to hear it",
    ],
    smallTalk: [
      ['wait, wait, I search', 'please take all the time you need'],
      ["are you still there, I can't hear you", 'I am here, madam'],
      ["it's on the fridge somewhere", 'mm'],
      ['my son has taken the folder', 'oh dear'],
      ["do you really need this, it's the third time", 'I am afraid so'],
      ['the taxi is just pulling up, quick', 'of course'],
      ['so, I have it, you write', 'I am writing'],
    ],
    echoes: [
      '{v}, noted',
      'I have written {v}',
      'allow me to repeat, {v}',
      'was that {v}',
      '{v}, very good',
      'so it would be {v}',
    ],
    hesitations: ['ehm', 'uh', 'how do you say', 'wait', 'so', 'and', 'one second', 'um', 'the next is', 'then comes'],
    corrections: ['no no', 'sorry', 'ah no', 'pardon me', 'I was wrong', 'no, not that', 'excuse me, I mean', 'false'],
    restarts: ['once more', 'I start new', 'forget that, again', 'let me begin again'],
    backchannels: ['yes', 'mm', 'please continue', 'next', 'I follow', 'go on', 'and', 'okay', 'right you are'],
    wrongGroup: 'same-shape',
    readsPartsBack: 0.25,
    harmlessSlips: 0.2,
    privateBefore: 0.25,
    privateAfter: 0.15,
  },
};
