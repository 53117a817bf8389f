import type { LabelledKind } from './labelled-kind.js';
import { readCodeValue } from './read-number-value.js';

const otherLicences = new Set(
  'software product windows office user tv dog fishing business marriage gun music'.split(' '),
);
const licensedThings = new Set('plate plates key keys agreement fee fees for to'.split(' '));

/** Driving licences: 7 to 9 characters in most US states and Australia, 13 in Florida and Illinois, 16 in the UK and India. */
export const licence: LabelledKind = {
  kind: 'LICENCE',
  phrases: `driver's license|driver's licence|drivers license|drivers licence|driver license|driver licence|driving license|
    driving licence|driver's license number|driver's licence number|drivers license number|drivers licence number|
    driver license number|driving license number|driving licence number|license number|licence number|license no|licence no|
    license|licence|führerschein|führerscheinnummer`,
  isSomethingElse: (tokens, from, to) =>
    otherLicences.has(tokens[from - 1]?.text ?? '') || licensedThings.has(tokens[to]?.text ?? ''),
  readValue: (place) => readCodeValue(place, { min: 6, usual: 16, max: 22 }, 4),
};
