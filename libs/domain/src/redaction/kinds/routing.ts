import type { LabelledKind } from './labelled-kind.js';
import { readNumberValue } from './read-number-value.js';

const otherRoutings = new Set(['your', 'my', 'the', 'this', 'you', 'me', 'it', 'calls', 'call']);

/** US routing numbers of nine digits (ABA). */
export const routing: LabelledKind = {
  kind: 'ROUTING',
  phrases: `routing number|routing|routing code|bank routing number|routing transit number|routing and transit number|
    transit number|routing no|routing transit|ach routing number|ach number|wire routing number|bank routing|bank's routing number|rtn|r t n|transit routing number|
    aba code|aba no|a b a|routing digits|aba|aba number|a b a number|aba routing number`,
  isSomethingElse: (tokens, from, to) => to - from === 1 && otherRoutings.has(tokens[to]?.text ?? ''),
  readValue: (place) => readNumberValue(place, { min: 7, usual: 9, max: 14 }),
};
