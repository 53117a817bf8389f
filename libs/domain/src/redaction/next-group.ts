import { isPlain, type DigitElement, type DigitRun } from './digit-run.js';
import type { ReadDigits } from './read-pieces.js';
import type { SegmentText } from './segment-text.js';

/** Whether the mark before the digits begins another number. Phone and social security numbers may hold it: "0171/1234567". */
const isDivided = ({ hasHardMark }: ReadDigits, { label }: DigitRun): boolean =>
  hasHardMark && label !== 'PHONE' && label !== 'SSN';

/** Whether only pauses, or a letter of a harmless code, are between the digits and those before: "1 Z as in zebra 435 671". */
export const isNextGroup = (
  piece: ReadDigits,
  run: DigitRun,
  { previous, source }: { readonly previous: DigitElement; readonly source: SegmentText },
): boolean => {
  const isAfterLetter =
    run.label === 'NEUTRAL' &&
    previous.source === source &&
    isLetter.test(source.text.slice(previous.end, piece.start));
  return (run.wordsSince === 0 || isAfterLetter) && isSameNumber(piece, run, { previous, source });
};

const isLetter = /^[\s,.-]*[b-hj-z](?:[\s,]+(?:as in|for|like) \p{L}+)?[\s,.-]*$/iu;

const isSameNumber = (
  piece: ReadDigits,
  run: DigitRun,
  { previous, source }: { readonly previous: DigitElement; readonly source: SegmentText },
): boolean => !isDivided(piece, run) && !isNextAmount(piece, previous, source);

/** Whether an amount follows the digits of an earlier final, or the digits an amount. */
const isNextAmount = ({ isEveryday }: ReadDigits, previous: DigitElement, source: SegmentText): boolean =>
  previous.source !== source && (isEveryday ? isPlain(previous) : previous.isEveryday);
