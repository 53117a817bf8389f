import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { textAt, type Token } from '../scan-tokens.js';
import { readCodeValue } from './read-number-value.js';

const otherLicences = new Set(
  'software product windows office user tv dog fishing business marriage gun music'.split(' '),
);
const licensedThings = new Set('plate plates key keys agreement fee fees'.split(' '));
const links = new Set(['for', 'to']);
/** "Off my license for the rental". */
const owners = new Set(['my', 'your', 'his', 'her', 'their']);

/** "My licence to show who I am". */
const waysToShow = new Set('show prove give read hand identify check'.split(' '));

/** Driving licences: 7 to 9 characters in most US states and Australia, 13 in Florida and Illinois, 16 in the UK and India. */
export const licence: LabelledKind = {
  kind: 'LICENCE',
  phrases: `driver's license|driver's licence|drivers license|drivers licence|driver license|driver licence|driving license|
    driving licence|driver's license number|driver's licence number|drivers license number|drivers licence number|
    driver license number|driving license number|driving licence number|license number|licence number|license no|licence no|
    license|licence|driver number|drivers number|driver's number|driver id|driver id number|driving permit|driving permit number|driver's permit|permit number|
    dln|dln number|d l n|cdl|cdl number|learner permit|learner's permit|learners permit|permiso de conducir|
    carnet de conducir|photocard|photocard number|provisional number|on my provisional|operator license|operator's license|number on the license|number on the licence|number on your licence|number on my licence|dl no|dl|dl number|d l number|number on your license|number on my license|führerschein|führerscheinnummer`,
  isSomethingElse: isOtherLicence,
  readValue: (place) => readLicence(place) ?? readUkLicence(place),
};

function isOtherLicence(tokens: readonly Token[], from: number, to: number): boolean {
  if (otherLicences.has(textAt(tokens, from - 1)) || isForThing(tokens, from, to)) return true;
  const areDigitsBeside = tokens[to]?.kind === 'digits' || tokens[from - 1]?.kind === 'digits';
  return textAt(tokens, to - 1) === 'dl' && areDigitsBeside;
}

/** "A licence for the software", and not "my licence to show who I am" or "my license for the rental". */
function isForThing(tokens: readonly Token[], from: number, to: number): boolean {
  if (!links.has(textAt(tokens, to))) return licensedThings.has(textAt(tokens, to));
  const isOfDriver = to - from > 1 || owners.has(textAt(tokens, from - 1));
  return !isOfDriver && !waysToShow.has(textAt(tokens, to + 1));
}

const readLicence = (place: ValuePlace): ReadValue | null => readCodeValue(place, { min: 6, usual: 16, max: 22 }, 4);

/** Five letters of the surname in lower case, six digits, two initials and three characters (DVLA): "morga 657054 sm9ij". */
function readUkLicence(place: ValuePlace): ReadValue | null {
  const [surname, next] = place.tokens.slice(place.index, place.index + 2);
  const isRepeated = next !== undefined && next.text === surname?.text;
  const at = isRepeated ? place.index + 2 : place.index + 1;
  if (!/^[a-z]{5}$/.test(surname?.text ?? '') || !/^\d{6}$/.test(place.tokens[at]?.text ?? '')) return null;
  const rest = readLicence({ ...place, index: at });
  return rest === null ? null : { ...rest, value: `${surname?.text}${rest.value}` };
}
