import { saySingly, type Rendering } from './say-digits.js';

const inFours: Rendering = (groups) => [...groups];
const inOne: Rendering = (groups) => [groups.join('')];
const characterByCharacter: Rendering = (groups) => groups.map((group) => [...group].join(' '));
/** The country with its check digits, then parts of this length. */
const dictated =
  (length: number, say: (part: string) => string): Rendering =>
  ([first = '', ...rest]) => [say(first), ...(rest.join('').match(new RegExp(`.{1,${length}}`, 'g')) ?? []).map(say)];

/** In fours, at once, and dictated in parts of other lengths. The groups of the value are parts of four. */
export const ibanRenderings: readonly Rendering[] = [
  inFours,
  inFours,
  inOne,
  inOne,
  characterByCharacter,
  dictated(4, (part) => saySingly(part)),
  dictated(4, (part) => saySingly(part, 'oh')),
  dictated(2, (part) => part),
  dictated(3, (part) => saySingly(part)),
];
