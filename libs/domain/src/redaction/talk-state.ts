import { MAX_PARTICIPANTS, type ParticipantId, type ParticipantRole } from '@earshot/contracts';
import { isReadBack } from './is-read-back.js';
import { newRun, type DigitRun } from './digit-run.js';
import type { EmailTail } from './divided-emails.js';
import type { KnownValue } from './labelled-value.js';
import type { LabelledKind } from './kinds/labelled-kind.js';
import type { PartEcho } from './part-echo.js';
import type { RecentFinal } from './recent-final.js';
import type { CharSpan, SegmentText } from './segment-text.js';
import { TalkContext } from './talk-context.js';

/** A labelled value that a participant began and may continue in his next final. */
export interface BegunValue {
  readonly kind: LabelledKind;
  /** What he said so far. */
  readonly value: string;
  /** He may go on, but what he said is a whole value. */
  readonly isComplete: boolean;
  readonly parts: readonly { readonly source: SegmentText; readonly span: CharSpan }[];
  /** How many finals he had said by then, and when. */
  readonly count: number;
  /** How many finals all had said. */
  readonly finalCount: number;
  readonly atMs: number;
}

/** What is carried from one final of a participant to the next. Never changed, only replaced. */
export interface SpeakerState {
  readonly role: ParticipantRole;
  readonly run: DigitRun;
  readonly begun: BegunValue | null;
  /** The ends of his last finals. */
  readonly tails: readonly EmailTail[];
}

/** A number that everybody may read. The others may read it back. */
interface HarmlessValue {
  readonly value: string;
  readonly by: ParticipantId;
  /** How many finals all had said. */
  readonly finalCount: number;
}

/** Values that the others may read back. */
const MAX_KNOWN_VALUES = 8;
const KNOWN_FOR_MS = 120_000;
/** Finals after a harmless number in which another participant may read it back. */
const FINALS_TO_ECHO = 2;
/** Finals in which a harmless number of so many digits may be said again. Another number is seldom equal by chance. */
const FINALS_TO_REPEAT = 12;
const MIN_DISTINCT_DIGITS = 4;
/** A harmless number of so many digits may follow one or two digits of its code: "one Z 999 …". */
const MIN_DIGITS_WITHIN = 7;
const MAX_HARMLESS_VALUES = 8;
/** In how many of his next finals a participant may continue a value. */
const FINALS_TO_CONTINUE = 2;
const CONTINUE_WITHIN_MS = 60_000;

/** What the finals up to a place of the call say about the segments after it. Its size does not grow with the call. */
export class TalkState {
  context = new TalkContext();
  private speakers: ReadonlyMap<ParticipantId, SpeakerState> = new Map();
  private known: readonly KnownValue[] = [];
  private harmless: readonly HarmlessValue[] = [];
  /** Finals that repeat a part of what another participant says. */
  echoes: readonly PartEcho[] = [];
  /** The last finals of all participants. */
  recent: readonly RecentFinal[] = [];

  /** A copy that changes without this one. */
  copy(): TalkState {
    const copy = new TalkState();
    copy.context = this.context.copy();
    copy.speakers = this.speakers;
    copy.known = this.known;
    copy.harmless = this.harmless;
    copy.echoes = this.echoes;
    copy.recent = this.recent;
    return copy;
  }

  speakerOf(participantId: ParticipantId): SpeakerState {
    return this.speakers.get(participantId) ?? { role: 'UNKNOWN', run: newRun(null), begun: null, tails: [] };
  }

  othersThan(participantId: ParticipantId): readonly SpeakerState[] {
    return [...this.speakers].filter(([id]) => id !== participantId).map(([, speaker]) => speaker);
  }

  /** Bounded, because a source may name any number of participants. Those who spoke last stay. */
  setSpeaker(participantId: ParticipantId, state: SpeakerState): void {
    const speakers = new Map(this.speakers);
    speakers.delete(participantId);
    speakers.set(participantId, state);
    const [oldest] = speakers.keys();
    if (speakers.size > MAX_PARTICIPANTS && oldest !== undefined) speakers.delete(oldest);
    this.speakers = speakers;
  }

  /** The other party begins new numbers, because this participant changed the subject. */
  endRunsOfOtherParty(participantId: ParticipantId, isEnded: (run: DigitRun) => boolean): void {
    this.changeOtherParty(participantId, (other) => (isEnded(other.run) ? { ...other, run: newRun(null) } : other));
  }

  /** The other party does not go on with a number that may be whole, because this participant turned to something else. */
  endWholeNumbersOfOtherParty(participantId: ParticipantId): void {
    this.changeOtherParty(participantId, (other) => ({
      ...other,
      run: other.run.isComplete ? newRun(null) : other.run,
      begun: other.begun?.isComplete === true ? null : other.begun,
    }));
  }

  private changeOtherParty(participantId: ParticipantId, change: (other: SpeakerState) => SpeakerState): void {
    const { role } = this.speakerOf(participantId);
    const speakers = new Map(this.speakers);
    for (const [id, other] of speakers)
      if (id !== participantId && !areOfOneParty(role, other.role)) speakers.set(id, change(other));
    this.speakers = speakers;
  }

  /** The value that the participant may continue at a time. */
  begunBy(participantId: ParticipantId, atMs: number): BegunValue | null {
    const { begun } = this.speakerOf(participantId);
    if (begun === null || Math.abs(atMs - begun.atMs) > CONTINUE_WITHIN_MS) return null;
    if (this.context.changedSubjectSince(begun.finalCount, begun.kind.kind, participantId)) return null;
    return this.context.countOf(participantId) - begun.count < FINALS_TO_CONTINUE ? begun : null;
  }

  /** The values that were given a short time ago. */
  knownValues(atMs: number): readonly KnownValue[] {
    return this.known.filter((one) => Math.abs(atMs - one.atMs) <= KNOWN_FOR_MS);
  }

  /** Whether another participant gave the value: who reads it back has said all of it. */
  isValueOfOther(value: string, participantId: ParticipantId, atMs: number): boolean {
    return this.knownValues(atMs).some((one) => one.by !== participantId && one.value === value);
  }

  rememberValue(value: KnownValue): void {
    const others = this.known.filter((one) => one.value !== value.value && !continuesValue(value, one));
    this.known = [...others, value].slice(-MAX_KNOWN_VALUES);
  }

  /** A number turns out to be harmless. */
  forgetValue(value: string): void {
    this.known = this.known.filter((one) => one.value !== value);
  }

  rememberHarmless(value: string, by: ParticipantId): void {
    this.harmless = [...this.harmless, { value, by, finalCount: this.context.finalCount }].slice(-MAX_HARMLESS_VALUES);
  }

  get hasHarmless(): boolean {
    return this.harmless.length > 0;
  }

  /** Whether a participant reads back a harmless number: a long one, or one that another participant has just said. */
  isHarmlessEcho(value: string, participantId: ParticipantId): boolean {
    return this.harmless.some(({ value: said, by, finalCount }) => {
      const finals = this.context.finalCount - finalCount;
      if (by !== participantId && isSaidOtherwise(value, said, finals)) return true;
      if (!isSaidAgain(value, said)) return false;
      if (value.length >= MIN_DISTINCT_DIGITS) return finals <= FINALS_TO_REPEAT;
      if (by === participantId || finals > FINALS_TO_ECHO) return false;
      return finals === 0 || !this.context.namedPrivateSince(finalCount);
    });
  }
}

const isDateKey = (value: string): boolean => /^\D/.test(value);

/** Whether the listener says a number in another way: a date without its year, or a long number that he corrects. */
const isSaidOtherwise = (value: string, said: string, finals: number): boolean =>
  (finals === 0 && (isDateWithoutYear(value, said) || isDateWithoutYear(said, value))) ||
  (finals <= FINALS_TO_ECHO && isNearlySame(value, said));

/** Whether a date is another one without its year: "December 15th" after "12/15/26". */
function isDateWithoutYear(value: string, said: string): boolean {
  if (!isDateKey(said) || !isDateKey(value) || said.length !== value.length + DIGITS_OF_YEAR) return false;
  const rest = [...value].reduce((left, digit) => left.replace(digit, ''), said);
  return rest.length === DIGITS_OF_YEAR && /^[0-3]+$|^2\d$|^\d2$/.test(rest);
}

/** Digits of a year without its century. */
const DIGITS_OF_YEAR = 2;

/** Whether a number is a harmless one again: the same one, a part of it, or the same without what its speaker corrected. */
function isSaidAgain(value: string, said: string): boolean {
  if (said === value) return true;
  if (isDateKey(said) || isDateKey(value)) return false;
  if (said.length >= MIN_DIGITS_WITHIN && value.endsWith(said) && value.length <= said.length + 2) return true;
  return value.length >= MIN_DIGITS_WITHIN && (said.includes(value) || isReadBack(value, said));
}

/** Whether a number is another long one except for two digits. */
function isNearlySame(value: string, said: string): boolean {
  if (value.length !== said.length || said.length < MIN_DIGITS_WITHIN || isDateKey(said)) return false;
  return [...value].filter((digit, index) => digit !== said[index]).length <= MAX_CORRECTED_DIGITS;
}

const MAX_CORRECTED_DIGITS = 2;

/** Whether the value is the same one with more digits. */
const continuesValue = (value: KnownValue, earlier: KnownValue): boolean =>
  value.kind === earlier.kind && value.value.startsWith(earlier.value);

/** Whether two speakers belong together and do not ask each other for numbers: two customers, or two people of the contact centre. */
const areOfOneParty = (one: ParticipantRole, other: ParticipantRole): boolean =>
  one !== 'UNKNOWN' && other !== 'UNKNOWN' && (one === 'CUSTOMER') === (other === 'CUSTOMER');
