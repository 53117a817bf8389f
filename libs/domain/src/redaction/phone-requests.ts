import { countDigits, startsDigits } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const calls = words('call ring reach dial text contact phone calling reached ringing texting');
const linksToCall =
  words(`can could should shall we i you the a driver courier technician engineer to that is best do may someone they be he she will would where
  which please our your my team colleague agent back always usually are am you're for delivery`);
const called = words('me you us him her them');
const linksToNumber = words(
  'back any anytime time later today tomorrow tonight directly instead please always again either best',
);
const prepositions = words('on at under via');
const MAX_LINKS_TO_CALL = 5;
const MAX_LINKS_TO_NUMBER = 3;

/** Whether a request for a phone number begins at the token: "a number the driver can call", "ring me back later on"; the index after it, or null. */
export const endOfPhoneRequest = (tokens: readonly Token[], index: number): number | null =>
  endOfCalledNumber(tokens, index) ??
  endOfPersonsNumber(tokens, index) ??
  endOfCallTo(tokens, index) ??
  endOfDialling(tokens, index);

/** "Can you ring 202 555 0177". */
const endOfDialling = (tokens: readonly Token[], index: number): number | null =>
  waysToDial.has(textAt(tokens, index)) && countDigits(tokens, index + 1) >= MIN_DIALLED_DIGITS ? index + 1 : null;

const waysToDial = words('call ring text dial');
const MIN_DIALLED_DIGITS = 9;

/** "Her number is 08 9986 3049", "my wife's number". */
const endOfPersonsNumber = (tokens: readonly Token[], index: number): number | null =>
  people.has(textAt(tokens, index)) && textAt(tokens, index + 1) === 'number' ? index + 2 : null;

const people = words(
  `her his their wife's husband's mother's mum's mom's father's dad's son's daughter's sister's brother's partner's neighbour's neighbor's friend's assistant's colleague's`,
);

function endOfCalledNumber(tokens: readonly Token[], index: number): number | null {
  if (tokens[index]?.text !== 'number') return null;
  let at = index + 1;
  while (at - index <= MAX_LINKS_TO_CALL && linksToCall.has(tokens[at]?.text ?? '')) at++;
  return at > index + 1 && calls.has(tokens[at]?.text ?? '') ? at + 1 : null;
}

function endOfCallTo(tokens: readonly Token[], index: number): number | null {
  const from = endOfCall(tokens, index);
  if (from === null) return null;
  let at = from;
  while (at - from < MAX_LINKS_TO_NUMBER && linksToNumber.has(tokens[at]?.text ?? '')) at++;
  return prepositions.has(tokens[at]?.text ?? '') ? at + 1 : null;
}

/** The index after "call me", "reach my husband" or "reached". */
function endOfCall(tokens: readonly Token[], index: number): number | null {
  const verb = tokens[index]?.text ?? '';
  if (verb === 'reached') return index + 1;
  if (!waysToCall.has(verb)) return null;
  const whom = tokens[index + 1]?.text ?? '';
  if (called.has(whom)) return index + 2;
  return owners.has(whom) && tokens[index + 2]?.kind === 'word' ? index + 3 : null;
}

const owners = words('my our your his the');
const waysToCall = words('call ring reach text contact phone get catch');

const devices = words('phone phones mobile mobiles cell cellphone telephone');
const wordsAfterNumber = words(
  `number numbers no please and or as too for first then with again sir madam to be would`,
);
const verbsOfDevices = words(
  'on in from to with using by over check checking grab get find lost dropped charge need my turn',
);

const predicates = words("is was it's");

/** Whether a device is meant and not its number: "it is on my phone", "check your phone", "my phone just died". */
export function isDevice(tokens: readonly Token[], index: number): boolean {
  if (!devices.has(textAt(tokens, index))) return false;
  if (isThingAt(tokens, index)) return true;
  if (startsDigits(tokens, index + 1)) return false;
  const next = textAt(tokens, index + 1);
  if (namesNumber(tokens, index + 1)) return false;
  if (owners.has(textAt(tokens, index - 1)) && verbsOfDevices.has(textAt(tokens, index - 2))) return true;
  if (predicates.has(next)) return !startsNumberSoon(tokens, index + 2);
  return next !== '' && tokens[index + 1]?.gap !== 'mark' && !wordsAfterNumber.has(next);
}

/** "My phone number", "I've got a new mobile, the number is …". */
const namesNumber = (tokens: readonly Token[], from: number): boolean =>
  ['number', 'numbers'].includes(textAt(tokens, from)) ||
  (textAt(tokens, from) === 'the' && textAt(tokens, from + 1) === 'number' && predicates.has(textAt(tokens, from + 2)));

/** "I bought a used phone", "off my son's phone", "settings, then about phone". */
const isThingAt = (tokens: readonly Token[], index: number): boolean =>
  isUsed(tokens, index) || isReadOff(tokens, index) || textAt(tokens, index - 1) === 'about';

/** "I bought a used phone." */
const isUsed = (tokens: readonly Token[], index: number): boolean =>
  conditions.has(textAt(tokens, index - 1)) &&
  !startsNumberSoon(tokens, index + 1) &&
  !/^numbers?$/.test(textAt(tokens, index + 1));

const conditions = words('used refurbished stolen broken locked secondhand');

/** "I'm reading it off my son's phone 5350". */
const isReadOff = (tokens: readonly Token[], index: number): boolean =>
  tokens.slice(Math.max(0, index - MAX_WORDS_TO_DEVICE), index).some(({ text }) => text === 'off');

const MAX_WORDS_TO_DEVICE = 3;

/** Whether the utterance ends here or a number follows soon: "my phone is, um, oh seven …". */
function startsNumberSoon(tokens: readonly Token[], from: number): boolean {
  const isNumber = (index: number) => startsDigits(tokens, index) || textAt(tokens, index) === 'plus';
  return from >= tokens.length || [0, 1, 2, 3].some((offset) => isNumber(from + offset));
}
