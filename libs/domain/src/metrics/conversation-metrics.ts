import { channels, type Channel, type ChannelMetrics, type EventData } from '@earshot/contracts';
import { SentimentTimeline } from '../sentiment/sentiment-timeline.js';
import { SpeechIntervals, type Interval } from './speech-intervals.js';

/** One final as the figures see it. */
export interface SpokenFinal {
  readonly channel: Channel;
  readonly startMs: number;
  readonly endMs: number;
  readonly wordCount: number;
  /** -5 to +5; null where it was not scored. */
  readonly score: number | null;
  /** Not part of LCA's mean, which leaves mixed feelings out. */
  readonly isMixed: boolean;
}

/** Utterances of one side closer than this are one turn: going on after a breath interrupts nobody. */
const SAME_TURN_GAP_MS = 500;
/** Change of the mean, on the scale of -5 to +5, that is called a trend. */
const TREND_THRESHOLD = 0.5;
/** The part of the call that is compared with what came before. */
const TREND_FROM = 0.75;

interface Side {
  readonly speech: SpeechIntervals;
  readonly turns: SpeechIntervals;
  /** Without neutral and mixed scores: LCA's list. */
  readonly feelings: SentimentTimeline;
  readonly scores: SentimentTimeline;
  talkMs: number;
  words: number;
  interruptions: number;
}

const newSide = (): Side => ({
  speech: new SpeechIntervals(),
  turns: new SpeechIntervals(SAME_TURN_GAP_MS),
  feelings: new SentimentTimeline(),
  scores: new SentimentTimeline(),
  talkMs: 0,
  words: 0,
  interruptions: 0,
});

/**
 * The running figures of one conversation. Finals of the two sides may come in any order; the figures are those of the
 * finals so far. Cost per final does not grow with the call (LCA re-reads every final for each new one).
 */
export class ConversationMetrics {
  private readonly sides: Record<Channel, Side> = { CUSTOMER: newSide(), AGENT: newSide() };
  private overlapMs = 0;
  private endMs = 0;
  private revision = 0;

  add(final: SpokenFinal): void {
    const endMs = Math.max(final.startMs, final.endMs);
    const interval: Interval = { startMs: final.startMs, endMs };
    const side = this.sides[final.channel];
    const other = this.sides[final.channel === 'AGENT' ? 'CUSTOMER' : 'AGENT'];
    this.revision++;
    this.endMs = Math.max(this.endMs, endMs);
    side.words += final.wordCount;
    if (endMs > final.startMs) this.addSpeech(side, other, interval);
    this.addScore(side, { ...interval, score: final.score, isMixed: final.isMixed });
  }

  /** So many words more (or, below 0, fewer) are in a final that was counted: part of it was removed since. */
  recountWords(channel: Channel, difference: number): void {
    const side = this.sides[channel];
    side.words = Math.max(0, side.words + difference);
  }

  snapshot(): EventData<'metrics.changed'> {
    const spokenMs = this.sides.CUSTOMER.talkMs + this.sides.AGENT.talkMs - this.overlapMs;
    return {
      revision: Math.max(1, this.revision),
      silenceMs: Math.max(0, this.endMs - spokenMs),
      overlapMs: this.overlapMs,
      channels: channels.map((channel) => this.sideMetrics(channel)),
    };
  }

  private addSpeech(side: Side, other: Side, interval: Interval): void {
    // Counted before and after, so that the order of arrival does not matter.
    const fromMs = interval.startMs - SAME_TURN_GAP_MS;
    const toMs = interval.endMs + SAME_TURN_GAP_MS;
    const interruptionsOf = (who: Side, heard: Side): number =>
      who.turns.startsWithin(fromMs, toMs).filter((startMs) => heard.speech.goesOnAt(startMs)).length;
    const ownBefore = interruptionsOf(side, other);
    const otherBefore = interruptionsOf(other, side);
    for (const part of side.speech.add(interval)) {
      side.talkMs += part.endMs - part.startMs;
      this.overlapMs += other.speech.coveredMs(part);
    }
    side.turns.add(interval);
    side.interruptions += interruptionsOf(side, other) - ownBefore;
    other.interruptions += interruptionsOf(other, side) - otherBefore;
  }

  private addScore(side: Side, said: Interval & { score: number | null; isMixed: boolean }): void {
    const { score, isMixed, startMs, endMs } = said;
    if (score === null) return;
    side.scores.add({ startMs, endMs, score }, Math.max(1, endMs - startMs));
    if (score !== 0 && !isMixed) side.feelings.add({ startMs, endMs, score }, 1);
  }

  private sideMetrics(channel: Channel): ChannelMetrics {
    const { talkMs, words, interruptions, feelings, scores } = this.sides[channel];
    return {
      channel,
      talkMs,
      words,
      wordsPerMinute: talkMs > 0 ? words / (talkMs / 60_000) : 0,
      interruptions,
      averageSentiment: feelings.mean(),
      weightedSentiment: scores.mean(),
      sentimentByQuarter: feelings.quarters(),
      sentimentTrend: this.trendOf(scores),
    };
  }

  private trendOf(scores: SentimentTimeline): ChannelMetrics['sentimentTrend'] {
    const { before, after } = scores.meansAround(this.endMs * TREND_FROM);
    if (before === null || after === null) return null;
    if (after - before > TREND_THRESHOLD) return 'UP';
    return before - after > TREND_THRESHOLD ? 'DOWN' : 'FLAT';
  }
}
