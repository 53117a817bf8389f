import type { MatchedCategory } from '@earshot/domain';
import type { EnrichedCall } from './enriched-call.js';
import type { RedactedFinal } from './redacted-final.js';
import type { UnpublishedEvent } from './unpublished-events.js';

/** Creates the events that follow a final. They may be published twice: persistence stores each match and each revision of the metrics once. */
export function createFollowUps(
  call: EnrichedCall,
  { segmentId, track, participantId, role, startMs: atMs }: Omit<RedactedFinal, 'text' | 'endMs' | 'words'>,
  matched: readonly MatchedCategory[],
): UnpublishedEvent[] {
  const matches = matched.map(({ category, isAlert }) =>
    call.events.createInsight('category.matched', {
      category,
      isAlert,
      segmentId,
      track,
      participantId,
      role,
      atMs,
    }),
  );
  return call.hasCompleteMetrics ? [...matches, createMetricsChanged(call)] : matches;
}

export const createMetricsChanged = (call: EnrichedCall): UnpublishedEvent =>
  call.events.createInsight('metrics.changed', call.metrics.snapshot());
