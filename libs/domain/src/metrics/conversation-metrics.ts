import { channels, type Channel, type ChannelMetrics, type EventData } from '@earshot/contracts';
import { SentimentTimeline } from '../sentiment/sentiment-timeline.js';
import { SpeechIntervals, type Interval } from './speech-intervals.js';

/** What the metrics need of one final. */
export interface SpokenFinal {
  readonly channel: Channel;
  readonly startMs: number;
  readonly endMs: number;
  readonly wordCount: number;
  /** -5 to +5; null when the final was not scored. */
  readonly score: number | null;
  /** LCA's mean leaves mixed feelings out. */
  readonly isMixed: boolean;
}

/** Utterances of one side that are closer than this are one turn: a breath is no interruption. */
const SAME_TURN_GAP_MS = 500;
/** Smallest change of the mean that is a trend, on the scale of -5 to +5. */
const TREND_THRESHOLD = 0.5;
/** The trend compares the call from here on with the time before. */
const TREND_FROM = 0.75;

interface Side {
  readonly speech: SpeechIntervals;
  readonly turns: SpeechIntervals;
  /** LCA's list: without neutral and mixed scores. */
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
 * The metrics of one conversation, computed from the finals so far. The finals of the two sides may come in any order. The
 * cost of a final does not grow with the call (LCA reads every final again for each new one).
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

  /** Corrects the words of a side after redaction removed some of a final that was counted. Below 0: fewer words. */
  adjustWords(channel: Channel, difference: number): void {
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
    // The interruptions near the final are counted before and after it, so the order of arrival does not matter.
    const fromMs = interval.startMs - SAME_TURN_GAP_MS;
    const toMs = interval.endMs + SAME_TURN_GAP_MS;
    const countInterruptions = (who: Side, interrupted: Side): number =>
      who.turns.startsWithin(fromMs, toMs).filter((startMs) => interrupted.speech.isSpeakingAt(startMs)).length;
    const ownBefore = countInterruptions(side, other);
    const otherBefore = countInterruptions(other, side);
    for (const part of side.speech.add(interval)) {
      side.talkMs += part.endMs - part.startMs;
      this.overlapMs += other.speech.coveredMs(part);
    }
    side.turns.add(interval);
    side.interruptions += countInterruptions(side, other) - ownBefore;
    other.interruptions += countInterruptions(other, side) - otherBefore;
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
