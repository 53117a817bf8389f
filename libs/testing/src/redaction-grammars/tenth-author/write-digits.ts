import {
  fewDigits,
  europeDigits,
  indiaDigits,
  lettersAndDigits,
  mixedDigits,
  ukDigits,
  usDigits,
} from '../say-characters.js';
import { saySingly, type Rendering } from '../say-digits.js';
import { ibanRenderings } from '../say-ibans.js';

/** Some engines put a comma after each digit that was said by itself. */
const wordsWithCommas: Rendering = (groups) =>
  groups.map((group) => [...group].map((digit) => saySingly(digit)).join(', '));
const figuresThenWords: Rendering = (groups) =>
  groups.map((group, index) => (index === groups.length - 1 ? saySingly(group) : group));
const withDots: Rendering = (groups) => [groups.join('.')];
/** Some engines join what was spelled with hyphens. */
const spelledWithHyphens: Rendering = (groups) => groups.map((group) => [...group].join('-'));

/** What engines also write, besides the shared ways. */
export const moreWays: readonly Rendering[] = [wordsWithCommas, figuresThenWords, spelledWithHyphens];

export const americanDigits: readonly Rendering[] = [...usDigits, ...moreWays];
export const britishDigits: readonly Rendering[] = [...ukDigits, ...moreWays, withDots];
export const indianDigits: readonly Rendering[] = [...indiaDigits, ...moreWays];
export const europeanDigits: readonly Rendering[] = [...europeDigits, ...moreWays, withDots];
export const anyDigits: readonly Rendering[] = [...mixedDigits, ...moreWays];
/** Two to eight digits. */
export const shortDigits: readonly Rendering[] = [...fewDigits, ...fewDigits, wordsWithCommas, spelledWithHyphens];
/** Letters and digits. */
export const codes: readonly Rendering[] = [...lettersAndDigits, spelledWithHyphens];
export const longCodes: readonly Rendering[] = [...ibanRenderings, spelledWithHyphens];
