import type { Channel, SegmentId } from '@earshot/contracts';
import type { MatchedCategory } from '@earshot/domain';
import type { Logger, Sentiment } from '@earshot/ports';
import type { CategorySource } from '../categories/watched-categories.js';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import type { CallState } from './call-state.js';
import type { EventMaker } from './event-maker.js';
import type { Outgoing } from './outbox.js';

/** What following up on a final uses. */
export interface FollowUpTools {
  readonly categories: CategorySource;
  readonly metrics: Pick<EnrichmentMetrics, 'stepFailures'>;
  readonly logger: Logger;
}

/** A final as categories and figures see it: redacted. */
export interface SaidFinal {
  readonly segmentId: SegmentId;
  readonly channel: Channel;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

/** The categories that the final matches; what the call remembers for them moves on. */
export function matchCategories(
  call: CallState,
  { segmentId, channel, startMs, text }: SaidFinal,
  { categories, metrics, logger }: FollowUpTools,
): readonly MatchedCategory[] {
  try {
    const { matcher, memory } = call.categories(categories);
    return matcher.match({ channel, startMs, text }, memory);
  } catch (error) {
    metrics.stepFailures.add(1, { step: 'categories' });
    logger.error({ err: error, segmentId }, 'categories failed');
    return [];
  }
}

/** Makes the final part of the call's figures. */
export function countFinal(
  call: CallState,
  { segmentId, channel, startMs, endMs, text }: SaidFinal,
  sentiment: Sentiment | null,
  { metrics, logger }: FollowUpTools,
): void {
  try {
    const wordCount = countWords(text);
    call.remember(segmentId, { channel, wordCount, sentiment });
    const isMixed = sentiment?.label === 'MIXED';
    call.metrics.add({ channel, startMs, endMs, wordCount, score: sentiment?.score ?? null, isMixed });
  } catch (error) {
    metrics.stepFailures.add(1, { step: 'figures' });
    logger.error({ err: error }, 'figures failed');
  }
}

/** The events that follow a final on the bus. All of them may come again: each match and each state of the figures counts once. */
export function followUpsOf(
  call: CallState,
  { segmentId, channel, startMs }: Pick<SaidFinal, 'segmentId' | 'channel' | 'startMs'>,
  matched: readonly MatchedCategory[],
  make: EventMaker,
): Outgoing[] {
  const matches = matched.map(({ category, isAlert }) =>
    make.insight('category.matched', { category, isAlert, segmentId, channel, atMs: startMs }),
  );
  return call.hasWholeFigures ? [...matches, make.insight('metrics.changed', call.metrics.snapshot())] : matches;
}

export const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0;
