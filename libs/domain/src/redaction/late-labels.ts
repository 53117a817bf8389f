import { redactionKinds, type ParticipantId, type RedactionKind } from '@earshot/contracts';
import { mayHoldDate } from './add-recent-final.js';
import type { Label, LabelKind } from './label-phrases.js';
import { nameOfNumberBefore } from './names-of-numbers-before.js';
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
/** Words within which a value follows its label. */
const MAX_WORDS_TO_VALUE = 8;
const NAME_WITHIN_MS = 60_000;

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
  const name = nameOfNumberBefore({ labels, tokens, source }, recent);
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
  const isPart = (final: RecentFinal) =>
    holdsValue(final) || (isLettered && !final.isHarmless && isOnlyCode(final.source));
  const finals = partsOf(until, last.participantId, isPart).slice(isDate ? -MAX_PARTS_OF_DATE : 0);
  if (isTooLate(finals, source)) return null;
  const others = until.findLast(({ participantId }) => participantId !== last.participantId);
  return { kind, finals, before: others === undefined ? [] : partsOf(until, others.participantId, isPart) };
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
