import { between, createDateBetween } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { hours } from '../say-characters.js';
import { saidYears } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';
import { eventDates, usEventDates } from './say-more-dates.js';

/** Of appointments, visits, holidays and deadlines. */
const comingFrames = {
  often: [
    'A: I can offer you an appointment on {v} / C: (that would suit me|let me look at my diary, yes)',
    'C: my appointment is on {v} and I shall not be able to come',
    'A: when would you like us to deliver the (bed|tablets|oil) / C: {v}, if you can',
    'A: which day does the coach leave / C: it says here {v}',
    'A: the engineer can come on {v} / C: morning or afternoon',
    'A: when do you move out / C: the keys go back on {v}',
  ],
  sometimes: [
    'C: the lease runs out on {v} and the landlord has not written',
    'A: your policy renews on {v} / C: and is it dearer again',
    'C: the MOT is due on {v}, can you fit me in before that',
    'A: the payment will leave your bank on {v} / C: the pension comes the day before, so that is all right',
    'A: date of birth / C: {BIRTH_DATE} / A: and which day is the operation / C: {v}',
    'C: we are away until {v}, so nobody will be in to read the meter',
    'A: the next bin collection is {v} / C: not before',
    'C: I booked the cottage from {v} to {v2}',
    'A: the last day to appeal is {v} / C: oh, that is soon',
    'C: at the bottom of the letter it says, please reply by {v}',
    'A: term starts on {v} / C: and the uniform list',
    'C: could the nurse come on {v} instead of {v2}',
    'A: the contract for the gas ends on {v} / C: then I want to go back to my old supplier',
  ],
  rarely: [
    'C: I wrote it on the kitchen calendar, chiropodist, {v}, but your card has {v2}',
    'A: so the tablets should last until {v} / C: just about',
    'C: the charity lorry was to fetch the wardrobe on {v}, I sat in all day',
    "C: my pills, it says use before {v}, and I've still got half the box",
    'C: the cheque from the insurance says not valid after {v}',
    'A: your blue badge expires on {v} / C: I thought I should ring in good time',
    "C: from {v} I shall be living at my daughter's",
  ],
};
/** Of purchases, incidents, readings and letters. */
const pastFrames = {
  often: [
    'A: when did you buy the (kettle|chair|freezer) / C: the receipt says {v}',
    'A: on what day did it happen / C: the accident was on {v}',
    'C: I have a letter from you dated {v}',
    'A: when was the meter last read / C: {v}, by the young man who came',
    'A: when did you move in / C: we got the keys on {v}',
  ],
  sometimes: [
    'C: I fell on the ice outside the library on {v}',
    'C: I paid the bill on {v}, and here is a reminder',
    'A: which day was your last appointment with the doctor / C: it was {v}',
    'C: the washing machine was delivered on {v} and broke after a week',
    'A: the claim came in on {v} / C: and I have heard nothing since',
    'A: when did the leak start / C: I noticed it on {v}',
    'C: my statement shows two payments on {v}, one for {amount}',
    "A: we wrote to you on {v} / C: I've had no letter",
    'A: when did you come back from your holiday / C: we landed on {v}',
    'C: I cancelled the direct debit on {v} and you still took it',
    'A: the car was in for a service on {v} / C: and the noise has come back',
    'A: your date of birth and the day of the theft / C: {BIRTH_DATE}, and the theft was on {v}',
  ],
  rarely: [
    'C: it was dark, it was raining, it must have been, let me look, {v}, when the tree came down on the shed',
    'C: it says dispensed on {v} under the name of the chemist',
    'A: from which day to which day was the boy off school / C: from {v} to {v2}, with a cough',
    'C: the postmark is {v}, so it took you three weeks to send it',
    'C: the hospital let me out on {v}, and nobody told the carers',
    'A: it was signed for on {v} / C: not by me',
  ],
};

const date = (create: ValueGrammar['create'], frames: readonly string[]): readonly ValueGrammar[] => [
  harmlessGrammar(create, usEventDates, frames, ['US']),
  harmlessGrammar(create, eventDates, frames, ['GB', 'IN', 'AU', 'DE', 'ES']),
];

/** When things happen and happened. None of it is a birth date. */
export const harmlessDates = {
  date: [
    ...date(createDateBetween(2025, 2027), repeatFrames(comingFrames)),
    ...date(createDateBetween(2024, 2026), repeatFrames(pastFrames)),
  ],
  year: [
    harmlessGrammar(
      between(1958, 2024),
      saidYears,
      repeatFrames({
        often: [
          'A: what year is the boiler / C: {v}',
          "C: I've banked with you since {v}",
          'A: do you know when the house was built / C: {v}, my father built it',
          'A: which year is the car / C: it says {v} in the log book',
        ],
        sometimes: [
          'C: we have lived in this flat since {v} and never had any trouble',
          'C: I left the railway in {v}, and there should be a small pension from them',
          'A: when did you have the hip done / C: in {v}',
          'C: I found an old savings book from {v} in the attic',
          'C: in the corner of the meter there is a year, {v}',
        ],
        rarely: [
          'C: we were married in {v} at your church hall',
          'C: the roof was last done in {v}, it says in the deeds',
        ],
      }),
    ),
  ],
  hour: [
    harmlessGrammar(
      (random) => [String(random.integer(1, 11)), random.pick(['00', '00', '10', '15', '30', '40', '45'])],
      hours,
      repeatFrames({
        often: [
          'A: would {v} suit you / C: (lovely|that is rather early)',
          'C: my appointment with the dentist is at {v}',
          'A: at what time does the coach pick you up / C: it says {v} on the ticket',
          'A: the surgery opens at {v} / C: I shall ring then',
        ],
        sometimes: [
          'C: the driver said between {v} and {v2} and it is dark now',
          'A: when did you take the last tablet / C: at {v}, with my tea',
          'C: I put the bins out at {v} and you had already been',
          'A: the office closes at {v} / C: then I shall be quick',
          'C: school finishes at {v}, so I can be with you after that',
        ],
      }),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
