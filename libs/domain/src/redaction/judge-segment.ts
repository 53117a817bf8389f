import { addToState } from './add-to-state.js';
import { hiddenSpanOf, isPlain, type DigitElement, type DigitRun } from './digit-run.js';
import type { LabelKind } from './find-labels.js';
import { hideDigits, type RunContext } from './hide-digits.js';
import { hidePartEchoes } from './part-echoes.js';
import { MAX_WORDS_BETWEEN, MAX_WORDS_TO_NAME } from './read-runs.js';
import { readSegment, type JudgeOptions, type Reading } from './read-segment.js';
import type { SegmentText } from './segment-text.js';
import type { TalkState } from './talk-state.js';

/**
 * Finds what must be hidden in a segment, and with a final also what must be hidden in earlier ones. Marks it in their texts
 * and adds the segment to the state, in which later segments are judged. Returns the texts in which more is hidden now.
 */
export function judgeSegment(source: SegmentText, state: TalkState, options: JudgeOptions): ReadonlySet<SegmentText> {
  const reading = readSegment(source, state, options);
  const changed = new Set<SegmentText>();
  if (options.mode !== 'recalled') {
    hideEntities(source);
    hideEmails(reading, options, changed);
    hideValues(reading, options, changed);
    hideRuns(reading, { state, options, changed });
  }
  addToState(reading, state, options.country);
  if (options.mode === 'final') hidePartEchoes(state.echoes, source, changed);
  return changed;
}

/** Hides what the engine marked, such as names and addresses. A span that is not in the text hides all of it. */
function hideEntities(source: SegmentText): void {
  const { text, segment } = source;
  for (const { kind, startChar, endChar } of segment.entities ?? []) {
    const isInText = startChar < endChar && endChar <= text.length;
    const [start, end] = isInText ? [startChar, endChar] : [0, text.length];
    source.hide({ kind, start, end, continuesFrom: null }, source);
  }
}

function hideEmails(
  { source, emails, dividedEmail }: Reading,
  { mode }: JudgeOptions,
  changed: Set<SegmentText>,
): void {
  for (const { start, end } of emails) source.hide({ kind: 'EMAIL', start, end, continuesFrom: null }, source);
  if (mode === 'partial') return;
  for (const { source: text, span } of dividedEmail)
    if (text.hide({ kind: 'EMAIL', ...span, continuesFrom: null }, source)) changed.add(text);
}

/** Hides the labelled values, and with a complete one its parts in earlier finals. */
function hideValues({ source, begun, values }: Reading, { mode }: JudgeOptions, changed: Set<SegmentText>): void {
  for (const { hiddenAs: kind, start, end, continues, isComplete } of values) {
    if (!isComplete && mode !== 'partial') continue;
    if (source.hide({ kind, start, end, continuesFrom: null }, source)) changed.add(source);
    if (!continues || mode === 'partial') continue;
    for (const part of begun?.parts ?? [])
      if (part.source.hide({ kind, ...part.span, continuesFrom: null }, source)) changed.add(part.source);
  }
}

function hideRuns(
  reading: Reading,
  { state, options, changed }: { state: TalkState; options: JudgeOptions; changed: Set<SegmentText> },
): void {
  const { source, runs } = reading;
  let isHarmless = false;
  for (const run of runs) {
    if (!run.isNamedCvv && !run.elements.some((element) => element.source === source)) continue;
    hideDigits(run, contextOf(run, reading, state, options));
    for (const element of run.elements) {
      const { source: text, hiddenAs } = element;
      // A partial may still change, so its effect on earlier segments waits for the final.
      if (options.mode === 'partial' && text !== source) continue;
      if (hiddenAs === null) isHarmless = noteHarmless(element, run, source) || isHarmless;
      else if (text.hide(hiddenSpanOf(element, hiddenAs), source)) changed.add(text);
    }
  }
  // The letters of a harmless code may have been hidden with its digits.
  if (isHarmless && source.isShownBy(source)) source.noteHarmless({ start: 0, end: source.text.length }, source);
}

/** Notes digits that everybody may read. False when they are not called so. */
function noteHarmless(element: DigitElement, run: DigitRun, by: SegmentText): boolean {
  if (run.label !== 'NEUTRAL' && isPlain(element) && !element.isLastFour) return false;
  element.source.noteHarmless({ start: element.continuesFrom ?? element.start, end: element.end }, by);
  return true;
}

function contextOf(run: DigitRun, reading: Reading, state: TalkState, { country, mode }: JudgeOptions): RunContext {
  const { labels, last, place } = reading;
  const isSpokenOf = (kind: LabelKind) =>
    labels.some((label) => label.kind === kind) || state.context.isInForce(kind, place);
  const maxWordsSince = mode === 'partial' ? MAX_WORDS_TO_NAME : MAX_WORDS_BETWEEN;
  const isOpen = run === last && run.wordsSince <= maxWordsSince;
  return {
    defaultCountry: country,
    isCardTalk: run.label === 'CARD' || isSpokenOf('CARD'),
    isCvvTalk: isSpokenOf('CVV'),
    open: isOpen ? (mode === 'partial' ? 'partial' : 'final') : null,
    known: state.knownValues(place.atMs),
    speaker: place.participantId,
    role: reading.source.segment.role,
  };
}
