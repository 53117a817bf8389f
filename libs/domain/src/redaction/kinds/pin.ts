import type { Token } from '../scan-tokens.js';
import type { LabelledKind } from './labelled-kind.js';
import { readNumberValue } from './read-number-value.js';

const otherPins = new Set([
  'drop',
  'dropped',
  'safety',
  'bowling',
  'rolling',
  'hair',
  'lapel',
  'charging',
  'connector',
  'hinge',
  'cotter',
  'split',
  'locking',
  'output',
  'input',
  'ground',
  'data',
]);
const pinnedThings = new Set(['it', 'that', 'this', 'down', 'point', 'drop', 'pad', 'connector']);
const determiners = new Set([
  'the',
  'my',
  'your',
  'a',
  'new',
  'old',
  'which',
  'what',
  'digit',
  'card',
  'security',
  'this',
]);
const waysToDrop = new Set(['drop', 'dropped', 'dropping', 'put', 'placed', 'stick']);

/** Personal identification numbers of 4 to 8 digits. */
export const pin: LabelledKind = {
  kind: 'PIN',
  phrases: `pin|pin number|pin code|pin numbers|p i n|p i n number|personal identification number|four digit pin|
    six digit pin|4 digit pin|6 digit pin|security pin|m pin|mpin|t pin|tpin|upi pin|atm pin|atm code|atm pin number|card pin|secret code|
    secret number|secret pin|access pin|telephone banking code|telephone passcode|phone banking code|phone banking pin|phone pin|telephone pin|
    banking pin|voicemail password|voicemail code|unlock code|telephone security code|phone security code|telephone password|phone password|customer pin|account pin|voicemail pin|pass number|memorable number|personal code|personal number|code to unlock|number you key in|code you key in|number i key in|code i key in|number you press|number you punch in|code you punch in|number i punch in|code i punch in|four digit security number|code you set|code i set|number you type|number i type|code i type|code for the card machine|cash machine number|cash machine pin|
    telephone banking number|phone banking number|secret digits|four digit passcode|4 digit passcode|voicemail pass code|enter at the cash machine|type at the cash machine|use at the cash machine|enter at the atm|type at the atm|use at the atm|four digits for your card|four digits for the card|four digits for my card|security number for telephone banking|security number for phone banking|cashpoint code|cash point number|cash machine code|cashpoint pin|pins|geheimzahl|código secreto`,
  isSomethingElse: (tokens, from, to) =>
    otherPins.has(tokens[from - 1]?.text ?? '') ||
    waysToDrop.has(tokens[from - 2]?.text ?? '') ||
    (pinnedThings.has(tokens[to]?.text ?? '') && !isRelative(tokens, from, to)),
  readValue: (place) => readNumberValue(place, { min: 4, usual: 4, longest: 8, max: 12 }),
};

/** "the PIN that you use": the word after the label begins a clause, and nobody pins a thing. */
const isRelative = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens[to]?.text === 'that' && determiners.has(tokens[from - 1]?.text ?? '');
