import type { LabelKind } from './find-labels.js';
import type { HiddenSpan, RedactionKind } from './render-redacted.js';
import type { SegmentText } from './call-redactor.js';

/** One group of digits of a run, said or written. */
export interface DigitElement {
  readonly source: SegmentText;
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** `tight`: only pauses, fillers or separators since the group before. */
  readonly gap: 'tight' | 'loose';
  /** Set apart from the group before by a mark, a filler, or by being written as its own group. */
  readonly isApart: boolean;
  /** End of the group before when it is in the same text and tight. */
  readonly continuesFrom: number | null;
  /** An amount, a year, a part of a date or of a longer code: hidden only as part of a whole card. */
  readonly isEveryday: boolean;
  /** A "+" stands before it. */
  readonly hasPlus: boolean;
  hiddenAs: RedactionKind | null;
}

/** Digits of one side of the call that may belong together, over segments. */
export interface DigitRun {
  elements: DigitElement[];
  /** What the digits were said to be. */
  label: LabelKind | null;
  /** Words that are no fillers since the last digits. */
  wordsSince: number;
  /** End of the last digits on the call's clock. */
  lastEndMs: number;
  /** A phrase such as "is the security code" follows. */
  isNamedCvv: boolean;
}

export const newRun = (label: LabelKind | null): DigitRun => ({
  elements: [],
  label,
  wordsSince: 0,
  lastEndMs: 0,
  isNamedCvv: false,
});

/** A copy that a partial may mark without changing what finals left. */
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

export const digitsOf = (elements: readonly DigitElement[]): string => elements.map(({ digits }) => digits).join('');

export const hiddenSpanOf = (element: DigitElement, kind: RedactionKind): HiddenSpan => ({
  kind,
  start: element.start,
  end: element.end,
  continuesFrom: element.continuesFrom,
});

/** Digits kept for what comes: a card has at most 19, so one more always lies beyond any that could be completed. */
const KEPT_DIGITS = 24;
/** Characters of raw text kept with them. */
const KEPT_CHARS = 60_000;

/** Drops the oldest elements beyond the bound. */
export function trimRun(run: DigitRun): void {
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
  if (from > 0) run.elements = run.elements.slice(from);
}
