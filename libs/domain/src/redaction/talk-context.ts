import { MAX_PARTICIPANTS, type ParticipantId } from '@earshot/contracts';
import { finalsInForce } from './finals-in-force.js';
import type { LabelKind } from './find-labels.js';
import { familyOf } from './label-families.js';
import type { FinalCounts, Mention, MentionOptions } from './mention.js';
import { withNewest } from './with-newest.js';

/** How long a label stays in force. */
const MS_IN_FORCE = 180_000;
/** In how many finals after the answer a speaker may correct it. */
const FINALS_TO_CORRECT = 2;

/** Labels that decide what unlabelled digits are. */
const kindsOfDigits = ['CARD', 'CVV', 'SSN', 'PHONE', 'NEUTRAL'] as const;

/** The place of a segment in the talk. */
export interface TalkPlace {
  readonly participantId: ParticipantId;
  readonly atMs: number;
  /** The speaker corrects himself: "no sorry, …". */
  readonly isCorrection?: boolean;
  /** The speaker has another number than the one that was read out: "that's my brother's, mine is …". */
  readonly isDenial?: boolean;
}

/** The kinds of number that the speakers mentioned lately. */
export class TalkContext {
  private order = 0;
  private counts: FinalCounts = new Map();
  /** The same without small talk. */
  private answers: FinalCounts = new Map();
  private mentions: ReadonlyMap<LabelKind, Mention> = new Map();

  /** A copy that changes without this one. */
  copy(): TalkContext {
    const copy = new TalkContext();
    copy.order = this.order;
    copy.counts = this.counts;
    copy.answers = this.answers;
    copy.mentions = this.mentions;
    return copy;
  }

  /**
   * Counts one more final. The counts hold no more participants than a call has. Small talk such as "sorry, the dog is barking"
   * does not make the speakers forget what they asked for, so the labels count only the finals that say something.
   */
  advance(participantId: ParticipantId, { isSmallTalk }: { readonly isSmallTalk: boolean }): void {
    this.order++;
    this.counts = withNewest(this.counts, participantId, this.countOf(participantId) + 1, MAX_PARTICIPANTS);
    if (isSmallTalk) return;
    this.answers = withNewest(this.answers, participantId, this.answersOf(participantId) + 1, MAX_PARTICIPANTS);
  }

  private answersOf(participantId: ParticipantId): number {
    return this.answers.get(participantId) ?? 0;
  }

  countOf(participantId: ParticipantId): number {
    return this.counts.get(participantId) ?? 0;
  }

  /** A participant mentioned this kind of number. An aside such as "how long will this take?" leaves a question for it open. */
  mention(
    kind: LabelKind,
    place: TalkPlace,
    { isQuestion = false, finals = finalsInForce(kind), isPassing = false }: MentionOptions = {},
  ): void {
    if (isQuestion && this.isAskedByOther(kind, place)) return;
    const { participantId: by, atMs } = place;
    const { order, answers: counts } = this;
    const mention = { by, atMs, order, counts, finals, isQuestion, isPassing, answer: null };
    this.mentions = withNewest(this.mentions, kind, mention);
  }

  /** The talk turned to something else: the kind of which somebody only spoke is no longer in force. */
  endPassing(kind: LabelKind): void {
    if (this.mentions.get(kind)?.isPassing !== true) return;
    this.mentions = new Map([...this.mentions].filter(([each]) => each !== kind));
  }

  private isAskedByOther(kind: LabelKind, place: TalkPlace): boolean {
    const mention = this.mentions.get(kind);
    const isOfOther = mention !== undefined && mention.by !== place.participantId && !mention.isQuestion;
    return isOfOther && mention.answer === null && this.isTopic(kind, place) && !this.isSuperseded(kind);
  }

  /** Somebody gave the number, so the next digits are something else, unless he corrects himself. */
  answer(kind: LabelKind, by: ParticipantId): void {
    const mention = this.mentions.get(kind);
    if (mention === undefined) return;
    this.mentions = new Map(this.mentions).set(kind, { ...mention, answer: { by, count: this.answersOf(by) } });
  }

  /** Whether the kind was mentioned recently enough to say what digits at this place are. */
  isInForce(kind: LabelKind, place: TalkPlace): boolean {
    const mention = this.mentions.get(kind);
    return mention !== undefined && this.isTopic(kind, place) && this.isUnanswered(mention, place);
  }

  /** Whether the kind was mentioned lately, also when somebody gave its number already. */
  isTopic(kind: LabelKind, { participantId, atMs }: TalkPlace): boolean {
    const mention = this.mentions.get(kind);
    if (mention === undefined || Math.abs(atMs - mention.atMs) > MS_IN_FORCE) return false;
    return this.answersOf(participantId) - (mention.counts.get(participantId) ?? 0) <= mention.finals;
  }

  /** A number is given, and neither its speaker nor another one corrects it: "the expiry I have is …", "no, it's …". */
  private isUnanswered({ answer, counts }: Mention, { participantId, isCorrection, isDenial }: TalkPlace): boolean {
    if (answer === null) return true;
    if (answer.isClosed === true) return false;
    const isOfOther = answer.by !== participantId;
    if (isCorrection !== true && !(isOfOther && isDenial === true)) return false;
    const before = isOfOther ? (counts.get(participantId) ?? 0) : answer.count;
    return this.answersOf(participantId) - before < FINALS_TO_CORRECT;
  }

  /** Whether the kind is in force and nobody asked for something else since. */
  isOpenQuestion(kind: LabelKind, place: TalkPlace): boolean {
    return this.isInForce(kind, place) && !this.isReplaced(kind, place);
  }

  /** How many finals were said so far. */
  get finalCount(): number {
    return this.order;
  }

  /** How many finals were said when somebody mentioned the kind last; 0 when nobody did. */
  mentionedAt(kind: LabelKind): number {
    return this.mentions.get(kind)?.order ?? 0;
  }

  /** Whether somebody named another kind of number since that many finals. The speaker himself may name one of the same family. */
  changedSubjectSince(finalCount: number, kind: LabelKind, speaker: ParticipantId): boolean {
    const family = familyOf(kind) ?? [];
    return [...this.mentions].some(
      ([other, { order, by }]) => other !== kind && order > finalCount && (by !== speaker || !family.includes(other)),
    );
  }

  /** Whether somebody named a private kind in that final or later. The final itself may name a card on file: "the card ending in …". */
  namedPrivateSince(finalCount: number): boolean {
    return [...this.mentions].some(([kind, { order }]) =>
      kind === 'CARD' ? order > finalCount : kind !== 'NEUTRAL' && kind !== 'LAST_FOUR' && order >= finalCount,
    );
  }

  private isReplaced(kind: LabelKind, { participantId }: TalkPlace): boolean {
    const order = this.mentions.get(kind)?.order ?? 0;
    const family = familyOf(kind) ?? ['CARD'];
    return [...this.mentions].some(
      ([other, mention]) =>
        other !== kind &&
        mention.order > order &&
        mention.by !== participantId &&
        other !== 'EMAIL' &&
        !(other === 'NEUTRAL' && mention.answer !== null) &&
        !family.includes(other),
    );
  }

  /** The open questions in the order in which they were asked. First those of which the speaker himself said that he has them. */
  openQuestions(place: TalkPlace): LabelKind[] {
    const open = [...this.mentions.keys()].filter((kind) => this.isOpenQuestion(kind, place));
    const isOwn = (kind: LabelKind) => this.mentions.get(kind)?.by === place.participantId;
    return open.length < 2 ? open : [...open.filter(isOwn), ...open.filter((kind) => !isOwn(kind))];
  }

  /**
   * "And the number?" asks again for the document that the speakers mentioned last and of which nobody gave the number, although
   * they talked of something else since.
   */
  mentionAgain(kinds: ReadonlySet<LabelKind>, place: TalkPlace): void {
    const kind = [...this.mentions.keys()].findLast((each) => kinds.has(each));
    if (kind === undefined || !this.isInForce(kind, place)) return;
    this.mention(kind, place);
  }

  /** Another participant says that the number which somebody gave last is not right: "I cannot find that". */
  reopen(kinds: ReadonlySet<LabelKind>, place: TalkPlace): void {
    const last = [...this.mentions].findLast(
      ([kind, { answer }]) =>
        kinds.has(kind) && answer !== null && answer.by !== place.participantId && this.isTopic(kind, place),
    );
    if (last !== undefined) this.mention(last[0], place);
  }

  /** Somebody talks of other dates by now, so that "no, on the 4th" corrects those. */
  closeCorrections(kinds: ReadonlySet<LabelKind>): void {
    const mentions = new Map(this.mentions);
    for (const [kind, mention] of mentions)
      if (kinds.has(kind) && mention.answer !== null)
        mentions.set(kind, { ...mention, answer: { ...mention.answer, isClosed: true } });
    this.mentions = mentions;
  }

  /** Whether somebody gave the number since the kind was mentioned last. */
  isGiven(kind: LabelKind): boolean {
    return (this.mentions.get(kind)?.answer ?? null) !== null;
  }

  /** Whether somebody asked for the last four digits, and not for the whole number since. */
  isLastFourTalk(place: TalkPlace): boolean {
    const order = this.mentions.get('LAST_FOUR')?.order ?? -1;
    return this.isInForce('LAST_FOUR', place) && order >= (this.mentions.get('CARD')?.order ?? 0);
  }

  /** Whether the speaker asked for something else, or named it while a question for a security code is open. */
  private isAside(kind: LabelKind, place: TalkPlace): boolean {
    const mention = this.mentions.get(kind);
    return mention?.by === place.participantId && (mention.isQuestion || this.isOpenQuestion('CVV', place));
  }

  /** Whether somebody named a private number after a harmless one: a digit that follows no longer belongs to the harmless one. */
  private isSuperseded(kind: LabelKind): boolean {
    if (kind !== 'NEUTRAL') return false;
    const order = this.mentions.get(kind)?.order ?? 0;
    return kindsOfDigits.some((other) => (this.mentions.get(other)?.order ?? -1) > order);
  }

  /** The kind that digits without a label have: the one mentioned last. Within one segment a card outranks the others. */
  current(place: TalkPlace): LabelKind | null {
    let best: LabelKind | null = null;
    let bestOrder = -1;
    for (const kind of kindsOfDigits) {
      const order =
        this.isInForce(kind, place) && !this.isAside(kind, place) && !this.isSuperseded(kind)
          ? (this.mentions.get(kind)?.order ?? -1)
          : -1;
      if (order > bestOrder) {
        best = kind;
        bestOrder = order;
      }
    }
    return best;
  }
}
