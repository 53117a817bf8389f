import { startsNumber } from '../read-number.js';
import type { Token } from '../scan-tokens.js';
import type { LabelledKind } from './labelled-kind.js';
import { readNumberValue } from './read-number-value.js';

const otherRoutings = new Set(['your', 'my', 'the', 'this', 'you', 'me', 'it', 'calls', 'call']);

/** Words that name the number only directly before it: "my transit is 10202". */
const bareNames = new Set(['transit', 'institution']);

const startsNumberSoon = (tokens: readonly Token[], from: number): boolean =>
  startsNumber(tokens, tokens[from]?.text === 'is' ? from + 1 : from);

const shape = { min: 7, usual: 9, max: 14 };
/** Transit numbers have five digits and institution numbers three. Together they have eight, or nine with a zero before them. */
const canadianShape = { min: 3, usual: 5, longest: 9, max: 14 };

/** US routing numbers of nine digits (ABA), and Canadian transit and institution numbers. */
export const routing: LabelledKind = {
  kind: 'ROUTING',
  phrases: `routing number|routing|routing code|bank routing number|routing transit number|routing and transit number|
    transit number|routing no|routing transit|ach routing number|ach number|wire routing number|bank routing|bank's routing number|rtn|r t n|transit routing number|
    branch transit|branch transit number|transit and institution number|institution number|institution|transit|aba code|aba no|a b a|routing digits|aba|aba number|a b a number|aba routing number`,
  isSomethingElse: (tokens, from, to) =>
    to - from === 1 &&
    (bareNames.has(tokens[from]?.text ?? '')
      ? !startsNumberSoon(tokens, to)
      : otherRoutings.has(tokens[to]?.text ?? '')),
  readValue: (place) => readNumberValue(place, place.country === 'CA' ? canadianShape : shape),
};
