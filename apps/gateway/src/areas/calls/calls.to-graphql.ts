import type { Call, CategoryMatch } from '@earshot/graphql-api';
import type { CallView, CategoryMatchView } from '@earshot/ports';
import { toDateTime } from '../../platform/graphql/date-time.scalar.js';

/**
 * A call as its field resolvers receive it. `categoryMatches` and `segments` are read only when a client selects them,
 * and `recording` is made from `hasRecording`.
 */
export type CallSource = Omit<Call, 'segments' | 'categoryMatches' | 'recording'> & {
  readonly hasRecording: boolean;
};

/** A stored call as GraphQL shows it. */
export function callToGraphql(view: CallView): CallSource {
  return {
    id: view.id,
    version: view.version,
    status: view.status,
    source: view.source,
    startedAt: toDateTime(view.startedAtMs),
    endedAt: view.endedAtMs === null ? null : toDateTime(view.endedAtMs),
    updatedAt: toDateTime(view.updatedAtMs),
    durationMs: view.durationMs,
    customerNumber: view.customerNumber,
    systemNumber: view.systemNumber,
    agentId: view.agentId,
    engine: view.engine,
    engineReason: view.engineReason,
    metrics: view.metrics,
    categories: view.categories,
    alertCount: view.alertCount,
    ledger: view.ledger.map(({ channel, receivedMs, transcribedMs, gapMs, gaps }) => ({
      channel,
      receivedMs,
      transcribedMs,
      gapMs,
      gaps,
    })),
    problems: view.problems.map(({ stage, code, message, atMs }) => ({ stage, code, message, at: toDateTime(atMs) })),
    hasRecording: view.hasRecording,
  };
}

export const categoryMatchToGraphql = (view: CategoryMatchView): CategoryMatch => ({ ...view });
