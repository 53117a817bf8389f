import { redactionKinds, type ParticipantId, type ParticipantRole, type RedactionKind } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import { hasIssuerShape, MAX_CARD_DIGITS } from './card-numbers.js';
import { hideElements, isPlain, joinDigits, tightStretches, type DigitElement, type DigitRun } from './digit-run.js';
import type { KnownValue } from './labelled-value.js';
import type { LabelKind } from './find-labels.js';
import { findPhones, isGroupedPhone, MIN_PHONE_DIGITS } from './find-phones.js';
import { hideCards, MAX_NUMBER_DIGITS } from './hide-cards.js';
import { hideEchoes, hideWholeEchoes } from './hide-echoes.js';
import { hideGroupedSsns } from './grouped-ssns.js';

/** What is known about the conversation when a run is judged. */
export interface RunContext {
  readonly defaultCountry: CountryCode;
  /** Somebody spoke of a card a short time ago. */
  readonly isCardTalk: boolean;
  /** Somebody asked for a card verification code or named one a short time ago. */
  readonly isCvvTalk: boolean;
  /** The run ends where the text ends, so its digits may continue: in the next revision of a `partial`, or in the segment after a `final`. */
  readonly open: 'partial' | 'final' | null;
  /** Numbers that somebody gave a short time ago. The others may read them back. */
  readonly known: readonly KnownValue[];
  readonly speaker: ParticipantId;
  readonly role: ParticipantRole;
}

/** A partial does not show this many digits in a row that may still become, or be called, something private. */
const PARTIAL_OPEN_DIGITS = 3;
/** A final does not show this many. It is above the 8 leading digits that a truncated card number may show (PCI DSS 3.4.1). */
const FINAL_OPEN_DIGITS = 9;
/** This many digits in a row are hidden at once while the speakers talk of a card. */
const CARD_TALK_DIGITS = 4;
/** Its shortest group. */
const MIN_SSN_PART = 3;
/** A social security number with a group that the speaker repeats. */
const MAX_SSN_DIGITS = 18;
/** Lengths of the cards that a final may have begun. */
const COMMON_CARD_LENGTHS = [15, 16, 19];

/** Marks the elements of a run that must not be shown. Elements that are marked already stay marked. */
export function hideDigits(run: DigitRun, context: RunContext): void {
  hideCards(run, context.isCardTalk);
  const stretches = tightStretches(run.elements);
  stretches.forEach((stretch, index) => {
    // The rest of a card may follow the words after it.
    const mayGrow = index === stretches.length - 1 || context.open === 'partial';
    hideStretch(run, stretch, mayGrow ? context : { ...context, open: null });
  });
  hideInterrupted(stretches, run.label);
  hideAlternatives(stretches);
  hideCorrected(stretches, context.isCvvTalk && !isCalledOtherwise(run) ? 'CVV' : run.label);
}

/** "Was that eight oh four or eight four oh?" One of both is the number. */
function hideAlternatives(stretches: readonly (readonly DigitElement[])[]): void {
  stretches.forEach((stretch, index) => {
    const before = stretches[index - 1] ?? [];
    const kind = before[0]?.hiddenAs ?? null;
    const isAlternative =
      kind !== null &&
      joinDigits(before).length === joinDigits(stretch).length &&
      [...before, ...stretch].every(isPlain) &&
      isOrBetween(before.at(-1), stretch[0]);
    if (isAlternative) hideElements(stretch, kind);
  });
}

const isOrBetween = (one: DigitElement | undefined, next: DigitElement | undefined): boolean =>
  one !== undefined &&
  one.source === next?.source &&
  /^\W*or(?: (?:was|is) (?:it|that))?\W*$/i.test(one.source.text.slice(one.end, next.start));

/** "four one, no sorry, four one two": what is corrected is as private as the correction. */
function hideCorrected(stretches: readonly (readonly DigitElement[])[], label: LabelKind | null): void {
  stretches.forEach((stretch, index) => {
    const before = stretches[index - 1] ?? [];
    if (stretch[0]?.isCorrection !== true || ![...before, ...stretch].every(isPlain)) return;
    const count = joinDigits([...before, ...stretch]).length;
    const kind = stretch[0].hiddenAs ?? before.at(-1)?.hiddenAs ?? kindOfCorrected(label, count);
    if (kind != null) hideElements([...before, ...stretch], kind);
  });
}

/** "Eighty one sorry seven" is a code of which neither part is long enough. */
function kindOfCorrected(label: LabelKind | null, count: number): RedactionKind | null {
  if (label === 'PHONE') return count >= MIN_PHONE_DIGITS ? label : null;
  if (label === 'SSN') return count >= MIN_SSN_PART ? label : null;
  return label === 'CVV' && count >= MIN_CORRECTED_CODE && count <= MAX_CORRECTED_CODE ? label : null;
}

const MIN_CORRECTED_CODE = 3;
const MAX_CORRECTED_CODE = 8;

/** Lengths of the numbers that other words may interrupt: from how many digits on they are whole, and the most with repeated ones. */
const interruptedKinds: Partial<Record<RedactionKind, { readonly whole: number; readonly max: number }>> = {
  CARD: { whole: 13, max: MAX_CARD_DIGITS },
  PHONE: { whole: 9, max: 17 },
  SSN: { whole: 9, max: 18 },
};

/** "415 555, I have it on my other phone, 0134": until the announced number is whole, its digits belong together. */
function hideInterrupted(stretches: readonly (readonly DigitElement[])[], label: LabelKind | null): void {
  const kind = redactionKinds.find((one) => one === label);
  const lengths = kind === undefined ? undefined : interruptedKinds[kind];
  if (kind === undefined || lengths === undefined) return;
  let parts: DigitElement[] = [];
  for (const stretch of stretches) {
    const isPart = stretch.every((element) => isPlain(element) && !element.isLastFour);
    // A stretch that is whole by itself does not continue what was said before it.
    const isWhole = joinDigits(stretch).length >= lengths.whole;
    const isTooLong = joinDigits([...parts, ...stretch]).length > lengths.max;
    if (!isPart || isWhole) parts = [];
    else parts = isTooLong ? [...stretch] : [...parts, ...stretch];
    if (joinDigits(parts).length >= lengths.whole) hideElements(parts, kind);
  }
}

function hideStretch(run: DigitRun, stretch: readonly DigitElement[], context: RunContext): void {
  if (run.label !== 'NEUTRAL') hideEchoes(stretch, context);
  else if (!run.isLabelledHere) hideWholeEchoes(stretch, context);
  if (stretch.every(({ hiddenAs }) => hiddenAs !== null)) return;
  const kind = isPhone(run, stretch) || isNextPhone(run, stretch) ? 'PHONE' : kindOfStretch(run, stretch, context);
  if (kind !== null) return hideElements(stretch, kind);
  hideGroupedSsns(stretch, context.open === 'partial');
  hidePhones(run, stretch, context.defaultCountry);
  if (isUnfinished(run, stretch, context.open)) hideElements(stretch, guessedKind(run));
}

/** Whether the digits are grouped like a phone number, also while the speakers talk of a card. */
const isPhone = ({ label }: DigitRun, stretch: readonly DigitElement[]): boolean =>
  (label === null || label === 'PHONE' || label === 'CARD') &&
  isGroupedPhone(stretch) &&
  stretch.every(({ isEveryday }) => !isEveryday);

/** The name of a harmless number ends at that number: "ticket 99120, please call 202-555-0177". */
const isNextPhone = ({ label, elements }: DigitRun, stretch: readonly DigitElement[]): boolean =>
  label === 'NEUTRAL' &&
  // The "1" of "tracking code 1 Z, let me look, 832 111 8286" is only a part of the code.
  joinDigits(elements.slice(0, Math.max(0, elements.indexOf(stretch[0] as DigitElement)))).length >= MIN_NAMED_DIGITS &&
  isGroupedPhone(stretch) &&
  stretch[0]?.isCorrection !== true &&
  !followsLetter(stretch[0]) &&
  !isOneOfTwo(stretch[0]);

/** Fewest digits of a number that has a name. */
const MIN_NAMED_DIGITS = 3;

/** "The old meter had 98942 and the new one has 763 803 1268": another number of the same name. */
const isOneOfTwo = (element: DigitElement | undefined): boolean =>
  element !== undefined && ONE_OF_TWO.test(element.source.text.slice(0, element.start));

const ONE_OF_TWO =
  /\b(?:(?:changed|moved|switched|went|transferred|replaced|merged|renumbered)\b(?:(?!call|rang|ring|phone|text|reach|mobile).)* (?:to|into|by|with)|(?:new|old|other|second|first|another|next) one|the other|the second|and|or)(?: (?:there )?(?:is|was|has|had|says|reads|shows|ends in))?[\s,]*(?:[a-z]\b[\s,-]*)*$/i;

/** "1 Z as in zebra 483 687 4197": the digits go on with the code. */
const followsLetter = (element: DigitElement | undefined): boolean =>
  element !== undefined && LETTER_AT_END.test(element.source.text.slice(0, element.start));

const LETTER_AT_END = /(?:\b|\d)[b-hj-z](?: (?:as in|for|like) [a-z]+)?[\s,.-]*$/i;

/** The kind that the talk around a stretch gives to the whole stretch; null when it gives none. */
function kindOfStretch(run: DigitRun, stretch: readonly DigitElement[], context: RunContext): RedactionKind | null {
  const count = joinDigits(stretch).length;
  if (count > MAX_NUMBER_DIGITS) return null;
  const shortKind = stretch.some(({ isEveryday }) => isEveryday) ? null : kindOfShort(run, stretch, context);
  if (shortKind !== null) return shortKind;
  const plainCount = joinDigits(stretch.filter(isPlain)).length;
  if (isCardPart(run, stretch, context) && plainCount >= CARD_TALK_DIGITS) return 'CARD';
  return run.label === 'PHONE' && context.open === 'partial' && count >= 3 ? 'PHONE' : null;
}

function kindOfShort(run: DigitRun, stretch: readonly DigitElement[], context: RunContext): RedactionKind | null {
  const count = joinDigits(stretch).length;
  if (run.label === 'SSN' && isSsnPart(count, context.open)) return 'SSN';
  const codeLength = isRepeatedCode(joinDigits(stretch)) ? Math.min(count, 4) : count;
  return !isLastFour(stretch) && isCvv(run, codeLength, context) ? 'CVV' : null;
}

/** Whether the stretch may belong to the card of which the speakers talk. */
const isCardPart = (run: DigitRun, stretch: readonly DigitElement[], { isCardTalk, role }: RunContext): boolean =>
  isCardTalk &&
  !isCalledOtherwise(run) &&
  !isLastFour(stretch) &&
  !((role === 'AGENT' || role === 'SUPERVISOR') && isPrice(stretch));

/** The digits that identify a card on file: "ending in 4242". */
const isLastFour = (stretch: readonly DigitElement[]): boolean =>
  (joinDigits(stretch).length <= 4 || isRepeatedCode(joinDigits(stretch))) &&
  stretch.every((element) => element.isLastFour);

/** "nineteen ninety nine". From an agent it is a price: the customer gives the card, and what is read back is known. */
const isPrice = (stretch: readonly DigitElement[]): boolean =>
  stretch.length === 2 && stretch.every(({ isSpoken, digits }) => isSpoken && digits.length === 2);

/** What a number that is not finished is taken for. */
const guessedKind = ({ label }: DigitRun): RedactionKind => redactionKinds.find((kind) => kind === label) ?? 'CARD';

const isCalledOtherwise = ({ label }: DigitRun): boolean =>
  label !== null && label !== 'CARD' && label !== 'CVV' && label !== 'SSN';

const isSsnPart = (count: number, open: RunContext['open']): boolean =>
  count >= (open === 'partial' ? 3 : MIN_SSN_PART) && count <= MAX_SSN_DIGITS;

/** Three or four digits that are named or asked for as a code; in a partial from the first digit on. */
function isCvv(run: DigitRun, count: number, { isCvvTalk, open }: RunContext): boolean {
  if (count > 4) return false;
  if (run.isNamedCvv && count >= 3) return true;
  return isCvvTalk && !isCalledOtherwise(run) && count >= (open === 'partial' ? 1 : 3);
}

/** A code of three or four digits of which the first ones are said twice: "four one, four one nine". */
function isRepeatedCode(digits: string): boolean {
  if (digits.length > 8) return false;
  for (let count = 1; count <= 4; count++) {
    const rest = digits.slice(count);
    if ((rest.length === 3 || rest.length === 4) && rest.startsWith(digits.slice(0, count))) return true;
  }
  return false;
}

/** Whether the digits at the end of the text may grow into a number that must not be shown. */
function isUnfinished(run: DigitRun, stretch: readonly DigitElement[], open: RunContext['open']): boolean {
  if (open === null || !stretch.every(isPlain)) return false;
  if (open === 'final' && stretch.some(({ hiddenAs }) => hiddenAs !== null)) return false;
  const digits = joinDigits(stretch);
  const count = digits.length;
  if (open === 'partial') return count >= PARTIAL_OPEN_DIGITS && !isLastFour(stretch) && mayBePrivate(run, digits);
  if ((run.label !== null && run.label !== 'CVV') || count < FINAL_OPEN_DIGITS || count > MAX_CARD_DIGITS) return false;
  return COMMON_CARD_LENGTHS.some((length) => length > count && hasIssuerShape(digits, 0, length));
}

/** Digits that the speaker himself calls harmless stay visible; in an answer to a harmless question they may begin a card. */
const mayBePrivate = ({ label, isLabelledHere }: DigitRun, digits: string): boolean =>
  label !== 'NEUTRAL' || (!isLabelledHere && COMMON_CARD_LENGTHS.some((length) => hasIssuerShape(digits, 0, length)));

function hidePhones(run: DigitRun, stretch: readonly DigitElement[], defaultCountry: CountryCode): void {
  const free = stretch.filter(({ hiddenAs }) => hiddenAs === null || hiddenAs === 'PHONE');
  if (free.length === 0 || free.some(({ isEveryday, hasPlus }) => isEveryday && !hasPlus)) return;
  const marks = findPhones(free, {
    defaultCountry,
    hasPlus: free[0]?.hasPlus === true,
    isExpected: run.label === 'PHONE',
    isOther: run.label === 'NEUTRAL',
  });
  free.forEach((element, index) => {
    if (marks?.[index]) element.hiddenAs = 'PHONE';
  });
}
