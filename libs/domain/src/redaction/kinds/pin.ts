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
  'a',
  'charging',
  'connector',
]);
const pinnedThings = new Set(['it', 'that', 'this', 'down', 'point', 'drop', 'pad', 'connector']);

/** Personal identification numbers of 4 to 8 digits. */
export const pin: LabelledKind = {
  kind: 'PIN',
  phrases: `pin|pin number|pin code|pin numbers|p i n|p i n number|personal identification number|four digit pin|
    six digit pin|4 digit pin|6 digit pin|security pin`,
  isSomethingElse: (tokens, from, to) =>
    otherPins.has(tokens[from - 1]?.text ?? '') || pinnedThings.has(tokens[to]?.text ?? ''),
  readValue: (place) => readNumberValue(place, { min: 4, usual: 4, max: 12 }),
};
