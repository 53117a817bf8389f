import { redactionKinds, type ParticipantId, type RedactionKind } from '@earshot/contracts';
import { mayHoldDate } from './add-recent-final.js';
import type { Label, LabelKind } from './label-phrases.js';
import { readNumber, startsNumber } from './read-number.js';
import type { Reading } from './read-segment.js';
import { textAt, type Token } from './scan-tokens.js';
import type { SegmentText } from './segment-text.js';
import { holdsCode, isAllCode, isOnlyCode } from './spoken-codes.js';
import type { RecentFinal } from './recent-final.js';
import type { TalkState } from './talk-state.js';
import { endOfValueBefore } from './value-before-label.js';

/** A label that names a number of earlier finals, and these finals in order. */
export interface LateLabel {
  readonly kind: RedactionKind;
  readonly finals: readonly SegmentText[];
  /** Finals before these in which another participant may have said it. */
  readonly before: readonly SegmentText[];
}

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Finals in which one participant gives a number. */
const MAX_PARTS = 4;
/** The same for a date: month and year. */
const MAX_PARTS_OF_DATE = 2;
const dates: ReadonlySet<RedactionKind> = new Set<RedactionKind>(['EXPIRY', 'BIRTH_DATE']);
/** Kinds whose values may hold letters. */
const letteredKinds: ReadonlySet<LabelKind> = new Set<LabelKind>([
  'NATIONAL_ID',
  'PASSPORT',
  'LICENCE',
  'SORT_CODE',
  'IBAN',
]);
/** Finals from a number to its name. */
const MAX_FINALS_TO_NAME = 3;
/** Most words before the name. */
const MAX_WORDS_TO_NAME = 8;
/** Words within which a value follows its label. */
const MAX_WORDS_TO_VALUE = 8;
const NAME_WITHIN_MS = 60_000;

const answers = words(
  `yes yeah yep yup right correct okay ok sure exactly perfect great no and so oh uh um er well sorry hi hello mm mhm indeed absolutely precisely of course all`,
);
const pronouns = words(`that's that this it it's which these those is was they're`);
const openings = words('for as');
const verbs = words(`is was are were would be should will looks seems still also not then now actually`);
const wordsToName = words(
  `my the your our his her their its like a an new old right correct current full whole best main only usual personal own last wife's husband's daughter's son's`,
);

/** The label of this final that names a number of earlier finals: "yes, that's my number", "479 on my licence". */
export function findLateLabel(reading: Reading, state: TalkState): LateLabel | null {
  const { recent } = state;
  if (!recent.some(({ mayHoldDate, endsInNumber }) => mayHoldDate || endsInNumber)) return null;
  return findRest(reading, recent) ?? findDenied(reading, recent) ?? findConfirmation(reading, state);
}

/** "They printed 865 98" … "479 on my licence". */
function findRest({ labels, tokens, source }: Reading, recent: readonly RecentFinal[]): LateLabel | null {
  const label = labels.find((one) => privateKindOf(one) !== null && endOfRest(tokens, labels, one) !== null);
  const kind = label === undefined ? null : privateKindOf(label);
  if (label === undefined || kind === null) return null;
  const end = endOfRest(tokens, labels, label) ?? 0;
  const isDate = dates.has(kind);
  if (!isAllCode(source.text, tokens, end) || (isDate && !mayHoldDate(tokens.slice(0, end)))) return null;
  const parts = partsOf(recent, source.segment.participantId, (one) => (isDate ? one.mayHoldDate : one.endsInNumber));
  const finals = parts.slice(isDate ? -1 : 0);
  return finals.length === 0 || isTooLate(finals, source) ? null : { kind, finals: [...finals, source], before: [] };
}

/** "So that is 46 690 348 B?" "No, my DNI is …": what the other side had understood is as private. */
function findDenied({ labels: [label], tokens, source }: Reading, recent: readonly RecentFinal[]): LateLabel | null {
  const kind = label === undefined ? null : privateKindOf(label);
  if (label === undefined || kind === null || !letteredKinds.has(kind) || textAt(tokens, 0) !== 'no') return null;
  const last = recent.at(-1);
  const isUnderstood =
    last !== undefined &&
    last.participantId !== source.segment.participantId &&
    (last.hasOpenNumber || isGuess(last) || holdsCode(last.source));
  const says = tokens.slice(label.to).some((_, offset) => startsNumber(tokens, label.to + offset));
  return isUnderstood && says ? { kind, finals: [last.source], before: [] } : null;
}

/** Index of the words before a label after the rest of its value, as in "04 D, my NI number" and "04 D, NI number". */
const endOfRest = (tokens: readonly Token[], labels: readonly Label[], label: Label): number | null =>
  endOfValueBefore(tokens, label) ??
  (labels[0] === label && letteredKinds.has(label.kind) && tokens.length - label.to <= MAX_WORDS_AFTER_NAME
    ? label.from
    : null);

/** "04 D, NI number I mean". */
const MAX_WORDS_AFTER_NAME = 2;

/** Whether digits are hidden that nobody named. */
const isGuess = ({ hasPartOfCard, guesses }: RecentFinal): boolean => hasPartOfCard || guesses.length > 0;

/** "We moved 514 975 7673 to you" … "yes, that's my number". */
function findConfirmation(
  { labels, tokens, source, place }: Reading,
  { recent, context }: TalkState,
): LateLabel | null {
  const name =
    namedAt(tokens) ?? assentedAt(tokens, { labels, source }) ?? answeredAt(tokens, { labels, source }, recent);
  if (name === null) return null;
  const label = labels.find(({ from, to }) => from <= name && to > name);
  const kind =
    label === undefined ? numberKindAt(tokens, name, context.openQuestions(place).length > 0) : privateKindOf(label);
  if (kind === null || hasNumberNear(tokens, labels, label)) return null;
  const isDate = dates.has(kind);
  const isLettered = letteredKinds.has(kind);
  const holdsValue = (final: RecentFinal) =>
    isDate
      ? final.mayHoldDate
      : final.hasOpenNumber || (label !== undefined && isGuess(final)) || (isLettered && holdsCode(final.source));
  const last = recent.slice(-MAX_FINALS_TO_NAME).findLast(holdsValue);
  if (last === undefined) return null;
  const until = recent.slice(0, recent.indexOf(last) + 1);
  const isPart = (final: RecentFinal) => holdsValue(final) || (isLettered && isOnlyCode(final.source));
  const finals = partsOf(until, last.participantId, isPart).slice(isDate ? -MAX_PARTS_OF_DATE : 0);
  if (isTooLate(finals, source)) return null;
  const others = until.findLast(({ participantId }) => participantId !== last.participantId);
  return { kind, finals, before: others === undefined ? [] : partsOf(until, others.participantId, isPart) };
}

/** Index of the name in an utterance that begins with "yes, that is my …"; null for another utterance. */
function namedAt(tokens: readonly Token[]): number | null {
  const start = skipWords(tokens, 0, answers);
  const opening = endOfOpening(tokens, start);
  if (opening === null) return null;
  const first = skipWords(tokens, opening, verbs);
  const at = skipWords(tokens, first, wordsToName);
  return at > first && at < tokens.length ? at : null;
}

/** "Yes, my NI number": index of the label of an utterance that only assents and names; null in another one. */
function assentedAt(
  tokens: readonly Token[],
  { labels: [label, ...others], source }: Pick<Reading, 'labels' | 'source'>,
) {
  if (label === undefined || others.length > 0 || source.text.trimEnd().endsWith('?')) return null;
  const isOwn = textAt(tokens, label.from - 1) === 'my';
  const rest = [...tokens.slice(0, Math.max(0, label.from - 1)), ...tokens.slice(label.to)];
  const isAssent = rest.length > 0 && rest.every(({ text }) => answers.has(text));
  return isOwn && isAssent && rest.some(({ text }) => assents.has(text)) ? label.from : null;
}

const assents = words('yes yeah yep yup right correct exactly indeed absolutely precisely');

/** "36425." "What is that?" "The code you just texted me": index of the label that answers; null in another utterance. */
function answeredAt(
  tokens: readonly Token[],
  { labels: [label], source }: Pick<Reading, 'labels' | 'source'>,
  recent: readonly RecentFinal[],
): number | null {
  const before = recent.at(-1);
  const isAsked =
    before !== undefined &&
    before.participantId !== source.segment.participantId &&
    (WHAT_IS_THAT.test(before.source.text.trim()) ||
      (ALTERNATIVES.test(before.source.text) && label !== undefined && label.to >= tokens.length));
  return isAsked && label !== undefined && label.from <= 1 && !startsNumber(tokens, 0) ? label.from : null;
}

/** "Passport or NI number?" */
const ALTERNATIVES = /\bor\b/i;
const WHAT_IS_THAT =
  /^(?:and |so |sorry,? |okay,? )?(?:what|which)(?: number| one)?(?:'s| is| was) (?:that|this|it)\b.{0,12}$/i;

/** The index after "that", "for" as in "for the expiry", or "is this" as in "is this your IBAN?"; null when there is none. */
function endOfOpening(tokens: readonly Token[], at: number): number | null {
  const word = textAt(tokens, at);
  if (verbs.has(word) && pronouns.has(textAt(tokens, at + 1))) return at + 2;
  return pronouns.has(word) || openings.has(word) ? at + 1 : null;
}

function skipWords(tokens: readonly Token[], from: number, skipped: ReadonlySet<string>): number {
  let at = from;
  while (at < MAX_WORDS_TO_NAME && skipped.has(textAt(tokens, at))) at++;
  return at;
}

const numberKindAt = (tokens: readonly Token[], name: number, isOtherAsked: boolean): RedactionKind | null =>
  !isOtherAsked && textAt(tokens, name) === 'number' && owners.has(textAt(tokens, name - 1)) ? 'PHONE' : null;

const owners = words(`my her his your our wife's husband's daughter's son's new old best own correct right`);

const privateKindOf = ({ kind, isQuestion }: Label): RedactionKind | null =>
  isQuestion === true ? null : (redactionKinds.find((one) => one === kind) ?? null);

/** Whether the label names a number of its own utterance. */
function hasNumberNear(tokens: readonly Token[], labels: readonly Label[], label: Label | undefined): boolean {
  const next = labels.find(({ from }) => from > (label?.from ?? 0));
  const to = Math.min(next?.from ?? tokens.length, (label?.to ?? 0) + MAX_WORDS_TO_VALUE);
  return tokens.slice(0, to).some((_, index) => startsNumber(tokens, index) && readNumber(tokens, index) !== null);
}

/** The last finals in which a participant gives a number. The others may say other things meanwhile. */
function partsOf(
  recent: readonly RecentFinal[],
  participantId: ParticipantId,
  isPart: (final: RecentFinal) => boolean,
): SegmentText[] {
  const parts: SegmentText[] = [];
  for (const final of [...recent].reverse()) {
    if (final.participantId === participantId ? !isPart(final) : false) break;
    if (final.participantId === participantId) parts.unshift(final.source);
    if (parts.length >= MAX_PARTS) break;
  }
  return parts;
}

const isTooLate = (finals: readonly SegmentText[], { segment: { startMs } }: SegmentText): boolean =>
  Math.abs(startMs - (finals.at(-1)?.segment.endMs ?? -Infinity)) > NAME_WITHIN_MS;
