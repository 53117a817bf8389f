import { MAX_PARTICIPANTS, MAX_TRACKS } from '@earshot/contracts';
import type { EventData, ParticipantId, ParticipantMetrics, ParticipantRole } from '@earshot/contracts';
import { SentimentTimeline } from '../sentiment/sentiment-timeline.js';
import { SpeechIntervals, type Interval } from './speech-intervals.js';

/** The fields of a final that the metrics use. */
export interface SpokenFinal {
  readonly participantId: ParticipantId;
  readonly role: ParticipantRole;
  readonly startMs: number;
  readonly endMs: number;
  readonly wordCount: number;
  /** -5 to +5; null when the final was not scored. */
  readonly score: number | null;
  /** The sentiment is mixed; LCA's mean leaves such finals out. */
  readonly isMixed: boolean;
}

/** Utterances of one participant that are closer than this are one turn: a breath is no interruption. */
const SAME_TURN_GAP_MS = 500;
/** Smallest change of the mean that is a trend, on the scale of -5 to +5. */
const TREND_THRESHOLD = 0.5;
/** Below this much talk or this many words, a participant has no trend: one sentence would make it. */
const LEAST_TALK_OF_TREND_MS = 20_000;
const LEAST_WORDS_OF_TREND = 30;
/** The trend compares the call from here on with the time before. */
const TREND_FROM = 0.75;
/** The participants that a source may announce, plus one implied participant per track. */
const MAX_SPEAKERS = MAX_PARTICIPANTS + MAX_TRACKS;

interface Speaker {
  /** The role in the latest final. */
  role: ParticipantRole;
  firstStartMs: number;
  lastStartMs: number;
  readonly speech: SpeechIntervals;
  readonly turns: SpeechIntervals;
  /** LCA's list: without neutral and mixed scores. */
  readonly clearScores: SentimentTimeline;
  readonly allScores: SentimentTimeline;
  talkMs: number;
  words: number;
  interruptions: number;
}

const newSpeaker = ({ role, startMs }: SpokenFinal): Speaker => ({
  role,
  firstStartMs: startMs,
  lastStartMs: startMs,
  speech: new SpeechIntervals(),
  turns: new SpeechIntervals(SAME_TURN_GAP_MS),
  clearScores: new SentimentTimeline(),
  allScores: new SentimentTimeline(),
  talkMs: 0,
  words: 0,
  interruptions: 0,
});

/**
 * The metrics of one conversation of any number of participants, computed from the finals so far. Finals of different
 * participants may come in any order. The cost of a final does not grow with the call (LCA reads every final again for each
 * new one).
 */
export class ConversationMetrics {
  private readonly speakers = new Map<ParticipantId, Speaker>();
  /** When at least one participant spoke, and when at least two did. */
  private readonly anySpeech = new SpeechIntervals();
  private readonly doubleSpeech = new SpeechIntervals();
  private spokenMs = 0;
  private overlapMs = 0;
  private endMs = 0;
  private revision = 0;

  add(final: SpokenFinal): void {
    const speaker = this.speakerOf(final);
    if (speaker === null) return;
    const endMs = Math.max(final.startMs, final.endMs);
    const interval: Interval = { startMs: final.startMs, endMs };
    this.revision++;
    this.endMs = Math.max(this.endMs, endMs);
    speaker.words += final.wordCount;
    if (endMs > final.startMs) this.addSpeech(speaker, interval);
    this.addScore(speaker, { ...interval, score: final.score, isMixed: final.isMixed });
  }

  /** Corrects the words of a participant after redaction removed some of a final that was counted. Below 0: fewer words. */
  adjustWords(participantId: ParticipantId, difference: number): void {
    const speaker = this.speakers.get(participantId);
    if (speaker !== undefined) speaker.words = Math.max(0, speaker.words + difference);
  }

  /** The role of a participant turned out to be another one. */
  setRole(participantId: ParticipantId, role: ParticipantRole): void {
    const speaker = this.speakers.get(participantId);
    if (speaker === undefined || speaker.role === role) return;
    speaker.role = role;
    this.revision++;
  }

  snapshot(): EventData<'metrics.changed'> {
    return {
      revision: Math.max(1, this.revision),
      silenceMs: Math.max(0, this.endMs - this.spokenMs),
      overlapMs: this.overlapMs,
      participants: [...this.speakers]
        .sort(bySpeakingFirst)
        .map(([participantId, speaker]) => this.metricsOf(participantId, speaker)),
    };
  }

  private speakerOf(final: SpokenFinal): Speaker | null {
    const { participantId, role, startMs } = final;
    const speaker = this.speakers.get(participantId) ?? newSpeaker(final);
    if (!this.speakers.has(participantId)) {
      if (this.speakers.size >= MAX_SPEAKERS) return null;
      this.speakers.set(participantId, speaker);
    }
    if (startMs >= speaker.lastStartMs) speaker.role = role;
    speaker.firstStartMs = Math.min(speaker.firstStartMs, startMs);
    speaker.lastStartMs = Math.max(speaker.lastStartMs, startMs);
    return speaker;
  }

  private addSpeech(speaker: Speaker, interval: Interval): void {
    // The interruptions near the final are counted before and after it, so the order of arrival does not matter.
    const before = this.countInterruptionsNear(interval);
    for (const part of speaker.speech.add(interval)) {
      speaker.talkMs += part.endMs - part.startMs;
      this.addToConversation(part);
    }
    speaker.turns.add(interval);
    const after = this.countInterruptionsNear(interval);
    for (const [each, count] of after) each.interruptions += count - (before.get(each) ?? 0);
  }

  /** Adds new speech of one participant to the conversation. Where somebody else spoke too, it counts as overlap. */
  private addToConversation(part: Interval): void {
    let spokenUntilMs = part.startMs;
    const addOverlap = (endMs: number): void => {
      if (endMs > spokenUntilMs) this.overlapMs += lengthOf(this.doubleSpeech.add({ startMs: spokenUntilMs, endMs }));
    };
    for (const silent of this.anySpeech.add(part)) {
      this.spokenMs += silent.endMs - silent.startMs;
      addOverlap(silent.startMs);
      spokenUntilMs = silent.endMs;
    }
    addOverlap(part.endMs);
  }

  /** How many turns of each participant begin near the interval while somebody else speaks. */
  private countInterruptionsNear({ startMs, endMs }: Interval): Map<Speaker, number> {
    const speakers = [...this.speakers.values()];
    const interrupts = (speaker: Speaker, atMs: number): boolean =>
      speakers.some((other) => other !== speaker && other.speech.isSpeakingAt(atMs));
    return new Map(
      speakers.map((speaker) => {
        const starts = speaker.turns.startsWithin(startMs - SAME_TURN_GAP_MS, endMs + SAME_TURN_GAP_MS);
        return [speaker, starts.filter((atMs) => interrupts(speaker, atMs)).length];
      }),
    );
  }

  private addScore(speaker: Speaker, said: Interval & { score: number | null; isMixed: boolean }): void {
    const { score, isMixed, startMs, endMs } = said;
    if (score === null) return;
    speaker.allScores.add({ startMs, endMs, score }, Math.max(1, endMs - startMs));
    if (score !== 0 && !isMixed) speaker.clearScores.add({ startMs, endMs, score }, 1);
  }

  private metricsOf(participantId: ParticipantId, speaker: Speaker): ParticipantMetrics {
    const { role, talkMs, words, interruptions, clearScores, allScores } = speaker;
    return {
      participantId,
      role,
      talkMs,
      words,
      wordsPerMinute: talkMs > 0 ? words / (talkMs / 60_000) : 0,
      interruptions,
      averageSentiment: clearScores.mean(),
      weightedSentiment: allScores.mean(),
      sentimentByQuarter: clearScores.quarters(),
      sentimentTrend: this.trendOf(speaker),
    };
  }

  /** Null when too little was said for a trend to mean something. */
  private trendOf({ allScores, talkMs, words }: Speaker): ParticipantMetrics['sentimentTrend'] {
    if (talkMs < LEAST_TALK_OF_TREND_MS || words < LEAST_WORDS_OF_TREND) return null;
    const { before, after } = allScores.meansAround(this.endMs * TREND_FROM);
    if (before === null || after === null) return null;
    if (after - before > TREND_THRESHOLD) return 'UP';
    return before - after > TREND_THRESHOLD ? 'DOWN' : 'FLAT';
  }
}

const lengthOf = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

/** The order must not depend on the order of arrival, which differs after a takeover. */
const bySpeakingFirst = ([id, one]: [ParticipantId, Speaker], [otherId, other]: [ParticipantId, Speaker]): number =>
  one.firstStartMs - other.firstStartMs || (id < otherId ? -1 : 1);
