import type { RedactionKind } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import { completeKindOf } from './complete-numbers.js';
import { joinDigits, newRun, tightStretches, trimRun, type DigitElement, type DigitRun } from './digit-run.js';
import { addTail } from './divided-emails.js';
import type { Label, LabelKind } from './find-labels.js';
import { rememberHarmless } from './harmless-echoes.js';
import { hesitationAt } from './hesitations.js';
import { isNewSubject } from './new-subject.js';
import { asksForEndOfCard, saysOfCard } from './of-card.js';
import { asksForNumber, asksForRest, rejectsNumber } from './number-requests.js';
import { saysOtherDate } from './other-dates.js';
import { isRefusal } from './refusals.js';
import { mentionPaper } from './mention-paper.js';
import { addPartEcho } from './part-echoes.js';
import type { LabelledValue } from './labelled-value.js';
import type { Reading } from './read-segment.js';
import { monthOfName } from './kinds/read-month.js';
import { startsNumber } from './read-number.js';
import type { Token } from './scan-tokens.js';
import type { CharSpan, SegmentText } from './segment-text.js';
import type { TalkPlace } from './talk-context.js';
import type { BegunValue, TalkState } from './talk-state.js';

const dates = new Set<LabelKind>(['BIRTH_DATE', 'EXPIRY']);
/** Labels after which the other party no longer continues its digits. */
const SUBJECT_CHANGES: readonly LabelKind[] = ['NEUTRAL', 'PHONE', 'SSN', 'CVV'];
/** Fewer digits after a name do not answer it: "the tracking number starts with 94". */
const MIN_NAMED_DIGITS = 3;
/** Shortest value that is recognised when somebody reads it back. */
const MIN_KNOWN_DIGITS = 3;
/** Shortest first group that a speaker says twice. */
const MIN_REPEATED_DIGITS = 2;

/** Makes a final part of the context in which later segments are judged. */
export function addToState(reading: Reading, state: TalkState, country: CountryCode): void {
  const { source, labels, tokens, values, last } = reading;
  const { participantId, role, endMs } = source.segment;
  const { context } = state;
  const place: TalkPlace = { ...reading.place, atMs: endMs };
  const kinds = new Set(labels.map(({ kind }) => kind));
  const hidden = hiddenKindsOf(reading);
  const isCardTalk = last.label === 'CARD' || context.isInForce('CARD', place);
  context.advance(participantId, { isSmallTalk: isSmallTalk(reading) });
  mentionLabels(reading, state, place);
  mentionPaper(reading, state, place);
  if (isCardTalk && hidden.has('CARD')) context.mention('CARD', place);
  if (hasNamedHarmless(reading)) context.answer('NEUTRAL', participantId);
  for (const kind of refusedKinds(reading, kinds)) context.answer(kind, participantId);
  if (saysOtherDate(reading)) context.closeCorrections(dates);
  const complete = asksForRest(tokens)
    ? null
    : completeKindOf(last, { country, isLastFourTalk: context.isLastFourTalk(place) });
  for (const kind of [...(complete === null ? [] : [complete]), ...givenKinds(values, hidden)])
    context.answer(kind, participantId);
  state.setSpeaker(participantId, {
    role,
    run: reading.isHarmlessEcho ? newRun(null) : { ...trimRun(last), isComplete: complete !== null },
    begun: begunAfter(reading, state),
    tails: addTail(state.speakerOf(participantId).tails, reading, context.finalCount),
  });
  endNumbersOfOthers(reading, kinds, state);
  state.echoes = addPartEcho(state.echoes, reading, {
    others: state.othersThan(participantId),
    finalCount: context.finalCount,
  });
  rememberValues(reading, state);
  rememberHarmless(reading, state);
}

/** The kinds that a speaker was asked for and does not give: "I don't know it, I can give you my phone number, …". */
function refusedKinds({ asked, labels, tokens, values }: Reading, named: ReadonlySet<LabelKind>): LabelKind[] {
  const first = labels[0];
  if (first === undefined || named.has('NUMBER') || !isRefusal(tokens.slice(0, first.from))) return [];
  return asked.filter((kind) => !named.has(kind) && values.every((value) => value.kind.kind !== kind));
}

/** Whether a final holds no label, and nothing that may belong to a number or a date. "One second" is a hesitation. */
function isSmallTalk({ labels, tokens, values }: Reading): boolean {
  if (labels.length > 0 || values.length > 0) return false;
  for (let index = 0; index < tokens.length;) {
    const hesitation = hesitationAt(tokens, index);
    if (hesitation === null && mayBeOfValue(tokens, index)) return false;
    index = hesitation?.to ?? index + 1;
  }
  return tokens.length > 0;
}

const mayBeOfValue = (tokens: readonly Token[], index: number): boolean =>
  startsNumber(tokens, index) || monthOfName(tokens[index]) !== null || isLetter(tokens[index]);

const isLetter = (token: Token | undefined): boolean => token?.kind === 'word' && /^[b-hj-z]$/.test(token.text);

const givenKinds = (values: readonly LabelledValue[], hidden: ReadonlySet<RedactionKind>): RedactionKind[] => [
  ...(hidden.has('CVV') ? (['CVV'] as const) : []),
  ...values.filter(({ isComplete }) => isComplete).map(({ kind }) => kind.kind),
];

/** The other party begins new numbers when this participant turns to something else. */
function endNumbersOfOthers(
  { source, tokens, harmless, values }: Reading,
  kinds: ReadonlySet<LabelKind>,
  state: TalkState,
): void {
  const { participantId } = source.segment;
  const isPrivate = ({ start, end }: CharSpan) => values.some((value) => value.start < end && start < value.end);
  if (
    isNewSubject(
      tokens,
      harmless.some((number) => !isPrivate(number)),
    )
  )
    state.endWholeNumbersOfOtherParty(participantId);
  if (changesSubject(kinds) || (kinds.has('LAST_FOUR') && kinds.has('CARD')))
    state.endRunsOfOtherParty(participantId, changesSubject(kinds) ? isAnyRun : isOtherThanCard);
}

/** Mentions the kinds that a final names. Each is a question when all its labels are. */
function mentionLabels({ labels, tokens }: Reading, { context, recent }: TalkState, place: TalkPlace): void {
  if (labels.length === 0 && asksForNumber(tokens)) context.mentionAgain(numbered, place);
  if (labels.length === 0 && rejectsNumber(tokens)) context.reopen(numbered, place);
  const isOfCard = saysOfCard(tokens);
  const isOfLastFour = isOfCard && context.isLastFourTalk(place);
  for (const kind of new Set(labels.map((label) => label.kind)))
    context.mention(kind, place, { isQuestion: labels.every((one) => one.kind !== kind || isAsked(one)) });
  if (isOfLastFour) context.mention('LAST_FOUR', place);
  if (asksForEndOfCard(tokens, { context, recent }, place)) context.mention('EXPIRY', place);
}

/** Kinds of which speakers ask as "the number". */
const numbered = new Set<LabelKind>(['NATIONAL_ID', 'PASSPORT', 'LICENCE', 'SORT_CODE', 'ACCOUNT']);

/** The redaction kinds of the segment's digits. In a recalled text its placeholders tell them. */
function hiddenKindsOf({ source, runs }: Reading): ReadonlySet<RedactionKind> {
  const kinds = new Set<RedactionKind>(source.isRecalled && source.text.includes('[CVV]') ? ['CVV'] : []);
  for (const { elements } of runs)
    for (const { source: text, hiddenAs } of elements) if (text === source && hiddenAs !== null) kinds.add(hiddenAs);
  return kinds;
}

const isAsked = ({ isQuestion }: Label): boolean => isQuestion === true;

/** Whether the last harmless name has its number: "order 4471", "the 791 area code". */
function hasNamedHarmless({ source, labels, tokens, runs }: Reading): boolean {
  const name = labels.findLast(({ kind }) => kind === 'NEUTRAL');
  if (name === undefined) return runs.some((run) => run.label === 'NEUTRAL' && hasDigitsIn(run, source));
  const next = labels.find(({ from }) => from >= name.to);
  const end = next === undefined ? Infinity : (tokens[next.from]?.start ?? Infinity);
  const start = tokens[name.from - 1]?.start ?? 0;
  const own = runs.flatMap(({ elements }) =>
    elements.filter((element) => element.source === source && element.end > start && element.start < end),
  );
  return joinDigits(own).length >= MIN_NAMED_DIGITS;
}

const hasDigitsIn = ({ elements }: DigitRun, source: SegmentText): boolean =>
  elements.some((element) => element.source === source);

/** The value that the next final of the speaker may continue. */
function begunAfter(reading: Reading, state: TalkState): BegunValue | null {
  const { source, values, labels, begun } = reading;
  const last = values.at(-1);
  if (last === undefined) return labels.length === 0 && !turnsFromWhole(reading) ? begun : null;
  if (!last.mayContinue) return null;
  const { start, end } = last;
  const { participantId, endMs: atMs } = source.segment;
  const parts = [...(last.continues ? (begun?.parts ?? []) : []), { source, span: { start, end } }];
  const value = (last.continues ? (begun?.value ?? '') : '') + last.value;
  if (state.isValueOfOther(value, participantId, atMs)) return null;
  return {
    kind: last.kind,
    value,
    isComplete: last.isComplete,
    parts,
    count: state.context.countOf(participantId),
    finalCount: state.context.finalCount,
    atMs,
  };
}

/** "I'd like to move my appointment to the 18th of April" turns to something else than the whole value before it. */
const turnsFromWhole = ({ begun, harmless }: Reading): boolean => begun?.isComplete === true && harmless.length > 0;

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
  const ownRuns = runs.filter((run) => hasDigitsIn(run, source));
  return ownRuns.flatMap(({ elements }) => tightStretches(elements)).flatMap(givenNumber);
}

function givenNumber(stretch: readonly DigitElement[]): [RedactionKind, string][] {
  const kind = stretch[0]?.hiddenAs ?? null;
  const value = joinDigits(stretch);
  const isOneValue = kind !== null && stretch.every(({ hiddenAs }) => hiddenAs === kind);
  if (!isOneValue || value.length < MIN_KNOWN_DIGITS) return [];
  const others = [withoutRepetition(value), withoutSigh(stretch, value)];
  return [value, ...others].flatMap((each): [RedactionKind, string][] => (each === null ? [] : [[kind, each]]));
}

/** The number without the "oh" at the beginning of the utterance: "oh, 181". Null when there is none. */
function withoutSigh([first]: readonly DigitElement[], value: string): string | null {
  if (first === undefined || value.length <= MIN_KNOWN_DIGITS || first.start > 0) return null;
  return /^oh\b/i.test(first.source.text) ? value.slice(1) : null;
}

/** Drops the repetition when the speaker says the first group twice. Null when nothing is repeated. */
function withoutRepetition(value: string): string | null {
  for (let count = Math.floor(value.length / 2); count >= MIN_REPEATED_DIGITS; count--)
    if (value.startsWith(value.slice(0, count), count) && value.length - count >= MIN_KNOWN_DIGITS)
      return value.slice(count);
  return null;
}

const isAnyRun = (): boolean => true;
/** "And the last four digits of the card?" The number before was another one. */
const isOtherThanCard = ({ elements }: DigitRun): boolean =>
  elements.every(({ hiddenAs }) => hiddenAs !== 'CARD' && hiddenAs !== null);

/** While the speakers talk of a card, only the question for its code makes the other party begin a new number. */
const changesSubject = (kinds: ReadonlySet<LabelKind>): boolean =>
  kinds.has('CVV') || (!kinds.has('CARD') && SUBJECT_CHANGES.some((kind) => kinds.has(kind)));
