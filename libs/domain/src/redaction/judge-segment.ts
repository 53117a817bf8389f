import { addToState } from './add-to-state.js';
import { hiddenSpanOf, isPlain, type DigitElement, type DigitRun } from './digit-run.js';
import type { LabelKind } from './find-labels.js';
import { isReadBack } from './is-read-back.js';
import type { KnownValue } from './labelled-value.js';
import { hideDigits, type RunContext } from './hide-digits.js';
import { addRecentFinal } from './add-recent-final.js';
import { findLateLabel, type LateLabel } from './late-labels.js';
import { findNamedEmails } from './named-emails.js';
import { hidePartEchoes } from './part-echoes.js';
import { showLateHarmless } from './late-harmless.js';
import { MAX_WORDS_BETWEEN, MAX_WORDS_TO_NAME } from './read-runs.js';
import { readSegment, type JudgeOptions, type Reading } from './read-segment.js';
import type { SegmentText } from './segment-text.js';
import { TalkState } from './talk-state.js';

/**
 * Finds what must be hidden in a segment, and with a final also what must be hidden in earlier ones. Marks it in their texts
 * and adds the segment to the state, in which later segments are judged. Returns the texts in which more is hidden now.
 */
export function judgeSegment(source: SegmentText, state: TalkState, options: JudgeOptions): ReadonlySet<SegmentText> {
  const reading = readSegment(source, state, options);
  const changed = new Set<SegmentText>();
  if (options.mode !== 'recalled') {
    hideEntities(source);
    hideEmails(reading, { state, options, changed });
    hideValues(reading, { by: source, options, changed });
    hideRuns(reading, { by: source, state, options, changed });
  }
  const late = options.mode === 'final' ? findLateLabel(reading, state) : null;
  addToState(reading, state, options.country);
  if (options.mode === 'final') for (const text of showLateHarmless(reading, state)) changed.add(text);
  state.recent = addRecentFinal(state.recent, reading);
  if (late !== null) hideLateNamed(late, { by: source, state, options, changed });
  if (options.mode === 'final') hidePartEchoes(state.echoes, source, changed);
  return changed;
}

/** What the parts of a judgement share. */
interface Judgement {
  /** The final that is judged. */
  readonly by: SegmentText;
  readonly state: TalkState;
  readonly options: JudgeOptions;
  readonly changed: Set<SegmentText>;
}

/** Kinds that one final says as a whole, seldom two. */
const dates: ReadonlySet<string> = new Set(['EXPIRY', 'BIRTH_DATE']);

/** Hides the number that a later label names. A date is in the last final, or else in several ones. */
function hideLateNamed(late: LateLabel, judgement: Judgement): void {
  const last = late.finals.slice(-1);
  if (dates.has(late.kind) && hideNamedIn({ ...late, finals: last }, judgement)) return;
  hideNamedIn(late, judgement);
}

/** Hides the number in the finals; false when they hold none. */
function hideNamedIn({ kind, finals, before }: LateLabel, { by, state, options, changed }: Judgement): boolean {
  const { participantId, endMs } = by.segment;
  const asked = stateAsking({ kind, finals }, by);
  const read = (source: SegmentText) => readSegment(source, asked, { ...options, namedLater: kind });
  for (const source of finals) {
    const reading = read(source);
    hideValues(reading, { by, options, changed });
    hideRuns(reading, { by, state: asked, options, changed });
    addToState(reading, asked, options.country);
  }
  const known = asked.knownValues(endMs);
  for (const value of known) state.rememberValue(value);
  if (!known.some((value) => value.kind === kind)) return false;
  state.context.answer(kind, finals[0]?.segment.participantId ?? participantId);
  // Another participant may have said the number too: it was read back before it was named.
  for (const { source } of state.recent.filter(
    (each) => !each.isHarmless && each.source !== by && !finals.includes(each.source),
  )) {
    const reading = read(source);
    hideValues(
      { ...reading, values: reading.values.filter(({ hiddenAs }) => hiddenAs === kind) },
      { by, options, changed },
    );
  }
  hideSaidBefore({ kind, finals: before }, known, { by, state, options, changed });
  return true;
}

/** The state in which somebody asked for the number before its first final. */
function stateAsking({ kind, finals }: Pick<LateLabel, 'kind' | 'finals'>, { segment }: SegmentText): TalkState {
  const asked = new TalkState();
  const atMs = finals[0]?.segment.startMs ?? segment.endMs;
  asked.context.mention(kind, { participantId: segment.participantId, atMs });
  return asked;
}

/** Hides the number that another participant said in several finals before it was read back and then named. */
function hideSaidBefore(
  named: Pick<LateLabel, 'kind' | 'finals'>,
  known: readonly KnownValue[],
  { by, options, changed }: Judgement,
): void {
  const asked = stateAsking(named, by);
  const readings = named.finals.map((source) => {
    const reading = readSegment(source, asked, { ...options, namedLater: named.kind });
    for (const run of reading.runs) hideDigits(run, contextOf(run, reading, asked, options));
    addToState(reading, asked, options.country);
    return reading;
  });
  const isSame = ({ value, kind }: KnownValue) =>
    known.some((one) => one.kind === kind && (isReadBack(one.value, value) || isReadBack(value, one.value)));
  if (!asked.knownValues(by.segment.endMs).some(isSame)) return;
  for (const reading of readings) {
    hideValues(reading, { by, options, changed });
    hideRuns(reading, { by, state: asked, options, changed });
  }
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

function hideEmails(reading: Reading, { state, options: { mode }, changed }: Omit<Judgement, 'by'>): void {
  const { source, emails, dividedEmail } = reading;
  for (const { start, end } of emails) source.hide({ kind: 'EMAIL', start, end, continuesFrom: null }, source);
  if (mode === 'partial') return;
  for (const { source: text, span } of [...dividedEmail, ...findNamedEmails(reading, state.recent)])
    if (text.hide({ kind: 'EMAIL', ...span, continuesFrom: null }, source)) changed.add(text);
}

/** Hides the labelled values, and with a complete one its parts in earlier finals. */
function hideValues(
  { source, begun, values }: Reading,
  { by, options: { mode }, changed }: Omit<Judgement, 'state'>,
): void {
  for (const { hiddenAs: kind, start, end, continues, isComplete } of values) {
    if (!isComplete && mode !== 'partial') continue;
    if (source.hide({ kind, start, end, continuesFrom: null }, by)) changed.add(source);
    if (!continues || mode === 'partial') continue;
    for (const part of begun?.parts ?? [])
      if (part.source.hide({ kind, ...part.span, continuesFrom: null }, by)) changed.add(part.source);
  }
}

function hideRuns(reading: Reading, { by, state, options, changed }: Judgement): void {
  const { source, runs } = reading;
  let isHarmless = false;
  for (const run of runs.filter((each) => each.isNamedCvv || holdsDigitsOf(each, source))) {
    // What is read back is readable already.
    if (!reading.isHarmlessEcho) hideDigits(run, contextOf(run, reading, state, options));
    for (const element of run.elements) {
      const { source: text, hiddenAs } = element;
      // A partial may still change, so its effect on earlier segments waits for the final.
      if (options.mode === 'partial' && text !== source) continue;
      if (hiddenAs === null) isHarmless = noteHarmless(element, run, by) || isHarmless;
      else if (text.hide(hiddenSpanOf(element, hiddenAs), by)) changed.add(text);
    }
  }
  if (isHarmless && by === source) noteHarmlessText(source);
}

const holdsDigitsOf = ({ elements }: DigitRun, source: SegmentText): boolean =>
  elements.some((element) => element.source === source);

/** The letters of a harmless code may have been hidden with its digits. */
function noteHarmlessText(source: SegmentText): void {
  if (source.isShownBy(source)) source.noteHarmless({ start: 0, end: source.text.length }, source);
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
