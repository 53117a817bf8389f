import { isPlain, joinDigits, tightStretches, type DigitElement, type DigitRun } from './digit-run.js';
import type { Label } from './find-labels.js';
import type { HarmlessNumber } from './harmless-numbers.js';
import { birthDate } from './kinds/birth-date.js';
import { findNumberGroups } from './number-groups.js';
import type { Token } from './scan-tokens.js';
import type { CharSpan, SegmentText } from './segment-text.js';
import type { TalkState } from './talk-state.js';

/** Who reads a number back says little else. */
const MAX_ECHO_TOKENS = 40;

/** Whether an utterance only reads back a harmless number, in another way perhaps: "$250.40", "two hundred fifty forty". */
export function readsBackHarmless(
  { segment: { participantId, text } }: SegmentText,
  { tokens, labels }: { readonly tokens: readonly Token[]; readonly labels: readonly Label[] },
  state: TalkState,
): boolean {
  if (tokens.length > MAX_ECHO_TOKENS || !state.hasHarmless) return false;
  if (labels.some(({ kind }) => kind !== 'NEUTRAL' && kind !== 'LAST_FOUR')) return false;
  const digits = findNumberGroups(tokens).reduce((all, group) => all + group.digits, '');
  if (digits === '') return false;
  const date = firstDate(text, tokens);
  return (
    state.isHarmlessEcho(digits, participantId) || (date !== null && state.isHarmlessEcho(dateKey(date), participantId))
  );
}

/** Keeps the harmless numbers of an utterance, because the others may read them back. */
export function rememberHarmless({ source, tokens, harmless, values, runs }: HarmlessReading, state: TalkState): void {
  const { participantId, text } = source.segment;
  rememberDates({ text, tokens, harmless, values }, (date) => state.rememberHarmless(date, participantId));
  for (const number of harmlessNumbers(source, runs)) state.rememberHarmless(number, participantId);
}

function rememberDates(
  { text, tokens, harmless, values }: Omit<HarmlessReading, 'source' | 'runs'> & { readonly text: string },
  remember: (date: string) => void,
): void {
  for (const { start, end, isDate, isDateOfEvent } of harmless) {
    if (values.some((value) => value.start < end && start < value.end)) continue;
    const from = isDate || isDateOfEvent === true ? tokens.findIndex((token) => token.start >= start) : -1;
    const date = from < 0 ? null : dateAt(text, tokens, from);
    if (date !== null) remember(dateKey(date));
  }
}

/** The harmless numbers of a text: each stretch of digits, and what several stretches or finals hold together. */
function harmlessNumbers(source: SegmentText, runs: readonly DigitRun[]): string[] {
  const isOwn = (element: DigitElement) => element.source === source;
  const stretches = runs.flatMap((run) =>
    tightStretches(run.elements.filter(isOwn)).filter(
      (stretch) => isHarmless(run, stretch) || isNamedPrice(source, stretch),
    ),
  );
  const overFinals = runs.filter((run) => run.elements[0]?.source !== source && isHarmlessTo(run, source));
  const own = runs.flatMap(({ elements }) => elements.filter(isOwn));
  // An amount such as "twenty one euros sixty three" is said in two stretches.
  const isAmount = own.length > 1 && own.every((element) => element.hiddenAs === null && !isPlain(element));
  // "Four two four, where is it, eight nine nine" is read back as one number.
  const interrupted = runs.filter(
    (run) => run.elements.some(({ isCorrection, gap }) => isCorrection || gap === 'loose') && isHarmlessTo(run, source),
  );
  return [
    ...stretches,
    ...[...overFinals, ...interrupted].map(({ elements }) => elements),
    ...(isAmount ? [own] : []),
  ].map(joinDigits);
}

interface HarmlessReading {
  readonly source: SegmentText;
  readonly tokens: readonly Token[];
  readonly harmless: readonly HarmlessNumber[];
  readonly values: readonly CharSpan[];
  readonly runs: readonly DigitRun[];
}

const isHarmless = ({ label }: DigitRun, stretch: readonly DigitElement[]): boolean =>
  stretch.every(({ hiddenAs }) => hiddenAs === null) &&
  (label === 'NEUTRAL' || stretch.every((element) => !isPlain(element) || element.isLastFour));

/** Whether a run ends in a text, and all of it is a harmless number. */
const isHarmlessTo = ({ label, elements }: DigitRun, source: SegmentText): boolean =>
  label === 'NEUTRAL' && elements.at(-1)?.source === source && elements.every(({ hiddenAs }) => hiddenAs === null);

/** "eighty four ninety three" from an agent, which stays readable: the customer may repeat it. */
const isNamedPrice = ({ segment: { role } }: SegmentText, stretch: readonly DigitElement[]): boolean =>
  role === 'AGENT' &&
  stretch.length === 2 &&
  stretch.every(({ hiddenAs, isSpoken, digits }) => hiddenAs === null && isSpoken && digits.length === 2);

const dateKey = (date: string): string => `date ${date}`;

function firstDate(text: string, tokens: readonly Token[]): string | null {
  for (let index = 0; index < tokens.length; index++) {
    const date = dateAt(text, tokens, index);
    if (date !== null) return date;
  }
  return null;
}

/** The whole date at a token in one spelling. */
function dateAt(text: string, tokens: readonly Token[], index: number): string | null {
  const place = {
    text,
    tokens,
    index,
    end: tokens.length,
    soFar: '',
    isPartial: false,
    isAnswer: true,
    country: 'US',
  } as const;
  const read = birthDate.readValue(place);
  return read?.isComplete === true ? read.value : null;
}
