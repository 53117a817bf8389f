import type { RedactionKind } from '@earshot/contracts';
import type { LabelKind } from './find-labels.js';
import type { HiddenSpan, SegmentText } from './segment-text.js';

/** One group of digits of a run, said or written. */
export interface DigitElement {
  readonly source: SegmentText;
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** `tight`: only pauses, fillers or separators are between this group and the one before. */
  readonly gap: 'tight' | 'loose';
  /** The group is separate from the one before: a mark or a filler is between, or it is written as a group of its own. */
  readonly isApart: boolean;
  /** End of the group before, when it is tight and in the same text. */
  readonly continuesFrom: number | null;
  readonly isSpoken: boolean;
  /** An amount, a year, a part of a date or of a longer code: hidden only as part of a whole card. */
  readonly isEveryday: boolean;
  /** "two hundred and forty nine", without the word for what it counts. */
  readonly isHundred: boolean;
  /** Announced as the last four digits, which everybody may read. */
  readonly isLastFour: boolean;
  /** The speaker corrects the digits before it: "no sorry". */
  readonly isCorrection: boolean;
  /** A "+" is before it. */
  readonly hasPlus: boolean;
  hiddenAs: RedactionKind | null;
}

/** Digits of one participant that may belong together. A run may extend over segments. */
export interface DigitRun {
  elements: DigitElement[];
  /** What the speakers called the digits. */
  label: LabelKind | null;
  /** The label is in the segment of the digits. */
  isLabelledHere: boolean;
  /** Words other than fillers since the last digits. */
  wordsSince: number;
  /** End of the last digits on the call clock. */
  lastEndMs: number;
  /** A phrase such as "is the security code" follows the digits. */
  isNamedCvv: boolean;
  /** The speaker gave the whole number: after other words, digits begin a new one. */
  isComplete: boolean;
}

export const newRun = (label: LabelKind | null): DigitRun => ({
  elements: [],
  label,
  isLabelledHere: false,
  wordsSince: 0,
  lastEndMs: 0,
  isNamedCvv: false,
  isComplete: false,
});

/** A copy that a partial may mark while the run of the finals stays as it is. */
export const copyRun = (run: DigitRun): DigitRun => ({
  ...run,
  elements: run.elements.map((element) => ({ ...element })),
});

/** The elements in stretches that hold together tightly. */
export function tightStretches(elements: readonly DigitElement[]): DigitElement[][] {
  const stretches: DigitElement[][] = [];
  for (const element of elements) {
    const last = stretches.at(-1);
    if (last === undefined || element.gap === 'loose') stretches.push([element]);
    else last.push(element);
  }
  return stretches;
}

export const joinDigits = (elements: readonly DigitElement[]): string => elements.map(({ digits }) => digits).join('');

/** Digits that may belong to any number: no everyday number, and no "two hundred and forty nine". */
export const isPlain = ({ isEveryday, isHundred }: DigitElement): boolean => !isEveryday && !isHundred;

/** Hides the elements. An element that is hidden already keeps its kind. */
export const hideElements = (elements: readonly DigitElement[], kind: RedactionKind): void => {
  for (const element of elements) element.hiddenAs ??= kind;
};

export const hiddenSpanOf = (element: DigitElement, kind: RedactionKind): HiddenSpan => ({
  kind,
  start: element.start,
  end: element.end,
  continuesFrom: element.continuesFrom,
});

/** Digits that a run keeps for later segments: a card has at most 19, so older digits cannot complete one. */
const KEPT_DIGITS = 24;
/** Characters of raw text that a run keeps with them. */
const KEPT_CHARS = 60_000;

/** The run without its oldest elements beyond the bound. The newest element always stays. */
export function trimRun(run: DigitRun): DigitRun {
  let digits = 0;
  let chars = 0;
  let from = run.elements.length;
  let source: SegmentText | null = null;
  while (from > 0) {
    const element = run.elements[from - 1];
    if (element === undefined) break;
    digits += element.digits.length;
    if (element.source !== source) chars += element.source.text.length;
    source = element.source;
    if (from < run.elements.length && (digits > KEPT_DIGITS || chars > KEPT_CHARS)) break;
    from--;
  }
  return from > 0 ? { ...run, elements: run.elements.slice(from) } : run;
}
