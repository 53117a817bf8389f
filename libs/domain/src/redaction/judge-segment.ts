import type { RedactionKind } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import {
  copyRun,
  hiddenSpanOf,
  joinDigits,
  tightStretches,
  trimRun,
  type DigitElement,
  type DigitRun,
} from './digit-run.js';
import { addTail, findDividedEmail, type EmailPart } from './divided-emails.js';
import { findEmails } from './find-emails.js';
import { findLabelledValues, type LabelledValue } from './find-labelled-values.js';
import { findLabels, type Label, type LabelKind } from './find-labels.js';
import { hideDigits, type RunContext } from './hide-digits.js';
import { corrections, readPieces } from './read-pieces.js';
import { MAX_WORDS_BETWEEN, MAX_WORDS_TO_NAME, readRuns } from './read-runs.js';
import { scanTokens, type Token } from './scan-tokens.js';
import type { CharSpan, SegmentText } from './segment-text.js';
import type { TalkPlace } from './talk-context.js';
import type { BegunValue, TalkState } from './talk-state.js';

export interface JudgeOptions {
  readonly country: CountryCode;
  /** `recalled`: another process hid what must be hidden. The final only adds to the state. */
  readonly mode: 'final' | 'partial' | 'recalled';
}

/** One segment with its labels, its values and the runs of its digits. */
interface Reading {
  readonly source: SegmentText;
  readonly place: TalkPlace;
  readonly labels: readonly Label[];
  readonly tokens: readonly Token[];
  readonly emails: readonly CharSpan[];
  /** An address that began in earlier finals. */
  readonly dividedEmail: readonly EmailPart[];
  /** The labelled value that the speaker began in earlier finals. */
  readonly begun: BegunValue | null;
  readonly values: readonly LabelledValue[];
  /** The runs that ended in the segment, then the last one. */
  readonly runs: readonly DigitRun[];
  readonly last: DigitRun;
}

/** Labels after which the other party no longer continues its digits. */
const SUBJECT_CHANGES: readonly LabelKind[] = ['NEUTRAL', 'PHONE', 'SSN', 'CVV'];
/** Shortest value that is recognised when somebody reads it back. */
const MIN_KNOWN_DIGITS = 3;

/**
 * Finds what must be hidden in a segment, and with a final also what must be hidden in earlier ones. Marks it in their texts
 * and adds the segment to the state, in which later segments are judged. Returns the texts in which more is hidden now.
 */
export function judgeSegment(source: SegmentText, state: TalkState, options: JudgeOptions): ReadonlySet<SegmentText> {
  const reading = readSegment(source, state, options);
  const changed = new Set<SegmentText>();
  if (options.mode !== 'recalled') {
    hideEmails(reading, options, changed);
    hideValues(reading, options, changed);
    hideRuns(reading, { state, options, changed });
  }
  addToState(reading, state);
  return changed;
}

function readSegment(source: SegmentText, state: TalkState, { country, mode }: JudgeOptions): Reading {
  const { text, segment } = source;
  const isPartial = mode === 'partial';
  const tokens = scanTokens(text);
  const place: TalkPlace = {
    participantId: segment.participantId,
    atMs: segment.startMs,
    isCorrection: tokens.some(({ text: word }) => corrections.has(word)),
  };
  const labels = resolveCodes(labelsOf(source, tokens), (kind) => state.context.isInForce(kind, place));
  const speaker = state.speakerOf(segment.participantId);
  const isExpected = state.context.isInForce('EMAIL', place);
  const whole = findEmails(text, tokens, labels, { open: isPartial, isExpected });
  const dividedEmail = findDividedEmail(source, tokens, { tails: speaker.tails, isExpected });
  const emails = joinSpans(spansIn(source, dividedEmail), whole);
  const begun = state.begunBy(segment.participantId, place.atMs);
  const values = findLabelledValues({
    text,
    tokens,
    labels,
    isPartial,
    country,
    asked: state.context.openQuestions(place),
    begun,
    known: state.knownValues(place.atMs),
  });
  const pieces = readPieces(text, tokens, labels, joinSpans(emails, values));
  const carried = copyRun(speaker.run);
  const runs = readRuns(pieces, source, carried, { context: state.context, place });
  return { source, place, labels, tokens, emails, dividedEmail, begun, values, runs, last: runs.at(-1) as DigitRun };
}

/** In a text with placeholders, only `[CARD]` counts as a label: the rest of the number may follow. */
function labelsOf(source: SegmentText, tokens: readonly Token[]): Label[] {
  const labels = findLabels(tokens);
  if (!source.isRecalled) return labels;
  return labels.filter(({ kind, from }) => kind === 'CARD' || !isPlaceholder(source.text, tokens[from]));
}

/** A mere "code" is the security code while the speakers talk of a card. */
function resolveCodes(labels: readonly Label[], isInForce: (kind: LabelKind) => boolean): Label[] {
  let isCardTalk = isInForce('CARD') || isInForce('EXPIRY');
  return labels.flatMap((label): Label[] => {
    isCardTalk ||= label.kind === 'CARD' || label.kind === 'EXPIRY';
    if (label.kind !== 'CODE') return [label];
    return isCardTalk ? [{ ...label, kind: 'CVV' }] : [];
  });
}

const isPlaceholder = (text: string, token: Token | undefined): boolean =>
  token !== undefined && text[token.start - 1] === '[' && text[token.end] === ']';

/** The spans of both lists in order. A span that overlaps one before it is left out. */
function joinSpans(one: readonly CharSpan[], other: readonly CharSpan[]): CharSpan[] {
  const sorted = [...one, ...other].sort((a, b) => a.start - b.start);
  return sorted.filter(({ start }, index) => sorted.slice(0, index).every(({ end }) => end <= start));
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

const spansIn = (source: SegmentText, parts: readonly EmailPart[]): CharSpan[] =>
  parts.filter((part) => part.source === source).map(({ span }) => span);

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
  for (const run of runs) {
    if (!run.isNamedCvv && !run.elements.some((element) => element.source === source)) continue;
    hideDigits(run, contextOf(run, reading, state, options));
    for (const element of run.elements) {
      const { source: text, hiddenAs } = element;
      // A partial may still change, so its effect on earlier segments waits for the final.
      if (options.mode === 'partial' && text !== source) continue;
      if (hiddenAs === null) noteHarmless(element, run, source);
      else if (text.hide(hiddenSpanOf(element, hiddenAs), source)) changed.add(text);
    }
  }
}

function noteHarmless(element: DigitElement, run: DigitRun, by: SegmentText): void {
  if (run.label === 'NEUTRAL' || element.isEveryday) element.source.noteHarmless(element, by);
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

/** Makes a final part of the context in which later segments are judged. */
function addToState(reading: Reading, state: TalkState): void {
  const { source, labels, values, last } = reading;
  const { participantId, role, endMs } = source.segment;
  const { context } = state;
  const place: TalkPlace = { ...reading.place, atMs: endMs };
  const kinds = new Set(labels.map(({ kind }) => kind));
  const hidden = hiddenKindsOf(reading);
  const isCardTalk = last.label === 'CARD' || context.isInForce('CARD', place);
  context.advance(participantId);
  for (const kind of kinds) context.mention(kind, place);
  if (isCardTalk && hidden.has('CARD')) context.mention('CARD', place);
  if (hidden.has('CVV') && !kinds.has('CVV')) context.answer('CVV', participantId);
  for (const { kind, isComplete } of values) if (isComplete) context.answer(kind.kind, participantId);
  state.setSpeaker(participantId, {
    role,
    run: trimRun(last),
    begun: begunAfter(reading, state),
    tails: addTail(state.speakerOf(participantId).tails, source, reading.tokens),
  });
  if (changesSubject(kinds)) state.endRunsOfOtherParty(participantId);
  rememberValues(reading, state);
}

/** The redaction kinds of the segment's digits. In a recalled text its placeholders tell them. */
function hiddenKindsOf({ source, runs }: Reading): ReadonlySet<RedactionKind> {
  const kinds = new Set<RedactionKind>(source.isRecalled && source.text.includes('[CVV]') ? ['CVV'] : []);
  for (const { elements } of runs)
    for (const { source: text, hiddenAs } of elements) if (text === source && hiddenAs !== null) kinds.add(hiddenAs);
  return kinds;
}

/** The value that the next final of the speaker may continue. */
function begunAfter({ source, values, labels, begun }: Reading, state: TalkState): BegunValue | null {
  const last = values.at(-1);
  if (last === undefined) return labels.length === 0 ? begun : null;
  if (!last.mayContinue) return null;
  const { start, end } = last;
  const { participantId, endMs: atMs } = source.segment;
  const parts = [...(last.continues ? (begun?.parts ?? []) : []), { source, span: { start, end } }];
  const value = (last.continues ? (begun?.value ?? '') : '') + last.value;
  return {
    kind: last.kind,
    value,
    parts,
    count: state.context.countOf(participantId),
    finalCount: state.context.finalCount,
    atMs,
  };
}

/** Keeps what was given, because the others may read it back. */
function rememberValues(reading: Reading, state: TalkState): void {
  const { participantId: by, endMs: atMs } = reading.source.segment;
  for (const [kind, value] of [...givenValues(reading), ...givenNumbers(reading)])
    state.rememberValue({ kind, value, by, atMs });
}

const givenValues = ({ values, begun }: Reading): [RedactionKind, string][] =>
  values
    .filter(({ isComplete }) => isComplete)
    .flatMap(({ kind: { kind }, value, continues }): [RedactionKind, string][] =>
      continues
        ? [
            [kind, value],
            [kind, `${begun?.value ?? ''}${value}`],
          ]
        : [[kind, value]],
    );

function givenNumbers({ source, runs }: Reading): [RedactionKind, string][] {
  const ownRuns = runs.filter(({ elements }) => elements.some((element) => element.source === source));
  return ownRuns.flatMap(({ elements }) => tightStretches(elements)).flatMap(givenNumber);
}

function givenNumber(stretch: readonly DigitElement[]): [RedactionKind, string][] {
  const kind = stretch[0]?.hiddenAs ?? null;
  const value = joinDigits(stretch);
  const isOneValue = kind !== null && stretch.every(({ hiddenAs }) => hiddenAs === kind);
  return isOneValue && value.length >= MIN_KNOWN_DIGITS ? [[kind, value]] : [];
}

/** While the speakers talk of a card, only the question for its code makes the other party begin a new number. */
const changesSubject = (kinds: ReadonlySet<LabelKind>): boolean =>
  kinds.has('CVV') || (!kinds.has('CARD') && SUBJECT_CHANGES.some((kind) => kinds.has(kind)));
