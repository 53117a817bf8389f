import { placeWords } from './harmless-labels.js';
import type { NumberGroup } from './number-groups.js';
import type { Token } from './scan-tokens.js';
import { isNumericDate } from './spoken-dates.js';

interface Cue {
  readonly words: ReadonlySet<string>;
  /** Words between the cue and the number. */
  readonly links: ReadonlySet<string>;
  readonly isDate: boolean;
  readonly fits: (group: NumberGroup) => boolean;
}

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
/** Most words between a cue and its number. */
const MAX_LINKS = 3;
/** Longest amount, in digits. */
export const MAX_AMOUNT_DIGITS = 6;
/** Shortest date of digits that no month or year proves. */
const MIN_DATE_DIGITS = 6;
/** Day, month and year: "four seventeen twenty five". */
const PARTS_OF_DATE = 3;
/** Longest code of something that somebody ordered. */
const MAX_CODE_DIGITS = 9;
/** Longest number of a place. */
const MAX_PLACE_DIGITS = 5;

const cues: readonly Cue[] = [
  {
    words:
      words(`amount amounts total fee fees charged paid pay cost costs balance price payment owe owed owes bill took worth salary
      payments transferred withdrew withdraw refund refunded refunding spent saved earned deducted debited credited premium deposit rent score rating scored aged age turned turning`),
    links: words(
      'is was of to about exactly only just around the a be me you us another roughly nearly almost it should will would come came back up out at went',
    ),
    isDate: false,
    fits: ({ digits }) => digits.length <= MAX_AMOUNT_DIGITS,
  },
  {
    words: placeWords,
    links: words(`is was number no code the i got have here it's it that's says now would be will`),
    isDate: false,
    fits: ({ digits }) => digits.length <= MAX_PLACE_DIGITS,
  },
  {
    words: words('at after before by until till since between around from about past'),
    links: words('about around'),
    isDate: true,
    fits: isHour,
  },
  {
    words: words(
      'appointment booking reservation on for due dated since until till by before after from delivered moved happened renews starts ends ended started booked',
    ),
    links: words('the to on for is was'),
    isDate: true,
    fits: ({ digits, numbers }) =>
      (digits.length >= MIN_DATE_DIGITS || numbers.length === PARTS_OF_DATE) && isNumericDate(digits),
  },
  {
    words: words('ordered returned'),
    links: words('number part a an the one'),
    isDate: false,
    fits: ({ digits }) => digits.length <= MAX_CODE_DIGITS,
  },
];

/** Whether the word before makes the group harmless: as a date or an hour (true), or as something else (false). */
export function harmlessByCue(tokens: readonly Token[], group: NumberGroup, isInLabel: Uint8Array): boolean | null {
  const cue = cues.find((one) => one.fits(group) && hasCue(tokens, group.from, one, isInLabel));
  return cue?.isDate ?? null;
}

function hasCue(tokens: readonly Token[], from: number, cue: Cue, isInLabel: Uint8Array): boolean {
  let at = from - 1;
  while (from - at <= MAX_LINKS && cue.links.has(tokens[at]?.text ?? '') && !cue.words.has(tokens[at]?.text ?? ''))
    at--;
  return isInLabel[at] !== 1 && cue.words.has(tokens[at]?.text ?? '');
}

/** "six thirty", "11 20". */
export function isHour({ numbers }: NumberGroup): boolean {
  const [hour = '', minute = ''] = numbers;
  return numbers.length === 2 && /^(1?\d|2[0-3])$/.test(hour) && /^[0-5]\d$/.test(minute);
}
